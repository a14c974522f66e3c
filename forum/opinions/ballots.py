"""What weighing one opinion depends on, fetched at once: weighing is what people do most."""

from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, select

from forum.conversations.models import Closing, Conversation, Opening, Phase
from forum.core.db import UtcDateTime, db, now
from forum.opinions.models import Opinion


class Ballot(NamedTuple):
    """An opinion that may be weighed; it is asked for permission as its conversation would be."""

    opinion_id: int
    author_id: int
    conversation_id: int
    who_weighs: str
    is_on: bool

    @classmethod
    def of(cls, opinion: Opinion) -> "Ballot":
        """Return the ballot of an opinion that is at hand."""
        talk = opinion.conversation
        where = opinion.id, opinion.author_id, opinion.conversation_id
        return cls(*where, talk.who_weighs, talk.in_phase("weigh"))

    def in_phase(self, kind: str) -> bool:
        """Whether its conversation is in the phase of weighing."""
        return kind == "weigh" and self.is_on


def _statement() -> Select[Any]:
    """Built once, on plain tables: no object has to be made for it."""
    opinion, talk = Opinion.__table__.c, Conversation.__table__.c
    phase, closing = Phase.__table__.c, Closing.__table__.c
    moment = bindparam("moment", type_=UtcDateTime)
    on = exists().where(
        phase.conversation_id == talk.id,
        phase.kind == "weigh",
        phase.starts_at <= moment,
        phase.ends_at > moment,
    )
    closed = exists().where(closing.conversation_id == talk.id, closing.reopened_at.is_(None))
    columns = opinion.id, opinion.author_id, opinion.conversation_id, talk.who_weighs
    return (
        select(*columns, on & ~closed)
        .join(Conversation.__table__, talk.id == opinion.conversation_id)
        .join(Opening.__table__, Opening.__table__.c.conversation_id == talk.id)
        .where(opinion.id == bindparam("opinion"), opinion.visible)
    )


_BALLOT = _statement()


def ballot(_person: Any, opinion_id: int) -> Ballot | None:
    """Return the ballot of an opinion that everybody can read."""
    row = db.session.execute(_BALLOT, {"opinion": opinion_id, "moment": now()}).first()
    return Ballot(*row) if row else None
