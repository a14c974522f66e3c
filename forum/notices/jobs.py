"""Background work: telling the many people a publication, a decision or a program concerns."""

from forum.core.jobs import Job, job
from forum.notices import chain
from forum.notices.publications import tell_authors, tell_readers


@job("tell_authors")
def tell_authors_job(work: Job, publication_id: int) -> None:
    """Tell every author whose opinion is in the publication, and whoever follows its conversation."""
    tell_authors(publication_id, report=work.report)
    tell_readers(publication_id)


@job("tell_decision")
def tell_decision_job(work: Job, decision_id: int) -> None:
    """Tell everybody behind a theme what was decided."""
    chain.tell_of_decision(decision_id, report=work.report)


@job("tell_plan")
def tell_plan_job(work: Job, publication_id: int) -> None:
    """Tell everybody behind a candidate what the plan says of it."""
    chain.tell_of_plan(publication_id, report=work.report)


@job("tell_program")
def tell_program_job(work: Job, program_id: int) -> None:
    """Tell everybody who asked for it that a program comes."""
    chain.tell_of_program(program_id, report=work.report)


@job("tell_outcome")
def tell_outcome_job(work: Job, program_id: int) -> None:
    """Tell everybody who asked for a program how it was."""
    chain.tell_of_outcome(program_id, report=work.report)
