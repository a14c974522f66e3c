"""What facilitators write down for others, and the lists they take in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, StopValidation

from forum.accounts.forms_consent import Consenting
from forum.city import queries as city
from forum.core.contacts import contact_key
from forum.core.fields import paragraph, says_something, words
from forum.core.forms import EntryForm, Flag, Form, OptionalSelect, choice, one_line, tidy
from forum.ideas.forms import contact_field, signature_field
from forum.ideas.models import LONGEST, LONGEST_TITLE
from forum.ideas.proposing import Proposal

#: Ways in which something reaches a facilitator.
DESK_CHANNELS = {
    "table": _l("at a table"),
    "paper": _l("on paper"),
    "phone": _l("by phone"),
    "forum": _l("at a forum"),
}
LONGEST_SEARCH = 200


class DeskForm(Consenting, EntryForm):
    """Who said something to a facilitator, and how."""

    channel = SelectField(
        _l("How it reached us"),
        choices=[choice(*each) for each in DESK_CHANNELS.items()],
        default="paper",
        validators=[DataRequired()],  # so that it is not called optional
    )
    home = OptionalSelect(_l("Where the person lives"))
    age_band = OptionalSelect(_l("Age"))
    contact = contact_field()
    wants_news = Flag(_l("Wants to be told what becomes of it"))
    same_person = Flag(_l("The same person as before"))
    #: The key of the entry before, so that a queue sent late still knows who "the same" is.
    same_as = StringField(filters=[tidy], validators=[Length(max=64)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home.offer(city.neighbourhoods(), _l("Not told"))
        self.age_band.offer(city.age_bands(), _l("Not told"))

    @property
    def contact_key(self) -> str | None:
        """The fingerprint of the contact that was told, if any."""
        return contact_key(self.contact.data)


class IdeaDeskForm(DeskForm):
    """An idea somebody told a facilitator."""

    title = words(_l("Name of the idea"), LONGEST_TITLE, says_something, needed=True)
    text = paragraph(_l("What it would be, and why"), LONGEST, says_something, needed=True)
    category = OptionalSelect(_l("Kind of program"))
    neighbourhood = OptionalSelect(_l("Where in the city"))
    signature = signature_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.offer(city.categories(), _l("Not told"))
        self.neighbourhood.offer(city.neighbourhoods(), _l("Anywhere"))

    def validate_title(self, field: Any) -> None:
        """Keep the name in one line."""
        field.data = one_line(field.data)

    def proposal(self, former_key: str | None = None) -> Proposal:
        """Return what was proposed."""
        return Proposal(
            title=self.title.data,
            text=self.text.data,
            category_id=self.category.data,
            neighbourhood_ids=(self.neighbourhood.data,) if self.neighbourhood.data else (),
            signature=self.signature.data,
            home_id=self.home.data,
            age_band_id=self.age_band.data,
            contact_key=self.contact_key or former_key,
            channel=self.channel.data,
        )


class SupportDeskForm(DeskForm):
    """Somebody supports an idea that is there already."""

    idea = words(_l("Which idea? Its number or its words"), LONGEST_SEARCH, needed=True)

    def validate_idea(self, field: Any) -> None:
        """Keep it in one line."""
        field.data = one_line(field.data)
        if not field.data:
            raise StopValidation(_l("Please fill this in."))


class UploadForm(Form):
    """The file to take in."""

    file = FileField(
        _l("The list, as CSV or XLSX"), validators=[FileRequired(_l("Please choose a file."))]
    )
