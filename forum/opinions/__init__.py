"""Opinions and how others weigh them: by web, desk, paper, phone, forum and import."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.opinions import models, policies  # noqa: F401 - tables and permissions
    from forum.opinions.views import bp

    app.register_blueprint(bp)
