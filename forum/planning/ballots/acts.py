"""What the log says of votings; who marked what is nobody's business, so ballots are not in it."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare

VOTING_SET = declare(
    "voting.set", _l("%(actor)s set the days of the voting on the programs of %(reference)s.")
)
VOTING_CHANGED = declare(
    "voting.changed",
    _l("%(actor)s changed the days or the budget of the voting of %(reference)s."),
)
VOTING_CLOSED = declare(
    "voting.closed", _l("%(actor)s closed the voting on the programs of %(reference)s.")
)
