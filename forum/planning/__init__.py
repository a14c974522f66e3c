"""Decisions on themes, with reasons."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.planning import models, policies  # noqa: F401 - tables and permissions
    from forum.planning.views import bp

    app.register_blueprint(bp)
