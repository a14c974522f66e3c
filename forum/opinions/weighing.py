"""How one person weighs one opinion: written in few statements, counted where parallel ones add up.

Who weighs is held to one row by a constraint. The row is written with ON CONFLICT DO NOTHING, which
on both databases waits for a parallel twin and then tells that it was there first, so nothing has
to be tried twice and no transaction is lost. Every weighing locks the opinion before its
conversation, as hiding does, so that they cannot block each other.
"""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, delete, select, text, update

from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.opinions.ballots import Ballot
from forum.opinions.models import AGREE, DISAGREE, PASS, Opinion, Reaction

OPINION, REACTION = Opinion.__table__, Reaction.__table__
CONVERSATION = Conversation.__table__
_COUNTERS = {AGREE: OPINION.c.agrees, DISAGREE: OPINION.c.disagrees, PASS: OPINION.c.passes}
_COUNTS = OPINION.c.agrees, OPINION.c.disagrees, OPINION.c.passes

# Statements are built once: building them costs as much time as sending them.
_SHOWN = OPINION.c.id == bindparam("opinion"), OPINION.c.visible
_MINE = REACTION.c.opinion_id == bindparam("opinion"), REACTION.c.person_id == bindparam("person")
_READ = select(REACTION.c.value).where(*_MINE).with_for_update()
_CHANGE = (
    update(REACTION).where(*_MINE).values(value=bindparam("new_value"), at=bindparam("moment"))
)
_DELETE = delete(REACTION).where(*_MINE).returning(REACTION.c.value)
_COUNT_CONVERSATION = (
    update(CONVERSATION)
    .where(CONVERSATION.c.id == bindparam("conversation"))
    .values(weighings_count=CONVERSATION.c.weighings_count + bindparam("step"))
)


# SQLAlchemy compiles ON CONFLICT anew each time; these words mean the same on both databases.
_INSERT = text(
    "INSERT INTO reaction (opinion_id, person_id, value, at)"
    " VALUES (:opinion, :person, :new_value, :moment)"
    " ON CONFLICT (opinion_id, person_id) DO NOTHING RETURNING id"
).bindparams(bindparam("moment", type_=UtcDateTime))


def _move(before: int | None, after: int | None) -> Any:
    steps: dict[Any, Any] = {}
    for value, step in ((before, -1), (after, +1)):
        if value is not None:
            steps[_COUNTERS[value]] = _COUNTERS[value] + step
    return update(OPINION).where(*_SHOWN).values(steps).returning(*_COUNTS)


_STAY = select(*_COUNTS).where(*_SHOWN)
_MOVES = {
    (before, after): _STAY if before == after else _move(before, after)
    for before in (None, *_COUNTERS)
    for after in (None, *_COUNTERS)
}


class Counts(NamedTuple):
    """How many people agree with an opinion, disagree with it and pass."""

    agrees: int
    disagrees: int
    passes: int


def weigh(chosen: Ballot, person_id: int, value: int) -> Counts:
    """Let a person agree (1), disagree (-1) or pass (0); weighing again changes the first.

    Raises Refused for one's own opinion, and when it is not shown (any more); the caller commits.
    """
    if chosen.author_id == person_id:
        raise Refused(_l("This is your own opinion; the others weigh it."))
    before = _write(chosen.opinion_id, person_id, value)
    counts = _count(chosen.opinion_id, before, value)
    if before is None:
        _run(_COUNT_CONVERSATION, conversation=chosen.conversation_id, step=+1)
    return counts


def take_back(chosen: Ballot, person_id: int) -> Counts:
    """Let a person undo a weighing; nothing happens when there is none."""
    before = _run(_DELETE, opinion=chosen.opinion_id, person=person_id).scalar()
    counts = _count(chosen.opinion_id, before, None)
    if before is not None:
        _run(_COUNT_CONVERSATION, conversation=chosen.conversation_id, step=-1)
    return counts


def _run(statement: Any, **values: Any) -> Any:
    return db.session.execute(statement, values)


def _write(opinion_id: int, person_id: int, value: int) -> int | None:
    """Write the row; return the value that stood there before, None when there was none."""
    mine = {"opinion": opinion_id, "person": person_id}
    new = {**mine, "new_value": value, "moment": now()}
    before: int | None = None
    while before is None:  # again, if the row is taken back between the two statements
        if _run(_INSERT, **new).first() is not None:
            return None
        before = _run(_READ, **mine).scalar()
    if before != value:
        _run(_CHANGE, **new)
    return before


def _count(opinion_id: int, before: int | None, after: int | None) -> Counts:
    """Move the opinion's counters from ``before`` to ``after`` and return them."""
    row = _run(_MOVES[before, after], opinion=opinion_id).first()
    if row is None:
        raise Refused(_l("This opinion is not shown any more."), 404)
    return Counts(*row)
