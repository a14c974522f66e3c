"""The append-only log of acts and the public page that shows it."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.audit.models import AuditEntry, declare, record
from forum.audit.telling import describe
from forum.core.navigation import add_navigation

__all__ = ["AuditEntry", "declare", "describe", "init_app", "record"]


def init_app(app: Flask) -> None:
    """Open the public log."""
    from forum.audit import cli, models, policies, sealing, seals  # noqa: F401 - tables
    from forum.audit.views import bp

    app.register_blueprint(bp)
    sealing.init_app(app)
    cli.init_app(app)
    add_navigation("audit.log", _l("Moderation log"), "log:read", "footer", 40)
