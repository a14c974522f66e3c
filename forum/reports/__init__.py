"""Summaries and their frozen publications."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room, and tell others where the summaries are."""
    from forum.conversations.extensions import add_section, add_tool
    from forum.opinions.following import add_steps
    from forum.reports import cli, frozen, models, policies, views_draft  # noqa: F401 - tables and pages
    from forum.reports.telling import published_section, summary_steps
    from forum.reports.views import bp

    app.register_blueprint(bp)
    add_navigation("reports.index", _l("Summaries"), "reports:read", "results", 40)
    add_tool("reports.draft", _l("Summary"), "reports:draft", order=60)
    add_section(published_section, order=20)
    add_steps(summary_steps)
    cli.init_app(app)
