"""The append-only log: who did what to which thing, and when."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.audit.telling import tell
from forum.core.db import UtcDateTime, db, now

#: As long as the longest name a thing can have.
LONGEST_REFERENCE = 200


class Act(NamedTuple):
    """A kind of act, the sentence it is told with, and whether everybody may read it.

    Of an act that is not ``named`` only those who read the whole log are told whose it was.
    """

    name: str
    sentence: Any
    public: bool
    named: bool = True


ACTS: dict[str, Act] = {}


def declare(name: str, sentence: Any, public: bool = True, named: bool = True) -> str:
    """Declare an act and its (lazy) sentence; return its name.

    The sentence may use %(actor)s, %(reference)s and whatever details the verb records; how a
    detail is told in words is said once by ``forum.audit.describe``.
    """
    if name in ACTS:
        raise ValueError(f"act {name} is declared twice")
    ACTS[name] = Act(name, sentence, public, named)
    return name


class AuditEntry(db.Model):
    """One act. Holds references and staff names, never a resident's name or words.

    Database triggers refuse to change or delete a row.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    act: Mapped[str] = mapped_column(String(60), index=True)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(120), default="")
    subject_kind: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[int | None]
    reference: Mapped[str] = mapped_column(String(LONGEST_REFERENCE), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    public: Mapped[bool]

    __table_args__ = (Index("ix_audit_entry_shown", "public", "at", "id"),)

    @property
    def sentence(self) -> str:
        """What happened, in the language of the page, and by whom."""
        act = ACTS.get(self.act)
        return tell(str(act.sentence), self) if act else self.act

    @property
    def public_sentence(self) -> str:
        """What everybody is told of it."""
        act = ACTS.get(self.act)
        return tell(str(act.sentence), self, act.named) if act else self.act


def record(act: str, by: Any = None, subject: Any = None, **details: Any) -> AuditEntry:
    """Write the entry of an act that is happening, in its own transaction.

    ``by`` is a person, or None when the system itself acts. Unknown acts raise KeyError.
    """
    staff = by is not None and by.is_staff
    entry = AuditEntry(
        act=act,
        actor_id=by.id if staff else None,
        actor_name=by.name if staff else "",
        subject_kind=getattr(subject, "__tablename__", ""),
        subject_id=getattr(subject, "id", None),
        reference=str(getattr(subject, "reference", "") or "")[:LONGEST_REFERENCE],
        details=details,
        public=ACTS[act].public,
    )
    db.session.add(entry)
    return entry
