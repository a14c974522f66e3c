"""What is kept of people: the data map, what is one's own, erasure and retention."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.accounts.extensions import add_place
from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.privacy import classes, keepsakes, policies, rooms, views_map  # noqa: F401
    from forum.privacy.cli import privacy
    from forum.privacy.erasing import farewells, withdrawn  # noqa: F401 - letters, a signal
    from forum.privacy.own import cli, gathering, views, views_browser, views_code  # noqa: F401
    from forum.privacy.pages import bp
    from forum.privacy.retention import cli as _cli  # noqa: F401 - its command
    from forum.privacy.retention import fingerprints, idling, jobs, models  # noqa: F401 - rules
    from forum.privacy.retention import views as _views  # noqa: F401 - its pages

    app.register_blueprint(bp)
    app.cli.add_command(privacy)
    app.jinja_env.globals["data_of_code"] = views_code.data_of_code
    add_place(gathering.place, order=60)
    add_navigation("privacy.device", _l("My data"), "privacy:device", "footer", 36)
    add_navigation("privacy.map", _l("Data map"), "privacy:map", "footer", 35)
    add_navigation(
        "privacy.retention", _l("Keeping data"), "privacy:retention", "site_work", order=60
    )
