"""Opinions and how others weigh them: by web, desk, paper, phone, forum and import."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.opinions import models, policies  # noqa: F401 - tables and permissions
    from forum.opinions import cli_import, views_desk, views_import  # noqa: F401 - routes
    from forum.opinions.views import bp

    app.register_blueprint(bp)
    cli_import.init_app(app)
