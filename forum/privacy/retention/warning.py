"""The letter before an unused account is erased: once, a month before, and never in vain."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, func, select

from forum.accounts.letters import write
from forum.accounts.models import Person
from forum.core.days import day_of
from forum.core.db import db, now
from forum.core.i18n import show_date
from forum.core.keeping import is_held
from forum.core.mail import site_url
from forum.core.once import once
from forum.privacy.retention.idling import WARNED_BEFORE, unused
from forum.privacy.retention.models import UnusedWarning
from forum.privacy.retention.periods import all_days, before
from forum.privacy.retention.sparing import free

#: Letters written in one transaction.
BATCH = 100
#: The day named in the letter is one later, so that a whole month is left in every time zone.
ONE_DAY = timedelta(days=1)


class Warnings(NamedTuple):
    """To how many people the letter is still to be written, and how many have it."""

    due: int
    written: int


def count_warnings(at: datetime | None = None) -> Warnings:
    """Return how it stands with the letters; none are due while the accounts are held."""
    due = 0 if is_held("account") else _count(_to_warn(at).subquery())
    return Warnings(due, _count(UnusedWarning.__table__))


def _count(rows: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


def _soon(at: datetime | None) -> Select[Any]:
    """Return the accounts that are unused for so long that they are due within a month.

    Those of which something is held are not: they will not be erased.
    """
    return free(unused(before(all_days()["account"], at) + WARNED_BEFORE))


def _to_warn(at: datetime | None) -> Select[Any]:
    written = select(UnusedWarning.person_id)
    return _soon(at).where(Person.id.not_in(written))


def warn(at: datetime | None = None) -> int:
    """Write to everybody whose account is due within a month; commits batch by batch.

    Whoever came back, or has a longer time now, is written to anew when it is due again.
    """
    soon = select(_soon(at).subquery().c.id)
    back = delete(UnusedWarning).where(UnusedWarning.person_id.not_in(soon))
    db.session.execute(back.execution_options(synchronize_session=False))
    db.session.commit()
    written = 0
    while not is_held("account") and (numbers := _batch(at)):
        held = select(Person).where(Person.id.in_(numbers)).order_by(Person.id)
        for person in db.session.scalars(held.with_for_update()).all():
            written += _write(person)
        db.session.commit()
    return written


def _batch(at: datetime | None) -> list[int]:
    rows = _to_warn(at).order_by(Person.id).limit(BATCH)
    return list(db.session.scalars(rows))


def _write(person: Person) -> bool:
    """Write the letter, unless somebody else is just doing so."""

    def make() -> UnusedWarning:
        row = UnusedWarning(person_id=person.id, at=now())
        db.session.add(row)
        db.session.flush()
        return row

    number = person.id
    row, new = once(lambda: db.session.get(UnusedWarning, number), make)
    if new:
        day = day_of(now() + WARNED_BEFORE + ONE_DAY)
        letter = write(
            person,
            _l("Do you still need your account?"),
            _l(
                "You have not used your account for a long time. We do not keep the data of people "
                "longer than we need: if you do not sign in before %(day)s, we erase your account "
                "with your name and address. What you wrote stays, without a name.",
                day=LazyString(show_date, day),
            ),
            _l("If you would like to keep it, there is one thing to do: sign in once."),
            site_url("/sign-in"),
            _l("There you can also download what is kept of you, or have it erased at once."),
        )
        db.session.flush()
        row.letter_id = letter.id if letter else None
    return new
