"""Accounts nobody uses any more, and those nobody confirmed or agreed to: due to be erased whole.

Whoever does not use their account gets a letter first, and a month to come back.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask_login import user_logged_in
from sqlalchemy import Select, delete, exists, or_, select

from forum.accounts.devices import SignInSession
from forum.accounts.guardians import LIFETIME, UNANSWERED, Guardian
from forum.accounts.models import Person
from forum.core.days import day_of
from forum.core.db import db, now
from forum.core.keeping import Step, also
from forum.core.mail import OutboxMessage
from forum.core.personal import Whose
from forum.privacy.erasing import erase
from forum.privacy.erasing.farewells import UNCONFIRMED, UNUSED
from forum.privacy.retention.models import LastSignIn, UnusedWarning
from forum.privacy.retention.sparing import free

#: Between the letter and the erasing; some people look into their mail once a month.
WARNED_BEFORE = timedelta(days=30)
#: Accounts erased in one transaction: every room forgets its part of each, while others wait.
BATCH = 5


@user_logged_in.connect
def note_sign_in(_app: Any, user: Any, **_more: Any) -> None:
    """Note the day of a sign-in, in its transaction; a letter about not coming back is forgotten."""
    db.session.merge(LastSignIn(person_id=user.id, day=day_of(now())))
    gone = delete(UnusedWarning).where(UnusedWarning.person_id == user.id)
    db.session.execute(gone.execution_options(synchronize_session=False))


def _residents(before: datetime) -> Select[Any]:
    """Return the accounts of residents older than that; the staff’s are closed by an administrator."""
    query = select(Person.id.label("id"), Person.created_at.label("at"))
    accounts = (Person.role == "resident", Person.email.is_not(None))
    return query.where(*accounts, Person.created_at < before)


def unused(before: datetime) -> Select[Any]:
    """Return the confirmed accounts that nobody used since."""
    since = exists().where(LastSignIn.person_id == Person.id, LastSignIn.day >= day_of(before))
    seen = exists().where(SignInSession.person_id == Person.id, SignInSession.seen_at >= before)
    return _residents(before).where(Person.email_confirmed_at.is_not(None), ~since, ~seen)


def _warned() -> Any:
    """Return whether the letter left a month ago, and nobody came back since.

    A sign-in forgets the letter; here it is asked who stayed signed in and came back, and whether
    the letter still waits, was given up or left later than it was written.
    """
    row, letter, ago = UnusedWarning, OutboxMessage, now() - WARNED_BEFORE
    seen = exists().where(SignInSession.person_id == row.person_id, SignInSession.seen_at > row.at)
    late = exists().where(
        letter.id == row.letter_id, or_(letter.sent_at.is_(None), letter.sent_at > ago)
    )
    return exists().where(row.person_id == Person.id, row.at <= ago, ~seen, ~late)


def _forsaken(before: datetime) -> Select[Any]:
    """Return the accounts that are due: unused, and nobody came back after the letter."""
    return unused(before).where(_warned())


def _unconfirmed(before: datetime) -> Select[Any]:
    """Return the accounts nobody confirmed, and those whose guardian let the letter's link run out.

    A guardian without an e-mail address waits to be called by the office.
    """
    written = (Guardian.contact.contains("@"), Guardian.asked_at < min(before, now() - LIFETIME))
    unanswered = exists().where(Guardian.person_id == Person.id, *UNANSWERED, *written)
    return _residents(before).where(or_(Person.email_confirmed_at.is_(None), unanswered))


def _step(over: Callable[[datetime], Select[Any]], because: str) -> tuple[Step, ...]:
    """Erase each account as if its owner had asked for it; what was said stays without a name.

    An account of which something is held stays as it is.
    """

    def erase_each(numbers: list[int]) -> int:
        # whoever signs in at this moment waits, or has just done so and is due no more
        held = select(Person).where(Person.id.in_(numbers)).order_by(Person.id)
        db.session.scalars(held.with_for_update()).all()
        still = free(over(now()).where(Person.id.in_(numbers))).subquery()
        going = db.session.scalars(select(still.c.id)).all()
        for number in going:
            erase(Whose(person_ids=frozenset({number}), keep_words=True), because=because)
        return len(going)

    return (Step("person", lambda before: free(over(before)), erase_each, BATCH, over),)


also("account", {}, lambda: _step(_forsaken, UNUSED))
also("unconfirmed", {}, lambda: _step(_unconfirmed, UNCONFIRMED))
