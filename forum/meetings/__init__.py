"""Participatory forums: agenda, live capture, minutes with approval, outcomes."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.accounts.models import visitor_signed_in
from forum.core.access import current_person


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.accounts import belongings
    from forum.events.models import add_kind
    from forum.meetings import (  # noqa: F401 - rows, routes, jobs
        charge,
        extensions,
        models,
        policies,
        views_agenda,
        views_manage,
    )
    from forum.meetings.connecting import connect
    from forum.meetings.hall import (  # noqa: F401 - rows, routes, jobs
        captures,
        outcomes,
        views_console,
        views_floor,
        views_table,
        views_tables,
    )
    from forum.meetings.opening import open_minutes
    from forum.meetings.screens import (  # noqa: F401 - rows, routes, jobs
        questions,
        reviewing,
        views_follow,
        views_questions,
        views_screen,
    )
    from forum.meetings.screens.absorbing import KINDS, absorb_visitor
    from forum.meetings.views import bp
    from forum.meetings.writing import (  # noqa: F401 - rows, routes, jobs
        frozen,
        minutes,
    )

    open_minutes(app)
    app.register_blueprint(bp)
    visitor_signed_in.connect(absorb_visitor)
    belongings.add_kind(*KINDS)

    add_kind("forum", _l("Participatory forum"))
    connect()

    @app.context_processor
    def helpers() -> dict[str, Any]:
        return {"meeting_tools": lambda meeting: extensions.tools(current_person(), meeting)}
