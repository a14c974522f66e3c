"""Hidings with reasons, approvals and flags of whatever residents write; the review page."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.moderation import models, policies  # noqa: F401 - tables and permissions
    from forum.moderation.views import bp

    app.register_blueprint(bp)
    add_navigation(
        "moderation.review", LazyString(_label), "moderation:review", place="staff", order=20
    )


def _label() -> str:
    """Name the review page, with the number of texts that wait for somebody."""
    from forum.moderation.queries import counts

    sizes = counts()
    number = sizes["waiting"] + sizes["flagged"]
    return _("Moderation (%(number)s)", number=number) if number else _("Moderation")
