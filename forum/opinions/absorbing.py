"""What somebody did as a visitor becomes their account's when they sign in."""

from collections import Counter
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, delete, or_, select, update

from forum.accounts.belongings import Kind
from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.db import db
from forum.moderation.models import Flag
from forum.opinions.models import AGREE, DISAGREE, PASS, Opinion, Reaction, Revision, recount

KINDS = (
    Kind("opinion", _l("An opinion"), Opinion, "author_id", lambda row: row.text),
    Kind("reaction", _l("Opinions you weighed"), Reaction, "person_id", contact=None),
)

_COLUMNS = {AGREE: Opinion.agrees, DISAGREE: Opinion.disagrees, PASS: Opinion.passes}


def absorb_visitor(visitor_id: int, person: Person, **_more: Any) -> None:
    """Give ``person`` the opinions, weighings and reports of a visitor; the caller commits.

    One person weighs an opinion once: where both did, the account's weighing stays. Nobody weighs
    their own: what was weighed as somebody else is taken back. The counts follow.
    """
    if visitor_id == person.id:
        return
    counted_again = _drop_double_weighings(visitor_id, person.id)
    moved = update(Opinion).where(Opinion.author_id == visitor_id).values(author_id=person.id)
    counted_again |= set(db.session.scalars(moved.returning(Opinion.conversation_id)))
    _hand_over(visitor_id, person.id)
    talks = select(Conversation).where(Conversation.id.in_(counted_again))
    for conversation in db.session.scalars(talks.order_by(Conversation.id)).unique().all():
        recount(conversation)


def _drop_double_weighings(visitor_id: int, person_id: int) -> set[int]:
    """Delete weighings that one person may not have; return the conversations they were in."""
    both = (visitor_id, person_id)
    mine = select(Reaction.opinion_id).where(Reaction.person_id == person_id)
    own = select(Opinion.id).where(Opinion.author_id.in_(both))
    twice = and_(Reaction.person_id == visitor_id, Reaction.opinion_id.in_(mine))
    oneself = and_(Reaction.person_id.in_(both), Reaction.opinion_id.in_(own))
    gone = delete(Reaction).where(or_(twice, oneself)).execution_options(synchronize_session=False)
    dropped = db.session.execute(gone.returning(Reaction.opinion_id, Reaction.value)).all()
    steps = sorted(Counter((row.opinion_id, row.value) for row in dropped).items())
    return {_uncount(opinion_id, value, number) for (opinion_id, value), number in steps}


def _uncount(opinion_id: int, value: int, number: int) -> int:
    """Lower a counter of an opinion by ``number``; return its conversation."""
    column = _COLUMNS[value]
    step = update(Opinion).where(Opinion.id == opinion_id).values({column: column - number})
    return int(db.session.execute(step.returning(Opinion.conversation_id)).scalar_one())


def _hand_over(visitor_id: int, person_id: int) -> None:
    """Change the name on whatever else the visitor did."""
    db.session.execute(
        update(Reaction).where(Reaction.person_id == visitor_id).values(person_id=person_id)
    )
    db.session.execute(update(Revision).where(Revision.by_id == visitor_id).values(by_id=person_id))
    flags = (Flag.subject_kind == "opinion",)
    reported = select(Flag.subject_id).where(*flags, Flag.by_id == person_id)
    db.session.execute(
        update(Flag)
        .where(*flags, Flag.by_id == visitor_id, Flag.subject_id.not_in(reported))
        .values(by_id=person_id)
        .execution_options(synchronize_session=False)
    )
