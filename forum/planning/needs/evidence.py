"""What a need rests on, and who is behind it: themes, ideas, single opinions, people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from forum.city.models import AgeBand, Neighbourhood
from forum.conversations.models import Conversation, Opening
from forum.core.cells import Cell, State, exact, held
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.core.published import published
from forum.ideas.counting import supporters
from forum.ideas.models import Idea
from forum.opinions.models import Opinion
from forum.planning.models import Decision
from forum.planning.needs import tables
from forum.planning.needs.asked import Asked, asked_of_needs
from forum.planning.needs.models import Need, NeedIdea, NeedOpinion, NeedTheme
from forum.planning.needs.voices import sorted_there
from forum.themes.models import Membership, Theme


class CitedTheme(NamedTuple):
    """A theme of a conversation: how much was said there, and what was decided on it."""

    link_id: int
    conversation: Conversation
    theme: Theme
    opinions: int
    people: int
    decision: Decision | None


class CitedIdea(NamedTuple):
    """An idea and how many different people support it, also through those put under it."""

    link_id: int
    idea: Idea
    supporters: int


class CitedOpinion(NamedTuple):
    """A single opinion that is shown."""

    link_id: int
    opinion: Opinion


@dataclass(slots=True)
class Evidence:
    """What a need rests on: only what is shown today, and the different people behind it all."""

    asked: Asked = field(default_factory=Asked)
    themes: list[CitedTheme] = field(default_factory=list)
    ideas: list[CitedIdea] = field(default_factory=list)
    opinions: list[CitedOpinion] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the need rests on nothing yet."""
        return not (self.themes or self.ideas or self.opinions)

    @property
    def people(self) -> int:
        """How many different people asked for it."""
        return self.asked.total


class Breakdown(NamedTuple):
    """The people behind a need by where they live and how old they are, as pages show them."""

    by_neighbourhood: tuple[Cell, ...]
    by_age_band: tuple[Cell, ...]


def evidence_of(needs: Sequence[Need], public: bool = False) -> dict[int, Evidence]:
    """Return what each need rests on, with as many questions for one need as for a hundred.

    ``public`` leaves out what not everybody may read: conversations that are still drafts.
    """
    ids = [need.id for need in needs]
    found = {need_id: Evidence(asked) for need_id, asked in asked_of_needs(ids).items()}
    for need_id, theme in _themes(ids, public):
        found[need_id].themes.append(theme)
    for need_id, idea in _ideas(ids):
        found[need_id].ideas.append(idea)
    for need_id, opinion in _opinions(ids, public):
        found[need_id].opinions.append(opinion)
    return found


def _themes(ids: list[int], public: bool) -> list[tuple[int, CitedTheme]]:
    query = (
        select(NeedTheme)
        .where(NeedTheme.need_id.in_(ids))
        .options(
            joinedload(NeedTheme.theme).joinedload(Theme.parent),
            joinedload(NeedTheme.conversation).joinedload(Conversation.opening),
        )
        .order_by(NeedTheme.id)
    )
    if public:
        query = query.join(Opening, Opening.conversation_id == NeedTheme.conversation_id)
    rows = list(db.session.scalars(query).unique())
    if not rows:
        return []
    sizes, decided = _sizes(ids), _decided(rows)
    goes_on = _merged(rows)
    return [
        (
            row.need_id,
            CitedTheme(
                row.id,
                row.conversation,
                goes_on.get(row.theme_id, row.theme),
                *sizes.get(row.id, (0, 0)),
                decided.get((row.conversation_id, goes_on.get(row.theme_id, row.theme).id)),
            ),
        )
        for row in rows
    ]


def _sizes(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return (opinions, authors) of each cited theme, counting only what is shown."""
    query = (
        select(
            NeedTheme.id,
            func.count(Opinion.id),
            func.count(func.distinct(Opinion.author_id)),
        )
        .join(Theme, Theme.id == NeedTheme.theme_id)
        .join(Membership, sorted_there(NeedTheme, Theme))
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(NeedTheme.need_id.in_(ids), Opinion.visible)
        .group_by(NeedTheme.id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def _merged(rows: Sequence[NeedTheme]) -> dict[int, Theme]:
    """Return the theme that each cited theme goes on as, of those that were merged away."""
    goes_on = {row.theme_id: row.theme for row in rows if row.theme.merged_into_id is not None}
    for _step in range(2):  # as voices.sorted_there follows them
        wanted = {theme.merged_into_id for theme in goes_on.values()} - {None}
        if not wanted:
            break
        query = select(Theme).where(Theme.id.in_(wanted))
        known = {theme.id: theme for theme in db.session.scalars(query)}
        goes_on = {old: known.get(new.merged_into_id or 0, new) for old, new in goes_on.items()}
    return goes_on


def _decided(rows: Sequence[NeedTheme]) -> dict[tuple[int, int], Decision]:
    """Return the decisions in force by conversation and theme."""
    talks = {row.conversation_id for row in rows}
    query = select(Decision).where(
        Decision.conversation_id.in_(talks), Decision.replaced_at.is_(None)
    )
    return {(each.conversation_id, each.theme_id): each for each in db.session.scalars(query)}


def _ideas(ids: list[int]) -> list[tuple[int, CitedIdea]]:
    query = (
        select(NeedIdea.need_id, NeedIdea.id, Idea)
        .join(Idea, Idea.id == NeedIdea.idea_id)
        .where(NeedIdea.need_id.in_(ids), Idea.visible)
    )
    rows = db.session.execute(query).all()
    counted = _supporters({idea.id for _need, _link, idea in rows})
    cited = [(need, CitedIdea(link, idea, counted[idea.id])) for need, link, idea in rows]
    return sorted(cited, key=lambda pair: (-pair[1].supporters, pair[1].idea.id))


def _supporters(idea_ids: set[int]) -> dict[int, int]:
    """Count the different supporters of ideas together with the ideas put under them."""
    if not idea_ids:
        return {}
    query = select(Idea.id, Idea.lead_id).where(
        or_(Idea.id.in_(idea_ids), Idea.lead_id.in_(idea_ids)), Idea.visible
    )
    groups: dict[int, set[int]] = defaultdict(set)
    for number, lead in db.session.execute(query):
        for each in {number, lead} & idea_ids:
            groups[each].add(number)
    people = supporters({each for group in groups.values() for each in group})
    return {
        number: len(set().union(*(people[each] for each in groups[number]))) for number in idea_ids
    }


def _opinions(ids: list[int], public: bool) -> list[tuple[int, CitedOpinion]]:
    query = (
        select(NeedOpinion.need_id, NeedOpinion.id, Opinion)
        .join(Opinion, Opinion.id == NeedOpinion.opinion_id)
        .where(NeedOpinion.need_id.in_(ids), Opinion.visible)
        .options(joinedload(Opinion.neighbourhood), joinedload(Opinion.age_band))
        .order_by(NeedOpinion.id)
    )
    if public:
        query = query.join(Opening, Opening.conversation_id == Opinion.conversation_id)
    rows = db.session.execute(query).all()
    return [(need, CitedOpinion(link, opinion)) for need, link, opinion in rows]


def breakdown(asked: Asked, need_id: int, internal: bool = False) -> Breakdown:
    """Tell where the people live and how old they are; small cells only to the office."""
    places = sorted(db.session.scalars(select(Neighbourhood)), key=lambda n: collation_key(n.name))
    ages = db.session.scalars(select(AgeBand).order_by(AgeBand.youngest, AgeBand.id))
    names = [tables.name_of("need", need_id, trait) for trait in tables.TRAITS]
    states = None if internal else published(names)
    return Breakdown(
        _cells(asked.by_neighbourhood(), places, asked.total, states, names[0]),
        _cells(asked.by_age_band(), list(ages), asked.total, states, names[1]),
    )


def _cells(
    people: Any,
    rows: Sequence[Neighbourhood | AgeBand],
    total: int,
    states: Mapping[str, State] | None,
    name: str,
) -> tuple[Cell, ...]:
    keys = [*((row.id, row.name) for row in rows), (None, _("not given"))]
    counts = {key: people[key[0]] for key in keys if people.get(key[0])}
    return exact(counts) if states is None else held(states, name, counts, total)
