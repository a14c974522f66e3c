"""Comments on minutes: anybody may remark on them until the last day; each is answered."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.accounts.guardians import public_name
from forum.accounts.models import Person
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.once import once
from forum.meetings.models import Meeting
from forum.meetings.writing.minutes import MinutesComment
from forum.meetings.writing.minuting import minutes_of
from forum.moderation.rules import look_at


def comment(
    meeting: Meeting,
    author: Person,
    text: str,
    submit_key: str,
    item_id: int | None = None,
    signature: str = "",
) -> MinutesComment:
    """Take a comment; the same key twice is one comment.

    Where a facilitator looks at opinions before they appear, comments wait too.
    """
    known = sent_with(submit_key)
    if known is not None:
        return known
    sentence = why_no_comments(meeting)
    if sentence:
        raise Refused(sentence)
    talk = meeting.conversation
    waits = talk is not None and talk.moderation == "before" and not author.is_staff

    def make() -> MinutesComment:
        row = MinutesComment(
            meeting=meeting,
            author=author,
            text=text,
            submit_key=submit_key,
            item_id=item_id,
            signature=public_name(author, signature),
            waiting=waits,
            visible=not waits,
        )
        db.session.add(row)
        db.session.flush()
        return row

    row, new = once(lambda: sent_with(submit_key), make)
    if new:
        look_at(row)
        meeting.changed()
    return row


def sent_with(submit_key: str) -> MinutesComment | None:
    """Return the comment that was sent with ``submit_key``, if any."""
    query = select(MinutesComment).where(MinutesComment.submit_key == submit_key)
    return db.session.scalars(query).first()


def why_no_comments(meeting: Meeting) -> str:
    """Say kindly why one cannot comment now; empty when one can."""
    minutes = minutes_of(meeting)
    if minutes is None or minutes.opened_at is None:
        return _("These minutes are still being written.")
    if minutes.takes_comments:
        return ""
    if minutes.approved_at is not None:
        return _("These minutes are approved. If you find a mistake, please write to us.")
    return _("The last day for comments is over. If it is important, please write to us.")


def absorb_comments(visitor_id: int, person: Person, **_more: Any) -> None:
    """Give ``person`` the comments they wrote as a visitor; the caller commits."""
    mine = update(MinutesComment).where(MinutesComment.author_id == visitor_id)
    db.session.execute(mine.values(author_id=person.id))
