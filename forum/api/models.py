"""Tokens with which programs use the API in a person's name."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.codes import new_token, token_hash
from forum.core.db import UtcDateTime, db, now

ISSUED = declare(
    "token.issued", _l("%(actor)s issued the API token “%(reference)s”."), public=False
)
REVOKED = declare(
    "token.revoked", _l("%(actor)s revoked the API token “%(reference)s”."), public=False
)


class ApiToken(db.Model):
    """A secret a program shows; only its hash is kept."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Key of the form it was issued with, so that sending the form twice issues one token.
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship()

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return self.label

    def revoke(self, by: Person) -> bool:
        """Make the token worthless; False when it already is."""
        if self.revoked_at is not None:
            return False
        self.revoked_at = now()
        record(REVOKED, by, self)
        return True


def issue(person: Person, label: str, by: Person, submit_key: str) -> str:
    """Make a token for ``person`` and return its secret, which is shown only now.

    The same key twice violates a constraint: IntegrityError.
    """
    secret = new_token()
    token = ApiToken(
        person_id=person.id, label=label, hash=token_hash(secret), submit_key=submit_key
    )
    db.session.add(token)
    db.session.flush()
    record(ISSUED, by, token)
    return secret


def working_token(secret: str) -> ApiToken | None:
    """Return the token with this secret, unless it was revoked or its holder's account closed."""
    query = (
        select(ApiToken)
        .where(ApiToken.hash == token_hash(secret), ApiToken.revoked_at.is_(None))
        .options(joinedload(ApiToken.person))
    )
    token = db.session.scalars(query).first()
    return token if token is not None and token.person.is_active else None


def all_tokens() -> list[ApiToken]:
    """Return every token with its holder, the newest first."""
    query = select(ApiToken).options(joinedload(ApiToken.person)).order_by(ApiToken.id.desc())
    return list(db.session.scalars(query))
