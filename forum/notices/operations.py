"""Telling people things: one notice and, to a confirmed address, one letter, exactly once."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from forum.accounts.letters import write
from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import db, now
from forum.core.mail import OutboxMessage, site_url
from forum.notices import presenters
from forum.notices.models import Notice

SENT_AGAIN = declare(
    "outbox.sent_again", _l("%(actor)s had letter no. %(letter)s sent again."), public=False
)


def inform(
    person: Person, kind: str, key: str, path: str, details: dict[str, Any]
) -> Notice | None:
    """Tell ``person`` something once; None when they have been told, or have no account."""
    if person.role == "visitor" or not person.is_active:
        return None
    notice = Notice(person_id=person.id, kind=kind, key=key, path=path, details=details)
    try:
        with db.session.begin_nested():
            db.session.add(notice)
    except IntegrityError:  # told already, perhaps at this very moment
        return None
    if person.email_confirmed_at is not None:
        _send(person, notice)
    return notice


def _send(person: Person, notice: Notice) -> None:
    """Write the letter that says the same as the notice."""
    with force_locale(person.language):
        told = presenters.tell(notice)
        why = _("You receive this letter because you have an account on our site.")
    write(person, told.title, *told.paragraphs, f"{told.link}:\n{site_url(notice.path)}", why)


def mark_all_read(person: Person) -> None:
    """Mark every notice of ``person`` as read."""
    unread = (Notice.person_id == person.id, Notice.read_at.is_(None))
    db.session.execute(update(Notice).where(*unread).values(read_at=now()))


def send_again(message: OutboxMessage, by: Person) -> None:
    """Put a letter in line once more, and log who wanted it."""
    message.send_again()
    record(SENT_AGAIN, by, message, letter=message.id)
