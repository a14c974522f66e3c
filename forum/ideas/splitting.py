"""Making an idea of its own from a part of another, which stays as it is."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import db
from forum.core.errors import Refused
from forum.ideas import telling
from forum.ideas.models import Idea
from forum.ideas.proposing import Proposal, propose, sent_with

SPLIT = declare(
    "idea.split", _l("%(actor)s made a part of idea %(original)s an idea: %(reference)s.")
)


def split(original: Idea, by: Person, key: str, title: str, text: str, because: str = "") -> Idea:
    """Make an idea from a part of ``original``, credited to its author; the key twice is one.

    The author is told, and whoever supports the original: they may support the part too.
    """
    db.session.flush()
    db.session.refresh(original, with_for_update={"of": Idea, "key_share": True})
    known = sent_with(key)
    if known is not None:
        return known
    if not original.visible:
        raise Refused(_("This idea is not shown, so nothing can be made from it."))
    part = propose(part_of(original, title, text), original.author, key, by)
    part.split_from_id = original.id
    original.touch()
    record(SPLIT, by, part, original=original.reference)
    db.session.flush()
    telling.tell_split(part, original, because)
    return part


def part_of(original: Idea, title: str, text: str) -> Proposal:
    """Return what the part proposes: its own words, and where, for whom and who as the original."""
    return Proposal(
        title=title,
        text=text,
        category_id=original.category_id,
        neighbourhood_ids=tuple(row.id for row in original.neighbourhoods),
        age_band_ids=tuple(row.id for row in original.age_bands),
        place=original.place,
        timing=original.timing,
        signature=original.signature,
        home_id=original.home_id,
        age_band_id=original.age_band_id,
        contact_key=original.contact_key,
        channel=original.channel,
    )
