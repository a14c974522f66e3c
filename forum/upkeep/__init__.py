"""Keeping the house running: backups, health, measurements, and the administrator's page of it."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.upkeep import jobs, metrics, policies  # noqa: F401 - work and permissions
    from forum.upkeep.backup import cli
    from forum.upkeep.views import bp

    app.register_blueprint(bp)
    metrics.init_app(app)
    cli.init_app(app)
    add_navigation("upkeep.state", _l("State of the system"), "upkeep:look", "site_work", 50)
