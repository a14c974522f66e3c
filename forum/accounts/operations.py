"""Acts of the front door: registering, being recognised, new passwords, invitations."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from forum.accounts import ages, consents, guardians, letters, queries
from forum.accounts.models import INVITED, Person
from forum.accounts.outside.linking import unlink_all
from forum.accounts.passwords import password_matches
from forum.accounts.proving.factors import factors_of
from forum.accounts.tokens import OneTimeToken
from forum.audit import record
from forum.core.codes import new_token
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.limits import forgive, too_many
from forum.core.mail import site_url
from forum.core.once import once

#: Wrong passwords for one account, and from one network address, in a quarter of an hour.
WRONG_PER_ACCOUNT, WRONG_PER_ADDRESS = 10, 40
QUARTER = 15
#: Letters to one address in an hour: enough for somebody impatient, too few for a nuisance.
LETTERS_PER_HOUR = 4
#: Registrations and requests from one network address in an hour; a hall shares one.
REQUESTS_PER_HOUR = 60
HOUR = 60


class TooMany(Exception):
    """There were so many attempts that this one was not looked at."""


def recognise(email: str, password: str, where: str) -> Person | None:
    """Return the person with this address and password, None when either is wrong.

    Raises TooMany after too many wrong ones, alike for known and unknown addresses. Commits the
    attempt before the slow part, so that nobody waits for the database meanwhile.
    """
    limited = too_many("sign-in", email, WRONG_PER_ACCOUNT, QUARTER)
    limited |= too_many("sign-in-from", where, WRONG_PER_ADDRESS, QUARTER)
    db.session.commit()
    if limited:
        raise TooMany
    known = queries.by_email(email)
    number, stored = (known.id, known.password_hash) if known else (None, None)
    db.session.rollback()
    if not password_matches(stored, password):
        return None
    person = db.session.get(Person, number)
    if person is None or person.password_hash != stored:
        return None
    if person.email_confirmed_at is not None:
        forgive("sign-in", email)
        forgive("sign-in-from", where)
    return person


def check_password(person: Person, password: str) -> bool:
    """Whether ``password`` is the one of a person who is signed in; raises TooMany."""
    number, stored = person.id, person.password_hash
    limited = too_many("password", str(number), WRONG_PER_ACCOUNT, QUARTER)
    db.session.commit()
    if limited:
        raise TooMany
    if not password_matches(stored, password):
        return False
    forgive("password", str(number))
    db.session.commit()
    return True


def limit_requests(where: str) -> None:
    """Note a request for a letter from a network address; raises TooMany."""
    limited = too_many("letter-from", where, REQUESTS_PER_HOUR, HOUR)
    db.session.commit()
    if limited:
        raise TooMany


def _may_write_to(address: str) -> bool:
    return not too_many("letter-to", address, LETTERS_PER_HOUR, HOUR)


def register(
    name: str,
    email: str,
    password_hash: str,
    language: str,
    mark: str = "",
    guardian: tuple[str, str] | None = None,
) -> None:
    """Take a registration; whatever is known about the address, one letter goes there.

    An unconfirmed account is registered anew: its name and password are replaced and earlier links
    stop working. A confirmed one stays as it is. ``guardian`` is who answers for somebody under
    sixteen: name and contact.
    """
    if not _may_write_to(email):
        return
    person = queries.by_email(email) or _new_person(email)
    if not person.is_active:
        letters.account_closed(person)
    elif person.email_confirmed_at is not None:
        rehearse(lambda: _enrol(_stand_in(), name, password_hash, language, mark, guardian))
        letters.already_registered(person)
    else:
        secret = _enrol(person, name, password_hash, language, mark, guardian)
        letters.confirm_address(person, secret)


def _enrol(
    person: Person,
    name: str,
    password_hash: str,
    language: str,
    mark: str,
    guardian: tuple[str, str] | None,
) -> str:
    """Write down a registration and return the secret that confirms it."""
    person.name, person.language, person.password_hash = name, language, password_hash
    person.void_tokens("confirm", "reset")
    secret = person.give_token("confirm", mark)
    consents.note(person)
    guardians.forget_guardian(person)
    person.age_to_ask = True
    ages.tell(person, guardian, language)
    return secret


def _stand_in() -> Person:
    """Return somebody made up, with whom work is rehearsed."""
    return _add_resident(f"{new_token()}@rehearsal.invalid")


def rehearse(work: Callable[[], object]) -> None:
    """Do ``work`` and undo it, so that an answer about a known address takes as long as another."""
    noted = {kind: list(what) for kind, what in db.session.info.get("afterwards", {}).items()}
    undone = db.session.begin_nested()
    work()
    db.session.flush()
    undone.rollback()
    db.session.info["afterwards"] = noted


def _new_person(email: str) -> Person:
    """Add a resident; when the same address arrives in parallel, both get the same row."""
    person, _new = once(lambda: queries.by_email(email), lambda: _add_resident(email))
    return person


def _add_resident(email: str) -> Person:
    person = Person(role="resident", email=email, age_to_ask=True)
    db.session.add(person)
    db.session.flush()
    return person


def send_confirmation_again(person: Person, mark: str) -> None:
    """Send a new confirmation link to somebody who knows the password but lost the letter."""
    if person.email and _may_write_to(person.email):
        letters.confirm_address(person, person.give_token("confirm", mark))


def request_reset(email: str, language: str = "hu") -> None:
    """Send a link for a new password to an account; any other address is told that it has none."""
    if not _may_write_to(email):
        return
    person = queries.by_email(email)
    if person is None or (person.password_hash is None and person.email_confirmed_at is None):
        # as much is written: what has its letter forgotten stands for the token
        rehearse(lambda: _stand_in().void_tokens("reset"))
        letters.no_account(email, language)
    elif person.is_active:
        letters.new_password(person, person.give_token("reset"))
    else:
        letters.account_closed(person)


def reset_password(token: OneTimeToken, password_hash: str) -> bool:
    """Use a reset link: the new password counts, every session and link of old ends.

    So do all outside accounts: whoever sat at an open session could have connected theirs.
    Returns whether there were any.
    """
    person = token.use()
    person.take_password(password_hash)
    person.confirm_email()
    disconnected = unlink_all(person)
    letters.password_was_changed(person, disconnected, bool(factors_of(person).passkeys))
    return disconnected


def request_address(person: Person, address: str) -> None:
    """Ask a new address to confirm itself; the answer is alike when it is somebody else's."""
    if not _may_write_to(address):
        return
    holder = queries.by_email(address)
    if holder is None or holder.email_confirmed_at is None:
        letters.confirm_new_address(person, person.give_token("email", address), address)
    elif holder.is_active:
        rehearse(lambda: _stand_in().give_token("email", address))
        letters.already_registered(holder)


def change_address(token: OneTimeToken) -> bool:
    """Use the link sent to a new address; False when somebody else has confirmed it meanwhile."""
    person, address = token.use(), token.value
    holder = queries.by_email(address)
    if holder is not None and holder is not person:
        if holder.email_confirmed_at is not None:
            return False
        holder.void_tokens()
        holder.email, holder.password_hash = None, None
        db.session.flush()
    old = person.email or ""
    person.change_email(address)
    letters.address_was_changed(person, old)
    return True


def invite(email: str, role: str, by: Person | None, language: str = "hu") -> str | None:
    """Invite somebody to the staff and return the link; None when they have the role already."""
    person = queries.by_email(email)
    if person is None:
        person = _new_person(email)
        person.language = language
    if not person.is_active or person.at_least(role):
        return None
    secret = person.give_token("invite", role)
    letters.invitation(person, secret, role)
    record(INVITED, by, person, role=role)
    return site_url(f"/join/{secret}")


class AddressTaken(Refused):
    """The address somebody joins with has an account already."""


@dataclass(frozen=True)
class Newcomer:
    """What somebody who joins without an account tells; an invitation knows the address."""

    name: str
    password_hash: str
    email: str | None = None


def join(token: OneTimeToken, newcomer: Newcomer | None = None) -> Person:
    """Accept an invitation, or become the first administrator.

    Raises AddressTaken, and Refused when there is an administrator already.
    """
    if token.purpose == "first" and queries.has_administrator():
        raise Refused(_l("There is an administrator already. They can invite you."))
    taken = AddressTaken(_l("This address has an account already. Please choose another one."))
    if newcomer and newcomer.email and queries.by_email(newcomer.email) is not None:
        raise taken
    role, person = token.value, token.use()
    if newcomer:
        try:
            with db.session.begin_nested():
                person.name, person.email = newcomer.name, newcomer.email or person.email
        except IntegrityError as error:  # the address was registered at this very moment
            raise taken from error
        person.take_password(newcomer.password_hash)
    person.join(role)
    return person


def first_administrator_link() -> str | None:
    """Return a one-time link for the first administrator while there is none; earlier ones end.

    The caller commits.
    """
    if queries.has_administrator():
        return None
    person = queries.first_in_waiting()
    if person is None:
        person = Person(role="visitor")
        db.session.add(person)
        db.session.flush()
    return site_url(f"/join/{person.give_token('first', 'administrator')}")
