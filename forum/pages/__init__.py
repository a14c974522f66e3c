"""Home, help, privacy, the grant’s page, language and search."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.pages import policies  # noqa: F401 - declares permissions
    from forum.pages.views import bp

    app.register_blueprint(bp)
