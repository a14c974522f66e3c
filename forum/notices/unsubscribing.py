"""No more letters, by one click and without signing in: the token in the letter is the proof."""

import hmac

from forum.accounts.models import Person
from forum.accounts.reach import Reach
from forum.core.codes import keyed_hash
from forum.core.db import db, now
from forum.core.mail import site_url
from forum.notices.models import PACES, Preference
from forum.notices.preferring import preference_of, reschedule

#: What the keyed hash is for, so that a token of one purpose is worthless for any other.
_PURPOSE = "notices: unsubscribe"


def token_of(person_id: int) -> str:
    """Return the token with which somebody stops their letters of news; it never runs out."""
    return f"{person_id}-{keyed_hash(_PURPOSE, str(person_id))}"


def address(person_id: int) -> str:
    """Return the full address of the page on which somebody stops their letters."""
    return site_url(f"/unsubscribe/{token_of(person_id)}")


def holder(_person: object, token: str) -> Person | None:
    """Return whose token it is; None for one that we did not make."""
    number = token.partition("-")[0]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    if not hmac.compare_digest(token.encode(), token_of(int(number)).encode()):
        return None
    return db.session.get(Person, int(number))


def has_stopped(person: Person) -> bool:
    """Whether the person gets no letters of news."""
    if person.role == "visitor":
        row = _reach(person)
        return row is None or row.stopped_at is not None
    preference = db.session.get(Preference, person.id)
    return preference is not None and preference.pace == "never"


def stop(person: Person) -> str:
    """Stop the letters of news, also those that wait; return the pace they came at."""
    if person.role == "visitor":
        row = _reach(person)
        if row is not None:
            row.stopped_at = row.stopped_at or now()
        pace = "usual"
    else:
        preference = preference_of(person)
        pace = preference.pace
        preference.pace, preference.changed_at = "never", now()
    reschedule(person)
    return pace if pace != "never" else "usual"


def start_again(person: Person, pace: str) -> None:
    """Let letters of news come again, at the pace they came before."""
    if person.role == "visitor":
        row = _reach(person)
        if row is not None:
            row.stopped_at = None
    else:
        preference = preference_of(person)
        preference.pace = pace if pace in PACES and pace != "never" else "usual"
        preference.changed_at = now()


def _reach(person: Person) -> Reach | None:
    return db.session.query(Reach).filter_by(person_id=person.id).one_or_none()
