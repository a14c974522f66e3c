"""Background work: telling the authors of a publication."""

from forum.core.jobs import Job, job
from forum.notices.publications import tell_authors


@job("tell_authors")
def tell_authors_job(work: Job, publication_id: int) -> None:
    """Tell every author whose opinion is in the publication."""
    tell_authors(publication_id, report=work.report)
