"""Program ideas: what residents propose, who supports it, and what the city answers."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.ideas import life, models, policies  # noqa: F401 - tables and permissions
    from forum.ideas.views import bp

    app.register_blueprint(bp)
