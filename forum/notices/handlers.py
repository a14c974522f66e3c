"""What happens elsewhere and who is told of it; connected in ``init_app``."""

from typing import Any

from forum.accounts.models import visitor_signed_in
from forum.accounts.reach import reach_asked
from forum.core.db import db
from forum.core.jobs import enqueue
from forum.core.news import News, tell
from forum.moderation.models import Hiding
from forum.notices import words
from forum.notices.reaching import absorb_visitor, ask_to_confirm
from forum.opinions.models import Opinion, opinion_approved, opinion_hidden, opinion_restored
from forum.planning.models import Decision, theme_decided
from forum.planning.seasons.models import PlanPublication, plan_published
from forum.programs.models import Program, program_announced, program_done
from forum.reports.models import Publication, summary_published


def connect() -> None:
    """Listen to the rooms below; connecting twice is connecting once."""
    opinion_hidden.connect(tell_of_hiding)
    opinion_restored.connect(tell_of_restoring)
    opinion_approved.connect(tell_of_approval)
    summary_published.connect(tell_of_publication)
    theme_decided.connect(tell_of_decision)
    plan_published.connect(tell_of_plan)
    program_announced.connect(tell_of_program)
    program_done.connect(tell_of_outcome)
    reach_asked.connect(ask_to_confirm)
    visitor_signed_in.connect(absorb_visitor)


def _tell(kind: str, opinion: Opinion, key: int, **details: Any) -> None:
    details["reference"] = opinion.reference
    topic, path = ("opinion", opinion.id), f"/opinions/{opinion.id}"
    tell(News(kind, str(key), topic, path, details), [opinion.author_id])


def tell_of_hiding(opinion: Opinion, hiding: Hiding, **_more: Any) -> None:
    """Tell the author that the opinion was hidden, and why: once for each hiding."""
    db.session.flush()
    _tell(words.HIDDEN, opinion, hiding.id, reason=hiding.reason, because=hiding.because)


def tell_of_restoring(opinion: Opinion, hiding: Hiding, **_more: Any) -> None:
    """Tell the author that the opinion is back: once for each hiding."""
    db.session.flush()
    if opinion.visible:
        _tell(words.RESTORED, opinion, hiding.id, because=hiding.restored_because)


def tell_of_approval(opinion: Opinion, **_more: Any) -> None:
    """Tell the author that the opinion has appeared."""
    if opinion.visible:
        _tell(words.APPROVED, opinion, opinion.id)


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
