"""Leading a forum: opening it, going through its agenda, letting people speak, ending it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.meetings import acts
from forum.meetings.hall.captures import SpeakerRequest
from forum.meetings.hall.capturing import capture, was_sent
from forum.meetings.hall.concluding import decide, give_task, park, settle
from forum.meetings.hall.polling import close_open_polls
from forum.meetings.models import AgendaItem, Meeting, Sitting

__all__ = [
    "ask_to_speak",
    "call",
    "capture",
    "decide",
    "end",
    "finish",
    "give_task",
    "go_to",
    "park",
    "resume",
    "settle",
    "start",
    "withdraw",
]

NOT_LIVE = _l("This forum is not being held now.")


def start(meeting: Meeting, by: Person) -> None:
    """Open the forum at its first item; pressing twice opens it once."""
    meeting.hold()
    if meeting.is_live:
        return
    if meeting.was_held:
        raise Refused(_l("This forum has been held already."))
    if not meeting.event.is_announced or meeting.event.is_cancelled:
        raise Refused(_l("Only a forum that was announced can be opened."))
    if not meeting.items:
        raise Refused(_l("Please give the forum an agenda first."))
    meeting.sitting = Sitting(started_by_id=by.id)
    _enter(meeting.items[0])
    meeting.changed()
    record(acts.STARTED, by, meeting)


def end(meeting: Meeting, by: Person) -> None:
    """End the forum; open polls close with it."""
    meeting.hold()
    sitting = meeting.sitting
    if sitting is None:
        raise Refused(NOT_LIVE)
    if sitting.ended_at is not None:
        return
    _leave(meeting.current_item)
    sitting.ended_at, sitting.ended_by_id = now(), by.id
    close_open_polls(meeting)
    for request in _called(meeting):
        request.done_at = now()
    meeting.changed()
    record(acts.ENDED, by, meeting)


def resume(meeting: Meeting, by: Person) -> None:
    """Go on with a forum that was ended by mistake, at the item it was left at."""
    meeting.hold()
    sitting = meeting.sitting
    if sitting is None or sitting.ended_at is None:
        return
    if not may_resume(meeting):
        raise Refused(_l("The minutes have been sent for comment already; this forum is over."))
    sitting.ended_at = sitting.ended_by_id = None
    begun = [item for item in meeting.items if item.left_at is not None]
    if begun:
        _enter(max(begun, key=lambda item: item.left_at or sitting.started_at))
    meeting.changed()
    record(acts.RESUMED, by, meeting)


def may_resume(meeting: Meeting) -> bool:
    """Whether a forum that has ended may go on: not once its minutes were sent for comment."""
    return meeting.was_held and not was_sent(meeting)


def go_to(item: AgendaItem, by: Person, seen: int | None = None) -> bool:
    """Make ``item`` the current one; tell whether this call did it.

    ``seen`` is the number of the item that was current on the page of whoever pressed (0 for
    none): when somebody else has gone on meanwhile, nothing happens, so two make one step.
    """
    meeting = item.meeting
    meeting.hold()
    if not meeting.is_live:
        raise Refused(NOT_LIVE)
    current = meeting.current_item
    if item is current or (seen is not None and seen != (current.id if current else 0)):
        return False
    _leave(current)
    _enter(item)
    meeting.changed()
    return True


def _enter(item: AgendaItem) -> None:
    item.is_current, item.current_since = True, now()


def _leave(item: AgendaItem | None) -> None:
    if item is not None:
        item.seconds_before, item.left_at = item.seconds, now()
        item.is_current, item.current_since = False, None
        db.session.flush()  # the constraint allows one current item


def ask_to_speak(
    meeting: Meeting,
    name: str,
    key: str,
    by: Person | None = None,
    person: Person | None = None,
    first_time: bool | None = None,
) -> SpeakerRequest:
    """Put somebody on the list of speakers; the same key twice, or one phone twice, is one entry.

    ``first_time`` None asks the list whether that person, or somebody of that name, has spoken.
    """
    if not meeting.is_live:
        raise Refused(NOT_LIVE)
    waiting = _waiting_phone(meeting, person)
    if waiting is not None:
        return waiting
    current = meeting.current_item
    request, new = once(
        lambda: _request_with(key),
        lambda: _add(
            SpeakerRequest(
                meeting_id=meeting.id,
                item_id=current.id if current else None,
                key=key,
                name=name,
                person_id=person.id if person else None,
                first_time=not _has_spoken(meeting, name, person)
                if first_time is None
                else first_time,
            )
        ),
    )
    if new:
        meeting.changed()
    return request


def call(request: SpeakerRequest, by: Person) -> None:
    """Give somebody the floor; whoever had it before has finished."""
    _hold(request)
    if not request.meeting.is_live:
        raise Refused(NOT_LIVE)
    if request.standing != "waiting":
        return
    for speaking in _called(request.meeting):
        speaking.done_at = now()
    request.called_at = now()
    request.meeting.changed()


def finish(request: SpeakerRequest, by: Person) -> None:
    """Note that somebody has spoken."""
    _hold(request)
    if request.standing in {"waiting", "called"}:
        request.called_at = request.called_at or now()
        request.done_at = now()
        request.meeting.changed()


def withdraw(request: SpeakerRequest, by: Person | None = None) -> None:
    """Take somebody who has not spoken off the list."""
    _hold(request)
    if request.standing == "waiting":
        request.withdrawn_at = now()
        request.meeting.changed()


def _hold(request: SpeakerRequest) -> None:
    """Keep others from changing the list until the commit: one has the floor, one calls."""
    request.meeting.hold()
    db.session.refresh(request)


def _add(request: SpeakerRequest) -> SpeakerRequest:
    db.session.add(request)
    db.session.flush()
    return request


def _request_with(key: str) -> SpeakerRequest | None:
    return db.session.scalars(select(SpeakerRequest).where(SpeakerRequest.key == key)).first()


def _of(meeting: Meeting, *conditions: object) -> list[SpeakerRequest]:
    query = select(SpeakerRequest).where(SpeakerRequest.meeting_id == meeting.id, *conditions)
    return list(db.session.scalars(query))


def _called(meeting: Meeting) -> list[SpeakerRequest]:
    return _of(meeting, SpeakerRequest.called_at.is_not(None), SpeakerRequest.done_at.is_(None))


def _waiting_phone(meeting: Meeting, person: Person | None) -> SpeakerRequest | None:
    if person is None:
        return None
    rows = _of(
        meeting,
        SpeakerRequest.person_id == person.id,
        SpeakerRequest.called_at.is_(None),
        SpeakerRequest.withdrawn_at.is_(None),
        SpeakerRequest.done_at.is_(None),
    )
    return rows[0] if rows else None


def _has_spoken(meeting: Meeting, name: str, person: Person | None) -> bool:
    same = SpeakerRequest.name == name if person is None else SpeakerRequest.person_id == person.id
    query = select(func.count(SpeakerRequest.id)).where(
        SpeakerRequest.meeting_id == meeting.id, SpeakerRequest.called_at.is_not(None), same
    )
    return bool(db.session.scalar(query))
