"""Decisions on themes, with reasons."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.core.navigation import add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.conversations.extensions import add_section
    from forum.opinions.following import add_steps
    from forum.planning import models, policies, telling  # noqa: F401 - tables and permissions
    from forum.planning.views import bp
    from forum.themes.extensions import add_note, add_public

    app.register_blueprint(bp)
    app.jinja_env.globals["decision_looks"] = telling.LOOKS
    add_section(telling.section, order=20)
    add_steps(telling.steps)
    add_note(telling.board_notes)
    add_public(telling.public_themes)
    add_navigation("planning.index", _l("Decisions"), "planning:read", "main", 30)
