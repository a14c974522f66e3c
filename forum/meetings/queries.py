"""What pages read about forums."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, exists, func, select

from forum.core.db import db, now
from forum.core.pages import paginate
from forum.events.life import Announcement
from forum.events.models import Event
from forum.meetings import extensions
from forum.meetings.hall.captures import ParkedPoint, SpeakerRequest, StrawPoll
from forum.meetings.hall.outcomes import MeetingDecision, MeetingTask
from forum.meetings.models import AgendaDocument, AgendaItem, Meeting, Sitting
from forum.moderation.assigning.charge import mine

#: Forums that are coming and are shown at once; no city has more of them announced.
MOST_COMING = 50


def visible_to(person: Any) -> Select[tuple[Meeting]]:
    """Select the forums ``person`` may read: announced ones, and drafts one is in charge of."""
    query = select(Meeting).join(Event, Event.id == Meeting.event_id)
    if person.at_least("planner"):
        return query
    announced = exists().where(Announcement.event_id == Meeting.event_id).correlate(Meeting)
    if person.at_least("facilitator"):
        return query.where(announced | mine(person, Meeting))
    return query.where(announced)


def visible_meeting(person: Any, meeting_id: int) -> Meeting | None:
    """Return the forum if ``person`` may read it."""
    query = visible_to(person).where(Meeting.id == meeting_id)
    return db.session.scalars(query).unique().first()


def coming(person: Any) -> list[Meeting]:
    """Return the forums that are on or still to come, the next one first."""
    query = visible_to(person).where(Event.ends_at > now(), ~_ended())
    rows = db.session.scalars(query.order_by(Event.starts_at, Meeting.id).limit(MOST_COMING))
    return list(rows.unique())


def held(person: Any) -> Pagination:
    """Return a page of the forums that were held, the last one first."""
    query = visible_to(person).where((Event.ends_at <= now()) | _ended())
    return paginate(query.order_by(Event.starts_at.desc(), Meeting.id.desc()))


def _ended() -> Any:
    ended = exists().where(Sitting.meeting_id == Meeting.id, Sitting.ended_at.is_not(None))
    return ended.correlate(Meeting)


def visible_document(person: Any, document_id: int) -> AgendaDocument | None:
    """Return a document of the agenda if ``person`` may read its forum."""
    document = db.session.get(AgendaDocument, document_id)
    if document is None or visible_meeting(person, document.item.meeting_id) is None:
        return None
    return document


def _noted(model: Any, person: Any, number: int) -> Any:
    """Return a row of a forum if ``person`` may read that forum."""
    row = db.session.get(model, number)
    seen = row is not None and visible_meeting(person, row.meeting_id) is not None
    return row if seen else None


def speaker_request(person: Any, speaker_id: int) -> SpeakerRequest | None:
    """Return an entry of the list of speakers."""
    return _noted(SpeakerRequest, person, speaker_id)


def straw_poll(person: Any, poll_id: int) -> StrawPoll | None:
    """Return a straw poll."""
    return _noted(StrawPoll, person, poll_id)


def parked_point(person: Any, point_id: int) -> ParkedPoint | None:
    """Return something parked."""
    return _noted(ParkedPoint, person, point_id)


def decision(person: Any, decision_id: int) -> MeetingDecision | None:
    """Return a decision of a forum."""
    return _noted(MeetingDecision, person, decision_id)


def task(person: Any, task_id: int) -> MeetingTask | None:
    """Return a task given at a forum."""
    return _noted(MeetingTask, person, task_id)


def agenda_item(person: Any, item_id: int) -> AgendaItem | None:
    """Return an item of an agenda."""
    return _noted(AgendaItem, person, item_id)


def stamp(meeting_id: int | None = None) -> object:
    """Return what changes whenever a page about forums must be made anew."""
    query = select(func.count(Meeting.id), func.sum(Meeting.tick), func.sum(Event.tick))
    query = query.join(Event, Event.id == Meeting.event_id)
    if meeting_id is None:
        return tuple(db.session.execute(query).one())
    mine = db.session.execute(query.where(Meeting.id == meeting_id)).one()
    return tuple(mine), extensions.stamps(meeting_id)


def item_of(meeting: Meeting, item_id: int | None) -> AgendaItem | None:
    """Return the item of this forum with that number."""
    return next((item for item in meeting.items if item.id == item_id), None)
