"""Themes: the codebook people own, the engine that sorts and asks, the planner's board."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core import search
from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room and lend its language to the search."""
    from forum.accounts.models import visitor_signed_in
    from forum.conversations.extensions import add_section, add_tool
    from forum.opinions.following import add_steps
    from forum.themes import (  # noqa: F401 - tables, jobs, permissions and pages
        arriving,
        cli,
        jobs,
        maps,
        models,
        policies,
        views_acts,
        views_board,
        views_moves,
        views_pictures,
        views_votes,
        views_words,
        votes_page,
    )
    from forum.themes.grouping import hand_over
    from forum.themes.language import terms
    from forum.themes.overview import told
    from forum.themes.pictures import section
    from forum.themes.telling import theme_steps
    from forum.themes.views import bp

    search.use_analyser(terms)
    app.register_blueprint(bp)
    app.jinja_env.filters["step_told"] = told
    add_tool("themes.board", _l("Theme board"), "themes:sort", order=30)
    add_tool("themes.pictures", _l("Pictures"), "themes:sort", order=35)
    add_section(section, order=25)
    add_section(votes_page.section, order=24)
    add_tool("themes.votes", _l("Unites, divides"), "themes:sort", order=34)
    visitor_signed_in.connect(hand_over)
    add_steps(theme_steps)
    add_navigation("themes.codebook", _l("Codebook"), "themes:sort", "staff", 40)
    arriving.connect()
    cli.init_app(app)
