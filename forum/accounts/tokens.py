"""One-use tokens: the secrets in links that are sent to people."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.audit import declare, record
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused

if TYPE_CHECKING:
    from forum.accounts.models import Person

#: How long each kind of token works.
LIFETIMES = {
    "confirm": timedelta(days=3),
    "email": timedelta(days=3),
    "reset": timedelta(hours=2),
    "invite": timedelta(days=14),
    "first": timedelta(days=7),
}

WITHDRAWN = declare(
    "person.invitation_withdrawn",
    _l("%(actor)s withdrew the invitation of a %(role)s."),
    public=False,
)


class OneTimeToken(db.Model):
    """A link sent to a person: for one purpose, once, and not for long.

    ``value`` is what the link gives: the role of an invitation, the new address, or (hashed) the
    browser that registered.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20), index=True)
    value: Mapped[str] = mapped_column(String(254), default="")
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped["Person"] = relationship(back_populates="tokens")

    @property
    def works(self) -> bool:
        """Whether the token can still be used."""
        return self.used_at is None and self.expires_at > now() and self.person.is_active

    def use(self) -> "Person":
        """Use the token up and return whose it is; of two at the same moment one is refused."""
        taken = db.session.execute(
            update(OneTimeToken)
            .where(OneTimeToken.id == self.id, OneTimeToken.used_at.is_(None))
            .values(used_at=now())
        )
        if not taken.rowcount:  # type: ignore[attr-defined]
            raise Refused(_l("This link has been used already."))
        return self.person

    def withdraw(self, by: "Person") -> None:
        """Take an invitation back."""
        if self.used_at is None:
            self.used_at = now()
            record(WITHDRAWN, by, self.person, role=self.value)
