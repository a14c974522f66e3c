"""Whose account it is that comes from outside: nobody's is ever taken over by an address."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from forum.accounts.forms import clean_address
from forum.accounts.guardians import forget_guardian
from forum.accounts.models import Person
from forum.accounts.outside import letters
from forum.accounts.outside.models import ExternalIdentity
from forum.accounts.proving.factors import has_second_factor
from forum.accounts.queries import by_email
from forum.core.codes import new_token
from forum.core.contacts import email_of
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.forms import one_line
from forum.core.limits import too_many
from forum.core.once import once, unless_done

_ANOTHERS = _l("That account opens somebody else’s account here.")
_BEGUN = _l("Your account is ready. Please sign in once more.")
#: Minutes for which a newcomer's proof is known to be used; it is over much sooner.
_MARKED = 60


def identity(issuer: str, subject: str) -> ExternalIdentity | None:
    """Return the link of an account outside."""
    query = select(ExternalIdentity).where(
        ExternalIdentity.issuer == issuer, ExternalIdentity.subject == subject
    )
    return db.session.scalars(query).first()


def identity_of(person: Person, issuer: str) -> ExternalIdentity | None:
    """Return the account outside that opens ``person``'s account."""
    query = select(ExternalIdentity).where(
        ExternalIdentity.issuer == issuer, ExternalIdentity.person_id == person.id
    )
    return db.session.scalars(query).first()


def link(person: Person, issuer: str, subject: str, provider: str) -> None:
    """Let an account outside open ``person``'s account; they are signed in and proved it just now.

    ``provider`` is what the letter calls it that tells them.
    """
    row = identity(issuer, subject)
    if row is not None and row.person_id != person.id:
        raise Refused(_ANOTHERS)
    if row is None:
        if identity_of(person, issuer) is not None:
            raise Refused(_l("Another account is connected already. Please disconnect it first."))
        with unless_done(_ANOTHERS):
            _add(person, issuer, subject)
        letters.connected(person, provider)


def unlink(person: Person, issuer: str, provider: str) -> None:
    """Take the link away; refused when nothing else would open the account."""
    row = identity_of(person, issuer)
    if row is None:
        return
    if person.password_hash is None and not has_second_factor(person):
        raise Refused(_l("Please choose a password first, or nothing would open your account."))
    db.session.delete(row)
    letters.disconnected(person, provider)


def unlink_all(person: Person) -> bool:
    """Take every link away, as somebody else may have made it; tell whether there was any."""
    mine = ExternalIdentity.person_id == person.id
    rows = list(db.session.scalars(select(ExternalIdentity.id).where(mine)))
    db.session.execute(delete(ExternalIdentity).where(mine))
    return bool(rows)


@dataclass(frozen=True)
class Arrival:
    """Who comes from outside: their number there, their verified address and their name.

    The ``mark`` tells one coming from another.
    """

    subject: str
    email: str
    name: str
    mark: str


def arrival(claims: dict[str, Any]) -> Arrival:
    """Read who comes; refused when the provider has not verified the address."""
    return Arrival(claims["sub"], _verified_address(claims), _name(claims), new_token())


def known(issuer: str, claims: dict[str, Any], provider: str) -> Person | None:
    """Return whom an account outside opens; None for a newcomer; or refuse.

    The subject alone tells. An address counts only when the provider has verified it, and opens no
    account that has a password, a second step or a role among the staff: there one signs in as
    usual and connects the two.
    """
    row = identity(issuer, claims["sub"])
    if row is not None:
        row.used_at = now()
        return _active(row.person)
    holder = by_email(_verified_address(claims))
    if holder is None or holder.email_confirmed_at is None:
        return None
    _may_be_opened(holder)
    with unless_done(_ANOTHERS):
        _add(holder, issuer, claims["sub"])
    letters.connected(holder, provider)
    return holder


def welcome(issuer: str, who: Arrival, name: str, language: str) -> Person:
    """Make the account of a newcomer, once: what they proved opens nothing a second time.

    An address nobody has confirmed yet may have been typed by anybody: that password goes.
    """
    if identity(issuer, who.subject) is not None or too_many("newcomer", who.mark, 1, _MARKED):
        raise Refused(_BEGUN)
    holder, _new = once(lambda: by_email(who.email), lambda: _newcomer(who.email))
    _may_be_opened(holder)
    if holder.email_confirmed_at is not None:  # meanwhile: the proof was for a newcomer
        raise Refused(_BEGUN)
    holder.name, holder.language, holder.password_hash = name, language, None
    holder.sign_out_everywhere()
    holder.void_tokens("confirm", "reset", "email")
    holder.confirm_email()
    forget_guardian(holder)  # whom somebody may have named with a stranger's address
    holder.age_to_ask = True
    with unless_done(_BEGUN):
        _add(holder, issuer, who.subject)
    return holder


def _may_be_opened(holder: Person) -> None:
    """Refuse what somebody already keeps by other means."""
    _active(holder)
    guarded = holder.email_confirmed_at is not None and holder.password_hash is not None
    if guarded or holder.is_staff or has_second_factor(holder):
        raise Refused(
            _l(
                "There is an account with your address here already. Please sign in to it as usual, "
                "and connect the two on your page."
            )
        )


def _active(person: Person) -> Person:
    if not person.is_active:
        raise Refused(
            _l("The office has closed this account. If it is a mistake, please write to us.")
        )
    return person


def _verified_address(claims: dict[str, Any]) -> str:
    """Return the address the provider has verified."""
    address = clean_address(str(claims.get("email") or ""))
    if claims.get("email_verified") is not True or email_of(address) is None or len(address) > 254:
        raise Refused(
            _l(
                "There your e-mail address is not verified, so we cannot rely on it. Please register "
                "here, and connect the two on your page."
            )
        )
    return address


def _name(claims: dict[str, Any]) -> str:
    told = claims.get("name")
    return one_line(told)[:60] if isinstance(told, str) else ""


def _newcomer(address: str) -> Person:
    person = Person(role="resident", email=address, age_to_ask=True)
    db.session.add(person)
    db.session.flush()
    return person


def _add(person: Person, issuer: str, subject: str) -> None:
    db.session.add(
        ExternalIdentity(person_id=person.id, issuer=issuer, subject=subject, used_at=now())
    )
    db.session.flush()
