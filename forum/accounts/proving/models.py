"""What somebody can prove themselves with: an app, passkeys, recovery codes."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import UtcDateTime, db, now

if TYPE_CHECKING:
    from forum.accounts.models import Person


def _owner() -> Mapped[int]:
    return mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


class CodeApp(db.Model):
    """An app that shows six digits, new ones every half minute (TOTP, RFC 6238)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    #: The secret the app shares, encrypted; empty until a first code has shown that it is there.
    secret: Mapped[str] = mapped_column(String(255), default="")
    #: The secret of an app that is being set up, encrypted.
    waiting: Mapped[str] = mapped_column(String(255), default="")
    #: The half minute of the last code that was accepted: no code counts twice.
    last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped["Person"] = relationship()


class Passkey(db.Model):
    """A key kept by a phone, a computer or a stick (WebAuthn); only its public half is here."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = _owner()
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str]] = mapped_column(JSON, default=list)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped["Person"] = relationship()


class RecoveryCode(db.Model):
    """A code on paper for the day the phone is lost; each works once."""

    __table_args__ = (UniqueConstraint("person_id", "hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = _owner()
    hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped["Person"] = relationship()


class Challenge(db.Model):
    """A riddle a passkey has to sign: for one purpose, once, within minutes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(10))
    #: Who has to answer; None where anybody may (signing in with a passkey alone).
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
