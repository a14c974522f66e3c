"""Lists somebody uploaded: looked at first, then taken in whole or not at all, in the background."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Self

from flask_babel import gettext as _
from sqlalchemy import JSON, ColumnElement, ForeignKey, LargeBinary, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.forms import one_line
from forum.core.jobs import Job, enqueue
from forum.core.lists import Findings


class UploadedList:
    """What rows of uploaded lists have in common; a room adds what its lists belong to."""

    #: The kind of job that takes such a list in.
    taken_in_by: ClassVar[str]

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, nullable=True)
    #: SHA-256 of the content, so that the same list is not taken in twice.
    digest: Mapped[str] = mapped_column(String(64))
    rows_count: Mapped[int] = mapped_column(default=0)
    #: What the check found: {"errors": [...], "errors_count", "sample": [...], "ignored": [...]}.
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @declared_attr
    def job(self) -> Mapped[Job | None]:
        """The work of taking it in."""
        return relationship()

    def among(self) -> list[ColumnElement[bool]]:
        """Return where the same list would be taken in; a room narrows it."""
        return []

    def keep(self, filename: str, content: bytes, found: Findings, sample: list[Any]) -> None:
        """Keep a file with what its check found and some of its rows to look at; adds the row."""
        self.filename, self.content = one_line(filename)[-200:], content
        self.digest, self.rows_count = hashlib.sha256(content).hexdigest(), found.rows_count
        self.report = {
            "errors": found.errors,
            "errors_count": found.errors_count,
            "ignored": found.ignored,
            "sample": sample,
        }
        db.session.add(self)
        db.session.flush()

    @property
    def same(self) -> Self | None:
        """The upload by which the very same list has been taken in already."""
        kind = type(self)
        query = select(kind).where(kind.digest == self.digest, kind.imported_at.is_not(None))
        return db.session.scalars(query.where(*self.among())).first()

    def start(self, by: Any) -> Job:
        """Ask for it to be taken in; asking twice is asking once."""
        db.session.refresh(self, with_for_update={"of": type(self)})
        if self.report["errors_count"]:
            raise Refused(_("The list has errors. Please mend the file and upload it again."))
        if self.same is not None:
            raise Refused(_("This very list has been taken in already."))
        if self.job is None or self.job.state == "failed":
            self.job = enqueue(self.taken_in_by, by, batch_id=self.id)
        return self.job

    def finish(
        self, found: Findings, take_in: Callable[[], None], log: Callable[[], None], job: Job | None
    ) -> int:
        """Take in all of it or none, as ``take_in`` does it; return the rows. Commits."""
        if found.errors_count:
            raise Refused(_("The list has errors. Please mend the file and upload it again."))
        if job is not None:
            job.report(0, found.rows_count)
        db.session.refresh(self, with_for_update={"of": type(self)})  # it was read apart
        if self.imported_at is not None:
            raise Refused(_("This very list has been taken in already."))
        try:
            take_in()
        except IntegrityError as error:
            db.session.rollback()
            raise Refused(_("This very list has been taken in already.")) from error
        self.imported_at = now()
        # The file may hold contacts, of which only fingerprints stay; its checksum knows it again.
        self.content = b""
        log()
        if job is not None:
            job.done = job.total = found.rows_count
        db.session.commit()
        return found.rows_count

    @property
    def progress(self) -> dict[str, Any]:
        """How far the taking in is, for the page that waits."""
        if self.job is None:
            return {"state": "new", "done": 0, "total": self.rows_count, "text": ""}
        texts = {
            "queued": _("Waiting"),
            "running": _("Working"),
            "done": _("Done"),
            "failed": _("Failed"),
        }
        job = self.job
        progress = {"state": job.state, "done": job.done, "total": job.total, "over": job.over}
        return {**progress, "text": texts[job.state]}
