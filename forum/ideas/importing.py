"""Acts of taking in a list of ideas: look at it, then take it in whole, in the background."""

from flask_babel import lazy_gettext as _l
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.apart import apart
from forum.core.db import db
from forum.core.jobs import Job, job
from forum.core.lists import read
from forum.core.pages import paginate
from forum.ideas.importing_files import SAMPLE_ROWS, CheckedIdeas, check, city_names
from forum.ideas.life import IdeaBatch
from forum.ideas.proposing import take_in

IMPORTED = declare("ideas.imported", _l("%(actor)s took in a list of %(count)s program ideas."))


def check_file(filename: str, content: bytes) -> CheckedIdeas:
    """Read and check a file apart; raise UnreadableList when it is no list."""
    names = city_names()
    with apart():
        return check(*read(filename, content), names)


def prepare(filename: str, content: bytes, by: Person) -> IdeaBatch:
    """Keep an uploaded list with what the check found."""
    checked = check_file(filename, content)
    sample = [[one.title, one.text] for one in checked.proposals[:SAMPLE_ROWS]]
    batch = IdeaBatch(by_id=by.id)
    batch.keep(filename, content, checked, sample)
    return batch


@job(IdeaBatch.taken_in_by)
def run(job_row: Job, batch_id: int) -> None:
    """Take in a list in the background."""
    batch = db.session.get(IdeaBatch, batch_id)
    if batch is not None and batch.imported_at is None:
        finish(batch, job_row)


def finish(batch: IdeaBatch, work: Job | None = None) -> int:
    """Take the list in: all of it, or none; return the number of ideas. Commits."""
    checked = check_file(batch.filename, batch.content)
    by = db.session.get(Person, batch.by_id) if batch.by_id else None
    return batch.finish(
        checked,
        lambda: take_in(checked.proposals, by, f"ideas-{batch.digest[:32]}"),
        lambda: record(IMPORTED, by, batch, count=checked.rows_count),
        work,
    )


def batches() -> Pagination:
    """Return a page of the lists uploaded so far, the newest first."""
    return paginate(select(IdeaBatch).order_by(IdeaBatch.id.desc()))
