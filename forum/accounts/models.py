"""People: visitors, residents and staff."""

from datetime import datetime

from blinker import signal
from flask_babel import lazy_gettext as _l
from flask_login import UserMixin
from sqlalchemy import String, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.devices import SignInSession
from forum.accounts.passwords import hash_password
from forum.accounts.tokens import LIFETIMES, OneTimeToken
from forum.audit import declare, record
from forum.core.codes import new_token, token_hash
from forum.core.contacts import contact_key
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused

#: Roles in order: each may do what those before it may.
ROLES = ("visitor", "resident", "facilitator", "planner", "administrator")
STAFF_ROLES = ROLES[2:]
ROLE_NAMES = {
    "visitor": _l("Visitor"),
    "resident": _l("Resident"),
    "facilitator": _l("Facilitator"),
    "planner": _l("Planner"),
    "administrator": _l("Administrator"),
}
INVITED = declare("person.invited", _l("%(actor)s invited a new %(role)s."), public=False)
JOINED = declare("person.joined", _l("A new %(role)s accepted the invitation."), public=False)
ROLE_CHANGED = declare(
    "person.role_changed",
    _l("%(actor)s changed the role of person %(person)s from %(old)s to %(new)s."),
    public=False,
)
DISABLED = declare("person.disabled", _l("%(actor)s closed the account %(person)s."), public=False)
ENABLED = declare(
    "person.enabled", _l("%(actor)s opened the account %(person)s again."), public=False
)

#: Sent with a visitor's number and ``person=`` when the visitor signs in.
visitor_signed_in = signal("visitor-signed-in")
#: Sent with a person whose password, address or role has changed, or whose account was closed:
#: whatever was handed out to act in their name stops working.
standing_changed = signal("standing-changed")


class Person(UserMixin, db.Model):
    """Somebody who acts: a visitor has a row without an address, an account has both."""

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(20), default="visitor", index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    #: Tells a visitor's browser, so that two forms sent at once do not make two people.
    visitor_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    session_stamp: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(2), default="hu")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Nobody has asked yet whether this account is of somebody under sixteen.
    age_to_ask: Mapped[bool] = mapped_column(default=False, server_default=false())

    tokens: Mapped[list[OneTimeToken]] = relationship(back_populates="person")
    sign_ins: Mapped[list[SignInSession]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )

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

    @property
    def contact_key(self) -> str | None:
        """The fingerprint of an account's confirmed address; None for visitors.

        So whoever signed a sheet with that address counts once when they act online too.
        """
        confirmed = self.role != "visitor" and self.email_confirmed_at is not None
        return contact_key(self.email) if confirmed else None

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
        self.take_password(hash_password(password))

    def take_password(self, password_hash: str) -> None:
        """Set a password that was hashed before the transaction began."""
        self.password_hash = password_hash
        self.void_everything()

    def sign_out_everywhere(self) -> None:
        """End every session of this person."""
        self.session_stamp = (self.session_stamp or 0) + 1
        self.sign_ins.clear()

    def void_everything(self) -> None:
        """End every session, link and token that opened something in this person's name."""
        self.sign_out_everywhere()
        self.void_tokens()
        standing_changed.send(self)

    def confirm_email(self) -> None:
        """Note that the address reaches this person."""
        self.email_confirmed_at = self.email_confirmed_at or now()

    def change_email(self, address: str) -> None:
        """Take another address, which is known to reach this person; old links stop working."""
        self.email, self.email_confirmed_at = address, now()
        self.void_everything()

    def change_role(self, role: str, by: "Person") -> None:
        """Give the person another role; refused for the last administrator."""
        if role == self.role:
            return
        self._keep_one_administrator()
        record(ROLE_CHANGED, by, self, person=self.id, old=self.role, new=role)
        self.role = role
        self.void_everything()

    def join(self, role: str) -> None:
        """Accept an invitation to ``role``; a higher role stays."""
        if not self.at_least(role):
            self.role = role
        self.confirm_email()
        self.void_everything()
        record(JOINED, self, self, role=role)

    def disable(self, by: "Person") -> None:
        """Close the account; what the person wrote stays. Refused for the last administrator."""
        if self.disabled_at is not None:
            return
        self._keep_one_administrator()
        self.disabled_at = now()
        self.void_everything()
        record(DISABLED, by, self, person=self.id)

    def leave_for_good(self) -> None:
        """Close the account of somebody who is erased; refused for the last administrator.

        Whatever points to the row keeps its place in the sums: the role of an account stays
        ``resident``, and that the address had been confirmed, so the ledger counts as before.
        """
        self._keep_one_administrator()
        self.sign_out_everywhere()
        self.disabled_at = self.disabled_at or now()
        self.role = "visitor" if self.role == "visitor" else "resident"

    def enable(self, by: "Person") -> None:
        """Open a closed account again."""
        if self.disabled_at is None:
            return
        self.disabled_at = None
        record(ENABLED, by, self, person=self.id)

    def _keep_one_administrator(self) -> None:
        """Refuse to lose the last one; the lock holds two who would remove each other."""
        if self.role != "administrator" or self.disabled_at is not None:
            return
        active = (Person.role == "administrator", Person.disabled_at.is_(None))
        rows = db.session.scalars(select(Person.id).where(*active).with_for_update())
        if set(rows) <= {self.id}:
            raise Refused(_l("Somebody must stay administrator. Please invite another one first."))

    def give_token(self, purpose: str, value: str = "") -> str:
        """Return a new one-use token for ``purpose``; older ones of the same kind stop working."""
        self.void_tokens(purpose)
        secret = new_token()
        self.tokens.append(
            OneTimeToken(
                purpose=purpose,
                value=value,
                hash=token_hash(secret),
                expires_at=now() + LIFETIMES[purpose],
            )
        )
        return secret

    def void_tokens(self, *purposes: str) -> None:
        """Make the unused tokens for ``purposes``, or all of them, worthless."""
        for token in self.tokens:
            if token.used_at is None and (not purposes or token.purpose in purposes):
                token.used_at = now()
