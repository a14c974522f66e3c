"""Differences in plain sentences; only those that are ones get here."""

from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from forum.core.i18n import language
from forum.themes.differences import Difference
from forum.themes.pictures.tallies import Stretch


def verdict(
    name: str, found: Difference, theme: Any, column: Any, with_numbers: bool = True
) -> str:
    """Say in one sentence that a theme is said more, or less, often in one part than elsewhere."""
    sentence = _sentence(name, found.verdict == "more", theme.name, column)
    return f"{sentence} {_numbers(found)}" if with_numbers else sentence


def _sentence(name: str, more: bool, theme: str, column: Any) -> str:
    if name == "neighbourhood":
        place = column.thing.place[language()]
        place = place[:1].upper() + place[1:]
        if more:
            return _(
                "%(place)s “%(theme)s” is said more often than elsewhere.", **_say(place, theme)
            )
        return _("%(place)s “%(theme)s” is said less often than elsewhere.", **_say(place, theme))
    if name == "age_band":
        if more:
            return _(
                "%(place)s: “%(theme)s” is said more often than at other ages.",
                **_say(column.name, theme),
            )
        return _(
            "%(place)s: “%(theme)s” is said less often than at other ages.",
            **_say(column.name, theme),
        )
    if name == "channel":
        if more:
            return _(
                "Of those who spoke %(place)s, more say “%(theme)s” than of the others.",
                **_say(column.name, theme),
            )
        return _(
            "Of those who spoke %(place)s, fewer say “%(theme)s” than of the others.",
            **_say(column.name, theme),
        )
    if more:
        return _(
            "%(place)s: “%(theme)s” is said more often than at other times.",
            **_say(column.name, theme),
        )
    return _(
        "%(place)s: “%(theme)s” is said less often than at other times.", **_say(column.name, theme)
    )


def _say(place: str, theme: str) -> dict[str, str]:
    return {"place": place, "theme": theme}


def _numbers(found: Difference) -> str:
    return _(
        "Of 100 people %(here)s say it (between %(low)s and %(high)s, going by the %(asked)s who "
        "spoke), of 100 others %(there)s.",
        here=percent(found.share),
        low=percent(found.low),
        high=percent(found.high),
        asked=found.asked,
        there=percent(found.elsewhere),
    )


def surest(found: Difference) -> tuple[Any, ...]:
    """Return a key to sort differences by: the least likely to be chance, then the widest."""
    return found.chance, -abs(found.share - found.elsewhere), found.theme, str(found.part)


def percent(share: float) -> int:
    """Return a share as so many of a hundred."""
    return int(100 * share + 0.5)


def stretch_name(stretch: Stretch, short: bool = False) -> str:
    """Name a stretch of time in the language of the page."""
    hungarian = language() == "hu"
    patterns = {
        "day": ("MM. dd.", "MMMM d.") if hungarian else ("d MMM", "d MMMM"),
        "week": ("MM. dd.", "MMMM d.") if hungarian else ("d MMM", "d MMMM"),
        "month": ("y. MMM", "y. MMMM") if hungarian else ("MMM y", "MMMM y"),
        "quarter": ("y. Q. 'n.év'", "y. Q. 'negyedév'") if hungarian else ("'Q'Q y", "'Q'Q y"),
        "year": ("y", "y"),
    }
    name = format_date(stretch.first, patterns[stretch.unit][0 if short else 1])
    if stretch.unit == "week" and not short:
        return _("Week of %(day)s", day=name)
    return name
