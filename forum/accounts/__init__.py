"""People and their roles: residents, facilitators, planners, administrators; and guests."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager

from forum.accounts.extensions import places
from forum.accounts.guests import Guest
from forum.accounts.models import Person
from forum.core.db import db
from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Know who is asking, and open the room."""
    from forum.accounts import (  # noqa: F401 - tables, permissions and pages
        models,
        policies,
        reach,
        views_links,
        views_own,
        views_staff,
    )
    from forum.accounts.cli import people
    from forum.accounts.views import bp

    manager = LoginManager(app)
    manager.anonymous_user = Guest
    manager.user_loader(_from_session)
    app.register_blueprint(bp)
    app.cli.add_command(people)
    app.jinja_env.globals["own_places"] = places
    add_navigation("accounts.staff", _l("Staff"), "accounts:manage", place="site_work", order=20)


def _from_session(remembered: str) -> Person | None:
    number, _, stamp = remembered.partition(".")
    person = db.session.get(Person, int(number)) if number.isdigit() else None
    good = person is not None and person.is_active and str(person.session_stamp) == stamp
    return person if good else None
