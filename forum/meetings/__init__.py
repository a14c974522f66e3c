"""Participatory forums: agenda, live capture, minutes with approval, outcomes."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.accounts.models import visitor_signed_in
from forum.core.access import current_person


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.events.models import add_kind
    from forum.meetings import (  # noqa: F401 - tables
        captures,
        extensions,
        minutes,
        models,
        outcomes,
        policies,
        questions,
        reviewing,
        views_agenda,
        views_console,
        views_floor,
        views_follow,
        views_manage,
        views_questions,
        views_screen,
        views_table,
        views_tables,
    )
    from forum.meetings.absorbing import absorb_visitor
    from forum.meetings.connecting import connect
    from forum.meetings.opening import open_minutes
    from forum.meetings.views import bp

    open_minutes(app)
    app.register_blueprint(bp)
    visitor_signed_in.connect(absorb_visitor)

    add_kind("forum", _l("Participatory forum"))
    connect()

    @app.context_processor
    def helpers() -> dict[str, Any]:
        return {"meeting_tools": lambda meeting: extensions.tools(current_person(), meeting)}
