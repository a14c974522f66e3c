"""What minutes and tasks add to the page of a forum."""

from typing import Any

from forum.core.days import last_day
from forum.meetings.models import Meeting
from forum.meetings.writing import (
    minuting,
    tasks,
)


def minutes_section(person: Any, meeting: Meeting) -> dict[str, Any] | None:
    """Lead to the minutes once they are public; tell staff what is to be done."""
    if not meeting.was_held:
        return None
    version = minuting.latest_version(meeting)
    if version is None and not person.at_least("facilitator"):
        return None
    found = minuting.minutes_of(meeting)
    until = found.comments_until if found else None
    return {
        "template": "meetings/_minutes_section.html",
        "version": version,
        "stage": found.stage if found else "draft",
        "last_day": last_day(until) if until else None,
    }


def tasks_section(person: Any, meeting: Meeting) -> dict[str, Any] | None:
    """Show what was promised at the forum, and where it stands."""
    if not meeting.was_held:
        return None
    found = tasks.of_meeting(meeting)
    if not found:
        return None
    return {"template": "meetings/_tasks_section.html", "tasks": found, "today": tasks.today()}
