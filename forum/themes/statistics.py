"""Figures about themes: who is behind them, what is agreed on, what divides, and quotes.

Only opinions that are shown count. Every figure can be traced to the opinions it counts.
"""

import hashlib
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, func, select

from forum.city.models import AgeBand, Neighbourhood
from forum.conversations.models import Conversation
from forum.core import reference
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.opinions.models import Opinion
from forum.themes import agreement, quotes, records
from forum.themes.cells import Cell, Counts, exact, safe
from forum.themes.models import Membership, Theme

#: Quotes shown for a theme, and opinions listed as agreed on or dividing.
QUOTES = 3
MOST_LISTED = 5
#: Opinions a theme's quotes are chosen from, the surest first: more take time and change nothing.
QUOTE_POOL = 250
#: Weighings an opinion needs before anything is claimed about it.
LEAST_WEIGHINGS = records.Settings().minimum_votes
#: Results of the slow pure functions kept per process; each is a few hundred bytes.
REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact span of a stored opinion: ``text`` equals the opinion's text from start to end."""

    opinion_id: int
    reference: str
    text: str
    start: int
    end: int
    neighbourhood: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An opinion with a standing that its weighings bear out."""

    opinion_id: int
    reference: str
    text: str
    agrees: int
    disagrees: int
    passes: int
    neighbourhood: str = ""


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """What there is to say about a theme of a conversation; ``share`` is of its opinions (0..1)."""

    theme: Theme
    opinions: int
    people: int
    share: float
    by_neighbourhood: tuple[Cell, ...]
    by_age_band: tuple[Cell, ...]
    quotes: tuple[Quote, ...]
    agreed: tuple[Weighed, ...]
    rejected: tuple[Weighed, ...]
    divided: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a conversation holds: shown opinions, people, weighings, and opinions in no theme."""

    opinions: int
    people: int
    weighings: int
    unsorted: int


@dataclass(frozen=True, slots=True)
class _Names:
    """The city's words by id, in the order they are listed in."""

    neighbourhoods: dict[int, str]
    age_bands: dict[int, str]


def totals(conversation: Conversation) -> Totals:
    """Count a conversation as a whole (one query)."""
    sorted_ones = select(Membership.opinion_id).where(Membership.conversation_id == conversation.id)
    row = db.session.execute(
        select(
            func.count(Opinion.id),
            func.count(func.distinct(Opinion.author_id)),
            func.coalesce(func.sum(Opinion.weighings), 0),
            func.count(Opinion.id).filter(Opinion.id.not_in(sorted_ones)),
        ).where(*_shown(conversation))
    ).one()
    return Totals(*(int(number) for number in row))


def theme_figures(
    conversation: Conversation,
    *,
    internal: bool = False,
    theme: Theme | None = None,
    with_quotes: bool = True,
) -> list[ThemeFigures]:
    """Return the figures of the themes found in a conversation, the most spoken of first.

    ``internal`` gives exact cells, for planners only; ``theme`` asks for that one alone. The
    number of queries does not depend on the number of themes or opinions.
    """
    rows = _members(conversation, theme)
    by_theme: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_theme[row.theme_id].append(row)
    names, standing = _names(), _standing(conversation)
    whole = db.session.scalar(select(func.count(Opinion.id)).where(*_shown(conversation))) or 0
    ids = {theme.id} if theme else set(by_theme)
    themes = db.session.scalars(select(Theme).where(Theme.id.in_(ids)))
    figures = [
        _figures(each, by_theme[each.id], whole, names, standing, internal, with_quotes)
        for each in themes
    ]
    return sorted(figures, key=lambda f: (f.theme.facet != "what", -f.opinions, f.theme.id))


def _shown(conversation: Conversation) -> tuple[Any, ...]:
    return Opinion.conversation_id == conversation.id, Opinion.visible


def _members(conversation: Conversation, theme: Theme | None) -> Sequence[Row[Any]]:
    query = (
        select(
            Membership.theme_id,
            Membership.confidence,
            Opinion.id,
            Opinion.year,
            Opinion.serial,
            Opinion.text,
            Opinion.author_id,
            Opinion.neighbourhood_id,
            Opinion.age_band_id,
            Opinion.agrees,
            Opinion.disagrees,
            Opinion.passes,
        )
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Membership.conversation_id == conversation.id, Opinion.visible)
        .order_by(Opinion.id)
    )
    only = query.where(Membership.theme_id == theme.id) if theme else query
    return db.session.execute(only).all()


def _names() -> _Names:
    places = sorted(db.session.scalars(select(Neighbourhood)), key=lambda n: collation_key(n.name))
    ages = db.session.scalars(select(AgeBand).order_by(AgeBand.youngest, AgeBand.id))
    return _Names({n.id: n.name for n in places}, {band.id: band.name for band in ages})


def _standing(conversation: Conversation) -> Mapping[int, str]:
    """Return which opinions people agree on, reject or are divided about.

    All of them are looked at together, because the more one tests, the more is found by chance.
    """
    heard = Opinion.weighings >= LEAST_WEIGHINGS
    columns = (Opinion.id, Opinion.agrees, Opinion.disagrees, Opinion.passes)
    rows = db.session.execute(
        select(*columns).where(*_shown(conversation), heard).order_by(Opinion.id)
    ).all()
    plain = [records.Opinion(id, "", 0, agrees=a, disagrees=d, passes=p) for id, a, d, p in rows]
    return _remembered(
        repr([tuple(row) for row in rows]),
        lambda: {s.opinion_id: s.standing for s in agreement.classify(plain)},
    )


def _figures(
    theme: Theme,
    rows: Sequence[Row[Any]],
    whole: int,
    names: _Names,
    standing: Mapping[int, str],
    internal: bool,
    with_quotes: bool,
) -> ThemeFigures:
    people = len({row.author_id for row in rows})
    places = _count(((r.neighbourhood_id, r.author_id) for r in rows), names.neighbourhoods)
    ages = _count(((r.age_band_id, r.author_id) for r in rows), names.age_bands)
    return ThemeFigures(
        theme,
        len(rows),
        people,
        len(rows) / whole if whole else 0.0,
        exact(places) if internal else safe(places, people),
        exact(ages) if internal else safe(ages, people),
        _quotes(rows, names) if with_quotes else (),
        *(_weighed(rows, standing, kind, names) for kind in ("agreed", "rejected", "divided")),
    )


def _count(pairs: Iterable[tuple[int | None, int]], names: Mapping[int, str]) -> Counts:
    """Count people per name, in the order of the names; those who did not say come last."""
    counted = Counter(key for key, _person in set(pairs))
    keys = [*names.items(), (None, _("not given"))]
    return {(key, name): counted[key] for key, name in keys if counted[key]}


def _weighed(
    rows: Sequence[Row[Any]], standing: Mapping[int, str], kind: str, names: _Names
) -> tuple[Weighed, ...]:
    found = [row for row in rows if standing.get(row.id) == kind]
    found.sort(key=lambda row: (-(row.agrees + row.disagrees + row.passes), row.id))
    return tuple(
        Weighed(
            row.id,
            reference.write(row.year, row.serial),
            row.text,
            row.agrees,
            row.disagrees,
            row.passes,
            names.neighbourhoods.get(row.neighbourhood_id, ""),
        )
        for row in found[:MOST_LISTED]
    )


def _quotes(rows: Sequence[Row[Any]], names: _Names) -> tuple[Quote, ...]:
    surest = sorted(rows, key=lambda row: (-row.confidence, row.id))[:QUOTE_POOL]
    by_id = {row.id: row for row in surest}
    plain = [
        records.Opinion(
            row.id,
            row.text,
            row.author_id,
            row.neighbourhood_id,
            row.age_band_id,
            agrees=int(row.agrees > row.disagrees),
            disagrees=int(row.agrees < row.disagrees),
        )
        for row in surest
    ]
    central = {row.id: round(row.confidence, 3) for row in surest}
    chosen = _remembered(repr((plain, central)), lambda: quotes.choose(plain, central, QUOTES))
    return tuple(
        Quote(
            each.opinion_id,
            reference.write(row.year, row.serial),
            each.text,
            each.start,
            each.end,
            names.neighbourhoods.get(row.neighbourhood_id, ""),
        )
        for each in chosen
        for row in (by_id[each.opinion_id],)
    )


_memory: OrderedDict[str, Any] = OrderedDict()


def _remembered(content: str, make: Callable[[], Any]) -> Any:
    """Return ``make()``, remembered under its input: the same input gives the same result."""
    key = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    if key in _memory:
        return _memory[key]
    made = _memory[key] = make()
    while len(_memory) > REMEMBERED:
        _memory.popitem(last=False)
    return made
