"""Figures about themes: who is behind them, what is agreed on, what divides, and quotes.

Only opinions that are shown count. Every figure can be traced to the opinions it counts.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, func, select

from forum.city.models import AgeBand, Neighbourhood
from forum.conversations.models import Conversation
from forum.core import reference
from forum.core.cells import Cell, Counts, State, exact, held
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.opinions.models import Opinion
from forum.opinions.placing import large_places
from forum.themes import agreement, records, voices
from forum.themes.board.crowds import TOLD, Crowd, crowds_of
from forum.themes.memory import remembered
from forum.themes.models import Analysis, Membership, Theme
from forum.themes.publishing import states_of, theme_table
from forum.themes.quoting import Quote, quotes_of, together_of
from forum.themes.weighings.models import VoteStanding

#: Opinions listed as agreed on or dividing, and wordings listed that several people used.
MOST_LISTED = 5
#: Standings that are listed.
KINDS = ("agreed", "rejected", "divided")
#: Weighings an opinion needs before anything is claimed about it.
LEAST_WEIGHINGS = records.Settings().minimum_votes


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
    """What there is to say about a theme of a conversation; ``share`` is of its opinions (0..1).

    ``weight`` is what themes are ranked by: people, not counting who only repeats one wording;
    themes of the same weight follow by ``wordings``, so that copies never lift one.
    """

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
    weight: int
    wordings: int
    voices: tuple[voices.Voice, ...]


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
    names, standing, same = _names(), _standing(conversation), _same(conversation)
    together = together_of(conversation.id) if with_quotes else {}
    crowds = crowds_of(conversation, theme, same, with_quotes)
    whole = db.session.scalar(select(func.count(Opinion.id)).where(*_shown(conversation))) or 0
    ids = {theme.id} if theme else set(crowds)
    themes = db.session.scalars(select(Theme).where(Theme.id.in_(ids)))
    told = _Names(_told(conversation, names.neighbourhoods), names.age_bands)
    weighed = _weighed(conversation, theme, standing, told)
    states = None if internal else states_of(conversation, ids)
    figures = [
        _figures(
            conversation.id, each, crowds[each.id], whole, names, told, weighed, states, together
        )
        for each in themes
    ]
    return sorted(
        figures, key=lambda f: (f.theme.facet != "what", -f.weight, -f.wordings, f.theme.id)
    )


def _same(conversation: Conversation) -> Mapping[int, int]:
    """Return the wording of each opinion that shares it with others, as the last analysis found."""
    mine = Analysis.conversation_id == conversation.id
    query = select(Analysis.copies).where(mine, Analysis.succeeded())
    found = db.session.scalar(query.order_by(Analysis.id.desc()).limit(1))
    shared = {int(copy): original for copy, original in (found or {}).items()}
    return shared | {original: original for original in shared.values()}


def _shown(conversation: Conversation) -> tuple[Any, ...]:
    return Opinion.conversation_id == conversation.id, Opinion.visible


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
    kept = VoteStanding.opinion_id == Opinion.id
    rows = db.session.execute(
        select(*columns, VoteStanding.apart)
        .outerjoin(VoteStanding, kept)
        .where(*_shown(conversation), heard)
        .order_by(Opinion.id)
    ).all()
    plain = [
        records.Opinion(
            row.id, "", 0, agrees=row.agrees, disagrees=row.disagrees, passes=row.passes
        )
        for row in rows
    ]
    apart = {row.id: row.apart for row in rows if row.apart is not None} or None
    return remembered(
        repr([tuple(row) for row in rows]),
        lambda: {s.opinion_id: s.standing for s in agreement.classify(plain, apart=apart)},
    )


def _figures(
    talk: int,
    theme: Theme,
    crowd: Crowd,
    whole: int,
    names: _Names,
    told: _Names,
    weighed: Mapping[tuple[int, str], tuple[Weighed, ...]],
    states: Mapping[str, State] | None,
    together: Mapping[int, float],
) -> ThemeFigures:
    people = len(crowd.people)
    places, ages = _count(crowd.places, names.neighbourhoods), _count(crowd.ages, names.age_bands)
    return ThemeFigures(
        theme,
        crowd.opinions,
        people,
        crowd.opinions / whole if whole else 0.0,
        _cells(states, theme_table(talk, theme.id, "neighbourhood"), places, people),
        _cells(states, theme_table(talk, theme.id, "age_band"), ages, people),
        quotes_of(crowd.rows, told.neighbourhoods, together) if together else (),
        *(weighed.get((theme.id, kind), ()) for kind in KINDS),
        voices.weight(crowd.said, crowd.others),
        crowd.opinions - len(crowd.said) + len({each.wording for each in crowd.said}),
        tuple(voices.voices(crowd.said)[:MOST_LISTED]),
    )


def _cells(
    states: Mapping[str, State] | None, name: str, counts: Counts, people: int
) -> tuple[Cell, ...]:
    """Return the exact cells to the office (no states), and what is published to everybody."""
    return exact(counts) if states is None else held(states, name, counts, people)


def _told(conversation: Conversation, places: Mapping[int, str]) -> dict[int, str]:
    """Return the places that may stand beside the words of one person."""
    large = large_places(conversation.id)
    return {number: name for number, name in places.items() if number in large}


def _count(people: Mapping[int | None, set[int]], names: Mapping[int, str]) -> Counts:
    """Count people per name, in the order of the names; those who did not say come last."""
    keys = [*names.items(), (None, _("not given"))]
    return {(key, name): len(people[key]) for key, name in keys if people.get(key)}


def _weighed(
    conversation: Conversation, theme: Theme | None, standing: Mapping[int, str], names: _Names
) -> dict[tuple[int, str], tuple[Weighed, ...]]:
    """Return the most weighed opinions of each theme and standing; their words are read last."""
    if not set(KINDS) & set(standing.values()):
        return {}
    query = (
        select(Membership.theme_id, Opinion.id, Opinion.neighbourhood_id, *TOLD)
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Membership.conversation_id == conversation.id, Opinion.visible)
        .where(Opinion.weighings >= LEAST_WEIGHINGS)
    )
    only = query.where(Membership.theme_id == theme.id) if theme else query
    listed: dict[tuple[int, str], list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(only):
        if standing.get(row.id) in KINDS:
            listed[row.theme_id, standing[row.id]].append(row)
    for rows in listed.values():
        rows.sort(key=lambda row: (-(row.agrees + row.disagrees + row.passes), row.id))
        del rows[MOST_LISTED:]
    texts = _texts({row.id for rows in listed.values() for row in rows})
    return {
        key: tuple(
            Weighed(
                row.id,
                reference.write(row.year, row.serial),
                texts[row.id],
                row.agrees,
                row.disagrees,
                row.passes,
                names.neighbourhoods.get(row.neighbourhood_id, ""),
            )
            for row in rows
        )
        for key, rows in listed.items()
    }


def _texts(ids: set[int]) -> dict[int, str]:
    query = select(Opinion.id, Opinion.text).where(Opinion.id.in_(ids))
    return {row.id: row.text for row in db.session.execute(query)}
