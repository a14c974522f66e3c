"""Delivery: sending what waits in the outbox by a real mail server.

Each message is sent once, unless the process dies between the server's yes and our note of it:
then it is sent again, with the same Message-ID, by which mail programs know a double: as soon as
the worker is there again, or after LEASE.
Each try is counted before it begins, so that nobody ever gets more than MOST_TRIES of one letter.
"""

import hashlib
import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from flask import Flask, current_app
from huey import crontab
from sqlalchemy import select, update

from forum.core import bounces
from forum.core.afterwards import afterwards
from forum.core.db import db, now
from forum.core.mail import OutboxMessage

#: Messages sent in one go, so that a digest does not hold up a password reset for long.
BATCH = 50
#: Waiting time after the first failure; it doubles with each further one.
FIRST_WAIT = timedelta(minutes=1)
MOST_TRIES = 10
#: Seconds to wait for an answer of the mail server.
TIMEOUT = 20
#: A message being sent is nobody else's for so long; after a crash it is sent again.
LEASE = timedelta(minutes=10)
#: A worker that starts takes up at once what the one before it was sending, unless that letter was
#: begun more often: one that ends every worker must not end them in a row.
HASTY_TRIES = 3

#: How an encoded word begins (RFC 2047): whoever wrote it would be read as something else, such as
#: another address, or a line break after which the letter is theirs.
ENCODED = "=?"

#: News come as text and HTML; a link to sign in, a ticket or a reminder is text alone.
_IS_NEWS = OutboxMessage.html != ""

_log = logging.getLogger(__name__)


def deliver() -> int:
    """Send what is due and return how many were sent; failures wait and are tried again."""
    url = str(current_app.config["SMTP_URL"])
    due = _due() if url else []
    sent = 0
    if not due:
        return sent
    try:
        with _connect(urlsplit(url)) as server:
            for message_id in due:
                sent += _deliver_one(server, message_id)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("the mail server does not answer: %s", type(error).__name__)
        _note(due, error)
    return sent


def take_up() -> int:
    """At the start of the only worker, nothing can be being sent: send it now; return how many.

    A letter that was refused and waits for its next try says why; one in somebody's hands does not.
    """
    held = (OutboxMessage.due_at > now(), OutboxMessage.error == "")
    tried = OutboxMessage.tries.between(1, HASTY_TRIES)
    freed = db.session.execute(update(OutboxMessage).where(*held, tried).values(due_at=now()))
    db.session.commit()
    number = int(freed.rowcount)  # type: ignore[attr-defined]
    if number and current_app.config["SMTP_URL"]:
        current_app.extensions["deliver"]()
    return number


def _due() -> list[int]:
    """Choose what is sent next: what somebody waits for before any news."""
    query = select(OutboxMessage.id).where(OutboxMessage.due_at <= now())
    ids = list(db.session.scalars(query.order_by(_IS_NEWS, OutboxMessage.id).limit(BATCH)))
    db.session.rollback()
    return ids


def _deliver_one(server: smtplib.SMTP, message_id: int) -> bool:
    """Send one message unless another process has it; no transaction is open meanwhile."""
    message = _claim(message_id)
    if message is None or _is_tried_enough(message) or _is_in_vain(message):
        return False
    try:
        letter = _letter(message)
        db.session.rollback()
        server.send_message(letter)
    except (OSError, smtplib.SMTPException, ValueError, MessageError) as error:
        _postpone(message, error)
        if isinstance(error, smtplib.SMTPServerDisconnected):
            raise
        return False
    message.sent_at, message.due_at, message.error = now(), None, ""
    bounces.accepted(message.recipient)
    db.session.commit()
    return True


def _is_tried_enough(message: OutboxMessage) -> bool:
    """Give up a letter whose sending was cut off every time, as by a machine that goes down."""
    if message.tries <= MOST_TRIES:
        return False
    message.due_at, message.tries = None, MOST_TRIES
    message.error = message.error or "given up: its sending was cut off again and again"
    db.session.commit()
    return True


def _is_in_vain(message: OutboxMessage) -> bool:
    """Give up a letter to an address that has refused too many in a row."""
    if not bounces.is_stopped(message.recipient):
        return False
    message.due_at = None
    message.error = message.error or "not sent: this address refused three letters in a row"
    db.session.commit()
    return True


def _claim(message_id: int) -> OutboxMessage | None:
    mine = (OutboxMessage.id == message_id, OutboxMessage.due_at <= now())
    claimed = {"due_at": now() + LEASE, "tries": OutboxMessage.tries + 1, "error": ""}
    taken = db.session.execute(update(OutboxMessage).where(*mine).values(claimed))
    db.session.commit()
    return db.session.get(OutboxMessage, message_id) if taken.rowcount else None  # type: ignore[attr-defined]


def _postpone(message: OutboxMessage, error: Exception) -> None:
    db.session.rollback()
    message.error = _words(error)
    if message.tries == 1 and _is_final(error):  # a letter counts once, however often it is tried
        bounces.refused(message.recipient)
    given_up = message.tries >= MOST_TRIES or isinstance(error, ValueError | MessageError)
    message.due_at = None if given_up else now() + FIRST_WAIT * 2 ** (message.tries - 1)
    _log.warning("message %s was not sent: %s", message.id, type(error).__name__)
    db.session.commit()


def _is_final(error: Exception) -> bool:
    """Whether the server has refused this letter to this address for good."""
    codes: list[int] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [answer[0] for answer in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPDataError):
        codes = [error.smtp_code]
    return bool(codes) and all(500 <= code < 600 for code in codes)


def _words(error: Exception) -> str:
    """Say what the mail server said, or why there was no server to say anything."""
    answer: Any = error
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answer = next(iter(error.recipients.values()), error)
    elif isinstance(error, smtplib.SMTPResponseException):
        answer = (error.smtp_code, error.smtp_error)
    if isinstance(answer, tuple):
        code, text = answer
        answer = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return " ".join(str(answer).split())[:500] or type(error).__name__


def _note(due: list[int], error: Exception) -> None:
    """Tell readers of the outbox why mail waits; it is not the fault of any message."""
    waiting = (OutboxMessage.id.in_(due), OutboxMessage.due_at <= now())
    db.session.execute(update(OutboxMessage).where(*waiting).values(error=_words(error)))
    db.session.commit()


@contextmanager
def _connect(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """Connect and sign in; outside this machine the server has to prove who it is."""
    host, trust = url.hostname or "127.0.0.1", ssl.create_default_context()
    with _open(url, host, trust) as server:
        server.ehlo_or_helo_if_needed()
        near = url.scheme == "smtps" or host in {"127.0.0.1", "::1", "localhost"}
        if server.has_extn("starttls") and not near:
            server.starttls(context=trust)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server


def _open(url: SplitResult, host: str, trust: ssl.SSLContext) -> smtplib.SMTP:
    if url.scheme == "smtps":
        port = url.port or smtplib.SMTP_SSL_PORT
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=trust)
    return smtplib.SMTP(host, url.port or smtplib.SMTP_PORT, timeout=TIMEOUT)


def _letter(message: OutboxMessage) -> EmailMessage:
    """Write the message as mail; sent again after a crash, it carries the same Message-ID."""
    name = hashlib.sha256(f"{message.id}:{message.created_at}:{message.body}".encode()).hexdigest()
    letter = EmailMessage()
    sender = str(current_app.config["MAIL_FROM"])
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    letter["From"] = sender
    letter["To"] = message.recipient
    if ENCODED in message.recipient or len(letter["To"].addresses) != 1:
        raise ValueError("this is not one address")
    letter["Subject"] = message.subject.replace(ENCODED, "= ?")
    letter["Date"] = formatdate(message.created_at.timestamp())
    letter["Message-ID"] = f"<{message.id}.{name[:20]}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    for name, value in (message.headers or {}).items():
        letter[name] = value
    letter.set_content(message.body, cte="quoted-printable")
    if message.html:
        letter.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return letter


@afterwards("mail")
def _hurry(_messages: list[OutboxMessage]) -> None:
    """Send new mail at once instead of at the next full minute."""
    if current_app.config["SMTP_URL"]:
        current_app.extensions["deliver"]()


def init_app(app: Flask) -> None:
    """Empty the outbox when there is something new, and every minute."""
    huey = app.extensions["huey"]

    @huey.task(name="deliver_now")
    def deliver_now() -> None:
        with app.app_context():
            deliver()

    @huey.periodic_task(crontab(minute="*"), name="deliver")
    def deliver_task() -> None:
        with app.app_context():
            deliver()

    app.extensions["deliver"] = deliver_now
