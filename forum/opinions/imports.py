"""Acts of taking in a list: look at it, then take it in whole, in the background."""

import hashlib
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.names import known_names
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.forms import one_line
from forum.core.jobs import Job, enqueue, job
from forum.core.lists import read
from forum.opinions.list_files import SAMPLE_ROWS, Checked, check
from forum.opinions.models import ImportBatch
from forum.opinions.operations import take_in

IMPORTED = declare(
    "opinions.imported",
    _l("%(actor)s took in a list of %(count)s opinions to conversation %(reference)s."),
)


def check_file(filename: str, content: bytes) -> Checked:
    """Read and check a file; raise UnreadableList when it is no list."""
    headings, rows = read(filename, content)
    return check(headings, rows, *known_names())


def prepare(
    conversation: Conversation, filename: str, content: bytes, by: Person | None
) -> ImportBatch:
    """Keep an uploaded list with what the check found; ``by`` is None at the command line."""
    checked = check_file(filename, content)
    batch = ImportBatch(
        conversation=conversation,
        by_id=by.id if by else None,
        filename=one_line(filename)[-200:],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        rows_count=checked.rows_count,
        report={
            "errors": checked.errors,
            "errors_count": checked.errors_count,
            "ignored": checked.ignored,
            "sample": [s.text for s in checked.sayings[:SAMPLE_ROWS]],
        },
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def same_list(batch: ImportBatch) -> ImportBatch | None:
    """Return the batch by which the very same list has been taken in already."""
    return db.session.scalars(
        select(ImportBatch).where(
            ImportBatch.conversation_id == batch.conversation_id,
            ImportBatch.digest == batch.digest,
            ImportBatch.imported_at.is_not(None),
        )
    ).first()


def start(batch: ImportBatch, by: Person) -> Job:
    """Ask for the list to be taken in; asking twice is asking once."""
    if batch.report["errors_count"]:
        raise Refused(_("The list has errors. Please mend the file and upload it again."))
    if same_list(batch) is not None:
        raise Refused(_("This very list has been taken in already."))
    if batch.job is None or batch.job.state == "failed":
        batch.job = enqueue("import", by, batch_id=batch.id)
    return batch.job


@job("import")
def run(job_row: Job, batch_id: int) -> None:
    """Take in a list in the background."""
    batch = db.session.get(ImportBatch, batch_id)
    if batch is not None and batch.imported_at is None:
        finish(batch, job_row)


def finish(batch: ImportBatch, progress: Any = None) -> int:
    """Take the list in: all of it, or none; return the number of opinions."""
    checked = check_file(batch.filename, batch.content)
    if checked.errors_count:
        raise Refused(_("The list has errors. Please mend the file and upload it again."))
    if progress is not None:
        progress.report(0, checked.rows_count)
    by = db.session.get(Person, batch.by_id) if batch.by_id else None
    key = f"list-{batch.conversation_id}-{batch.digest[:32]}"
    try:
        take_in(batch.conversation, checked.sayings, by, key)
    except IntegrityError as error:
        db.session.rollback()
        raise Refused(_("This very list has been taken in already.")) from error
    batch.imported_at = now()
    # The file may hold contacts, of which only fingerprints are to stay; its checksum knows it again.
    batch.content = b""
    record(IMPORTED, by, batch.conversation, count=checked.rows_count)
    if progress is not None:
        progress.done = progress.total = checked.rows_count
    db.session.commit()
    return checked.rows_count
