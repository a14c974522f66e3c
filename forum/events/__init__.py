"""Events: something one can attend, from the announcement to the signed sheet."""

from typing import Any

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.extensions import Place, add_place
from forum.core.access import current_person
from forum.core.navigation import add_group, add_navigation


def init_app(app: Flask) -> None:
    """Open the room."""
    from forum.events import (  # noqa: F401 - rows, routes, jobs
        charge,
        extensions,
        models,
        policies,
        views_manage,
    )
    from forum.events.attending import (  # noqa: F401 - rows, routes, jobs
        attendance,
        views_attendance,
        views_door,
        views_sheets,
    )
    from forum.events.calendars import (  # noqa: F401 - rows, routes, jobs
        views_calendar,
        views_feeds,
        views_print,
    )
    from forum.events.connecting import connect
    from forum.events.registration import (  # noqa: F401 - rows, routes, jobs
        calls,
        jobs,
        registrations,
        views_code,
        views_own,
        views_register,
        views_registrations,
    )
    from forum.events.registration.telling import to_say
    from forum.events.views import bp
    from forum.events.wording import when

    app.register_blueprint(bp)
    connect()
    add_place(_mine, order=20)
    add_group("offers", _l("Programs"), order=20)
    add_navigation("events.calendar", _l("Calendar"), "events:read", "offers", 20)
    add_navigation("events.mine", _l("My registrations"), "events:own", place="own", order=20)
    add_group("program_work", _l("Organising"), place="staff", order=5)
    work = "events.staff_index", _l("Events"), "events:manage"
    add_navigation(*work, place="program_work", order=20)
    extensions.add_tool("events.show", _l("Page"), "events:manage", order=0)
    extensions.add_tool("events.registrations", _l("Registrations"), "events:manage", order=10)
    extensions.add_tool("events.door", _l("Door"), "events:attendance", order=20)
    extensions.add_tool("events.attendance", _l("Attendance"), "events:attendance", order=30)
    extensions.add_tool("events.sheets", _l("Signed sheets"), "events:attendance", order=40)
    extensions.add_tool("events.edit", _l("Edit"), "events:manage", order=90)
    app.jinja_env.filters.update(when=when, to_say=to_say)

    @app.context_processor
    def helpers() -> dict[str, Any]:
        return {"event_tools": lambda event: extensions.tools(current_person(), event)}


def _mine() -> Place:
    """Name one's own registrations beside the profile."""
    sentence = _("What I registered for, and whether I have a place.")
    return Place(_("My registrations"), url_for("events.mine"), "calendar", sentence)
