"""Who may see what is kept of people, and say how long."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator
from forum.core.access import Rule, allow, anyone, signed_in

allow("privacy:map", _l("See what is kept of people, why and how long"), anyone)
allow(
    "privacy:retention",
    _l("Say how long personal data are kept, hold them, and erase what is due"),
    administrator,
)

own_archive = Rule(lambda person, archive: archive is not None and archive.person_id == person.id)

allow("privacy:own", _l("See, take away and erase what is kept of oneself"), signed_in)
allow("privacy:own_archive", _l("Fetch the archive one asked for"), signed_in & own_archive)
allow("privacy:code", _l("See, take away and erase what a code is about"), anyone)
allow("privacy:device", _l("See, take away and erase what this browser wrote"), anyone)
