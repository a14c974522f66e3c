"""Weighing one opinion after another: what is drawn next for a person, and how far they are."""

import secrets
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, bindparam, cast, exists, func, select
from sqlalchemy.orm import joinedload

from forum.conversations.models import Closing, Conversation, Opening, Phase
from forum.core.db import UtcDateTime, db, now
from forum.opinions.draw import draw, sample
from forum.opinions.models import Opinion, Reaction


class Ballot(NamedTuple):
    """What weighing one opinion depends on, in one statement; asked for permission like its
    conversation."""

    opinion_id: int
    author_id: int
    conversation_id: int
    who_weighs: str
    is_on: bool

    def in_phase(self, kind: str) -> bool:
        """Whether its conversation is in the phase of weighing."""
        return kind == "weigh" and self.is_on


def _ballot_statement() -> Select[Any]:
    moment = bindparam("moment", type_=UtcDateTime)
    here = Phase.conversation_id == Conversation.id, Phase.kind == "weigh"
    on = exists().where(*here, Phase.starts_at <= moment, Phase.ends_at > moment)
    closed = exists().where(
        Closing.conversation_id == Conversation.id, Closing.reopened_at.is_(None)
    )
    columns = Opinion.id, Opinion.author_id, Opinion.conversation_id, Conversation.who_weighs
    return (
        select(*columns, on & ~closed)
        .join(Conversation, Conversation.id == Opinion.conversation_id)
        .join(Opening, Opening.conversation_id == Conversation.id)
        .where(Opinion.id == bindparam("opinion"), Opinion.visible)
    )


_BALLOT = _ballot_statement()


def ballot(_person: Any, opinion_id: int) -> Ballot | None:
    """Return the ballot of an opinion that everybody can read."""
    row = db.session.execute(_BALLOT, {"opinion": opinion_id, "moment": now()}).first()
    return Ballot(*row) if row else None


class Progress(NamedTuple):
    """How many opinions a person has weighed and could weigh, and which one was the last."""

    done: int
    total: int
    last_id: int | None


def progress(person: Any, conversation: Conversation) -> Progress:
    """Tell how far ``person`` is; their own opinions do not count."""
    if person.id is None:
        return Progress(0, conversation.opinions_count, None)
    # "+ 0" keeps SQLite from walking through the conversation instead of what the person did.
    here = Opinion.conversation_id + 0 == conversation.id, Opinion.visible
    said_by_others = exists().where(
        Opinion.id == Reaction.opinion_id, *here, Opinion.author_id != person.id
    )
    mine = select(Reaction.opinion_id).where(Reaction.person_id == person.id, said_by_others)
    done = select(func.count()).select_from(mine.subquery()).scalar_subquery()
    own = select(func.count()).where(*here, Opinion.author_id == person.id).scalar_subquery()
    last = mine.order_by(Reaction.at.desc(), Reaction.id.desc()).limit(1).scalar_subquery()
    weighed, said, last_id = db.session.execute(select(done, own, last)).one()
    return Progress(weighed, max(conversation.opinions_count - said, weighed), last_id)


def next_opinion(person: Any, lot: int | str, conversation: Conversation, step: int,
                 left: int) -> Opinion | None:
    """Draw the next opinion for a person, who takes part in the lottery as ``lot``.

    ``step`` is how many they have weighed and ``left`` how many they have not.
    """
    chosen = sample(conversation.draw_seed, lot, step, left)
    every = _candidates(person, conversation)
    some = every.where(chosen.takes(cast(Opinion.id, BigInteger)))
    rows = db.session.execute(every if chosen.whole else some).all()
    if not rows and not chosen.whole:
        rows = db.session.execute(every).all()
    number = draw(conversation.draw_seed, lot, step, ((row[0], row[1]) for row in rows))
    return None if number is None else weighable(person, conversation, number)


def _candidates(person: Any, conversation: Conversation) -> Select[tuple[int, int]]:
    """Select number and weighings of what ``person`` has not weighed; no words are loaded."""
    seen = Opinion.agrees + Opinion.disagrees + Opinion.passes
    query = select(Opinion.id, seen)
    query = query.where(Opinion.conversation_id == conversation.id, Opinion.visible)
    if person.id is None:
        return query
    weighed = exists().where(Reaction.opinion_id == Opinion.id, Reaction.person_id == person.id)
    return query.where(Opinion.author_id != person.id, ~weighed)


def weighable(person: Any, conversation: Conversation, opinion_id: int) -> Opinion | None:
    """Return an opinion of the conversation that ``person`` may weigh, with its names."""
    query = select(Opinion).where(
        Opinion.id == opinion_id, Opinion.conversation_id == conversation.id, Opinion.visible
    )
    if person.id is not None:
        query = query.where(Opinion.author_id != person.id)
    names = joinedload(Opinion.neighbourhood), joinedload(Opinion.age_band)
    return db.session.scalars(query.options(*names)).first()


def lot_of(person: Any, session: Any) -> int | str:
    """Return who takes part in the lottery: the person, or a visitor's session before they act."""
    if person.id is not None:
        return int(person.id)
    return f"v{session.setdefault('lot', secrets.randbelow(2**31))}"
