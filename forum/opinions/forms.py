"""What people may type: an opinion, its new words, its code; the desk's slips and lists."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from forum.accounts.forms_consent import AboutMe, Consenting
from forum.city import queries as city
from forum.core.contacts import LONGEST_CONTACT, contact_key
from forum.core.fields import code, reachable, says_something
from forum.core.forms import (
    TOO_LONG,
    EntryForm,
    Flag,
    Form,
    OpenForm,
    OptionalSelect,
    choice,
    one_line,
    tidy,
)
from forum.opinions.models import CHANNELS, LONGEST, LONGEST_SIGNATURE
from forum.opinions.operations import Saying

#: Channels a member of staff writes down for others.
DESK_CHANNELS = ("table", "paper", "phone", "forum")


def words_field(label: Any) -> TextAreaField:
    """Return a field for the words of an opinion."""
    return TextAreaField(
        label,
        filters=[tidy],
        validators=[
            InputRequired(_l("Please write your opinion; a few words are enough.")),
            says_something,
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )


class SpeakForm(AboutMe, OpenForm):
    """What somebody wants to say, and what they like to tell about themselves."""

    text = words_field(_l("Your opinion"))
    neighbourhood = OptionalSelect(_l("Your part of the city"))
    age_band = OptionalSelect(_l("Your age"))
    signature = StringField(
        _l("Name or nickname"),
        filters=[one_line],
        validators=[Length(max=LONGEST_SIGNATURE, message=TOO_LONG)],
    )
    look = SubmitField(_l("Show similar opinions first"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.neighbourhood.offer(city.neighbourhoods(), _l("I would rather not say"))
        self.age_band.offer(city.age_bands(), _l("I would rather not say"))

    def saying(self) -> Saying:
        """Return what was said."""
        return Saying(
            self.text.data,
            signature=self.signed(self.signature.data),
            neighbourhood_id=self.neighbourhood.data,
            age_band_id=self.age_band.data,
        )


class EditForm(Form):
    """New words for an opinion nobody has weighed yet."""

    text = words_field(_l("Your opinion"))


class DeskForm(Consenting, EntryForm):
    """One slip of paper."""

    text = TextAreaField(
        _l("What was said"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Please write what was said.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )
    channel = SelectField(
        _l("How it reached us"),
        choices=[choice(name, CHANNELS[name]) for name in DESK_CHANNELS],
        validators=[DataRequired()],  # so that it is not called optional
    )
    neighbourhood = OptionalSelect(_l("Neighbourhood"))
    age_band = OptionalSelect(_l("Age"))
    signature = StringField(
        _l("Name to be shown"), filters=[tidy], validators=[Length(max=LONGEST_SIGNATURE)]
    )
    #: Only its fingerprint is kept, so that one person is counted once.
    contact = StringField(
        _l("Contact (e-mail or phone)"),
        filters=[tidy],
        validators=[Length(max=LONGEST_CONTACT, message=TOO_LONG), reachable],
    )
    same_person = Flag(_l("The same person as before"))
    #: The key of the entry before, so that a queue sent late still knows who "the same" is.
    same_as = StringField(filters=[tidy], validators=[Length(max=64)])

    def saying(self) -> Saying:
        """Return what was said."""
        return Saying(
            self.text.data,
            self.channel.data,
            self.signature.data,
            self.neighbourhood.data,
            self.age_band.data,
            contact_key(self.contact.data),
        )


class UploadForm(Form):
    """The file to take in."""

    file = FileField(
        _l("The list, as CSV or XLSX"), validators=[FileRequired(_l("Please choose a file."))]
    )


class FollowForm(Form):
    """The code of an opinion; it is asked with GET, so it needs no token."""

    class Meta:
        csrf = False

    code = code(_l("The code on your slip"), _l("Please type the code on your slip."))
