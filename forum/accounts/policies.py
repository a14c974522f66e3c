"""Who may do what with accounts, and the role rules other rooms build on."""

from flask_babel import lazy_gettext as _l

from forum.core.access import Rule, allow, anyone, at_least, signed_in

confirmed = Rule(lambda person, thing: person.email_confirmed_at is not None)
facilitator = at_least("facilitator")
planner = at_least("planner")
administrator = at_least("administrator")
oneself = Rule(lambda person, thing: thing is not None and person.id == thing.id)

allow("accounts:enter", _l("Sign in, register or ask for a new password"), anyone)
allow("accounts:own", _l("See and change one's own account"), signed_in)
allow("accounts:manage", _l("Invite staff and change roles"), administrator)
allow("accounts:notice", _l("Publish a new version of the privacy notice"), administrator)
allow("accounts:guardians", _l("Note the consent of parents and guardians"), facilitator)
