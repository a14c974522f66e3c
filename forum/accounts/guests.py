"""Guests: visitors without an account, known only by a cookie once they have done something."""

from typing import Any

from flask import session
from flask_babel import lazy_gettext as _l
from flask_login import AnonymousUserMixin
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import ROLES, Person
from forum.core.codes import keyed_hash
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.limits import network_address, too_many

#: New visitors from one network address in an hour: a full hall or library stays far below, while
#: somebody who clears the cookies to weigh again and again does not get far.
MOST_NEWCOMERS = 300
HOUR = 60


class Guest(AnonymousUserMixin):
    """Somebody without an account; ``id`` is None until the first opinion or weighing."""

    role = "visitor"
    name = ""
    is_staff = False
    email_confirmed_at = None

    @property
    def id(self) -> Any:
        """The number of the visitor's row, if there is one."""
        return session.get("visitor")

    def at_least(self, role: str) -> bool:
        """Whether a visitor's role is enough."""
        return ROLES.index(role) == 0

    def settle(self) -> Person:
        """Return the row that stands for this visitor, made now if it must be."""
        row = db.session.get(Person, self.id) if self.id else None
        if row is None or row.role != "visitor" or not row.is_active:
            row = _newcomer()
            session["visitor"] = row.id
            session.permanent = True
        return row


def _newcomer() -> Person:
    """Make the row of a visitor; two forms sent at once from one browser make one.

    Every form carries the session's CSRF token, so its hash tells the browser before there is
    a row; without a token nobody can be told from anybody, and the row has no key.
    """
    if too_many("newcomer", network_address(), MOST_NEWCOMERS, HOUR):
        sentence = _l(
            "Many new visitors came from this network. Please sign in, or try in an hour."
        )
        raise Refused(sentence, 429)
    token = session.get("csrf_token")
    key = keyed_hash("visitor", token) if token else None
    row = Person(role="visitor", visitor_key=key)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # the other form was first
        twin = select(Person).where(Person.visitor_key == key, Person.role == "visitor")
        known = db.session.scalars(twin).first()
        if known is not None:
            return known
        row = Person(role="visitor")
        db.session.add(row)
        db.session.flush()
    return row
