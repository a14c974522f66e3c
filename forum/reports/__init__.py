"""Summaries and their frozen publications."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.reports import models, policies  # noqa: F401 - tables and permissions
    from forum.reports.views import bp

    app.register_blueprint(bp)
