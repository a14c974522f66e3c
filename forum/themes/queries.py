"""What the codebook, the board and the public page of a theme read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.core.pages import paginate
from forum.opinions.models import Opinion
from forum.themes.models import (
    FACETS,
    Analysis,
    BoardStep,
    Membership,
    Proposal,
    Theme,
    ThemeVersion,
    Verdict,
)

#: Steps listed beside the board.
LAST_STEPS = 5
#: Former wordings of a theme told below it.
MOST_VERSIONS = 50
#: Themes that have a digit of their own while checking.
DIGITS = 9


class Sorting(NamedTuple):
    """An opinion with the themes it is in, surest first."""

    opinion: Opinion
    memberships: list[Membership]


class Choice(NamedTuple):
    """Which of a theme's opinions somebody wants to see."""

    neighbourhood_id: int | None = None
    age_band_id: int | None = None


def codebook(project_id: int | None, retired: bool = False) -> list[Theme]:
    """Return the themes of a project in use (or out of use), by facet and name."""
    query = select(Theme).where(Theme.project_id == project_id, Theme.merged_into_id.is_(None))
    gone = Theme.retired_at.is_not(None)
    rows = db.session.scalars(query.where(gone if retired else ~gone))
    return sorted(rows, key=lambda t: (FACETS.index(t.facet), collation_key(t.name)))


def name_taken(project_id: int | None, name: str, but: int | None = None) -> bool:
    """Tell whether a theme in use has this name in either language."""
    wanted = " ".join(name.casefold().split())
    return any(
        wanted in {" ".join(t.name_hu.casefold().split()), " ".join(t.name_en.casefold().split())}
        for t in codebook(project_id)
        if t.id != but
    )


def versions(theme: Theme) -> list[ThemeVersion]:
    """Return what a theme was before, the newest first."""
    query = select(ThemeVersion).where(ThemeVersion.theme_id == theme.id)
    query = query.options(joinedload(ThemeVersion.by))
    return list(db.session.scalars(query.order_by(ThemeVersion.id.desc()).limit(MOST_VERSIONS)))


def usage(themes: Iterable[Theme]) -> dict[int, int]:
    """Return how many shown opinions are in each theme, over all conversations."""
    query = (
        select(Membership.theme_id, func.count())
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Opinion.visible, Membership.theme_id.in_([t.id for t in themes]))
        .group_by(Membership.theme_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def analyses(conversation: Conversation) -> tuple[Analysis | None, Analysis | None]:
    """Return (the newest, the newest that succeeded)."""
    query = select(Analysis).where(Analysis.conversation_id == conversation.id)
    query = query.options(joinedload(Analysis.job), joinedload(Analysis.by))
    query = query.order_by(Analysis.id.desc())
    done = query.where(Analysis.succeeded())
    return db.session.scalars(query.limit(1)).first(), db.session.scalars(done.limit(1)).first()


@dataclass(frozen=True)
class Rest:
    """Opinions in no theme: all of them, and those no analysis and nobody has looked at."""

    unsorted: list[int]
    new: list[int]


def rest(conversation: Conversation, analysis: Analysis | None) -> Rest:
    """Return the ids of shown opinions that are in no theme."""
    placed = select(Membership.opinion_id).where(Membership.conversation_id == conversation.id)
    judged = select(Verdict.opinion_id).where(Verdict.opinion_id == Opinion.id).exists()
    query = select(Opinion.id, judged).where(
        Opinion.conversation_id == conversation.id, Opinion.visible, Opinion.id.not_in(placed)
    )
    rows = db.session.execute(query.order_by(Opinion.id)).all()
    known = set(analysis.unsorted) if analysis else set()
    return Rest(
        [opinion_id for opinion_id, _judged in rows],
        [opinion_id for opinion_id, judged in rows if not judged and opinion_id not in known],
    )


def checked(conversation: Conversation) -> dict[int, int]:
    """Return how many opinions of each theme a person has confirmed."""
    query = (
        select(Membership.theme_id, func.count())
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Membership.conversation_id == conversation.id, Membership.by_staff, Opinion.visible)
        .group_by(Membership.theme_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def sorted_by_staff(conversation: Conversation) -> int:
    """Return how many shown opinions a person has put into a theme."""
    query = (
        select(func.count(func.distinct(Membership.opinion_id)))
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Membership.conversation_id == conversation.id, Membership.by_staff, Opinion.visible)
    )
    return db.session.scalar(query) or 0


def to_check(analysis: Analysis | None) -> list[int]:
    """Return the opinions to ask about next that nobody has judged since."""
    if analysis is None or not analysis.to_check:
        return []
    judged = select(Verdict.opinion_id).where(Verdict.opinion_id == Opinion.id).exists()
    query = select(Opinion.id).where(Opinion.id.in_(analysis.to_check), Opinion.visible, ~judged)
    left = set(db.session.scalars(query))
    return [opinion_id for opinion_id in analysis.to_check if opinion_id in left]


def sorting_of(opinions: Sequence[Opinion]) -> list[Sorting]:
    """Return opinions with their themes, with one query."""
    query = (
        select(Membership)
        .where(Membership.opinion_id.in_([o.id for o in opinions]))
        .options(joinedload(Membership.theme))
        .order_by(Membership.by_staff.desc(), Membership.confidence.desc(), Membership.id)
    )
    found: dict[int, list[Membership]] = defaultdict(list)
    for membership in db.session.scalars(query):
        found[membership.opinion_id].append(membership)
    return [Sorting(opinion, found[opinion.id]) for opinion in opinions]


def opinions(ids: Sequence[int]) -> list[Opinion]:
    """Return shown opinions in the order of ``ids``."""
    query = select(Opinion).where(Opinion.id.in_(ids), Opinion.visible)
    query = query.options(joinedload(Opinion.neighbourhood), joinedload(Opinion.age_band))
    rows = {opinion.id: opinion for opinion in db.session.scalars(query)}
    return [rows[i] for i in ids if i in rows]


def members(
    conversation: Conversation,
    theme: Theme,
    choice: Choice = Choice(),  # noqa: B008
    doubtful_first: bool = False,
) -> Pagination:
    """Return a page of a theme's shown opinions; for checking, the most doubtful come first."""
    query = (
        select(Opinion)
        .join(Membership, Membership.opinion_id == Opinion.id)
        .where(
            Membership.conversation_id == conversation.id,
            Membership.theme_id == theme.id,
            Opinion.visible,
        )
        .options(selectinload(Opinion.neighbourhood), selectinload(Opinion.age_band))
    )
    if choice.neighbourhood_id is not None:
        query = query.where(Opinion.neighbourhood_id == (choice.neighbourhood_id or None))
    if choice.age_band_id is not None:
        query = query.where(Opinion.age_band_id == (choice.age_band_id or None))
    if doubtful_first:
        query = query.order_by(Membership.by_staff, Membership.confidence)
    return paginate(query.order_by(Opinion.id))


def unsorted_page(conversation: Conversation) -> Pagination:
    """Return a page of the shown opinions in no theme."""
    placed = select(Membership.opinion_id).where(Membership.conversation_id == conversation.id)
    query = select(Opinion).where(
        Opinion.conversation_id == conversation.id, Opinion.visible, Opinion.id.not_in(placed)
    )
    places = selectinload(Opinion.neighbourhood), selectinload(Opinion.age_band)
    return paginate(query.options(*places).order_by(Opinion.id))


def chosen_members(theme: Theme, conversation: Conversation, ids: Iterable[int]) -> list[Opinion]:
    """Return those of ``ids`` that are shown opinions of the theme."""
    query = (
        select(Opinion)
        .join(Membership, Membership.opinion_id == Opinion.id)
        .where(
            Membership.theme_id == theme.id,
            Membership.conversation_id == conversation.id,
            Opinion.visible,
            Opinion.id.in_(list(ids)),
        )
    )
    return list(db.session.scalars(query.order_by(Opinion.id)))


def open_proposals(conversation: Conversation) -> list[Proposal]:
    """Return the proposals nobody has decided on, the largest first."""
    query = select(Proposal).where(
        Proposal.conversation_id == conversation.id, Proposal.state == "open"
    )
    rows = db.session.scalars(query.options(joinedload(Proposal.nearest)))
    return sorted(rows, key=lambda p: (-len(p.opinion_ids), p.id))


def steps(conversation: Conversation) -> Pagination:
    """Return a page of what was done on the board, the newest first."""
    query = select(BoardStep).where(BoardStep.conversation_id == conversation.id)
    return paginate(query.options(joinedload(BoardStep.by)).order_by(BoardStep.id.desc()))


def last_steps(conversation: Conversation) -> list[BoardStep]:
    """Return the newest steps that stand."""
    query = select(BoardStep).where(
        BoardStep.conversation_id == conversation.id, BoardStep.undone_at.is_(None)
    )
    query = query.options(joinedload(BoardStep.by)).order_by(BoardStep.id.desc())
    return list(db.session.scalars(query.limit(LAST_STEPS)))
