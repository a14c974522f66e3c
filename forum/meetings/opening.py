"""Minutes and tasks, put into the room: pages, work, parts of a forum's page, the menu."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from forum.accounts.models import visitor_signed_in
from forum.core.navigation import add_navigation
from forum.meetings.writing.commenting import absorb_comments


def open_minutes(app: Flask) -> None:
    """Bring the pages and the work of minutes and tasks in; before the blueprint is registered."""
    from forum.meetings import (
        extensions,
        sections,
    )
    from forum.meetings.writing import (  # noqa: F401 - routes, jobs and cards
        cli,
        jobs,
        reviewing_comments,
        views_comments,
        views_minutes,
        views_minuting,
        views_tasks,
    )

    visitor_signed_in.connect(absorb_comments)
    extensions.add_section(sections.minutes_section, order=20)
    extensions.add_section(sections.tasks_section, order=40)
    extensions.add_tool(
        "meetings.minutes_draft", _l("Minutes of the forum"), "meetings:manage", order=60
    )
    add_navigation("meetings.tasks", _l("Tasks"), "meetings:read", place="footer", order=30)
    cli.init_app(app)
