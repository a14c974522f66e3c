"""Who may do what with an opinion."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import signed_in
from forum.core.access import Rule, allow, anyone
from forum.moderation.assigning.charge import in_charge_of_place
from forum.moderation.assigning.places import locate
from forum.moderation.subjects import Place
from forum.opinions.models import ImportBatch

author = Rule(
    lambda person, opinion: (
        opinion is not None and person.id is not None and opinion.author_id == person.id
    )
)
still_speaking = Rule(
    lambda person, opinion: opinion is not None and opinion.conversation.in_phase("speak")
)
unweighed = Rule(lambda person, opinion: opinion is not None and not opinion.is_settled)
still_there = Rule(lambda person, opinion: opinion is not None and not opinion.is_erased)

locate(ImportBatch, lambda batch: Place("conversation", batch.conversation_id))

allow("opinions:read", _l("Read an opinion that is shown"), anyone)
allow(
    "opinions:edit",
    _l("Change one's own opinion until somebody has weighed it"),
    author & still_speaking & unweighed & still_there,
)
allow("opinions:thanks", _l("See the code with which to follow one's own opinion"), author)
allow("opinions:follow", _l("Follow an opinion by its code"), anyone)
allow("opinions:claim", _l("Take an opinion into one's account by its code"), signed_in)
allow("opinions:own", _l("See what became of one's own opinions"), signed_in)
allow("opinions:moderate", _l("Hide, restore and let through opinions"), in_charge_of_place)
allow(
    "opinions:desk",
    _l("Enter opinions told at a table, on paper or by phone"),
    in_charge_of_place,
)
allow("opinions:import", _l("Import lists of opinions"), in_charge_of_place)
