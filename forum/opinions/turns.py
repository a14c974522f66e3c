"""Weighing one opinion after another: what is drawn next for a person, and how far they are."""

import secrets
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
    type_coerce,
)

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.opinions.draw import PRIME, Candidate, Sample, draw, sample
from forum.opinions.models import Opinion, Reaction


class Progress(NamedTuple):
    """How many opinions a person has weighed and could weigh, and which one was the last."""

    done: int
    total: int
    last_id: int | None

    @property
    def left(self) -> int:
        """How many the person has not weighed."""
        return self.total - self.done


def _progress_statement() -> Select[Any]:
    """Start from what the person did, not from the conversation, which holds so much more."""
    person = bindparam("person")
    shown = and_(Opinion.conversation_id == bindparam("conversation"), Opinion.visible)
    said_by_others = exists().where(
        Opinion.id == Reaction.opinion_id, shown, Opinion.author_id != person
    )
    mine = select(Reaction.opinion_id).where(Reaction.person_id == person, said_by_others)
    done = select(func.count()).select_from(mine.subquery())
    own = select(func.count(case((shown, 1)))).where(Opinion.author_id == person)
    last = mine.order_by(Reaction.at.desc(), Reaction.id.desc()).limit(1)
    return select(*(part.scalar_subquery() for part in (done, own, last)))


_PROGRESS = _progress_statement()


def progress(person: Any, conversation: Conversation) -> Progress:
    """Tell how far ``person`` is; their own opinions do not count."""
    if person.id is None:
        return Progress(0, conversation.opinions_count, None)
    who = {"person": person.id, "conversation": conversation.id}
    done, own, last_id = db.session.execute(_PROGRESS, who).one()
    return Progress(done, max(conversation.opinions_count - own, done), last_id)


def _candidates_statement() -> Select[Any]:
    """Select what the draw asks of opinions a person has not weighed; no words are loaded."""
    number = type_coerce(Opinion.id, BigInteger)
    chosen = Sample(*(bindparam(name, type_=BigInteger) for name in Sample._fields))
    person = bindparam("person", type_=Integer)
    weighed = exists().where(Reaction.opinion_id == Opinion.id, Reaction.person_id == person)
    asked = Opinion.agrees, Opinion.passes, Opinion.weighings, Opinion.extremity
    return select(Opinion.id, *asked).where(
        Opinion.conversation_id == bindparam("conversation"),
        Opinion.visible,
        chosen.takes(number),
        Opinion.author_id != person,
        ~weighed,
    )


_CANDIDATES = _candidates_statement()
#: The number of nobody, for visitors who have done nothing yet.
_NOBODY = 0


def next_opinion(
    person: Any, lot: int | str, conversation: Conversation, so_far: Progress
) -> Opinion | None:
    """Draw the next opinion for a person, who takes part in the lottery as ``lot``."""
    seed, step = conversation.draw_seed, so_far.done
    chosen = sample(seed, lot, step, so_far.left)
    rows = _candidates(person, conversation, chosen)
    if not rows and not chosen.whole:
        rows = _candidates(person, conversation, chosen._replace(below=PRIME))
    number = draw(seed, lot, step, rows)
    return None if number is None else weighable(person, conversation, number)


def _candidates(person: Any, conversation: Conversation, chosen: Sample) -> list[Candidate]:
    who = {"person": person.id or _NOBODY, "conversation": conversation.id}
    rows = db.session.execute(_CANDIDATES, {**who, **chosen._asdict()})
    return [Candidate(*row) for row in rows]


def weighable(person: Any, conversation: Conversation, opinion_id: int) -> Opinion | None:
    """Return an opinion of the conversation that ``person`` may weigh, with its names."""
    query = select(Opinion).where(
        Opinion.id == opinion_id, Opinion.conversation_id == conversation.id, Opinion.visible
    )
    if person.id is not None:
        query = query.where(Opinion.author_id != person.id)
    return db.session.scalars(query).first()


def lot_of(person: Any, session: Any) -> int | str:
    """Return who takes part in the lottery: the person, or a visitor's session before they act."""
    if person.id is not None:
        return int(person.id)
    return f"v{session.setdefault('lot', secrets.randbelow(2**31))}"
