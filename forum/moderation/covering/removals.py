"""Removals: what the law forbids is gone from every page; only its place and number stay.

The words are replaced where they are kept and sealed for an administrator until a set day; then
they are erased. Who took part is still counted, as with anything hidden.
"""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, select
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, describe, record
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.moderation.covering.about import About
from forum.moderation.models import Hiding
from forum.moderation.subjects import is_about, subject_for

#: Why the law has a text removed.
GROUNDS = {
    "unlawful": _l("unlawful content"),
    "order": _l("order of a court or an authority"),
    "rights": _l("personal rights of somebody"),
    "child": _l("protection of children"),
}


def ground_name(ground: str) -> str:
    """Return a legal ground in the language of the page."""
    return str(GROUNDS.get(ground, ground))


describe("ground", ground_name)
PUT_BACK = declare(
    "text.put_back", _l("%(actor)s put the removed text %(reference)s back."), named=False
)
UNSEALED = declare(
    "text.unsealed", _l("%(actor)s read the sealed words of %(reference)s."), public=False
)


class Removal(About, db.Model):
    """A text was removed because the law requires it; its words are sealed, then erased."""

    id: Mapped[int] = mapped_column(primary_key=True)
    ground: Mapped[str] = mapped_column(String(20))
    #: The number of the order or the file.
    order_number: Mapped[str] = mapped_column(String(120), default="")
    because: Mapped[str] = mapped_column(String(1000))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The day after which what was sealed is erased.
    sealed_until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: What the text said: columns, earlier versions; None once erased.
    sealed: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON(none_as_null=True)))
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    small: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])

    __table_args__ = (
        Index(
            "uq_removal_open",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=db.text("undone_at IS NULL"),
            postgresql_where=db.text("undone_at IS NULL"),
        ),
    )

    @property
    def ground_name(self) -> str:
        """The legal ground in the language of the page."""
        return ground_name(self.ground)

    @property
    def sealed_words(self) -> list[str]:
        """What the text said; nothing once that is erased."""
        return list((self.sealed or {}).get("words", {}).values())

    def put_back(self, by: Person, because: str) -> bool:
        """Put the words back as they stood before; False when that was done already.

        What was hidden then stays hidden, and what waited waits again. The caller commits.
        """
        text = self.text
        if text is None:
            return False
        subject_for(text).lock(text)
        text.hold()
        db.session.refresh(self)
        if self.undone_at is not None:
            return False
        values, earlier = self._kept()
        for version in getattr(text, "revisions", []):
            version.text = earlier.get(str(version.id), version.text)
        if self.content is not None:
            text.content, text.small = self.content, self.small
        self.undone_at, self.undone_by_id = now(), by.id
        record(PUT_BACK, by, text)
        text.put_words(values)
        self._as_before(text, by, because[:1000])
        return True

    def _as_before(self, text: Any, by: Person, because: str) -> None:
        """Show it again, unless it was not shown before it was removed."""
        hiding, waited = text.hiding, bool((self.sealed or {}).get("waited"))
        if hiding is None or not self._brought(hiding):
            text.waiting = waited
            text.decided("put_back", self, by, because=because)
        elif waited:
            hiding.restored_by_id, hiding.restored_at = by.id, now()
            hiding.restored_because = because
            text.decided("put_back", self, by, because=because)
            text.wait()
        else:
            text.restore(by, because)

    def _brought(self, hiding: Hiding) -> bool:
        """Whether a hiding came with this removal, and not before it."""
        noted = (self.sealed or {}).get("hiding")
        if noted is None:  # sealed before this was noted
            return hiding.by_id == self.by_id and hiding.because == self.because
        return bool(noted == hiding.id)

    def lift(self, hiding_id: int) -> None:
        """Note that the hiding that stood before it was taken back: put back, the text is shown."""
        text = self.text
        hiding = text.hiding if text is not None else None
        if self.sealed is not None and hiding is not None and hiding.id == hiding_id:
            self.sealed = {**self.sealed, "hiding": hiding_id}

    def unseal(self, by: Person) -> list[str] | None:
        """Return what was removed, and log who read it; None once it is erased. The caller commits."""
        if self.sealed is None:
            return None
        record(UNSEALED, by, self.text)
        return self.sealed_words

    def erase(self) -> None:
        """Erase what it has sealed for good."""
        self.sealed = self.content = self.small = None
        self.erased_at = self.erased_at or now()

    def _kept(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the words that can come back, by column, and earlier versions by number."""
        if self.sealed is None:
            raise Refused(_l("What was removed has been erased and cannot come back."))
        if self.sealed.get("given_up") == "words":
            raise Refused(_l("Its author had it erased meanwhile, so it cannot come back."))
        values = dict(self.sealed["words"])
        if self.sealed.get("given_up") and "signature" in values:
            values["signature"] = ""
        return values, self.sealed["earlier"]


def removal_of(text: Any) -> Removal | None:
    """Return the removal in force of a text."""
    query = select(Removal).where(is_about(Removal, text), Removal.undone_at.is_(None))
    return db.session.scalars(query).first()


def of_removal() -> Any:
    """Return the condition that a hiding came with a removal, which is told and counted by itself."""
    query = select(Removal.id).where(
        Removal.subject_kind == Hiding.subject_kind,
        Removal.subject_id == Hiding.subject_id,
        Removal.by_id == Hiding.by_id,
        Removal.because == Hiding.because,
    )
    return query.exists()
