"""Background work of the room: analyses, what arrives after them, and the nightly refresh."""

from forum.core.jobs import Job, job, nightly
from forum.themes.runs import arriving
from forum.themes.runs.running import refresh_all, run


@job("analysis")
def analysis(work: Job, analysis_id: int) -> None:
    """Sort a conversation's opinions."""
    run(analysis_id, work.report)


@job("arrival")
def arrival(work: Job, conversation_id: int, again: list[int]) -> None:
    """Sort what came since the last analysis."""
    arriving.sort_arrived(conversation_id, again)


@nightly
def refresh() -> None:
    """Sort every open conversation again that has changed since."""
    refresh_all()
