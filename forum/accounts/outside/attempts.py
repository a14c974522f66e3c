"""How often somebody may come back from a provider: as often as they may try a password."""

from forum.accounts.operations import QUARTER, WRONG_PER_ADDRESS, TooMany
from forum.core.db import db
from forum.core.limits import forgive, too_many

_COMING = "outside-from"


def note_attempt(where: str) -> None:
    """Note that a network address comes back, before the provider is asked; raises TooMany. Commits."""
    limited = too_many(_COMING, where, WRONG_PER_ADDRESS, QUARTER)
    db.session.commit()
    if limited:
        raise TooMany


def forgive_attempt(where: str) -> None:
    """Take that back, as the provider knows who it is: a hall shares an address. Commits."""
    forgive(_COMING, where)
    db.session.commit()
