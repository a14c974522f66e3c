"""Mail: every message waits in the outbox until a server is configured and has taken it."""

from datetime import datetime
from typing import Any

from flask import current_app, request
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.afterwards import note
from forum.core.db import UtcDateTime, db, now


class OutboxMessage(db.Model):
    """A message to one address; ``sent_at`` is set when the mail server has accepted it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]
    #: The same letter as HTML; empty where it is text alone.
    html: Mapped[str] = mapped_column(default="", server_default="")
    #: Headers of its own, such as List-Unsubscribe.
    headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=now, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(500), default="")

    @property
    def state(self) -> str:
        """One of waiting, failing (will be tried again), failed (given up) and sent."""
        if self.due_at is not None:
            return "failing" if self.tries else "waiting"
        return "sent" if self.sent_at is not None else "failed"

    def send_again(self) -> None:
        """Put the message in line once more, whatever became of it."""
        self.due_at, self.tries, self.error = now(), 0, ""
        note("mail", self)


def post(
    recipient: str,
    subject: str,
    body: str,
    person: Any = None,
    html: str = "",
    headers: dict[str, str] | None = None,
) -> OutboxMessage:
    """Put a message into the outbox in the present transaction."""
    line = " ".join(subject.split())[:200]
    message = OutboxMessage(
        recipient=recipient,
        subject=line,
        body=body,
        html=html,
        headers=headers or {},
        person_id=getattr(person, "id", None),
    )
    db.session.add(message)
    note("mail", message)
    return message


def site_url(path: str) -> str:
    """Return the full public address of a path on this site."""
    base = str(current_app.config["BASE_URL"] or _own_root())
    return base.rstrip("/") + path


def _own_root() -> str:
    """Return what this machine calls itself while BASE_URL is empty.

    Anybody can send any Host: a strange one must not get into the links of somebody's letter.
    """
    host, port = str(current_app.config["HOST"]), current_app.config["PORT"]
    asked = request.host.rpartition(":")[0] or request.host if request else ""
    if asked in {"localhost", "127.0.0.1", "[::1]", host}:
        return request.url_root
    everywhere = host in {"0.0.0.0", "::", ""}  # noqa: S104 - compared only
    name = "127.0.0.1" if everywhere else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
