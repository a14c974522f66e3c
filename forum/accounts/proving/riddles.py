"""Riddles for passkeys: random, for one purpose and person, answered once, within minutes."""

from datetime import timedelta
from secrets import token_bytes

from sqlalchemy import delete
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from forum.accounts.models import Person
from forum.accounts.proving.models import Challenge
from forum.core.codes import token_hash
from forum.core.db import db, now

#: Long enough to find the stick in the bag.
LIFETIME = timedelta(minutes=10)


def ask(purpose: str, person: Person | None) -> bytes:
    """Return a new riddle; the caller commits."""
    riddle = token_bytes(32)
    db.session.add(
        Challenge(
            hash=token_hash(bytes_to_base64url(riddle)),
            purpose=purpose,
            person_id=person.id if person else None,
            expires_at=now() + LIFETIME,
        )
    )
    return riddle


def answered(purpose: str, person: Person | None, written: str) -> bytes:
    """Use a riddle up and return it; another one, which nothing answers, when it does not count."""
    mine = Challenge.person_id == person.id if person else Challenge.person_id.is_(None)
    taken = db.session.execute(
        delete(Challenge).where(
            Challenge.hash == token_hash(written),
            Challenge.purpose == purpose,
            Challenge.expires_at > now(),
            mine,
        )
    )
    return base64url_to_bytes(written) if taken.rowcount else token_bytes(32)  # type: ignore[attr-defined]
