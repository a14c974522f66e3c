"""What people are told, in the application and by mail."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.notices import models, policies  # noqa: F401 - tables and permissions
    from forum.notices.views import bp

    app.register_blueprint(bp)
