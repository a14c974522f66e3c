"""What people do with notices and letters: reading them, and having a letter sent once more."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core import bounces
from forum.core.db import db, now
from forum.core.mail import OutboxMessage
from forum.notices.models import Notice

SENT_AGAIN = declare(
    "outbox.sent_again", _l("%(actor)s had letter no. %(letter)s sent again."), public=False
)


def mark_all_read(person: Person) -> None:
    """Mark every notice of ``person`` as read."""
    unread = (Notice.person_id == person.id, Notice.read_at.is_(None))
    db.session.execute(update(Notice).where(*unread).values(read_at=now()))


def send_again(message: OutboxMessage, by: Person) -> None:
    """Put a letter in line once more, also to an address that was given up; log who wanted it."""
    bounces.try_again(message.recipient)
    message.send_again()
    record(SENT_AGAIN, by, message, letter=message.id)
