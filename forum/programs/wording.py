"""Sentences about programs: what they cost and who pays, what stands beside a session."""

from datetime import date
from typing import Any, NamedTuple

from flask_babel import format_decimal
from flask_babel import gettext as _

from forum.core.days import day_of, show_weekday
from forum.core.db import now
from forum.programs.holidays import reason_of
from forum.programs.models import Program, Series
from forum.programs.rules import Rule, left_out


class Line(NamedTuple):
    """One line of the list of sessions: a session, or a day on which there is none and why."""

    day: date
    session: Any = None
    off: str = ""

    @property
    def name(self) -> str:
        """The day, written out."""
        return show_weekday(self.day)

    @property
    def is_past(self) -> bool:
        """Whether it is behind us."""
        if self.session is not None:
            return bool(self.session.event.is_over)
        return self.day < day_of(now())


def lines(program: Program, series: list[Series], drafts: bool = False) -> list[Line]:
    """Return the sessions in order, and between them the days that are left out and why."""
    shown = [each for each in program.in_order if drafts or each.event.is_announced]
    days = {each.event.day for each in shown}
    found = [Line(each.event.day, each) for each in shown]
    for each in series:
        for day, why in left_out(rule_of(each)).items():
            if day not in days:
                found.append(Line(day, off=reason_of(why)))
                days.add(day)
    return sorted(
        found,
        key=lambda line: (line.day, str(line.session.event.starts_at) if line.session else ""),
    )


def rule_of(series: Series) -> Rule:
    """Return the rule of a series as it is kept."""
    return Rule(
        series.rhythm,
        series.first_day,
        series.last_day,
        series.begins,
        series.ends,
        dict(series.exceptions),
    )


def costs(program: Program) -> list[str]:
    """Say what one pays, what it costs the organisers, and where the money comes from."""
    told = [_("Free for you.") if program.is_free else _("For you: %(price)s", price=program.price)]
    if program.cost:
        cost = format_decimal(program.cost)
        told.append(_("It costs the organisers %(cost)s forints.", cost=cost))
    if program.funding:
        told.append(_("Paid from: %(source)s", source=program.funding))
    return told


def facts(program: Program) -> list[tuple[str, str]]:
    """Return what there is to know, name and value, without what was not given."""
    bands, places = program.age_bands, program.neighbourhoods
    told = [
        (_("Season"), program.season.name),
        (_("Kind of program"), program.category.name if program.category else ""),
        (_("Ages"), ", ".join(band.name for band in bands) or _("all ages")),
        (_("Where"), ", ".join(place.name for place in places) or _("the whole city")),
        (_("Organiser"), program.organiser),
    ]
    return [(name, value) for name, value in told if value]
