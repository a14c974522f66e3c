"""Ten codes on paper for the day the phone is lost."""

from datetime import datetime
from secrets import choice

from sqlalchemy import delete, update

from forum.accounts.models import Person
from forum.accounts.proving.models import RecoveryCode
from forum.core.codes import CODE_LENGTH, CODE_LETTERS, clean_code, is_code, keyed_hash
from forum.core.db import db, now

#: How many codes are on the sheet.
NUMBER = 10


def renew(person: Person) -> list[str]:
    """Make new codes and return them, the only time they can be read; earlier ones end."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [_new_code() for _each in range(NUMBER)]
    db.session.add_all(
        RecoveryCode(person_id=person.id, hash=_hash(person, code)) for code in codes
    )
    return codes


def accepts(person: Person, typed: str) -> bool:
    """Whether ``typed`` is one of the codes; it is used up by this, whoever else types it."""
    if not is_code(typed):
        return False
    moment: datetime = now()
    taken = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.hash == _hash(person, clean_code(typed)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=moment)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _new_code() -> str:
    return clean_code("".join(choice(CODE_LETTERS) for _letter in range(CODE_LENGTH)))


def _hash(person: Person, code: str) -> str:
    """Hash with the key of this installation: fifty bits alone could be tried out."""
    return keyed_hash("recovery", f"{person.id}:{code}")
