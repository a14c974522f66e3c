"""Background work of the room: analyses."""

from forum.core.jobs import Job, job
from forum.themes.runs import run


@job("analysis")
def analysis(work: Job, analysis_id: int) -> None:
    """Sort a conversation's opinions."""
    run(analysis_id, work.report)
