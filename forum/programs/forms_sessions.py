"""What the office may type about sessions: a single one, a series, a series that goes on."""

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, ValidationError

from forum.core.days import local
from forum.core.fields import Day, number, paragraph
from forum.core.forms import Form, choice, one_line
from forum.core.i18n import show_date
from forum.core.ticks import several
from forum.events.forms import EventForm, written
from forum.programs.holidays import holidays, reason_of
from forum.programs.models import Program, Series
from forum.programs.rules import RHYTHMS, Rule
from forum.programs.scheduling import usual_values

#: Lines of days off somebody may type; with the holidays that is more than a series has days.
MOST_DAYS_OFF, LONGEST_REASON = 60, 120
_DAY_OFF = re.compile(r"(\d{4})[-. /]+(\d{1,2})[-. /]+(\d{1,2})\.?[\s,;:–-]*(.*)")


def usual(program: Program) -> dict[str, Any]:
    """Return what the form of a session shows first: the program's words, the last one's place."""
    before = program.in_order[-1].event if program.sessions else None
    values = usual_values(program)
    data = {name: value for name, value in values.items() if not isinstance(value, list)}
    data |= {"category": program.category_id, "project": program.project_id}
    for name in ("neighbourhoods", "age_bands"):
        data[name] = [row.id for row in values[name]]
    if before is not None:
        kept = ("place_hu", "place_en", "address", "access_hu", "access_en", "step_free")
        more = ("capacity", "takes_registrations", "contact_name", "contact_email")
        data |= {name: getattr(before, name) for name in (*kept, *more, "contact_phone")}
        data |= {"begins": local(before.starts_at).time(), "ends": local(before.ends_at).time()}
    return {**written(None), **data}


class SessionForm(EventForm):
    """One session: the form of an event, with the program's words already in it."""

    kind = None

    def __init__(self, program: Program, **kwargs: Any) -> None:
        kwargs["data"] = {**usual(program), **kwargs.get("data", {})}
        super().__init__(**kwargs)


class DaysOff:
    """Days of a series on which there is none: holidays to tick, and others line by line."""

    holidays: Any
    days_off: Any

    def offer_holidays(self, first: date, last: date) -> None:
        """Offer the public holidays between two days."""
        self._codes = {day.isoformat(): code for day, code in holidays(first, last).items()}
        self.holidays.choices = [
            choice(day, f"{show_date(date.fromisoformat(day))} – {reason_of(code)}")
            for day, code in self._codes.items()
        ]

    def validate_days_off(self, field: Any) -> None:
        """Refuse lines that begin with no day."""
        lines = [line for line in (field.data or "").split("\n") if line.strip()]
        if len(lines) > MOST_DAYS_OFF:
            raise ValidationError(_l("These are too many days off."))
        if any(read_day_off(line) is None for line in lines):
            raise ValidationError(
                _l("Please begin each line with a day, such as 2027-04-20, then say why.")
            )

    def exceptions(self) -> dict[str, str]:
        """Return the days off and why, holidays by their code."""
        lines = (read_day_off(line) for line in (self.days_off.data or "").split("\n"))
        typed = {day.isoformat(): why for day, why in filter(None, lines)}
        return {**{day: self._codes[day] for day in self.holidays.data or []}, **typed}


def read_day_off(line: str) -> tuple[date, str] | None:
    """Read a line such as 2027-04-20, school holidays; None when it begins with no day."""
    found = _DAY_OFF.fullmatch(one_line(line))
    if found is None:
        return None
    try:
        day = date(*(int(part) for part in found.groups()[:3]))
    except ValueError:
        return None
    return day, found[4][:LONGEST_REASON]


def _holidays() -> Any:
    return several(_l("Public holidays on which there is none"), coerce=str)


def _days_off() -> Any:
    return paragraph(_l("Other days on which there is none"), 4000)


class SeriesForm(DaysOff, EventForm):
    """A series: its rule, and what all its sessions have in common."""

    kind = None
    #: The days somebody has looked at; the series is saved once they are those of the rule.
    looked = HiddenField(filters=[one_line])
    rhythm = RadioField(
        _l("How often"),
        choices=[choice(*each) for each in RHYTHMS.items()],
        default="week",
        validators=[InputRequired(_l("Please choose one."))],
    )
    day = Day(_l("First day"), validators=[InputRequired(_l("Please give the day."))])
    last_day = Day(_l("Last day"), validators=[InputRequired(_l("Please give the day."))])
    holidays = _holidays()
    days_off = _days_off()
    opens_days = number(_l("Registration opens so many days before each session"), 0, 365)
    closes_hours = number(_l("Registration closes so many hours before it"), 0, 720)

    def __init__(self, program: Program, **kwargs: Any) -> None:
        season = program.season
        found = holidays(season.starts_on, season.ends_on)
        ticked = {"holidays": [day.isoformat() for day in found], "last_day": season.ends_on}
        kwargs["data"] = {**usual(program), **ticked, **kwargs.get("data", {})}
        super().__init__(**kwargs)
        self.offer_holidays(season.starts_on, season.ends_on)

    def rule(self) -> Rule:
        """Return the rule; only after ``validate``."""
        return Rule(
            self.rhythm.data,
            self.day.data,
            self.last_day.data,
            self.begins.data,
            self.ends.data,
            self.exceptions(),
            self.opens_days.data,
            self.closes_hours.data,
        )


class ExtensionForm(DaysOff, Form):
    """Until when a series goes on."""

    until = Day(_l("New last day"), validators=[InputRequired(_l("Please give the day."))])
    holidays = _holidays()
    days_off = _days_off()

    def __init__(self, series: Series, **kwargs: Any) -> None:
        last = series.program.season.ends_on
        found = holidays(series.last_day, last)
        super().__init__(data={"holidays": [day.isoformat() for day in found], "until": last})
        self.offer_holidays(series.last_day, last)
