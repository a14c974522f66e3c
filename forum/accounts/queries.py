"""What pages read about people and the links they were sent."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import STAFF_ROLES, Person
from forum.accounts.tokens import OneTimeToken
from forum.core.codes import token_hash
from forum.core.db import db, now
from forum.core.i18n import collation_key
from forum.core.pages import paginate


def by_email(address: str) -> Person | None:
    """Return the person with this address, confirmed or not."""
    return db.session.scalars(select(Person).where(Person.email == address)).first()


def working_token(secret: str, *purposes: str) -> OneTimeToken | None:
    """Return the token of a link if it is for one of ``purposes`` and still works."""
    query = select(OneTimeToken).options(joinedload(OneTimeToken.person))
    token = db.session.scalars(query.where(OneTimeToken.hash == token_hash(secret))).first()
    return token if token is not None and token.purpose in purposes and token.works else None


def has_administrator() -> bool:
    """Whether somebody can look after the site."""
    query = select(Person.id).where(Person.role == "administrator", Person.disabled_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def staff() -> Pagination:
    """Return a page of the people who work on the site, the highest role first."""
    rank = case({role: place for place, role in enumerate(STAFF_ROLES)}, value=Person.role)
    query = select(Person).where(Person.role.in_(STAFF_ROLES))
    return paginate(query.order_by(rank.desc(), Person.id))


def colleagues() -> list[Person]:
    """Return everybody who works for the city's office now, by name."""
    query = select(Person).where(Person.role.in_(STAFF_ROLES), Person.disabled_at.is_(None))
    return sorted(db.session.scalars(query), key=lambda person: collation_key(person.name))


def staff_member(_person: Any, person_id: int) -> Person | None:
    """Return one of the staff; residents are nobody's to look at."""
    row = db.session.get(Person, person_id)
    return row if row is not None and row.is_staff else None


def _waiting() -> Select[tuple[OneTimeToken]]:
    return select(OneTimeToken).where(
        OneTimeToken.purpose == "invite",
        OneTimeToken.used_at.is_(None),
        OneTimeToken.expires_at > now(),
    )


def invitations() -> Pagination:
    """Return a page of the invitations that nobody has answered yet, the newest first."""
    query = _waiting().options(joinedload(OneTimeToken.person))
    return paginate(query.order_by(OneTimeToken.id.desc()))


def invitations_count() -> int:
    """Return how many invitations wait for an answer."""
    return db.session.scalar(select(func.count()).select_from(_waiting().subquery())) or 0


def invitation(_person: Any, invitation_id: int) -> OneTimeToken | None:
    """Return an invitation that waits for an answer."""
    return db.session.scalars(_waiting().where(OneTimeToken.id == invitation_id)).first()


def first_in_waiting() -> Person | None:
    """Return the nameless row for which links of the first administrator were made."""
    query = select(Person).join(Person.tokens).where(OneTimeToken.purpose == "first")
    return db.session.scalars(query.where(Person.email.is_(None)).limit(1)).first()
