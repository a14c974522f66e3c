"""People and their roles: residents, facilitators, planners, administrators; and guests."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager

from forum.accounts.extensions import places
from forum.accounts.guests import Guest
from forum.accounts.sessions import person_of
from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Know who is asking, and open the room."""
    from forum.accounts import (  # noqa: F401 - tables, permissions and pages
        consents,
        guardians,
        models,
        policies,
        reach,
        restored,
        seeing,
        views_age,
        views_belongings,
        views_consent,
        views_devices,
        views_guardian,
        views_guardian_desk,
        views_links,
        views_own,
        views_staff,
    )
    from forum.accounts.cli import people
    from forum.accounts.outside import provider
    from forum.accounts.outside import views as outside_views  # noqa: F401
    from forum.accounts.outside import views_new as outside_new  # noqa: F401
    from forum.accounts.proving import (  # noqa: F401 - tables and pages
        views_colleagues,
        views_factors,
        views_gate,
        views_passkeys,
        views_proof,
        views_second,
    )
    from forum.accounts.views import bp

    manager = LoginManager(app)
    manager.anonymous_user = Guest
    manager.user_loader(person_of)
    manager.session_protection = None  # it would hash network addresses into the cookie
    seeing.init_app(app)
    views_gate.init_app(app)
    views_age.init_app(app)
    provider.init_app(app)
    app.register_blueprint(bp)
    app.cli.add_command(people)
    app.jinja_env.globals.update(own_places=places, outside_provider=provider.the_provider)
    add_navigation("accounts.staff", _l("Staff"), "accounts:manage", place="site_work", order=20)
    add_navigation(
        "accounts.notice_versions", _l("Privacy notice"), "accounts:notice", "site_work", 25
    )
    add_navigation(
        "accounts.guardian_desk", _l("Guardians"), "accounts:guardians", "program_work", 90
    )
