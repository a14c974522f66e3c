"""Themes over time: how often each was said in each stretch, and where that differs."""

from dataclasses import dataclass

from flask_babel import gettext as _

from forum.core.cells import MINIMUM_CELL
from forum.themes.differences import Difference, Tally, compare
from forum.themes.models import Theme
from forum.themes.pictures import tallies
from forum.themes.pictures.scope import MOST_TOLD, Column, Scope, themes_of
from forum.themes.pictures.sentences import stretch_name, surest, verdict


@dataclass(frozen=True, slots=True)
class Bar:
    """How often a theme was said in one stretch, and whether that is more or less than usual."""

    name: str
    short: str
    opinions: int
    share: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Course:
    """A theme through time, its highest bar, and how many opinions there are in all."""

    theme: Theme
    url: str
    bars: tuple[Bar, ...]
    opinions: int
    highest: Bar


@dataclass(frozen=True, slots=True)
class Times:
    """Everything said, and each theme, stretch by stretch."""

    unit: str
    unit_name: str
    everything: tuple[tuple[str, int], ...]
    courses: tuple[Course, ...]
    told: tuple[str, ...]
    more_told: int = 0


def times(scope: Scope) -> Times | None:
    """Return the themes over time; None while nobody has spoken."""
    found = tallies.stretches(scope.conversation)
    if not found:
        return None
    counted = tallies.count(scope.conversation, tallies.by_time(found))
    parts = list(range(len(found)))
    themes = themes_of(scope, counted.cells)
    table = tallies.table("time", counted, themes, parts)
    cells: dict[int, list[Difference]] = {theme: [] for theme in themes}
    for each in compare([table])["time"]:
        cells[each.theme].append(each)
    names = [(stretch_name(each), stretch_name(each, short=True)) for each in found]
    courses = tuple(_course(scope, theme, cells[theme], names) for theme in themes)
    told = _told(scope, cells, names)
    whole = [counted.whole.get(part, Tally()).opinions for part in parts]
    return Times(
        found[0].unit,
        _unit(found[0].unit),
        tuple((short, number) for (_name, short), number in zip(names, whole, strict=True)),
        courses,
        tuple(told[:MOST_TOLD]),
        max(0, len(told) - MOST_TOLD),
    )


def _course(
    scope: Scope, theme: int, found: list[Difference], names: list[tuple[str, str]]
) -> Course:
    bars = tuple(
        Bar(*name, each.opinions, each.share, each.verdict)
        for name, each in zip(names, found, strict=True)
    )
    highest = max(bars, key=lambda bar: bar.opinions)
    whole = sum(bar.opinions for bar in bars)
    return Course(scope.themes[theme], scope.urls[theme], bars, whole, highest)


def _told(
    scope: Scope, cells: dict[int, list[Difference]], names: list[tuple[str, str]]
) -> list[str]:
    found = [each for some in cells.values() for each in some if each.verdict != "open"]
    if not scope.internal:  # twenty opinions may be two people's
        found = [one for one in found if min(one.people, one.asked) >= MINIMUM_CELL]
    found.sort(key=surest)
    return [
        verdict("time", each, scope.themes[each.theme], Column(each.part, names[int(each.part)][0]))
        for each in found
    ]


def _unit(unit: str) -> str:
    return {
        "day": _("day"),
        "week": _("week"),
        "month": _("month"),
        "quarter": _("quarter"),
        "year": _("year"),
    }[unit]
