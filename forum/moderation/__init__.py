"""Hidings with reasons, approvals and flags of whatever residents write; the review page."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.moderation import jobs, models, policies  # noqa: F401 - tables, permissions, work
    from forum.moderation.assigning import views as _charge  # noqa: F401 - tables, routes
    from forum.moderation.covering import views_covering, views_removing  # noqa: F401
    from forum.moderation.decisions import (  # noqa: F401 - news, tables, routes
        telling_before,
        views_appeals,
        views_reason_words,
        views_statements,
    )
    from forum.moderation.fetching import address
    from forum.moderation.figures import views as _figures  # noqa: F401
    from forum.moderation.pages import bp
    from forum.moderation.review import views, views_acts, views_reports  # noqa: F401
    from forum.moderation.review.joint import views as _joint  # noqa: F401
    from forum.moderation.review.joint import work  # noqa: F401 - what the worker does
    from forum.moderation.rules import views as _words  # noqa: F401

    app.register_blueprint(bp)
    views_statements.init_app(app)
    app.jinja_env.globals.update(moderation_url=address)
    _add_navigation()


def _add_navigation() -> None:
    """Let the room's pages be found."""
    review, appeals = LazyString(_review_label), LazyString(_appeals_label)
    own, figures = _l("Decisions on what I wrote"), _l("Moderation in figures")
    add_navigation("moderation.review", review, "moderation:review", "staff", 20)
    add_navigation("moderation.appeals", appeals, "moderation:appeals", "staff", 21)
    add_navigation("moderation.own", own, "moderation:statement", "own", 60)
    add_navigation("moderation.figures", figures, "moderation:figures", "footer", 41)


def _appeals_label() -> str:
    """Name the page of appeals, with the number of those that wait for this person."""
    from forum.core.access import current_person
    from forum.moderation.decisions.queries_appeals import waiting_for

    number = waiting_for(current_person())
    return _("Appeals (%(number)s)", number=number) if number else _("Appeals")


def _review_label() -> str:
    """Name the review page, with the number of texts that wait for somebody."""
    from forum.core.access import current_person
    from forum.moderation.review.listing import pressing

    number = pressing(current_person())
    return _("Moderation (%(number)s)", number=number) if number else _("Moderation")
