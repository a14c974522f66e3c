"""What the accounts keep of somebody; how an account becomes a row that tells of nobody."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, select

from forum.accounts.consents import Consent
from forum.accounts.devices import SignInSession
from forum.accounts.doubles import Double
from forum.accounts.guardians import Guardian
from forum.accounts.models import Person
from forum.accounts.outside.models import ExternalIdentity
from forum.accounts.proving.models import Challenge, CodeApp, Passkey, RecoveryCode
from forum.accounts.reach import Reach
from forum.accounts.tokens import OneTimeToken
from forum.core.bounces import DeadAddress
from forum.core.contacts import contact_key, email_of
from forum.core.db import db
from forum.core.i18n import LANGUAGES
from forum.core.owned import Owned, keep_owned
from forum.core.personal import Gathered, Whose


def whose(person_ids: Iterable[int]) -> Whose:
    """Return people with the contacts known to be theirs: confirmed, so that nobody types another's."""
    ids = frozenset(person_ids)
    people = db.session.scalars(select(Person).where(Person.id.in_(ids))).all()
    told = select(Reach).where(Reach.person_id.in_(ids), Reach.confirmed_at.is_not(None))
    addresses = {person.email for person in people if person.email and person.contact_key}
    addresses |= {row.email for row in db.session.scalars(told) if row.email}
    keys = frozenset(filter(None, map(contact_key, addresses)))
    return Whose(person_ids=ids, contact_keys=keys, emails=frozenset(addresses))


def widened(meant: Whose) -> Whose:
    """Add the contacts known to be of these people, unless one thing is meant alone."""
    if meant.only is not None or not meant.person_ids:
        return meant
    known = whose(meant.person_ids)
    return replace(
        meant,
        contact_keys=meant.contact_keys | known.contact_keys,
        emails=meant.emails | known.emails,
    )


def _close(person: Person, _whose: Whose) -> None:
    person.leave_for_good()


def addresses_met(whose: Whose) -> set[str]:
    """Return the e-mail addresses that are being erased, as letters were sent to them."""
    spelled = {email_of(text) for text in whose.met}
    return {*whose.emails, *(text for text in whose.met if "@" in text), *filter(None, spelled)}


def settle(whose: Whose) -> None:
    """Forget that letters to these addresses were refused, in whatever room they were given."""
    keys = list(filter(None, map(contact_key, addresses_met(whose))))
    gone = delete(DeadAddress).where(DeadAddress.key.in_(keys))
    db.session.execute(gone.execution_options(synchronize_session=False))


class _Reached(Owned):
    """Where somebody asked to be told: with a code, the contact that was given with its thing."""

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return the rows; of a code only those of visitors, an account has no such row."""
        if whose.only is None or whose.person_ids:
            return super().condition(whose)
        visitors = select(Person.id).where(Person.role == "visitor", Person.id.in_(whose.people))
        return Reach.person_id.in_(visitors)


class _Doubled(Owned):
    """What somebody typed; whoever sent it finds it in its room, as if the contact had been new."""

    def gather(self, whose: Whose, most: int | None) -> Gathered | None:
        """Return only what others may have sent with somebody's contact."""
        theirs = Whose(contact_keys=whose.contact_keys)
        return super().gather(theirs, most) if whose.only is None else None


def _gone(model: Any, title: Any, shows: list[tuple[Any, Any]], **more: Any) -> Owned:
    """Return a table of which whole rows go with the account."""
    return Owned(model, title, shows, goes=True, **more)


keep_owned(
    "accounts",
    5,
    [
        _gone(OneTimeToken, _l("Links sent to me"), [("created_at", _l("When"))], clear=("value",)),
        _gone(SignInSession, _l("Devices signed in"), [("created_at", _l("Since"))]),
        _gone(CodeApp, _l("Code app"), [("created_at", _l("Since"))]),
        _gone(Passkey, _l("Passkeys"), [("name", _l("Name")), ("created_at", _l("Since"))]),
        _gone(RecoveryCode, _l("Recovery codes"), [("created_at", _l("Since"))]),
        _gone(Challenge, _l("Sign-ins begun"), [("expires_at", _l("Until"))]),
        _gone(
            ExternalIdentity,
            _l("Sign-in with another site"),
            [("issuer", _l("Site")), ("subject", _l("My number there"))],
            clear=("subject",),
        ),
        _gone(
            Guardian,
            _l("Parent or guardian"),
            [("name", _l("Name")), ("contact", _l("Contact")), ("confirmed_at", _l("Agreed"))],
            clear=("name", "contact"),
        ),
        _gone(
            Consent,
            _l("What I agreed to"),
            [
                ("version", _l("Version of the privacy notice")),
                ("agreed", _l("Yes or no")),
                ("at", _l("When")),
            ],
        ),
        _Doubled(
            Double,
            _l("What I asked for twice"),
            [
                (lambda row: row.told.get("name", ""), _l("Name")),
                (lambda row: row.told.get("party", ""), _l("People")),
                ("at", _l("When")),
            ],
            goes=True,
        ),
        _Reached(
            Reach,
            _l("Where I asked to be told"),
            [("email", _l("E-mail")), ("phone", _l("Telephone")), ("asked_at", _l("When"))],
            clear=("email", "phone"),
            goes=True,
        ),
        Owned(
            Person,
            _l("My account"),
            [
                ("name", _l("Name")),
                ("email", _l("E-mail")),
                ("email_confirmed_at", _l("Address confirmed")),
                (lambda person: LANGUAGES.get(person.language, ""), _l("Language")),
                (lambda person: person.role_name, _l("Role")),
                ("created_at", _l("Since")),
            ],
            mine=("id",),
            forget={
                "name": "",
                "email": None,
                "password_hash": None,
                "visitor_key": None,
                "language": "hu",
            },
            clear=("name", "email"),
            before=_close,
        ),
    ],
    settle,
)
