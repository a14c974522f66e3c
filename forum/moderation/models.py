"""Moderation of whatever residents write: approvals, hidings with reasons, flags.

Rows hold (kind, id) of their subject, so that every room's texts can be moderated alike.
"""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, describe, record
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused

#: Reasons a text may be hidden or flagged for; the public log shows these and nothing more.
REASONS = {
    "abuse": _l("insult or threat"),
    "hate": _l("incitement against a group of people"),
    "personal_data": _l("personal data of somebody"),
    "accusation": _l("accusation of a recognisable person"),
    "advertising": _l("advertising"),
    "off_topic": _l("does not belong to this question"),
    "duplicate": _l("the same text many times"),
    "other": _l("another reason, told to the author"),
}


def reason_name(kind: str) -> str:
    """Return a kind of reason in the language of the page."""
    return str(REASONS.get(kind, kind))


describe("reason", reason_name)

HIDDEN = declare("text.hidden", _l("%(actor)s hid the text %(reference)s: %(reason)s."))
RESTORED = declare("text.restored", _l("%(actor)s restored the text %(reference)s."))
APPROVED = declare("text.approved", _l("%(actor)s let the text %(reference)s appear."))
FLAG_CLOSED = declare(
    "text.flag_closed", _l("%(actor)s looked at reports of the text %(reference)s and left it.")
)


class Hiding(db.Model):
    """A text is not shown: by whom, since when, why; and, once lifted, the same again."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    reason: Mapped[str] = mapped_column(String(30))
    because: Mapped[str] = mapped_column(String(1000))
    restored_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    restored_because: Mapped[str] = mapped_column(String(1000), default="")

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    restored_by: Mapped[Person | None] = relationship(foreign_keys=[restored_by_id])

    __table_args__ = (
        # One open hiding per text: two facilitators cannot hide the same text twice.
        Index(
            "uq_hiding_open",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=db.text("restored_at IS NULL"),
            postgresql_where=db.text("restored_at IS NULL"),
        ),
    )

    @property
    def reason_name(self) -> str:
        """The kind of reason in the language of the page."""
        return reason_name(self.reason)


class Approval(db.Model):
    """A text that waited for a facilitator was let through."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    by: Mapped[Person | None] = relationship()

    # Not unique: a text its author changes afterwards waits, and is let through, once more.
    __table_args__ = (Index("ix_approval_subject", "subject_kind", "subject_id"),)


class Flag(db.Model):
    """Somebody thinks that a text should be looked at."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    reason: Mapped[str] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(String(500), default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])

    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "by_id"),
        Index("ix_flag_open", "closed_at", "subject_kind", "subject_id"),
    )


class Moderated:
    """A text somebody wrote: it may wait, appear, be hidden and come back.

    ``visible`` repeats what the rows say so that lists need no join; only the verbs here write it.
    A subclass has ``id``, ``reference`` and ``created_at``, and may react in
    ``visibility_changed``. Each verb holds the row until the commit, so of two facilitators who
    press at once the second finds the work done.
    """

    id: Mapped[int]
    visible: Mapped[bool] = mapped_column(default=True, index=True)
    waiting: Mapped[bool] = mapped_column(default=False, index=True)

    def visibility_changed(self) -> None:
        """Bring whatever depends on visibility up to date; called in the same transaction."""

    @property
    def hiding(self) -> Hiding | None:
        """The open hiding, if the text is hidden."""
        return db.session.scalars(
            _of(Hiding, self).where(Hiding.restored_at.is_(None)).limit(1)
        ).first()

    def hold(self) -> None:
        """Read the row again and keep others from changing it until the commit."""
        db.session.refresh(self, with_for_update={"of": type(self)})

    def hide(self, by: Person, reason: str, because: str) -> Hiding | None:
        """Hide the text and say why; None when somebody has hidden it already."""
        if reason not in REASONS:
            raise ValueError(f"unknown reason {reason}")
        self.hold()
        if self.hiding is not None:
            return None
        hiding = Hiding(
            subject_kind=_kind(self),
            subject_id=self.id,
            by_id=by.id,
            reason=reason,
            because=because,
        )
        db.session.add(hiding)
        self._close_flags(by)
        record(HIDDEN, by, self, reason=reason)
        self._show(False)
        return hiding

    def restore(self, by: Person, because: str = "") -> Hiding | None:
        """Show a hidden text, also one that waited; None when it is not hidden."""
        self.hold()
        hiding = self.hiding
        if hiding is None:
            return None
        hiding.restored_by_id, hiding.restored_at = by.id, now()
        hiding.restored_because = because
        self.waiting = False
        record(RESTORED, by, self)
        self._show(True)
        return hiding

    def approve(self, by: Person) -> bool:
        """Let a waiting text appear; False when it did not wait."""
        self.hold()
        if not self.waiting:
            return False
        self.waiting = False
        db.session.add(Approval(subject_kind=_kind(self), subject_id=self.id, by_id=by.id))
        record(APPROVED, by, self)
        self._show(self.hiding is None)
        return True

    def wait(self) -> None:
        """Take the text off the page until a facilitator has looked at it."""
        self.waiting = True
        self._show(False)

    def flag(self, by: Person, reason: str, note: str = "") -> Flag:
        """Report the text; a person's second report changes the first while that is open."""
        self.hold()
        flag = db.session.scalars(_of(Flag, self).where(Flag.by_id == by.id)).first()
        if flag is None:
            flag = Flag(subject_kind=_kind(self), subject_id=self.id, by_id=by.id)
            db.session.add(flag)
        elif flag.closed_at is not None:
            raise Refused(_l("A facilitator has looked at your report and left the text as it is."))
        flag.reason, flag.note = reason, note
        return flag

    def leave(self, by: Person) -> bool:
        """Close the reports of this text without hiding it; False when there are none."""
        self.hold()
        closed = self._close_flags(by)
        if closed:
            record(FLAG_CLOSED, by, self)
        return bool(closed)

    def _close_flags(self, by: Person) -> int:
        flags = db.session.scalars(_of(Flag, self).where(Flag.closed_at.is_(None))).all()
        for flag in flags:
            flag.closed_at, flag.closed_by_id = now(), by.id
        return len(flags)

    def _show(self, visible: bool) -> None:
        if self.visible != visible:
            self.visible = visible
            db.session.flush()
            self.visibility_changed()


def _kind(subject: Any) -> str:
    return str(subject.__tablename__)


def _of(model: Any, subject: Any) -> Any:
    return select(model).where(model.subject_kind == _kind(subject), model.subject_id == subject.id)
