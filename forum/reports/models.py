"""Summaries are drafted; publications are frozen: numbered, dated, checksummed, for good."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, now


class Summary(db.Model):
    """A draft: the planner's text between blocks of evidence that nobody types.

    ``blocks`` is a list of {"kind": "text", "hu": ..., "en": ...} and
    {"kind": "theme", "theme_id": ...}, {"kind": "figures"}, {"kind": "method"}.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    title_hu: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    #: Raised by each save, so that two planners cannot overwrite each other unseen.
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    conversation: Mapped[Conversation] = relationship()
    publications: Mapped[list["Publication"]] = relationship(
        back_populates="summary", order_by="Publication.number"
    )


class Publication(db.Model):
    """A summary as it was published: nothing that happens later changes its files."""

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("summary.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    title_hu: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    #: SHA-256 over the checksums of the files, in the order of their names.
    checksum: Mapped[str] = mapped_column(String(64))
    opinions_count: Mapped[int] = mapped_column(default=0)
    people_count: Mapped[int] = mapped_column(default=0)

    summary: Mapped[Summary] = relationship(back_populates="publications")
    conversation: Mapped[Conversation] = relationship()
    by: Mapped[Person | None] = relationship()
    files: Mapped[list["PublicationFile"]] = relationship(order_by="PublicationFile.name")
    takedown: Mapped["Takedown | None"] = relationship(back_populates="publication")


class PublicationFile(db.Model):
    """One file of a publication: a page, a PDF, or data."""

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    name: Mapped[str] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    __table_args__ = (UniqueConstraint("publication_id", "name"),)


class PublicationOpinion(db.Model):
    """Which opinion went into which publication, under which themes and decisions."""

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), primary_key=True, index=True)
    quoted: Mapped[bool] = mapped_column(default=False)


class Takedown(db.Model):
    """A publication was withdrawn for a legal reason: the one act that may touch it, and logged."""

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    because: Mapped[str] = mapped_column(Text)
    publication: Mapped[Publication] = relationship(back_populates="takedown")
