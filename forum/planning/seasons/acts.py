"""What the log says of candidates and plans; only what was published is told to everybody."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare, describe
from forum.planning.models import CHOICES

describe("decision", lambda choice: CHOICES.get(choice, choice))

CANDIDATE_ADDED = declare(
    "candidate.added", _l("%(actor)s added the candidate “%(reference)s”."), public=False
)
CANDIDATE_CHANGED = declare(
    "candidate.changed", _l("%(actor)s changed the candidate “%(reference)s”."), public=False
)
CANDIDATE_DROPPED = declare(
    "candidate.dropped",
    _l("%(actor)s took the candidate “%(reference)s” out of the running."),
    public=False,
)
CANDIDATE_BACK = declare(
    "candidate.brought_back",
    _l("%(actor)s brought the candidate “%(reference)s” back."),
    public=False,
)
PLAN_BEGUN = declare(
    "plan.begun", _l("%(actor)s began version %(reference)s of the plan."), public=False
)
PLAN_COPIED = declare(
    "plan.copied",
    _l("%(actor)s copied a version of the plan into version %(reference)s."),
    public=False,
)
PLAN_CHANGED = declare(
    "plan.changed", _l("%(actor)s changed version %(reference)s of the plan."), public=False
)
ITEM_DECIDED = declare(
    "plan.decided",
    _l("%(actor)s decided on “%(candidate)s” in version %(reference)s of the plan: %(decision)s."),
    public=False,
)
PLAN_APPROVED = declare(
    "plan.approved", _l("%(actor)s approved version %(reference)s of the plan."), public=False
)
PLAN_PUBLISHED = declare("plan.published", _l("%(actor)s published the plan %(reference)s."))
PROGRAM_MADE = declare(
    "plan.program_made",
    _l("%(actor)s made a program of the candidate “%(reference)s”."),
    public=False,
)
