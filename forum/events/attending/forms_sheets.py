"""What is typed at the desk of the signed sheets."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import FieldList, FormField, HiddenField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forum.accounts.forms_consent import SeenInTheHall
from forum.city import queries as city
from forum.core.contacts import LONGEST_CONTACT, contact_key
from forum.core.fields import Whole, reachable
from forum.core.forms import Flag, Form, KeyedForm, OptionalSelect
from forum.events.attending.attendance import LONGEST_REASON
from forum.events.attending.door import MOST_AT_ONCE
from forum.events.attending.forms_door import PEOPLE, sexes, short
from forum.events.attending.sheets import Keyed, Line, Signed
from forum.events.registration.registrations import LONGEST_NAME, Registration

#: Lines keyed at one time; a longer sheet is keyed in parts.
MOST_LINES = 60
#: Lines of one sheet, however many pages it has.
MOST_NUMBER = 10_000


class SheetForm(KeyedForm):
    """A signed sheet: how many signatures, and the scan."""

    signatures = Whole(
        _l("How many signatures stand on it?"),
        validators=[InputRequired(_l("Please count them.")), PEOPLE],
        description=_l("Count them on the paper; what is keyed is compared with it."),
    )
    file = FileField(
        _l("Scan or photo"),
        description=_l("PDF, JPEG, PNG or WebP, 8 megabytes at most. It can be added later too."),
    )
    note = short(_l("Note"), LONGEST_REASON)


class ScanForm(Form):
    """The scan of a sheet that was taken in without one."""

    file = FileField(_l("Scan or photo"), description=_l("PDF, JPEG, PNG or WebP."))


class ExplanationForm(Form):
    """Why signatures and entries differ."""

    because = short(_l("Why do they differ?"), LONGEST_REASON, InputRequired(_l("Please say why.")))


class LineForm(PlainForm):
    """One line of the paper."""

    name = short(_l("Name"), LONGEST_NAME)
    contact = short(_l("E-mail or telephone"), LONGEST_CONTACT, reachable)
    neighbourhood = OptionalSelect(_l("Neighbourhood"))
    age_band = OptionalSelect(_l("Age"))
    sex = SelectField(_l("Sex"), choices=[], validators=[Optional()], default="")

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into this line."""
        return not any(field.data for field in self)

    def line(self) -> Line:
        """Return what was typed."""
        return Line(
            self.name.data or "",
            self.contact.data or "",
            self.neighbourhood.data,
            self.age_band.data,
            self.sex.data or "",
        )


class KeyingForm(SeenInTheHall, KeyedForm):
    """Many lines at once, registered people to tick, and signatures only counted."""

    consent = Flag(_l("These people signed the sheet, and the short privacy notice stands on it."))
    how_seen = "paper"

    #: Number of the first line on the paper; it makes the keys, so it comes back with the form.
    first = HiddenField(default="1", validators=[Length(max=6)])
    lines = FieldList(FormField(LineForm), max_entries=MOST_LINES)
    rest = Whole(
        _l("Signatures without a name, as many"),
        validators=[Optional(), NumberRange(0, MOST_AT_ONCE, _l("Please write at most 500."))],
        description=_l("They count as people of whom nothing is known."),
    )

    @property
    def key(self) -> str:
        """The key of the page: each line on the paper has one of its own made of it."""
        return self.page_key

    def __init__(self, registrations: Sequence[Registration], rows: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.registrations, self.tick_errors = registrations, {}
        places, ages = city.neighbourhoods(), city.age_bands()
        while len(self.lines) < min(rows, MOST_LINES):
            self.lines.append_entry()
        for entry in self.lines:
            entry.form.neighbourhood.offer(places, "–")
            entry.form.age_band.offer(ages, "–")
            entry.form.sex.choices = sexes()

    @property
    def gives_personal(self) -> bool:
        """Whether a line holds a name or a contact."""
        return any(form.name.data or form.contact.data for _number, form in self.numbered())

    @property
    def begins(self) -> int:
        """The number of the first line."""
        text = self.first.data or ""
        return min(int(text), MOST_NUMBER) if text.isdecimal() and text.isascii() else 1

    def numbered(self) -> list[tuple[int, LineForm]]:
        """Return the lines with their numbers on the paper."""
        return list(enumerate((entry.form for entry in self.lines), start=self.begins))

    def is_ticked(self, registration: Registration) -> bool:
        """Whether this registration signed."""
        return str(registration.id) in request.form.getlist("signed")

    def people(self, registration: Registration) -> str:
        """How many signed for it, as it was typed."""
        return request.form.get(f"people-{registration.id}", str(registration.party))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every line, and say by its number which one needs another look."""
        fine = super().validate(extra_validators)
        self._compare_contacts()
        for registration in filter(self.is_ticked, self.registrations):
            typed = self.people(registration)
            if not typed.isdecimal() or not 1 <= int(typed[:6]) <= MOST_AT_ONCE:
                self.tick_errors[registration.id] = str(PEOPLE.message)
        if not self.problems() and self._is_empty():
            self.form_errors.append(_("Nothing has been keyed yet."))
        return fine and not self.problems() and not self.form_errors

    def _is_empty(self) -> bool:
        ticked = any(map(self.is_ticked, self.registrations))
        return not (ticked or self.rest.data) and all(f.is_blank for _n, f in self.numbered())

    def _compare_contacts(self) -> None:
        """Two lines with one contact may be two people of a family: let whoever keys decide."""
        seen: dict[str, int] = {}
        for number, form in self.numbered():
            key = contact_key(form.contact.data)
            if key in seen and not form.contact.errors:
                sentence = _(
                    "Line %(number)s has the same contact. If it is another person, leave it "
                    "empty here.",
                    number=seen[key],
                )
                form.contact.errors = [sentence]
            elif key:
                seen[key] = number

    def problems(self) -> list[tuple[str, str, str]]:
        """Return what needs another look: where it stands, what it is, and the id of its field."""
        found = []
        for registration in self.registrations:
            if registration.id in self.tick_errors:
                sentence = self.tick_errors[registration.id]
                found.append((registration.name, sentence, f"people-{registration.id}"))
        for number, form in self.numbered():
            place = _("Line %(number)s", number=number)
            found += [(place, str(f.errors[0]), f.id) for f in form if f.errors]
        if self.rest.errors:
            found.append((str(self.rest.label.text), str(self.rest.errors[0]), self.rest.id))
        if self.consent.errors:
            found.append((_("Privacy notice"), str(self.consent.errors[0]), self.consent.id))
        return found

    def keyed(self) -> Keyed:
        """Return what was keyed."""
        ticked = filter(self.is_ticked, self.registrations)
        return Keyed(
            signed=[Signed(each, int(self.people(each))) for each in ticked],
            lines={n: form.line() for n, form in self.numbered() if not form.is_blank},
            rest=self.rest.data or 0,
        )
