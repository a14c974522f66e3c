"""What analyses moved, as the board lists it: from where, to where, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.core.pages import paginate
from forum.opinions.models import Opinion
from forum.themes.models import Analysis, Move, Theme, Verdict


@dataclass(frozen=True)
class Moved:
    """One move with its themes; ``decided`` when people have spoken about the opinion since."""

    move: Move
    left: list[Theme]
    joined: list[Theme]
    decided: bool


def page_of_moves(conversation: Conversation) -> Pagination:
    """Return a page of the moves of shown opinions, the newest analysis and clearest gain first."""
    query = (
        select(Move)
        .join(Analysis, Analysis.id == Move.analysis_id)
        .join(Opinion, Opinion.id == Move.opinion_id)
        .where(Analysis.conversation_id == conversation.id, Opinion.visible)
        .order_by(Move.analysis_id.desc(), Move.gain.desc(), Move.id)
    )
    places = joinedload(Opinion.neighbourhood), joinedload(Opinion.age_band)
    return paginate(
        query.options(joinedload(Move.analysis), joinedload(Move.opinion).options(*places))
    )


def told(moves: Sequence[Move]) -> list[Moved]:
    """Return moves with what the page says of them, with two queries."""
    wanted = {theme for move in moves for theme in (*move.left, *move.joined)}
    themes = {t.id: t for t in db.session.scalars(select(Theme).where(Theme.id.in_(wanted)))}
    spoken = _last_words(moves)
    return [
        Moved(
            move,
            _known(move.left, themes),
            _known(move.joined, themes),
            move.opinion_id in spoken and spoken[move.opinion_id] >= move.analysis.at,
        )
        for move in moves
    ]


def _last_words(moves: Sequence[Move]) -> dict[int, object]:
    """Return when people last spoke about each opinion."""
    query = (
        select(Verdict.opinion_id, func.max(Verdict.at))
        .where(Verdict.opinion_id.in_({move.opinion_id for move in moves}))
        .group_by(Verdict.opinion_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _known(ids: Sequence[int], themes: Mapping[int, Theme]) -> list[Theme]:
    return [themes[theme] for theme in ids if theme in themes]


def moved_count(analysis: Analysis | None) -> int:
    """Return how many shown opinions an analysis moved."""
    if analysis is None:
        return 0
    query = select(func.count()).select_from(Move).join(Opinion, Opinion.id == Move.opinion_id)
    return db.session.scalar(query.where(Move.analysis_id == analysis.id, Opinion.visible)) or 0
