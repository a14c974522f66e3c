"""People and their roles: residents, facilitators, planners, administrators; and guests."""

from flask import Flask
from flask_login import LoginManager

from forum.accounts.guests import Guest
from forum.accounts.models import Person
from forum.core.db import db


def init_app(app: Flask) -> None:
    """Know who is asking, and open the room."""
    from forum.accounts import models, policies  # noqa: F401 - tables and permissions
    from forum.accounts.views import bp

    manager = LoginManager(app)
    manager.anonymous_user = Guest
    manager.user_loader(_from_session)
    app.register_blueprint(bp)


def _from_session(remembered: str) -> Person | None:
    number, _, stamp = remembered.partition(".")
    person = db.session.get(Person, int(number)) if number.isdigit() else None
    good = person is not None and person.is_active and str(person.session_stamp) == stamp
    return person if good else None
