"""Who may do what with communities."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import facilitator
from forum.core.access import Rule, allow, anyone, signed_in

author = Rule(lambda person, one: one is not None and person.id == one.author_id)
shown = Rule(lambda person, one: one is not None and one.visible and not one.closed_at)

allow("communities:read", _l("Read about communities"), anyone)
allow("communities:found", _l("Propose to found a community"), anyone)
allow("communities:join", _l("Ask to join a community"), shown)
allow("communities:follow", _l("Follow by its code what became of a wish to join"), anyone)
allow("communities:claim", _l("Take a wish to join into one's account by its code"), signed_in)
allow("communities:own", _l("See the communities one has joined"), signed_in)
allow(
    "communities:lead",
    _l("Change one's community and answer who would like to join"),
    author & signed_in | facilitator,
)
allow("communities:manage", _l("Enter, change and close any community"), facilitator)
