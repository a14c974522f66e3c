"""Guests: visitors without an account, known only by a cookie once they have done something."""

from typing import Any

from flask import session
from flask_login import AnonymousUserMixin

from forum.accounts.models import ROLES, Person
from forum.core.db import db


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
        if row is None or row.role != "visitor":
            row = Person(role="visitor")
            db.session.add(row)
            db.session.flush()
            session["visitor"] = row.id
            session.permanent = True
        return row
