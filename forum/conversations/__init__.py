"""City conversations: a question put to residents, and its phases."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.conversations import models, policies  # noqa: F401 - tables and permissions
    from forum.conversations.views import bp

    app.register_blueprint(bp)
