"""What one can choose in the calendar: the form, and what was asked for in the address."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length

from forum.city import queries as city
from forum.core.forms import Flag, Form, OptionalSelect, choice, tidy
from forum.events.models import KINDS

#: Stretches of days one can ask for; the first is shown when nothing is asked.
PERIODS = {
    "coming": _l("Everything to come"),
    "today": _l("Today"),
    "week": _l("This week"),
    "month": _l("In the next 30 days"),
    "past": _l("Past events"),
}
VIEWS = ("list", "month")
LONGEST_SEARCH = 200
#: Years a month may be of; a calendar has an end, also for machines that follow every link.
FIRST_YEAR, LAST_YEAR = 2000, 2100


class FilterForm(Form):
    """What to show of the calendar; it changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    q = StringField(_l("Words"), filters=[tidy], validators=[Length(max=LONGEST_SEARCH)])
    when = SelectField(
        _l("When"), default="coming", choices=[choice(*each) for each in PERIODS.items()]
    )
    neighbourhood = OptionalSelect(_l("Part of the city"))
    age = OptionalSelect(_l("Age"))
    category = OptionalSelect(_l("Kind of program"))
    kind = SelectField(_l("Kind of event"), default="")
    accessible = Flag(_l("Step-free access"))
    free = Flag(_l("There are still places"))

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        self.neighbourhood.offer(city.neighbourhoods(), _l("All"))
        self.age.offer(city.age_bands(), _l("All ages"))
        self.category.offer(city.categories(), _l("All"))
        self.kind.choices = [choice("", _l("All")), *(choice(*kind) for kind in KINDS.items())]

    def asked(self) -> "Asked":
        """Return what was asked for; a field that makes no sense counts as left alone."""
        self.validate()
        good = {field.name: None if field.errors else field.data for field in self}
        view = request.args.get("view", "")
        return Asked(
            words=good["q"] or "",
            when=good["when"] or "coming",
            neighbourhood=good["neighbourhood"],
            age=good["age"],
            category=good["category"],
            kind=good["kind"] or "",
            accessible=bool(good["accessible"]),
            free=bool(good["free"]),
            view=view if view in VIEWS else "list",
            month=_month(request.args.get("month", "")),
            day=_day(request.args.get("day", "")),
        )


@dataclass(frozen=True)
class Asked:
    """What to show: which events, of which days, as a list or as a month."""

    words: str = ""
    when: str = "coming"
    neighbourhood: int | None = None
    age: int | None = None
    category: int | None = None
    kind: str = ""
    accessible: bool = False
    free: bool = False
    view: str = "list"
    #: The first day of the month asked for.
    month: date | None = None
    day: date | None = None

    @property
    def narrowing(self) -> int:
        """How many of the choices that are one tap away leave something out."""
        narrowed = (self.age, self.category, self.kind)
        return sum(1 for each in (*narrowed, self.accessible, self.free) if each)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the days leaves something out."""
        return bool(self.narrowing or self.words or self.neighbourhood)

    def kept(self) -> dict[str, Any]:
        """Return the choices that stay when one goes to another month or view."""
        values = {
            "q": self.words,
            "neighbourhood": self.neighbourhood,
            "age": self.age,
            "category": self.category,
            "kind": self.kind,
            "accessible": "1" if self.accessible else "",
            "free": "1" if self.free else "",
        }
        return {name: value for name, value in values.items() if value}

    def address(self, **more: Any) -> str:
        """Return the address of the calendar with these choices and ``more``."""
        return url_for("events.calendar", **{**self.kept(), **more})


def _month(text: str) -> date | None:
    return _day(f"{text}-01") if re.fullmatch(r"\d{4}-\d\d", text) else None


def _day(text: str) -> date | None:
    """Read a day such as 2026-12-03; None when there is no such day, or it is far away."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
