"""Version 1 of the API: thin routes over the same queries, forms, verbs and presenters."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.api import models, policies  # noqa: F401 - tables and permissions
    from forum.api.views import bp

    app.register_blueprint(bp)
