"""People: visitors, residents and staff, and the one-use tokens they are sent."""

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask_babel import lazy_gettext as _l
from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.audit import declare, record
from forum.core.db import UtcDateTime, db, now
from forum.core.security import new_token, token_hash

#: Roles in order: each may do what those before it may.
ROLES = ("visitor", "resident", "facilitator", "planner", "administrator")
ROLE_NAMES = {
    "visitor": _l("Visitor"),
    "resident": _l("Resident"),
    "facilitator": _l("Facilitator"),
    "planner": _l("Planner"),
    "administrator": _l("Administrator"),
}
#: How long each kind of token works.
LIFETIMES = {
    "confirm": timedelta(days=3),
    "reset": timedelta(hours=2),
    "invite": timedelta(days=14),
    "first": timedelta(days=7),
}

INVITED = declare("person.invited", _l("%(actor)s invited a new %(role)s."), public=False)
JOINED = declare("person.joined", _l("A new %(role)s accepted the invitation."), public=False)
ROLE_CHANGED = declare(
    "person.role_changed",
    _l("%(actor)s changed the role of person %(person)s from %(old)s to %(new)s."),
    public=False,
)
DISABLED = declare("person.disabled", _l("%(actor)s closed the account %(person)s."), public=False)

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``."""
    return _hasher.hash(password)


#: Verified when an address is unknown, so that the answer takes as long as for a known one.
_NOBODY = hash_password(new_token())


class Person(UserMixin, db.Model):
    """Somebody who acts: a visitor has a row without an address, an account has both."""

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(20), default="visitor", index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_stamp: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(2), default="hu")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    tokens: Mapped[list["OneTimeToken"]] = relationship(back_populates="person")

    @property
    def is_active(self) -> bool:
        """Whether the person may be signed in."""
        return self.disabled_at is None

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the city's office."""
        return self.at_least("facilitator")

    @property
    def role_name(self) -> str:
        """The role in the language of the page."""
        return str(ROLE_NAMES[self.role])

    def at_least(self, role: str) -> bool:
        """Whether the person has ``role`` or one above it."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def get_id(self) -> str:
        """Return what the session remembers; a new stamp makes old sessions worthless."""
        return f"{self.id}.{self.session_stamp}"

    def settle(self) -> "Person":
        """Return the row that stands for this person."""
        return self

    def set_password(self, password: str) -> None:
        """Set the password, and end every session and token opened with the old one."""
        self.password_hash = hash_password(password)
        self.sign_out_everywhere()
        for token in self.tokens:
            token.used_at = token.used_at or now()

    def password_is(self, password: str) -> bool:
        """Check ``password``, in the same time whether there is one or not."""
        return password_matches(self.password_hash, password) and self.password_hash is not None

    def sign_out_everywhere(self) -> None:
        """End every session of this person."""
        self.session_stamp += 1

    def confirm_email(self) -> None:
        """Note that the address reaches this person; a visitor's row becomes a resident's."""
        self.email_confirmed_at = self.email_confirmed_at or now()

    def change_role(self, role: str, by: "Person") -> None:
        """Give the person another role."""
        record(ROLE_CHANGED, by, self, person=self.id, old=self.role, new=role)
        self.role = role
        self.sign_out_everywhere()

    def disable(self, by: "Person") -> None:
        """Close the account; what the person wrote stays."""
        self.disabled_at = now()
        self.sign_out_everywhere()
        record(DISABLED, by, self, person=self.id)

    def give_token(self, purpose: str) -> str:
        """Return a new one-use token for ``purpose``; older ones of the same kind stop working."""
        for token in self.tokens:
            if token.purpose == purpose:
                token.used_at = token.used_at or now()
        secret = new_token()
        self.tokens.append(
            OneTimeToken(
                purpose=purpose, hash=token_hash(secret), expires_at=now() + LIFETIMES[purpose]
            )
        )
        return secret


def password_matches(stored: str | None, password: str) -> bool:
    """Verify ``password`` against ``stored``; without one, take as long and say no."""
    try:
        _hasher.verify(stored or _NOBODY, password)
    except VerificationError:
        return False
    return stored is not None


class OneTimeToken(db.Model):
    """A link sent to a person: for one purpose, once, and not for long."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="tokens")

    @property
    def works(self) -> bool:
        """Whether the token can still be used."""
        return self.used_at is None and self.expires_at > now() and self.person.is_active

    def use(self) -> Person:
        """Use the token up and return whose it is."""
        self.used_at = now()
        return self.person
