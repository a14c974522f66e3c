"""Tokens with which programs use the API in a person's name."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Person, standing_changed
from forum.audit import declare, record
from forum.core.codes import new_token, token_hash
from forum.core.db import UtcDateTime, db, now

#: A program nobody looks after stops by itself; whoever runs it asks for a new token once a year.
LIFETIME = timedelta(days=365)
ISSUED = declare(
    "token.issued", _l("%(actor)s issued the API token “%(reference)s”."), public=False
)
REVOKED = declare(
    "token.revoked", _l("%(actor)s revoked the API token “%(reference)s”."), public=False
)
ENDED = declare(
    "token.ended",
    _l("The API token “%(reference)s” ended, because its account changed."),
    public=False,
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
        """What the log calls it: its number, for its name may be somebody's."""
        return str(self.id)

    @property
    def ends_at(self) -> datetime:
        """When it stops working by itself."""
        return self.created_at + LIFETIME

    @property
    def works(self) -> bool:
        """Whether it opens something."""
        return self.revoked_at is None and now() < self.ends_at and self.person.is_active

    def revoke(self, by: Person | None) -> bool:
        """Make the token worthless; False when it already is. ``by`` None: its account changed."""
        if self.revoked_at is not None:
            return False
        self.revoked_at = now()
        record(REVOKED if by else ENDED, by, self)
        return True


def issue(person: Person, label: str, by: Person, submit_key: str) -> str:
    """Make a token for ``person`` and return its secret, which is shown only now.

    The same key twice violates a constraint: IntegrityError. Who changes the account at the same
    moment waits, and ends this token with the others.
    """
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    secret = new_token()
    token = ApiToken(
        person_id=person.id, label=label, hash=token_hash(secret), submit_key=submit_key
    )
    db.session.add(token)
    db.session.flush()
    record(ISSUED, by, token)
    return secret


def working_token(secret: str) -> ApiToken | None:
    """Return the token with this secret, unless it was revoked, ran out or its account closed."""
    query = (
        select(ApiToken)
        .where(ApiToken.hash == token_hash(secret))
        .options(joinedload(ApiToken.person))
    )
    token = db.session.scalars(query).first()
    return token if token is not None and token.works else None


def all_tokens() -> list[ApiToken]:
    """Return every token with its holder, the newest first."""
    query = select(ApiToken).options(joinedload(ApiToken.person)).order_by(ApiToken.id.desc())
    return list(db.session.scalars(query))


@standing_changed.connect
def _end_tokens(person: Person, **_more: Any) -> None:
    """End the tokens of an account whose password, address or role has changed."""
    for token in db.session.scalars(select(ApiToken).where(ApiToken.person_id == person.id)):
        token.revoke(by=None)
