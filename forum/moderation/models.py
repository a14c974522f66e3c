"""Moderation of whatever residents write: approvals, hidings with reasons, flags.

Rows hold (kind, id) of their subject, so that every room's texts can be moderated alike.
"""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import UtcDateTime, db, now

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

    __table_args__ = (
        # One open hiding per text: two facilitators cannot hide the same text twice.
        Index(
            "uq_hiding_open", "subject_kind", "subject_id", unique=True,
            sqlite_where=db.text("restored_at IS NULL"),
            postgresql_where=db.text("restored_at IS NULL"),
        ),
    )

    @property
    def reason_name(self) -> str:
        """The kind of reason in the language of the page."""
        return str(REASONS.get(self.reason, self.reason))


class Approval(db.Model):
    """A text that waited for a facilitator was let through."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id"),)


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
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "by_id"),
        Index("ix_flag_subject", "subject_kind", "subject_id"),
    )

    @property
    def reason_name(self) -> str:
        """The kind of reason in the language of the page."""
        return str(REASONS.get(self.reason, self.reason))


class Moderated:
    """A text somebody wrote: it may wait, appear, be hidden and come back.

    ``visible`` repeats what the rows say so that lists need no join; only the verbs here write it.
    A subclass has ``id`` and ``reference`` and may react in ``visibility_changed``.
    """

    id: Mapped[int]
    visible: Mapped[bool] = mapped_column(default=True, index=True)
    waiting: Mapped[bool] = mapped_column(default=False)

    def visibility_changed(self) -> None:
        """Bring whatever depends on visibility up to date; called in the same transaction."""

    @property
    def hiding(self) -> Hiding | None:
        """The open hiding, if the text is hidden."""
        return db.session.scalars(
            _of(Hiding, self).where(Hiding.restored_at.is_(None)).limit(1)
        ).first()

    def hide(self, by: Person, reason: str, because: str) -> Hiding | None:
        """Hide the text and say why; None when somebody has hidden it already."""
        if reason not in REASONS:
            raise ValueError(f"unknown reason {reason}")
        if self.hiding is not None:
            return None
        hiding = Hiding(
            subject_kind=_kind(self), subject_id=self.id, by_id=by.id, reason=reason, because=because
        )
        db.session.add(hiding)
        self._close_flags(by)
        record(HIDDEN, by, self, reason=reason)
        self._show(False)
        return hiding

    def restore(self, by: Person, because: str = "") -> Hiding | None:
        """Show a hidden text again; None when it is not hidden."""
        hiding = self.hiding
        if hiding is None:
            return None
        hiding.restored_by_id, hiding.restored_at = by.id, now()
        hiding.restored_because = because
        record(RESTORED, by, self)
        self._show(not self.waiting)
        return hiding

    def approve(self, by: Person) -> bool:
        """Let a waiting text appear; False when it did not wait."""
        if not self.waiting:
            return False
        self.waiting = False
        db.session.add(Approval(subject_kind=_kind(self), subject_id=self.id, by_id=by.id))
        record(APPROVED, by, self)
        self._show(self.hiding is None)
        return True

    def flag(self, by: Person, reason: str, note: str = "") -> Flag:
        """Report the text; a second report by the same person changes the first."""
        mine = _of(Flag, self).where(Flag.by_id == by.id)
        flag = db.session.scalars(mine).first()
        if flag is None:
            flag = Flag(subject_kind=_kind(self), subject_id=self.id, by_id=by.id)
            db.session.add(flag)
        flag.reason, flag.note, flag.closed_at = reason, note, None
        return flag

    def leave(self, by: Person) -> None:
        """Close the reports of this text without hiding it."""
        if self._close_flags(by):
            record(FLAG_CLOSED, by, self)

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
    return select(model).where(
        model.subject_kind == _kind(subject), model.subject_id == subject.id
    )
