"""How one person weighs one opinion: written in few statements, counted where parallel ones add up.

Who weighs is held to one row by a constraint. The row is written with ON CONFLICT DO NOTHING, which
on both databases waits for a parallel twin and then tells that it was there first, so nothing has
to be tried twice and no transaction is lost. Every weighing locks the opinion before its
conversation, as hiding does, so that they cannot block each other.
"""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.opinions.models import AGREE, DISAGREE, PASS, Opinion, Reaction

OPINION, REACTION = Opinion.__table__, Reaction.__table__
CONVERSATION = Conversation.__table__
_COLUMNS = {AGREE: OPINION.c.agrees, DISAGREE: OPINION.c.disagrees, PASS: OPINION.c.passes}


class Counts(NamedTuple):
    """How many people agree with an opinion, disagree with it and pass."""

    agrees: int
    disagrees: int
    passes: int


def weigh(opinion_id: int, conversation_id: int, person_id: int, value: int) -> Counts:
    """Let a person agree (1), disagree (-1) or pass (0); weighing again changes the first.

    Raises Refused when the opinion is not shown (any more); the caller commits.
    """
    before = _write(opinion_id, person_id, value)
    counts = _count(opinion_id, before, value)
    if before is None:
        _count_conversation(conversation_id, +1)
    return counts


def take_back(opinion_id: int, conversation_id: int, person_id: int) -> Counts:
    """Let a person undo a weighing; nothing happens when there is none."""
    gone = delete(REACTION).where(*_mine(opinion_id, person_id)).returning(REACTION.c.value)
    before = db.session.execute(gone).scalar()
    counts = _count(opinion_id, before, None)
    if before is not None:
        _count_conversation(conversation_id, -1)
    return counts


def _mine(opinion_id: int, person_id: int) -> tuple[Any, Any]:
    return REACTION.c.opinion_id == opinion_id, REACTION.c.person_id == person_id


def _write(opinion_id: int, person_id: int, value: int) -> int | None:
    """Write the row; return the value that stood there before, None when there was none."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(REACTION).values(
        opinion_id=opinion_id, person_id=person_id, value=value, at=now()
    )
    row = row.on_conflict_do_nothing(index_elements=["opinion_id", "person_id"])
    if db.session.execute(row.returning(REACTION.c.id)).first() is not None:
        return None
    mine = _mine(opinion_id, person_id)
    before = db.session.execute(select(REACTION.c.value).where(*mine).with_for_update()).scalar()
    if before != value:
        db.session.execute(update(REACTION).where(*mine).values(value=value, at=now()))
    return before


def _count(opinion_id: int, before: int | None, after: int | None) -> Counts:
    """Move the opinion's counters from ``before`` to ``after`` and return them."""
    steps: dict[Any, Any] = {}
    if before != after:
        steps = {_COLUMNS[value]: _COLUMNS[value] + step
                 for value, step in ((before, -1), (after, +1)) if value is not None}
    shown = OPINION.c.id == opinion_id, OPINION.c.visible
    columns = OPINION.c.agrees, OPINION.c.disagrees, OPINION.c.passes
    query = update(OPINION).where(*shown).values(steps).returning(*columns) if steps else (
        select(*columns).where(*shown)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise Refused(_l("This opinion is not shown any more."), 404)
    return Counts(*row)


def _count_conversation(conversation_id: int, step: int) -> None:
    counter = CONVERSATION.c.weighings_count
    here = CONVERSATION.c.id == conversation_id
    db.session.execute(update(CONVERSATION).where(here).values({counter: counter + step}))
