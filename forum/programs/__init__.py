"""Programs: what a season offers in the neighbourhoods, from the draft to how it was."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.programs import models, policies  # noqa: F401 - tables and permissions
    from forum.programs.views import bp

    app.register_blueprint(bp)
