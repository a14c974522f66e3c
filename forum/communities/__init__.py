"""Local communities: groups that exist, and groups residents would like to found."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.communities import models, policies  # noqa: F401 - tables and permissions
    from forum.communities.views import bp

    app.register_blueprint(bp)
