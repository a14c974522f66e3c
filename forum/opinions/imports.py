"""Acts of taking in a list: look at it, then take it in whole, in the background."""

from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.names import known_names
from forum.conversations.models import Conversation
from forum.core.apart import apart
from forum.core.db import db
from forum.core.jobs import Job, job
from forum.core.lists import read
from forum.opinions.list_files import SAMPLE_ROWS, Checked, check
from forum.opinions.models import ImportBatch
from forum.opinions.operations import take_in

IMPORTED = declare(
    "opinions.imported",
    _l("%(actor)s took in a list of %(count)s opinions to conversation %(reference)s."),
)


def check_file(filename: str, content: bytes) -> Checked:
    """Read and check a file apart; raise UnreadableList when it is no list."""
    names = known_names()
    with apart():
        return check(*read(filename, content), *names)


def prepare(
    conversation: Conversation, filename: str, content: bytes, by: Person | None
) -> ImportBatch:
    """Keep an uploaded list with what the check found; ``by`` is None at the command line."""
    checked = check_file(filename, content)
    batch = ImportBatch(conversation_id=conversation.id, by_id=by.id if by else None)
    batch.keep(filename, content, checked, [said.text for said in checked.sayings[:SAMPLE_ROWS]])
    return batch


@job(ImportBatch.taken_in_by)
def run(job_row: Job, batch_id: int) -> None:
    """Take in a list in the background."""
    batch = db.session.get(ImportBatch, batch_id)
    if batch is not None and batch.imported_at is None:
        finish(batch, job_row)


def finish(batch: ImportBatch, work: Job | None = None) -> int:
    """Take the list in: all of it, or none; return the number of opinions. Commits."""
    checked = check_file(batch.filename, batch.content)
    by = db.session.get(Person, batch.by_id) if batch.by_id else None
    key = f"list-{batch.conversation_id}-{batch.digest[:32]}"
    return batch.finish(
        checked,
        lambda: take_in(batch.conversation, checked.sayings, by, key),
        lambda: record(IMPORTED, by, batch.conversation, count=checked.rows_count),
        work,
    )
