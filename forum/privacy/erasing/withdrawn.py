"""A guardian took the consent back: what is kept of the young person is erased with the account."""

from typing import Any

from forum.accounts.guardians import erasure_asked
from forum.accounts.models import Person
from forum.core.personal import Whose
from forum.privacy.erasing import erase


def erase_account(person: Person, **_more: Any) -> None:
    """Erase everything of ``person``, in the transaction in which the guardian said no."""
    erase(Whose(person_ids=frozenset({person.id})), person)


erasure_asked.connect(erase_account)
