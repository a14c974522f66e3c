"""The map of opinions as it is drawn: fields, names, dots, and the list behind them."""

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from typing import Any

from sqlalchemy import Row, func, select

from forum.core import reference
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.themes.charting.arranging import Field, Sheet, arrange
from forum.themes.charting.mapping import MOST_DRAWN, Likeness
from forum.themes.models import Membership, Theme
from forum.themes.pictures import maps
from forum.themes.pictures.scope import Scope

#: Letters in one line of a name on the map, and the size of a letter in units of the drawing.
LINE, LETTER_WIDTH, LINE_HEIGHT = 15, 10.5, 23.0
#: Colours and shapes of dots; together they tell 24 themes apart, and names stand beside them.
HUES, SHAPES = 8, 6
#: Up to so many dots each tells its words when one points at it; more would make the page heavy.
MOST_TIPS = 700
TIP_LENGTH = 90
#: Opinions read out for each theme; shorter ones are often a word or two.
TYPICAL, TELLING = 2, 25
#: Sheets kept per process, some hundred kilobytes each.
MOST_KEPT = 20

_sheets: OrderedDict[str, Sheet] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Point:
    """A dot: which opinion, where, and its first words if they are told."""

    opinion: int
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A theme on the map and in the list beside it."""

    number: int
    theme: Theme
    url: str
    hue: int
    shape: int
    field: Field
    lines: tuple[str, ...]
    points: tuple[Point, ...]
    opinions: int
    typical: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map; ``undecided`` opinions belong to themes that are not public yet.

    Opinions that are not drawn were left out by lot, or are ``newer`` than the map.
    """

    sheet: Sheet
    entries: tuple[Entry, ...]
    loose: tuple[Point, ...]
    drawn: int
    shown: int
    unsorted: int
    undecided: int
    newer: int
    made_at: datetime


def drawing(scope: Scope) -> Drawing | None:
    """Return the map of a conversation; None before its first analysis."""
    kept = db.session.get(maps.OpinionMap, scope.conversation.id)
    if kept is None:
        return None
    found = kept.likeness()
    texts = _texts(scope, found)
    homes, undecided = _homes(scope, texts)
    labels = {number: _label_size(theme) for number, theme in scope.themes.items()}
    sheet = _sheet(kept, found, homes, labels)
    sizes, shown, unsorted = _sizes(scope)
    loose = tuple(_points(sheet, None, texts))
    return Drawing(
        sheet,
        tuple(_entries(scope, sheet, found, texts, sizes)),
        loose,
        len(sheet.dots),
        shown,
        unsorted,
        undecided,
        0 if len(found.spots) >= MOST_DRAWN else shown - len(texts),
        kept.made_at,
    )


def _sheet(
    kept: maps.OpinionMap,
    found: Likeness,
    homes: Mapping[int, int | None],
    labels: Mapping[int, tuple[float, float]],
) -> Sheet:
    """Return the sheet, arranged once for the same map, themes and names."""
    read = (
        kept.conversation_id,
        kept.made_at,
        sorted(homes.items(), key=lambda pair: pair[0]),
        labels,
    )
    content = hashlib.sha256(repr(read).encode()).hexdigest()
    sheet = _sheets.get(content)
    if sheet is None:
        sheet = _sheets[content] = arrange(found, homes, labels)
        while len(_sheets) > MOST_KEPT:
            _sheets.popitem(last=False)
    return sheet


def _texts(scope: Scope, found: Likeness) -> dict[int, Row[Any]]:
    query = select(
        Opinion.id,
        Opinion.year,
        Opinion.serial,
        func.substr(Opinion.text, 1, 2 * TIP_LENGTH).label("words"),
    ).where(
        Opinion.conversation_id == scope.conversation.id,
        Opinion.visible,
        Opinion.id.in_(list(found.spots)),
    )
    return {row.id: row for row in db.session.execute(query)}


def _homes(scope: Scope, drawn: Iterable[int]) -> tuple[dict[int, int | None], int]:
    """Return the theme of each drawn opinion one may see, and how many are left out."""
    wanted = list(drawn)
    shown = maps.homes_of(scope.conversation.id, scope.themes, wanted)
    anywhere = shown
    if not scope.internal:
        anywhere = maps.homes_of(scope.conversation.id, opinions=wanted)
    homes = {n: shown.get(n) for n in wanted if n in shown or n not in anywhere}
    return homes, len(wanted) - len(homes)


def _sizes(scope: Scope) -> tuple[dict[int, int], int, int]:
    """Return the shown opinions of each theme, of the conversation, and those in no theme."""
    here = scope.conversation.id
    by_theme = (
        select(Membership.theme_id, func.count(Opinion.id))
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Membership.conversation_id == here, Opinion.visible)
        .group_by(Membership.theme_id)
    )
    placed = select(Membership.opinion_id).where(Membership.conversation_id == here)
    whole = select(
        func.count(Opinion.id), func.count(Opinion.id).filter(Opinion.id.not_in(placed))
    ).where(Opinion.conversation_id == here, Opinion.visible)
    shown, unsorted = db.session.execute(whole).one()
    return {row[0]: row[1] for row in db.session.execute(by_theme)}, shown, unsorted


def _label_size(theme: Theme) -> tuple[float, float]:
    """Return the room a theme's name needs on the map, in either language."""
    versions = [_lines(name) for name in (theme.name_hu, theme.name_en) if name]
    widest = max(len(line) for lines in versions for line in lines)
    return widest * LETTER_WIDTH, max(len(lines) for lines in versions) * LINE_HEIGHT


def _lines(name: str) -> list[str]:
    """Break a name into lines; the first has room for a number."""
    lines = wrap(f"00 {name}", LINE + 3, break_long_words=False, max_lines=3, placeholder="…")
    return [lines[0].removeprefix("00 ").removeprefix("00"), *lines[1:]] if lines else [name]


def _entries(
    scope: Scope,
    sheet: Sheet,
    found: Likeness,
    texts: Mapping[int, Row[Any]],
    sizes: Mapping[int, int],
) -> Iterable[Entry]:
    fields = {field.theme: field for field in sheet.fields}
    looks = {number: at for at, number in enumerate(sorted(fields))}
    drawn = Counter(dot.theme for dot in sheet.dots)
    order = sorted(fields, key=lambda n: (-sizes.get(n, 0), -drawn[n], n))
    for number, theme_id in enumerate(order, start=1):
        theme, look = scope.themes[theme_id], looks[theme_id]
        yield Entry(
            number,
            theme,
            scope.urls[theme_id],
            look % HUES + 1,
            look % SHAPES + 1,
            fields[theme_id],
            tuple(_lines(theme.name)),
            tuple(_points(sheet, theme_id, texts)),
            sizes.get(theme_id, 0),
            _typical(sheet, found, theme_id, texts),
        )


def _points(sheet: Sheet, theme: int | None, texts: Mapping[int, Row[Any]]) -> Iterable[Point]:
    told = len(sheet.dots) <= MOST_TIPS
    for dot in sheet.dots:
        if dot.theme == theme:
            words = _short(texts[dot.opinion].words) if told else ""
            yield Point(dot.opinion, dot.x, dot.y, words)


def _typical(
    sheet: Sheet, found: Likeness, theme: int, texts: Mapping[int, Row[Any]]
) -> tuple[tuple[int, str, str], ...]:
    """Return (id, public number, first words) of the opinions that say most plainly what it is."""
    inside = [
        (len(texts[dot.opinion].words) < TELLING, found.spots[dot.opinion].away, dot.opinion)
        for dot in sheet.dots
        if dot.theme == theme and found.spots[dot.opinion].home == theme
    ]
    rows = [texts[number] for _brief, _away, number in sorted(inside)[:TYPICAL]]
    return tuple((r.id, reference.write(r.year, r.serial), _short(r.words)) for r in rows)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= TIP_LENGTH else f"{flat[:TIP_LENGTH].rsplit(' ', 1)[0]}…"
