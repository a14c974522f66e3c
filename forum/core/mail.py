"""Mail: every message waits in the outbox until a server is configured and has taken it."""

import logging
import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app, request
from huey import crontab
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import UtcDateTime, db, now

#: Messages sent in one go, so that a digest does not hold up a password reset for long.
BATCH = 50
#: Waiting time after the first failure; it doubles with each further one.
FIRST_WAIT = timedelta(minutes=1)
MOST_TRIES = 10
TIMEOUT = 20

_log = logging.getLogger(__name__)


class OutboxMessage(db.Model):
    """A message to one address; ``sent_at`` is set when the mail server has accepted it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=now, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(500), default="")


def post(recipient: str, subject: str, body: str, person: Any = None) -> OutboxMessage:
    """Put a message into the outbox in the present transaction."""
    line = " ".join(subject.split())[:200]
    message = OutboxMessage(
        recipient=recipient, subject=line, body=body, person_id=getattr(person, "id", None)
    )
    db.session.add(message)
    return message


def site_url(path: str) -> str:
    """Return the full public address of a path on this site."""
    base = current_app.config["BASE_URL"]
    if not base:
        base = request.url_root if request else f"http://127.0.0.1:{current_app.config['PORT']}"
    return str(base).rstrip("/") + path


def deliver() -> int:
    """Send what is due and return how many were sent; failures wait and are tried again."""
    url = str(current_app.config["SMTP_URL"])
    if not url:
        return 0
    due = select(OutboxMessage).where(OutboxMessage.due_at <= now())
    waiting = list(db.session.scalars(due.order_by(OutboxMessage.id).limit(BATCH)))
    sent = 0
    for message in waiting:
        try:
            _send(url, message)
            message.sent_at, message.due_at, message.error = now(), None, ""
            sent += 1
        except (OSError, smtplib.SMTPException) as error:
            _postpone(message, error)
        db.session.commit()
    return sent


def _postpone(message: OutboxMessage, error: Exception) -> None:
    message.tries += 1
    message.error = str(error)[:500]
    given_up = message.tries >= MOST_TRIES
    message.due_at = None if given_up else now() + FIRST_WAIT * 2**message.tries
    _log.warning("message %s was not sent: %s", message.id, type(error).__name__)


def _send(url: str, message: OutboxMessage) -> None:
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with connect(parts.hostname or "127.0.0.1", parts.port or (465 if secure else 25),
                 timeout=TIMEOUT) as server:
        if not secure and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(_letter(message))


def _letter(message: OutboxMessage) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = current_app.config["MAIL_FROM"]
    letter["To"] = message.recipient
    letter["Subject"] = message.subject
    letter["Date"] = formatdate(message.created_at.timestamp())
    letter["Message-ID"] = make_msgid(idstring=str(message.id), domain="kalaka.invalid")
    letter.set_content(message.body)
    return letter


def init_app(app: Flask) -> None:
    """Empty the outbox every minute."""

    @app.extensions["huey"].periodic_task(crontab(minute="*"), name="deliver")
    def deliver_task() -> None:
        with app.app_context():
            deliver()
