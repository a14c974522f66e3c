"""Opinions and how others weigh them: by web, desk, paper, phone, forum and import."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.accounts.extensions import add_place
from forum.accounts.models import visitor_signed_in
from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.accounts.belongings import add_kind
    from forum.conversations import extensions, saying
    from forum.conversations.models import conversation_opened
    from forum.opinions import (  # noqa: F401 - tables, permissions, cards, routes
        cli,
        cli_import,
        listing,
        models,
        operations,
        policies,
        reviewing,
        views_desk,
        views_follow,
        views_import,
        views_opinion,
        views_weigh,
        ways,
    )
    from forum.opinions.absorbing import KINDS, absorb_visitor
    from forum.opinions.hands import Keeper
    from forum.opinions.placing import told_place
    from forum.opinions.views import bp

    app.register_blueprint(bp)
    app.jinja_env.globals["told_place"] = told_place
    visitor_signed_in.connect(absorb_visitor)
    add_kind(*KINDS)
    saying.provide(Keeper())
    add_place(ways.mine, order=10)
    add_navigation("opinions.follow", _l("What became of my word"), "opinions:follow", order=40)
    add_navigation("opinions.mine", _l("My opinions"), "opinions:own", place="own", order=10)
    extensions.add_tool("opinions.desk", _l("Quick desk"), "opinions:desk", order=10)
    extensions.add_tool("opinions.imports", _l("Import"), "opinions:import", order=20)
    extensions.add_section(listing.section, order=30)
    extensions.add_way("speak", ways.speak)
    extensions.add_way("weigh", ways.weigh)
    extensions.hold_question(operations.anybody_spoke)
    conversation_opened.connect(operations.make_findable)
    cli_import.init_app(app)
    cli.init_app(app)
