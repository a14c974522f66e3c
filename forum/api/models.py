"""Tokens with which programs use the API in a person's name."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import UtcDateTime, db, now
from forum.core.security import new_token, token_hash

ISSUED = declare("token.issued", _l("%(actor)s issued the API token “%(label)s”."), public=False)
REVOKED = declare("token.revoked", _l("%(actor)s revoked the API token “%(label)s”."), public=False)


class ApiToken(db.Model):
    """A secret a program shows; only its hash is kept."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship()

    def revoke(self, by: Person) -> None:
        """Make the token worthless."""
        self.revoked_at = self.revoked_at or now()
        record(REVOKED, by, self, label=self.label)


def issue(person: Person, label: str, by: Person) -> str:
    """Make a token for ``person`` and return its secret, which is shown only now."""
    secret = new_token()
    token = ApiToken(person=person, label=label, hash=token_hash(secret))
    db.session.add(token)
    db.session.flush()
    record(ISSUED, by, token, label=label)
    return secret


def holder_of(secret: str) -> Person | None:
    """Return the person whose working token ``secret`` is."""
    query = select(ApiToken).where(ApiToken.hash == token_hash(secret), ApiToken.revoked_at.is_(None))
    token = db.session.scalars(query).first()
    return token.person if token is not None and token.person.is_active else None
