"""What a season's plan waits for, in one sentence."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core.i18n import show_date
from forum.planning.ballots.models import Voting
from forum.planning.models_candidates import Candidate
from forum.planning.money import forints
from forum.planning.seasons.models import Plan, PlanPublication
from forum.planning.seasons.totals import Totals


def next_step(
    candidates: Sequence[Candidate],
    voting: Voting | None,
    versions: Sequence[tuple[Plan, Totals]],
    published: PlanPublication | None,
) -> str:
    """Return what the planner does next; ``versions`` are the newest first."""
    if not any(not candidate.is_dropped for candidate in candidates):
        return _("Next: add the programs the season could have.")
    if versions:
        return _of_version(*versions[0], published)
    if voting is None:
        return _("Next: let residents mark what they would like, or begin a version of the plan.")
    if voting.stage == "closed":
        return _("Next: read what the ballots advise, and begin a version of the plan.")
    last = show_date(voting.last_day)
    return _("Residents can mark the programs until %(day)s; then you begin the plan.", day=last)


def _of_version(plan: Plan, sums: Totals, published: PlanPublication | None) -> str:
    """Return what the newest version waits for."""
    number = plan.number
    if plan.is_open and sums.undecided:
        return ngettext(
            "Next: decide on %(num)s program in version %(number)s.",
            "Next: decide on %(num)s programs in version %(number)s.",
            sums.undecided,
            number=number,
        )
    if plan.is_open and sums.over:
        more = forints(sums.over)
        return _(
            "Next: all is decided, but version %(number)s costs %(more)s too much. Change it, or "
            "say why when you approve it.",
            number=number,
            more=more,
        )
    if plan.is_open:
        return _("Next: all is decided in version %(number)s; it can be approved.", number=number)
    if published is None or published.plan_id != plan.id:
        return _("Next: version %(number)s is approved; publish it.", number=number)
    return _("The plan is published: its programs can be made.")
