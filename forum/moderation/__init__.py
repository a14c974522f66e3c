"""Hidings with reasons, approvals and flags of whatever residents write; the review page."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.moderation import models, policies  # noqa: F401 - tables and permissions
    from forum.moderation.views import bp

    app.register_blueprint(bp)
