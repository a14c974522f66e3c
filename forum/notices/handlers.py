"""What happens elsewhere and who is told of it; connected in ``init_app``."""

from typing import Any

from forum.accounts.models import visitor_signed_in
from forum.accounts.reach import reach_asked
from forum.core.db import db
from forum.core.jobs import enqueue
from forum.notices.reaching import absorb_visitor, ask_to_confirm
from forum.planning.models import Decision, theme_decided
from forum.planning.seasons.models import PlanPublication, plan_published
from forum.programs.models import Program, program_announced, program_done
from forum.reports.models import Publication, summary_published


def connect() -> None:
    """Listen to the rooms below; connecting twice is connecting once."""
    summary_published.connect(tell_of_publication)
    theme_decided.connect(tell_of_decision)
    plan_published.connect(tell_of_plan)
    program_announced.connect(tell_of_program)
    program_done.connect(tell_of_outcome)
    reach_asked.connect(ask_to_confirm)
    visitor_signed_in.connect(absorb_visitor)


def tell_of_publication(publication: Publication, **_more: Any) -> None:
    """Ask for a job that tells every author; there may be thousands."""
    db.session.flush()
    enqueue("tell_authors", publication_id=publication.id)


def tell_of_decision(decision: Decision, **_more: Any) -> None:
    """Ask for a job that tells everybody behind the theme."""
    db.session.flush()
    enqueue("tell_decision", decision_id=decision.id)


def tell_of_plan(publication: PlanPublication, **_more: Any) -> None:
    """Ask for a job that tells everybody behind a candidate."""
    db.session.flush()
    enqueue("tell_plan", publication_id=publication.id)


def tell_of_program(program: Program, **_more: Any) -> None:
    """Ask for a job that tells everybody who asked for the program."""
    db.session.flush()
    enqueue("tell_program", program_id=program.id)


def tell_of_outcome(program: Program, **_more: Any) -> None:
    """Ask for a job that tells everybody who asked for the program how it was."""
    db.session.flush()
    enqueue("tell_outcome", program_id=program.id)
