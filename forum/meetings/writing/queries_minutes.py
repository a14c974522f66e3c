"""What pages read about minutes, their versions and the comments on them."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.pages import paginate
from forum.meetings.models import Meeting
from forum.meetings.queries import stamp as stamp_of
from forum.meetings.queries import visible_meeting
from forum.meetings.writing.minutes import MinutesComment, MinutesVersion

COMMENTS_ON_A_PAGE = 50


def drafted(person: Any, meeting_id: int) -> Meeting | None:
    """Return the forum to whoever may write its minutes; nobody else learns of a draft."""
    return visible_meeting(person, meeting_id) if person.at_least("facilitator") else None


def minuted(person: Any, meeting_id: int) -> Meeting | None:
    """Return the forum if its minutes are public; to staff also while they are a draft."""
    meeting = visible_meeting(person, meeting_id)
    if meeting is None or person.at_least("facilitator"):
        return meeting
    public = exists().where(MinutesVersion.meeting_id == meeting.id)
    return meeting if db.session.scalar(select(public)) else None


def versions(meeting: Meeting) -> list[MinutesVersion]:
    """Return the versions of the minutes of a forum, the last one first."""
    query = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting.id)
    query = query.options(joinedload(MinutesVersion.withdrawal))
    return list(db.session.scalars(query.order_by(MinutesVersion.number.desc())))


def version_of(person: Any, meeting_id: int, number: int) -> MinutesVersion | None:
    """Return a version if ``person`` may read about its forum."""
    if visible_meeting(person, meeting_id) is None:
        return None
    query = select(MinutesVersion).where(
        MinutesVersion.meeting_id == meeting_id, MinutesVersion.number == number
    )
    return db.session.scalars(query).first()


def comments_on(person: Any, meeting: Meeting) -> Pagination:
    """Return a page of the comments on the minutes of a forum, as they came."""
    query = select(MinutesComment).where(
        MinutesComment.meeting_id == meeting.id, MinutesComment.visible
    )
    query = query.options(joinedload(MinutesComment.item)).order_by(MinutesComment.id)
    return paginate(query, per_page=COMMENTS_ON_A_PAGE)


def _comments() -> Select[tuple[MinutesComment]]:
    return select(MinutesComment).options(joinedload(MinutesComment.meeting))


def visible_comment(person: Any, comment_id: int) -> MinutesComment | None:
    """Return a comment if ``person`` may read it: staff those too that wait or are hidden."""
    row = db.session.scalars(_comments().where(MinutesComment.id == comment_id)).unique().first()
    if row is None or minuted(person, row.meeting_id) is None:
        return None
    return row if row.visible or person.at_least("facilitator") else None


def moderated_comment(person: Any, comment_id: int) -> MinutesComment | None:
    """Return a comment to whoever may look after it; nobody else learns of a hidden one."""
    return visible_comment(person, comment_id) if person.at_least("facilitator") else None


def stamp(meeting_id: int, number: int | None = None) -> object:
    """Return what changes whenever a page of minutes must be made anew."""
    newest = select(func.max(MinutesVersion.id)).where(MinutesVersion.meeting_id == meeting_id)
    return stamp_of(meeting_id), db.session.scalar(newest)
