"""Acts of taking in a list of ideas: look at it, then take it in whole, in the background."""

import hashlib
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.forms import one_line
from forum.core.jobs import Job, enqueue, job
from forum.core.lists import read
from forum.core.pages import paginate
from forum.ideas.importing_files import SAMPLE_ROWS, CheckedIdeas, check
from forum.ideas.life import IdeaBatch
from forum.ideas.proposing import take_in

IMPORTED = declare("ideas.imported", _l("%(actor)s took in a list of %(count)s program ideas."))


def check_file(filename: str, content: bytes) -> CheckedIdeas:
    """Read and check a file; raise UnreadableList when it is no list."""
    return check(*read(filename, content))


def prepare(filename: str, content: bytes, by: Person) -> IdeaBatch:
    """Keep an uploaded list with what the check found."""
    checked = check_file(filename, content)
    batch = IdeaBatch(
        by_id=by.id,
        filename=one_line(filename)[-200:],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        rows_count=checked.rows_count,
        report={
            "errors": checked.errors,
            "errors_count": checked.errors_count,
            "ignored": checked.ignored,
            "sample": [[one.title, one.text] for one in checked.proposals[:SAMPLE_ROWS]],
        },
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def same_list(batch: IdeaBatch) -> IdeaBatch | None:
    """Return the batch by which the very same list has been taken in already."""
    query = select(IdeaBatch).where(
        IdeaBatch.digest == batch.digest, IdeaBatch.imported_at.is_not(None)
    )
    return db.session.scalars(query).first()


def start(batch: IdeaBatch, by: Person) -> Job:
    """Ask for the list to be taken in; asking twice is asking once."""
    db.session.refresh(batch, with_for_update={"of": IdeaBatch})
    if batch.report["errors_count"]:
        raise Refused(_("The list has errors. Please mend the file and upload it again."))
    if same_list(batch) is not None:
        raise Refused(_("This very list has been taken in already."))
    if batch.job is None or batch.job.state == "failed":
        batch.job = enqueue("idea_import", by, batch_id=batch.id)
    return batch.job


@job("idea_import")
def run(job_row: Job, batch_id: int) -> None:
    """Take in a list in the background."""
    batch = db.session.get(IdeaBatch, batch_id)
    if batch is not None and batch.imported_at is None:
        finish(batch, job_row)


def finish(batch: IdeaBatch, progress: Any = None) -> int:
    """Take the list in: all of it, or none; return the number of ideas. Commits."""
    checked = check_file(batch.filename, batch.content)
    if checked.errors_count:
        raise Refused(_("The list has errors. Please mend the file and upload it again."))
    if progress is not None:
        progress.report(0, checked.rows_count)
    by = db.session.get(Person, batch.by_id) if batch.by_id else None
    try:
        take_in(checked.proposals, by, f"ideas-{batch.digest[:32]}")
    except IntegrityError as error:
        db.session.rollback()
        raise Refused(_("This very list has been taken in already.")) from error
    batch.imported_at = now()
    # The file may hold contacts, of which only fingerprints stay; its checksum knows it again.
    batch.content = b""
    record(IMPORTED, by, batch, count=checked.rows_count)
    if progress is not None:
        progress.done = progress.total = checked.rows_count
    db.session.commit()
    return checked.rows_count


def batches() -> Pagination:
    """Return a page of the lists uploaded so far, the newest first."""
    return paginate(select(IdeaBatch).order_by(IdeaBatch.id.desc()))
