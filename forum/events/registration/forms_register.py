"""What people type to register: as little as they like; and what staff write down for them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from forum.accounts.forms_consent import AboutMe
from forum.city import queries as city
from forum.core.contacts import LONGEST_CONTACT, contact_key
from forum.core.fields import Whole
from forum.core.forms import (
    TOO_LONG,
    Form,
    OpenForm,
    OptionalSelect,
    choice,
    one_line,
    tidy,
)
from forum.core.i18n import language
from forum.events.registration.registering import Wish
from forum.events.registration.registrations import (
    CHANNELS,
    LARGEST_PARTY,
    LONGEST_NAME,
    LONGEST_NOTE,
)

#: How a registration that staff write down reached the office.
DESK_CHANNELS = ("phone", "desk", "paper")


def party_field(label: Any) -> Whole:
    """Return a field for how many people come."""
    sentence = _l("Please give a number from 1 to %(max)d; for more, please call the organisers.")
    return Whole(
        label,
        default=1,
        validators=[
            DataRequired(_l("Please say how many of you come.")),
            NumberRange(1, LARGEST_PARTY, sentence),
        ],
    )


def _reachable(_form: Any, field: Any) -> None:
    if field.data and contact_key(field.data) is None:
        raise ValidationError(
            _l("Please write an e-mail address or a telephone number, or leave it empty.")
        )


class RegisterForm(AboutMe, OpenForm):
    """Who comes: a number is enough, everything else is up to them."""

    # the same people who think again of how many they are, are led to what they have, to change it
    told_apart_by = ("name", "contact")

    party = party_field(_l("How many of you come, with you"))
    name = StringField(
        _l("Your name"),
        filters=[one_line],
        validators=[Optional(), Length(max=LONGEST_NAME, message=TOO_LONG)],
    )
    contact = StringField(
        _l("E-mail address or telephone"),
        filters=[one_line],
        validators=[Optional(), Length(max=LONGEST_CONTACT, message=TOO_LONG), _reachable],
    )
    neighbourhood = OptionalSelect(_l("Your part of the city"))
    age_band = OptionalSelect(_l("Your age"))
    note = TextAreaField(
        _l("Is there anything the organisers should know?"),
        filters=[tidy],
        validators=[Optional(), Length(max=LONGEST_NOTE, message=TOO_LONG)],
    )

    def __init__(self, person: Any = None, **kwargs: Any) -> None:
        known = person is not None and person.is_authenticated
        data = {"name": person.name, "contact": person.email} if known else {}
        super().__init__(data=data, **kwargs)
        self.neighbourhood.offer(city.neighbourhoods(), _l("I would rather not say"))
        self.age_band.offer(city.age_bands(), _l("I would rather not say"))

    def wish(self, person_id: int | None) -> Wish:
        """Return what was asked for."""
        return Wish(
            party=self.party.data,
            name=self.name.data or "",
            contact=self.contact.data or "",
            neighbourhood_id=self.neighbourhood.data,
            age_band_id=self.age_band.data,
            note=self.note.data or "",
            language=language(),
            person_id=person_id,
        )


class DeskRegisterForm(RegisterForm):
    """A registration that somebody told us by phone or in person."""

    told_apart_by = ()  # many give no name

    channel = SelectField(
        _l("How it reached us"),
        choices=[choice(name, CHANNELS[name]) for name in DESK_CHANNELS],
        validators=[DataRequired()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.younger  # asked on the phone

    def wish(self, person_id: int | None = None) -> Wish:
        """Return what was asked for; letters to people who call are Hungarian."""
        return Wish(
            **{**vars(super().wish(person_id)), "channel": self.channel.data, "language": "hu"}
        )


class PartyForm(Form):
    """How many people come after all."""

    party = party_field(_l("How many of you come, with you"))
