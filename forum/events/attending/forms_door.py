"""What is tapped and typed at the door, and why an entry is taken back."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from forum.accounts.forms_consent import SeenInTheHall
from forum.city import queries as city
from forum.core.contacts import LONGEST_CONTACT
from forum.core.fields import Whole, reachable
from forum.core.forms import TOO_LONG, EntryForm, OptionalSelect, choice, one_line, row_number
from forum.events.attending.attendance import LONGEST_REASON, SEXES
from forum.events.attending.door import MOST_AT_ONCE
from forum.events.registration.registrations import LONGEST_NAME

#: A moment as ISO 8601 writes it, with microseconds and an offset.
LONGEST_MOMENT = 40
PEOPLE = NumberRange(1, MOST_AT_ONCE, _l("Please write a number between 1 and 500."))


def short(label: Any, longest: int, *rules: Any) -> StringField:
    """Return a field for one short line."""
    return StringField(
        label, filters=[one_line], validators=[*rules, Length(max=longest, message=TOO_LONG)]
    )


def sexes() -> list[Any]:
    """Return the choices of the sex, none of them needed."""
    return [choice("", _l("Not told")), *(choice(code, name) for code, name in SEXES.items())]


class TapForm(EntryForm):
    """One tap, with its key and the hour of the telephone it was made on."""

    happened_at = HiddenField(validators=[Length(max=LONGEST_MOMENT)])

    @property
    def moment(self) -> datetime | None:
        """When it happened by the telephone's clock; None when that is not told or nonsense."""
        try:
            told = datetime.fromisoformat(self.happened_at.data or "")
        except ValueError:
            return None
        return told if told.tzinfo is not None else None


class CheckInForm(TapForm):
    """Somebody who registered is here: by number or by the code on their telephone."""

    registration_id = HiddenField(validators=[Length(max=12)])
    code = HiddenField(validators=[Length(max=40)])
    count = Whole(_l("How many came"), default=1, validators=[Optional(), PEOPLE])

    def number(self) -> int | None:
        """Return the number of the registration, None when there is none."""
        try:
            return row_number(self.registration_id.data or "")
        except ValueError:
            return None


class TraitsForm(TapForm):
    """What is told about somebody who came; every bit of it may be left out."""

    neighbourhood = OptionalSelect(_l("Neighbourhood"))
    age_band = OptionalSelect(_l("Age"))
    sex = RadioField(_l("Sex"), choices=[], default="", validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.neighbourhood.offer(city.neighbourhoods(), _l("Neighbourhood not told"))
        self.age_band.offer(city.age_bands(), _l("Not told"))
        self.sex.choices = sexes()

    def traits(self) -> dict[str, Any]:
        """Return what is told, as the verbs of the door take it."""
        return {
            "neighbourhood_id": self.neighbourhood.data,
            "age_band_id": self.age_band.data,
            "sex": self.sex.data or "",
        }


class TallyForm(TraitsForm):
    """People without names: how many, and what one can see of them."""

    count = Whole(_l("How many people"), default=1, validators=[Optional(), PEOPLE])


class WalkInForm(SeenInTheHall, TraitsForm):
    """Somebody who did not register but likes to be known."""

    name = short(_l("Name"), LONGEST_NAME)
    contact = short(_l("E-mail or telephone"), LONGEST_CONTACT, reachable)

    def validate_name(self, field: Any) -> None:
        """Ask for a name or a contact; people without either are counted by a tap."""
        if not field.data and not (self.contact.data or "").strip():
            raise ValidationError(_l("Please write a name or a contact."))


class UndoForm(EntryForm):
    """Take back what was sent with another key."""

    of = HiddenField(validators=[InputRequired(), Length(max=64)])


class CorrectionForm(EntryForm):
    """Take back an entry, and say why."""

    because = short(
        _l("Why is it taken back?"), LONGEST_REASON, InputRequired(_l("Please say why."))
    )
