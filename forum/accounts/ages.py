"""Accounts that were never asked for an age are asked before they do anything.

Whoever registers tells it at once. An account made before that was asked, by an invitation, or
opened from outside under an address known already, has not told it.
"""

from typing import Any

from forum.accounts import guardians
from forum.accounts.models import Person


def is_to_be_asked(person: Any) -> bool:
    """Whether it is not known if this account is of somebody under sixteen; staff are grown up."""
    return bool(person.is_authenticated and person.role == "resident" and person.age_to_ask)


def tell(person: Person, guardian: tuple[str, str] | None, language: str) -> bool:
    """Take what somebody says of their age, once; ``guardian`` is who answers for a young one.

    False when it was told already: whoever is young does not become grown by telling it anew.
    """
    if not person.age_to_ask:
        return False
    person.age_to_ask = False
    if guardian is not None:
        guardians.answer_for(person, *guardian, language)
    return True
