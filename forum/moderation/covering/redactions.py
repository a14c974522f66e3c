"""Redactions: a few words of a text, or a part of a picture, are covered; the rest stays.

The words are replaced where they are kept, so that no page, feed, export or index can show them;
the original is sealed in the row of the redaction until the time to appeal is over.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, select
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.moderation.covering import sealing
from forum.moderation.covering.about import About
from forum.moderation.covering.marks import KINDS, PICTURE_KINDS
from forum.moderation.reasons import REASONS, words_for_author
from forum.moderation.subjects import is_about, kind_of, subject_for

REDACTED = declare(
    "text.redacted", _l("%(actor)s covered a part of the text %(reference)s."), named=False
)
UNCOVERED = declare(
    "text.uncovered", _l("%(actor)s took the cover off the text %(reference)s."), named=False
)


class Redaction(About, db.Model):
    """A part of one text was covered: where, by whom and why; and, once lifted, the same again."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The column of words, or empty for a picture.
    part: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[str] = mapped_column(String(12))
    #: Where the replacements stand now: [first letter, letters]; of a picture, the boxes.
    spans: Mapped[list[list[float]]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(String(30))
    because: Mapped[str] = mapped_column(String(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_because: Mapped[str] = mapped_column(String(2000), default="")
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    #: The words that were covered, their mark, and earlier versions without covers; None once
    #: they are shown again or erased.
    original: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON(none_as_null=True)))
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    small: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])

    __table_args__ = (Index("ix_redaction_subject", "subject_kind", "subject_id"),)

    @property
    def kind_name(self) -> str:
        """What was covered, in the language of the page."""
        return str({**PICTURE_KINDS, **KINDS}[self.kind])

    @property
    def sealed_words(self) -> list[str]:
        """The words that were covered; none once they are erased."""
        return list((self.original or {}).get("words", []))

    @property
    def mark(self) -> str:
        """What stands for the words; empty once these are erased."""
        return str((self.original or {}).get("mark", ""))

    @property
    def earlier(self) -> dict[int, str]:
        """Earlier versions it hides something of, by number, without covers that can come off."""
        return dict((self.original or {}).get("earlier", []))

    def keep_earlier(self, versions: dict[int, str]) -> None:
        """Seal these earlier versions; nothing once the original is gone."""
        if self.original is not None and versions != self.earlier:
            self.original = {**self.original, "earlier": [list(one) for one in versions.items()]}

    @classmethod
    def begin(
        cls, text: Any, by: Person, part: str, kind: str, reason: str, because: str
    ) -> "Redaction":
        """Hold a text and begin to cover something of one part of it; ``put_on`` ends that."""
        if kind not in (KINDS if part else PICTURE_KINDS) or reason not in REASONS:
            raise ValueError(f"unknown kind {kind} or reason {reason}")
        words_for_author(because, _l("Please tell the author in a sentence why it is covered."))
        subject_for(text).lock(text)
        text.hold()
        about = {"subject_kind": kind_of(text), "subject_id": text.id, "part": part}
        why = {"kind": kind, "reason": reason, "because": because[:1000]}
        return cls(by_id=by.id, spans=[], **about, **why)

    def put_on(self, text: Any, by: Person, values: dict[str, str]) -> "Redaction":
        """Note the cover and show ``values`` instead; the author is told."""
        db.session.add(self)
        record(REDACTED, by, text)
        text.put_words(values)
        text.decided("redacted", self, by, reason=self.reason, because=self.because)
        return self

    def undo(self, by: Person, because: str) -> bool:
        """Show again what was covered; False when that was done already. The caller commits."""
        words_for_author(because, _l("Please tell the author in a sentence why it appears again."))
        text = self.text
        if text is None:
            return False
        subject_for(text).lock(text)
        text.hold()
        db.session.refresh(self, with_for_update={"of": Redaction})
        if self.undone_at is not None:
            return False
        if self.erased_at is not None or self.original is None:
            raise Refused(sealing.GONE)
        others = [other for other in redactions_of(text) if other.id != self.id]
        values = sealing.lift(self, text, others)
        self._let_go()
        self.undone_at, self.undone_by_id, self.undone_because = now(), by.id, because[:2000]
        record(UNCOVERED, by, text)
        text.put_words(values)
        text.decided("uncovered", self, by, because=because)
        return True

    def _let_go(self) -> None:
        """Keep nothing of what it hid."""
        self.original = self.content = self.small = None

    @classmethod
    def erase(cls, covers: Sequence["Redaction"]) -> None:
        """Erase what lies under some covers of one text, also where its other covers sealed it.

        The text is held by the caller, who commits.
        """
        text = covers[0].text if covers else None
        if text is not None:
            others = [other for other in redactions_of(text) if other not in covers]
            sealing.erase_from(others, covers, text)
        for cover in covers:
            cover._let_go()
            cover.erased_at = cover.erased_at or now()


def redactions_of(text: Any, part: str | None = None) -> list[Redaction]:
    """Return the redactions in force of a text, or of one part of it, in order."""
    query = select(Redaction).where(is_about(Redaction, text), Redaction.undone_at.is_(None))
    if part is not None:
        query = query.where(Redaction.part == part)
    return list(db.session.scalars(query.order_by(Redaction.id)))


def edited(text: Any) -> bool:
    """Let a text wait whose author changed it after a part was covered; whether it does now.

    Refused for one that was removed: its words would be back.
    """
    if text.is_removed():
        raise Refused(_l("This was removed because the law requires it, so it cannot be changed."))
    covers = redactions_of(text)
    if covers:
        sealing.seal_replaced(text, covers)
    if not text.visible or not covers:
        return False
    text.wait()
    return True
