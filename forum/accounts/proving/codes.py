"""Six digits from an app: set up, and accepted once each (TOTP, RFC 6238)."""

from hmac import compare_digest
from time import time

import pyotp
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.accounts.proving.factors import forget_codes_without_factor
from forum.accounts.proving.locking import lock, unlock
from forum.accounts.proving.models import CodeApp
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once

#: Seconds in which a code is shown.
STEP = 30
#: How many steps a clock may be fast or slow.
DRIFT = 1


def _row(person: Person) -> CodeApp | None:
    return db.session.scalars(select(CodeApp).where(CodeApp.person_id == person.id)).first()


def begin(person: Person) -> None:
    """Make a secret for an app that is being set up; the one in use goes on counting."""

    def add() -> CodeApp:
        made = CodeApp(person_id=person.id)
        db.session.add(made)
        db.session.flush()
        return made

    row, _new = once(lambda: _row(person), add)
    row.waiting = lock(pyotp.random_base32())


def waiting_secret(person: Person) -> str | None:
    """Return the secret of the app that is being set up."""
    row = _row(person)
    return unlock(row.waiting) if row is not None and row.waiting else None


def address_for(person: Person, secret: str, site: str) -> str:
    """Return what the QR picture says: whose secret it is, and of which site."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email or "", issuer_name=site)


def in_groups(secret: str) -> str:
    """Write a secret as people type it: in groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def confirm(person: Person, typed: str) -> bool:
    """Put the app that is being set up into use, if its first code is right."""
    row = _row(person)
    secret = waiting_secret(person)
    if row is None or secret is None:
        raise Refused(_l("Please begin again: this page was open for too long."))
    step = _step_of(secret, typed)
    if step is None:
        return False
    row.secret, row.waiting = row.waiting, ""
    row.last_step, row.confirmed_at = step, now()
    return True


def accepts(person: Person, typed: str) -> bool:
    """Whether ``typed`` is a code of now that was not used before; it is used up by this."""
    row = _row(person)
    secret = unlock(row.secret) if row is not None and row.confirmed_at else None
    step = _step_of(secret, typed) if secret else None
    if row is None or step is None:
        return False
    taken = db.session.execute(
        update(CodeApp)
        .where(CodeApp.id == row.id, CodeApp.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(row)
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def remove(person: Person) -> None:
    """Forget the app."""
    row = _row(person)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        forget_codes_without_factor(person)


def _step_of(secret: str, typed: str) -> int | None:
    """Return the half minute whose code ``typed`` is, compared in the same time for each."""
    code, present = pyotp.TOTP(secret, interval=STEP), int(time()) // STEP
    fitting = [
        step
        for step in range(present - DRIFT, present + DRIFT + 1)
        if compare_digest(code.generate_otp(step).encode(), typed.encode())
    ]
    return max(fitting, default=None)
