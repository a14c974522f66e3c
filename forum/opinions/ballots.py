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

    def in_phase(self, kind: str) -> bool:
        """Whether its conversation is in the phase of weighing."""
        return kind == "weigh" and self.is_on


def _statement() -> Select[Any]:
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


_BALLOT = _statement()


def ballot(_person: Any, opinion_id: int) -> Ballot | None:
    """Return the ballot of an opinion that everybody can read."""
    row = db.session.execute(_BALLOT, {"opinion": opinion_id, "moment": now()}).first()
    return Ballot(*row) if row else None
