"""Summaries are drafted; publications are frozen: numbered, dated, checksummed, for good."""

from datetime import datetime
from typing import Any

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.conversations.models import Conversation
from forum.core import search
from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import in_language

DRAFTED = declare(
    "summary.drafted",
    _l("%(actor)s began the summary of the conversation “%(reference)s”."),
    public=False,
)
PUBLISHED = declare(
    "summary.published", _l("%(actor)s published summary no. %(reference)s “%(title)s”.")
)
TAKEN_DOWN = declare(
    "summary.taken_down", _l("%(actor)s withdrew summary no. %(reference)s: %(because)s")
)

summary_published = signal("summary-published")


class Summary(db.Model):
    """A draft: the planner's text between blocks of evidence that nobody types.

    ``blocks`` is what ``forum.reports.blocks`` describes; a conversation has one draft, and each
    publication is a print of it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), unique=True)
    title_hu: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    #: Raised by each save, so that two planners cannot overwrite each other unseen.
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    conversation: Mapped[Conversation] = relationship()
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id])
    publications: Mapped[list["Publication"]] = relationship(
        back_populates="summary", order_by="Publication.number"
    )


class Publication(db.Model):
    """A summary as it was published: nothing that happens later changes its rows or files.

    Database triggers refuse it; a takedown is a row beside it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"))
    #: The version of the draft this is a print of: each is published once.
    draft_version: Mapped[int]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    title_hu: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    #: SHA-256 of the file SHA256SUMS, which lists the checksums of all the others.
    checksum: Mapped[str] = mapped_column(String(64))
    opinions_count: Mapped[int] = mapped_column(default=0)
    people_count: Mapped[int] = mapped_column(default=0)

    summary: Mapped[Summary] = relationship(back_populates="publications")
    conversation: Mapped[Conversation] = relationship()
    by: Mapped[Person | None] = relationship()
    files: Mapped[list["PublicationFile"]] = relationship(
        back_populates="publication", order_by="PublicationFile.id"
    )
    takedown: Mapped["Takedown | None"] = relationship(back_populates="publication")
    __table_args__ = (UniqueConstraint("summary_id", "draft_version"),)

    @property
    def reference(self) -> str:
        """The public number."""
        return str(self.number)

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return in_language(self, "title")

    @property
    def path(self) -> str:
        """The stable address on this site."""
        return f"/summaries/{self.number}"

    def take_down(self, by: Person, because: str) -> "Takedown":
        """Withdraw the publication for a legal reason; its files are kept but not shown."""
        if self.takedown is None:
            self.takedown = Takedown(by_id=by.id, because=because)
            record(TAKEN_DOWN, by, self, because=because)
            search.remove("summary", self.id)
            self.conversation.changed()
        return self.takedown


class PublicationFile(db.Model):
    """One file of a publication: a page, a PDF, or data."""

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    name: Mapped[str] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))

    publication: Mapped[Publication] = relationship(back_populates="files")
    __table_args__ = (UniqueConstraint("publication_id", "name"),)


class PublicationOpinion(db.Model):
    """Which opinion went into which publication, and under which themes, as they were called."""

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), primary_key=True, index=True)
    quoted: Mapped[bool] = mapped_column(default=False)
    #: List of {"id", "hu", "en"}.
    themes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    publication: Mapped[Publication] = relationship()


class Takedown(db.Model):
    """A publication was withdrawn for a legal reason: the one act that may touch it, and logged."""

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    because: Mapped[str] = mapped_column(Text)
    publication: Mapped[Publication] = relationship(back_populates="takedown")
