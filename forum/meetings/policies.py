"""Who may do what at a forum."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator, facilitator, planner
from forum.core.access import Rule, allow, anyone
from forum.moderation.assigning.charge import in_charge_of_place

allow("meetings:read", _l("Read about a forum, follow it on a screen, read its minutes"), anyone)
allow(
    "meetings:join",
    _l("Put questions, vote and ask to speak while following a forum on a screen"),
    anyone,
)
allow(
    "meetings:manage",
    _l("Draft a forum and its agenda, lead it, write its minutes, where one is in charge"),
    in_charge_of_place,
)

of_this_forum = facilitator & Rule(
    lambda person, meeting: meeting is not None and meeting.facilitator_id == person.id
)

allow("minutes:comment", _l("Comment on the minutes of a forum while they are open"), anyone)
allow(
    "minutes:approve",
    _l("Approve the minutes of a forum: its own facilitator, or a planner"),
    of_this_forum | planner,
)
allow("minutes:withdraw", _l("Withdraw minutes for a legal reason"), administrator)
