"""How often a code may be tried: counted for the person, wherever the tries come from."""

from sqlalchemy import select

from forum.accounts import operations
from forum.accounts.models import Person
from forum.accounts.proving import codes, letters, recovery
from forum.core.db import db
from forum.core.limits import attempts, forgive, too_many

#: Wrong codes of one person in a quarter of an hour, and in a day: of a million codes three count
#: at a time, so whoever knows the password guesses for thirty years.
WRONG, WRONG_A_DAY = 5, 30
QUARTER, DAY = 15, 24 * 60


def right_code(person: Person, typed: str) -> str:
    """Return what ``typed`` is: "app", "recovery", or nothing when it is wrong; commits.

    Raises TooMany after too many wrong ones; tries in parallel wait for each other.
    """
    db.session.scalars(select(Person.id).where(Person.id == person.id).with_for_update()).all()
    who = str(person.id)
    limited = too_many("code", who, WRONG, QUARTER)
    limited |= too_many("code-day", who, WRONG_A_DAY, DAY)
    if limited:
        db.session.commit()
        raise operations.TooMany
    kind = _kind(person, typed)
    if kind:
        forgive("code", who)
        forgive("code-day", who)
    elif attempts("code", who, QUARTER) == WRONG:
        letters.many_wrong_codes(person)
    db.session.commit()
    return kind


def _kind(person: Person, typed: str) -> str:
    """Say what the typed code is, without blanks."""
    tidy = "".join(typed.split())
    if tidy.isascii() and tidy.isdigit():
        return "app" if codes.accepts(person, tidy) else ""
    if not recovery.accepts(person, typed):
        return ""
    letters.recovery_code_used(person)
    return "recovery"
