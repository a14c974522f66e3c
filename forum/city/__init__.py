"""The city’s own words, and the pages where administrators keep them."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.city import models, policies  # noqa: F401 - tables and permissions
    from forum.city.views import bp

    app.register_blueprint(bp)
