"""Who may do what with a conversation."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import confirmed
from forum.core.access import Rule, allow, anyone
from forum.moderation.assigning.charge import in_charge_of_place


def phase(kind: str) -> Rule:
    """While the conversation is in the phase ``kind``."""
    return Rule(lambda person, talk: talk is not None and talk.in_phase(kind))


for_anyone_to_speak = Rule(lambda person, c: c is not None and c.who_speaks == "anyone")
for_anyone_to_weigh = Rule(lambda person, c: c is not None and c.who_weighs == "anyone")

allow("conversations:read", _l("Read a conversation that is open"), anyone)
allow(
    "conversations:manage",
    _l("Draft, open, prolong and close the conversations one is in charge of"),
    in_charge_of_place,
)
allow(
    "conversations:speak",
    _l("Say an opinion, while the conversation is in its phase of speaking"),
    phase("speak") & (for_anyone_to_speak | confirmed),
)
allow(
    "conversations:weigh",
    _l("Weigh the opinions of others, while the conversation is in its phase of weighing"),
    phase("weigh") & (for_anyone_to_weigh | confirmed),
)
