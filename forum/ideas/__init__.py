"""Program ideas: what residents propose, who supports it, and what the city answers."""

from flask import Flask
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.extensions import add_place
from forum.accounts.models import visitor_signed_in
from forum.core import claims
from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.accounts.belongings import add_kind
    from forum.ideas import (  # noqa: F401 - tables, permissions, cards, news, routes
        answering,
        extensions,
        importing,
        life,
        models,
        moderating,
        policies,
        views_answer,
        views_comments,
        views_desk,
        views_follow,
        views_import,
        views_merging,
        views_office,
        views_own,
        views_pictures,
        views_propose,
        views_splitting,
        views_support,
        wording,
    )
    from forum.ideas.absorbing import KINDS, absorb_visitor
    from forum.ideas.slips import page_of_code
    from forum.ideas.views import bp
    from forum.ideas.ways import mine

    app.register_blueprint(bp)
    visitor_signed_in.connect(absorb_visitor)
    add_kind(*KINDS)
    claims.add_finder("ideas", page_of_code)
    add_place(mine, order=15)
    add_navigation("ideas.index", _l("Ideas"), "ideas:read", order=15)
    add_navigation("ideas.mine", _l("My ideas"), "ideas:own", place="own", order=15)
    add_navigation("ideas.office", LazyString(_label), "ideas:office", place="staff", order=15)
    extensions.add_tool("ideas.answer", _l("Answer it"), "ideas:answer", order=10)
    extensions.add_tool("ideas.merging", _l("Put together"), "ideas:answer", order=20)
    extensions.add_tool("ideas.splitting", _l("Make a part an idea"), "ideas:answer", order=30)


def _label() -> str:
    """Name the office's list in the menu, with the number of ideas that wait for an answer."""
    from forum.ideas.office import waiting

    number = waiting()
    return _("Ideas: the office (%(number)s)", number=number) if number else _("Ideas: the office")
