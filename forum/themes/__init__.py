"""Themes: the codebook people own, the engine that sorts and asks, the planner's board."""

from flask import Flask

from forum.core import search


def init_app(app: Flask) -> None:
    """Open the room and lend its language to the search."""
    from forum.themes import models, policies  # noqa: F401 - tables and permissions
    from forum.themes.language import terms
    from forum.themes.views import bp

    search.use_analyser(terms)
    app.register_blueprint(bp)
