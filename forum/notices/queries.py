"""What pages read about notices and the outbox."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from forum.core.db import db
from forum.core.mail import OutboxMessage
from forum.core.pages import paginate
from forum.notices.models import Notice


def notices_of(person: Any) -> Pagination:
    """Return a page of the person's notices: unread ones first, then the newest."""
    query = select(Notice).where(Notice.person_id == person.id)
    return paginate(query.order_by(Notice.read_at.is_not(None), Notice.id.desc()))


def own_notice(person: Any, notice_id: int) -> Notice | None:
    """Return a notice if it was told to ``person``."""
    notice = db.session.get(Notice, notice_id)
    return notice if notice is not None and notice.person_id == person.id else None


def unread_count(person: Any) -> int:
    """Count what ``person`` has not read."""
    mine = (Notice.person_id == person.id, Notice.read_at.is_(None))
    return db.session.scalar(select(func.count(Notice.id)).where(*mine)) or 0


_due = OutboxMessage.due_at.is_not(None)
#: What each state means in the table; the words are ``OutboxMessage.state``.
STATES: dict[str, tuple[ColumnElement[bool], ...]] = {
    "waiting": (_due, OutboxMessage.tries == 0),
    "failing": (_due, OutboxMessage.tries > 0),
    "failed": (OutboxMessage.due_at.is_(None), OutboxMessage.sent_at.is_(None)),
    "sent": (OutboxMessage.due_at.is_(None), OutboxMessage.sent_at.is_not(None)),
}


def outbox(state: str) -> Pagination:
    """Return a page of letters in ``state`` (or in any), the newest first, without their text."""
    query = select(OutboxMessage).options(defer(OutboxMessage.body))
    query = query.where(*STATES.get(state, ()))
    return paginate(query.order_by(OutboxMessage.id.desc()))


def letter(_person: Any, message_id: int) -> OutboxMessage | None:
    """Return one letter."""
    return db.session.get(OutboxMessage, message_id)
