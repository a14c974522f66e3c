"""Themes: the codebook people own, the engine that sorts and asks, the planner's board."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core import search
from forum.core.navigation import add_group, add_navigation


def init_app(app: Flask) -> None:
    """Open the room and lend its language to the search."""
    from forum.core.published import add_tables
    from forum.moderation.rules import reading
    from forum.opinions.following import add_steps
    from forum.themes import models, policies, publishing, views_words  # noqa: F401 - tables, permissions, pages
    from forum.themes.board import overview, views_acts, views_moves  # noqa: F401 - pages
    from forum.themes.board import views as _board  # noqa: F401 - pages
    from forum.themes.language import terms, word_stems
    from forum.themes.runs import arriving, cli, jobs  # noqa: F401 - work
    from forum.themes.telling import theme_steps
    from forum.themes.views import bp
    from forum.themes.words.persons import names_somebody

    search.use_analyser(terms)
    reading.provide(reading.Reader(word_stems, names_somebody))
    _open_pictures_and_weighings()
    app.register_blueprint(bp)
    app.jinja_env.filters["step_told"] = overview.told
    add_steps(theme_steps)
    add_tables(publishing.tables)
    add_group("planning_work", _l("Planning"), place="staff", order=20)
    add_navigation("themes.codebook", _l("Codebook"), "themes:sort", "planning_work", 30)
    arriving.connect()
    cli.init_app(app)


def _open_pictures_and_weighings() -> None:
    """Add the board, the pictures and what unites and divides to the page of a conversation."""
    from forum.accounts.models import visitor_signed_in
    from forum.conversations.extensions import add_section, add_tool
    from forum.themes.pictures import maps, scope  # noqa: F401 - tables
    from forum.themes.pictures import views as _pictures  # noqa: F401 - pages
    from forum.themes.weighings import grouping, queries
    from forum.themes.weighings import views as _weighings  # noqa: F401 - pages

    add_tool("themes.board", _l("Theme board"), "themes:sort", order=30)
    add_tool("themes.votes", _l("Unites, divides"), "themes:sort", order=34)
    add_tool("themes.pictures", _l("Pictures"), "themes:sort", order=35)
    add_section(queries.section, order=24)
    add_section(scope.section, order=25)
    visitor_signed_in.connect(grouping.hand_over)
