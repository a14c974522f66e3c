"""Forums as places that facilitators are in charge of, and what stands in them."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.core.db import db
from forum.events.charge import add_owner
from forum.meetings import extensions
from forum.meetings.hall.captures import ParkedPoint, SpeakerRequest, StrawPoll
from forum.meetings.hall.outcomes import MeetingDecision, MeetingTask
from forum.meetings.models import AgendaDocument, AgendaItem, Meeting
from forum.moderation.assigning.places import PlaceKind, add_place_kind, locate
from forum.moderation.subjects import Place


def _page(meeting: Meeting) -> str:
    return url_for("meetings.show", meeting_id=meeting.id)


def _here(row: Any) -> Place:
    return Place("meeting", row.meeting_id)


def _of_event(event_id: int) -> Place | None:
    number = db.session.scalar(select(Meeting.id).where(Meeting.event_id == event_id))
    return Place("meeting", number) if number is not None else None


add_owner(_of_event)
add_place_kind(PlaceKind(Meeting, _l("forum"), _page, Meeting.facilitator_id))
for _model in (AgendaItem, ParkedPoint, SpeakerRequest, StrawPoll, MeetingDecision, MeetingTask):
    locate(_model, _here)
locate(AgendaDocument, lambda document: Place("meeting", document.item.meeting_id))
extensions.add_tool(
    "moderation.facilitators",
    _l("Who is in charge"),
    "moderation:assign",
    order=80,
    arguments=lambda one: {"kind": "meeting", "place_id": one.id},
)
