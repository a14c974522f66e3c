"""Everything somebody can prove themselves with: is there any, what is lost when one goes."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, exists, func, select

from forum.accounts.models import Person
from forum.accounts.proving.models import Challenge, CodeApp, Passkey, RecoveryCode
from forum.audit import declare, record
from forum.core.db import db
from forum.core.errors import Refused

RESET = declare(
    "person.factors_reset",
    _l("%(actor)s removed the second step of signing in of person %(person)s."),
    public=False,
)


@dataclass(frozen=True)
class Factors:
    """What a person has set up."""

    app: CodeApp | None
    passkeys: list[Passkey]
    codes_left: int

    @property
    def number(self) -> int:
        """How many ways there are besides the password and the recovery codes."""
        return len(self.passkeys) + (self.app is not None)


def factors_of(person: Person) -> Factors:
    """Return what ``person`` has set up."""
    app = db.session.scalars(select(CodeApp).where(CodeApp.person_id == person.id)).first()
    keys = db.session.scalars(
        select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id)
    )
    left = select(func.count()).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    ready = app if app is not None and app.confirmed_at else None
    return Factors(ready, list(keys), db.session.scalar(left) or 0)


def has_second_factor(person: Person) -> bool:
    """Whether ``person`` is asked for more than a password."""
    app = exists().where(CodeApp.person_id == person.id, CodeApp.confirmed_at.is_not(None))
    key = exists().where(Passkey.person_id == person.id)
    return bool(db.session.scalar(select(app | key)))


def forget_factors(person: Person) -> None:
    """Delete every factor of ``person``, and all that came with them."""
    for table in (CodeApp, Passkey, RecoveryCode, Challenge):
        db.session.execute(delete(table).where(table.person_id == person.id))


def forget_codes_without_factor(person: Person) -> None:
    """Recovery codes stand in for a factor: without one they go too."""
    if not has_second_factor(person):
        forget_factors(person)


def reset_factors(person: Person, by: Person | None) -> None:
    """Remove all factors of a colleague who has lost them; ends every session and link.

    Nobody does it to themselves this way: whoever sits at an open screen could.
    """
    if by is not None and by.id == person.id:
        raise Refused(_l("Your own second step you change on your own page."))
    forget_factors(person)
    person.sign_out_everywhere()
    person.void_tokens()
    record(RESET, by, person, person=person.id)
