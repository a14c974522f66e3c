"""What people may type about an idea: support, a comment, a picture."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from forum.accounts.forms_consent import AboutMe
from forum.city import queries as city
from forum.core.contacts import LONGEST_CONTACT
from forum.core.fields import paragraph, reachable, says_something
from forum.core.forms import TOO_LONG, Flag, OpenForm, OptionalSelect, choice, one_line
from forum.core.ticks import several
from forum.ideas.models import HELPS, LONGEST_COMMENT, LONGEST_SIGNATURE, SIDES

LONGEST_ALTERNATIVE = 300
UNDESCRIBED = _l("Please write what the picture shows, for those who cannot see it.")


def signature_field() -> StringField:
    """Return a field for the name that stands beside what somebody wrote."""
    return StringField(
        _l("Name or nickname"),
        filters=[one_line],
        validators=[Length(max=LONGEST_SIGNATURE, message=TOO_LONG)],
    )


def contact_field() -> StringField:
    """Return a field for an e-mail address or a telephone number."""
    return StringField(
        _l("E-mail or telephone number"),
        filters=[one_line],
        validators=[Optional(), Length(max=LONGEST_CONTACT, message=TOO_LONG), reachable],
    )


def helps_field() -> SelectMultipleField:
    """Return boxes to tick for how somebody would help."""
    return several(_l("I would help"), [choice(*each) for each in HELPS.items()], str)


def picture_field(*validators: Any) -> FileField:
    """Return a field for a picture."""
    kinds = {"accept": "image/jpeg,image/png,image/webp"}
    return FileField(_l("Picture"), validators=list(validators), render_kw=kinds)


def alternative_field(*validators: Any) -> StringField:
    """Return a field for what a picture shows."""
    return StringField(
        _l("What the picture shows"),
        filters=[one_line],
        validators=[*validators, Length(max=LONGEST_ALTERNATIVE, message=TOO_LONG)],
    )


class SupportForm(AboutMe, OpenForm):
    """What somebody who supports an idea likes to tell besides."""

    home = OptionalSelect(_l("Your part of the city"))
    age_band = OptionalSelect(_l("Your age"))
    helps = helps_field()
    why = paragraph(_l("Why do you support it?"), LONGEST_COMMENT)
    news = Flag(_l("Tell me how it goes on"), default=True)
    contact = contact_field()

    def __init__(self, *args: Any, account: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home.offer(city.neighbourhoods(), _l("I would rather not say"))
        self.age_band.offer(city.age_bands(), _l("I would rather not say"))
        if account:
            del self.contact
        else:
            del self.news

    @property
    def told(self) -> str:
        """The address or number that was given, empty for an account."""
        return (self.contact.data or "") if "contact" in self else ""

    @property
    def wants_news(self) -> bool:
        """Whether the person wants to hear how it goes on."""
        return bool(self.told) if "contact" in self else bool(self.news.data)


class CommentForm(AboutMe, OpenForm):
    """What speaks for an idea, or against it."""

    side = RadioField(
        _l("What would you like to say?"),
        choices=[choice(*side) for side in SIDES.items()],
        validate_choice=False,
        validators=[InputRequired(_l("Please choose one of the two."))],
    )
    text = paragraph(_l("In your words"), LONGEST_COMMENT, needed=True)
    signature = signature_field()

    def validate_side(self, field: Any) -> None:
        """Accept one of the two."""
        if field.data not in SIDES:
            raise ValidationError(_l("Please choose one of the two."))

    def validate_text(self, field: Any) -> None:
        """Ask for a word at least."""
        says_something(self, field)


class PictureForm(OpenForm):
    """A picture, and what it shows; whoever cannot see it hears the words."""

    picture = picture_field(FileRequired(_l("Please choose a picture.")))
    alternative = alternative_field(DataRequired(UNDESCRIBED))


def described(picture: Any, alternative: Any) -> None:
    """Ask what a picture shows, when one was given."""
    if picture.data and not alternative.data:
        raise ValidationError(UNDESCRIBED)
