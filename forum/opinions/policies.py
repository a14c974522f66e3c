"""Who may do what with an opinion."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import facilitator, signed_in
from forum.core.access import Rule, allow, anyone

author = Rule(
    lambda person, opinion: (
        opinion is not None and person.id is not None and opinion.author_id == person.id
    )
)
still_speaking = Rule(
    lambda person, opinion: opinion is not None and opinion.conversation.in_phase("speak")
)
unweighed = Rule(lambda person, opinion: opinion is not None and not opinion.is_settled)
shown = Rule(lambda person, opinion: opinion is not None and opinion.visible)

allow("opinions:read", _l("Read an opinion that is shown"), anyone)
allow(
    "opinions:edit",
    _l("Change one's own opinion until somebody has weighed it"),
    author & still_speaking & unweighed,
)
allow("opinions:flag", _l("Report somebody else's opinion to the facilitators"), shown & ~author)
allow("opinions:thanks", _l("See the code with which to follow one's own opinion"), author)
allow("opinions:follow", _l("Follow an opinion by its code"), anyone)
allow("opinions:claim", _l("Take an opinion into one's account by its code"), signed_in)
allow("opinions:own", _l("See what became of one's own opinions"), signed_in)
allow("opinions:moderate", _l("Hide, restore and let through opinions"), facilitator)
allow("opinions:desk", _l("Enter opinions told at a table, on paper or by phone"), facilitator)
allow("opinions:import", _l("Import lists of opinions"), facilitator)
