"""Catching what is said in the hall or at a table, as opinions of the conversation it feeds."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.conversations import saying
from forum.conversations.saying import Saying
from forum.core.codes import keyed_hash
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.meetings.hall.captures import Capture
from forum.meetings.models import AgendaItem, Meeting, MeetingTable
from forum.meetings.writing.minutes import MinutesVersion

#: As long as an opinion may be.
LONGEST = 3000
#: What a table wrote under an item may arrive so much later, when the reception was bad.
LATE = timedelta(minutes=20)

NOT_AT_TABLES = _l("The tables are not at work now. Please wait for the facilitator.")


def capture(
    item: AgendaItem,
    text: str,
    key: str,
    by: Person | None = None,
    table: MeetingTable | None = None,
    neighbourhood_id: int | None = None,
    same_as: str = "",
) -> Capture:
    """Keep what somebody said under ``item``; the same key twice is one opinion.

    ``by`` is the member of staff who writes it down, None at a table. Each opinion counts as
    another person's, unless ``same_as`` is the key of an earlier one by the same person.
    """
    meeting = item.meeting
    if by is None and not takes_from_tables(item):
        raise Refused(NOT_AT_TABLES)
    if not can_capture(meeting):
        raise Refused(why_not(meeting))
    where = "desk" if by else f"table {table.id if table else ''}"
    words = Saying(
        text,
        channel="forum",
        neighbourhood_id=neighbourhood_id or (table.neighbourhood_id if table else None),
    )
    author = _author_of(_sent_as(meeting, where, same_as)) if same_as else None
    sent = _sent_as(meeting, where, key)
    opinion_id = saying.say(meeting.conversation, words, sent, by, author)
    made, new = once(
        lambda: _capture_of(opinion_id), lambda: _keep(meeting, item, opinion_id, table)
    )
    if new:
        meeting.changed()
    return made


def takes_from_tables(item: AgendaItem) -> bool:
    """Whether what a table wrote under ``item`` is still taken."""
    if not item.at_tables:
        return False
    return item.is_current or (item.left_at is not None and item.left_at > now() - LATE)


def can_capture(meeting: Meeting) -> bool:
    """Whether what is said can be kept: the forum has begun and feeds an open conversation.

    Slips from the hall are keyed after it too, until the minutes are sent for comment.
    """
    talk = meeting.conversation
    begun = meeting.is_live or (meeting.was_held and not was_sent(meeting))
    return begun and talk is not None and talk.is_open


def was_sent(meeting: Meeting) -> bool:
    """Whether the minutes were sent for comment: what was said stands in them now."""
    sent = select(MinutesVersion.id).where(MinutesVersion.meeting_id == meeting.id).limit(1)
    return db.session.scalar(sent) is not None


def why_not(meeting: Meeting) -> str:
    """Say kindly why nothing can be captured now."""
    if meeting.sitting is None:
        return _l("What is said can be kept once the forum has been opened.")
    if meeting.was_held and was_sent(meeting):
        return _l("The minutes were sent for comment; what is missing from them is told there.")
    if meeting.conversation is None:
        return _l(
            "This forum feeds no conversation yet. Choose one on its form, and what is said here"
            " is kept as opinions in it."
        )
    return _l("The conversation this forum feeds is still a draft. Open it, then go on here.")


def _keep(
    meeting: Meeting, item: AgendaItem, opinion_id: int, table: MeetingTable | None
) -> Capture:
    row = Capture(
        meeting_id=meeting.id,
        item_id=item.id,
        opinion_id=opinion_id,
        table_id=table.id if table else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _capture_of(opinion_id: int) -> Capture | None:
    return db.session.scalars(select(Capture).where(Capture.opinion_id == opinion_id)).first()


def _sent_as(meeting: Meeting, where: str, key: str) -> str:
    """Return the key of the opinion; a key from another place is another opinion's."""
    return keyed_hash("capture", f"{meeting.id}:{where}:{key}")


def _author_of(sent: str) -> Person | None:
    """Return who said what was sent with that key."""
    author_id = saying.author_of(sent)
    return db.session.get(Person, author_id) if author_id else None
