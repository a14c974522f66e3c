"""Themes: the codebook people own, the engine that sorts and asks, the planner's board."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core import search
from forum.core.pages import add_navigation


def init_app(app: Flask) -> None:
    """Open the room and lend its language to the search."""
    from forum.conversations.extensions import add_tool
    from forum.opinions.following import add_steps
    from forum.themes import cli, jobs, models, policies, views_acts, views_board  # noqa: F401
    from forum.themes.language import terms
    from forum.themes.overview import told
    from forum.themes.telling import theme_steps
    from forum.themes.views import bp

    search.use_analyser(terms)
    app.register_blueprint(bp)
    app.jinja_env.filters["step_told"] = told
    add_tool("themes.board", _l("Theme board"), "themes:sort", order=30)
    add_steps(theme_steps)
    add_navigation("themes.codebook", _l("Codebook"), "themes:sort", "staff", 40)
    cli.init_app(app)
