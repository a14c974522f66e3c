"""Straw polls: a quick question to the hall, answered by show of hands, by phone, or both."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.meetings.hall.captures import PollOption, PollVote, StrawPoll
from forum.meetings.models import Meeting

FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
#: No hall holds more hands.
MOST_HANDS = 10_000


def open_poll(
    meeting: Meeting,
    question: str,
    options: Sequence[str],
    key: str,
    by: Person,
    by_phone: bool = True,
) -> StrawPoll:
    """Put a question to the hall; the same key twice is one poll."""
    if not meeting.is_live:
        raise Refused(_l("This forum is not being held now."))
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise Refused(_l("Please give two to six answers."))
    current = meeting.current_item
    poll = StrawPoll(
        meeting_id=meeting.id,
        item_id=current.id if current else None,
        key=key,
        question=question,
        by_phone=by_phone,
        options=[PollOption(position=n, text=text) for n, text in enumerate(options)],
    )
    try:
        poll, new = once(lambda: _poll_with(key), lambda: _add(poll))
    except IntegrityError:
        raise Refused(_l("Another question is open. Please close it first.")) from None
    if new:
        meeting.changed()
    return poll


def close_poll(poll: StrawPoll, by: Person) -> None:
    """Take no more answers."""
    if poll.is_open:
        poll.closed_at = now()
        poll.meeting.changed()


def close_open_polls(meeting: Meeting) -> None:
    """Close whatever is open, because the forum ends."""
    open_ones = update(StrawPoll).where(
        StrawPoll.meeting_id == meeting.id, StrawPoll.closed_at.is_(None)
    )
    db.session.execute(open_ones.values(closed_at=now()))


def count_hands(poll: StrawPoll, hands: Mapping[int, int | None], by: Person) -> None:
    """Note how many hands there were for each option, by its number; a later count replaces it."""
    for option in poll.options:
        if option.id in hands:
            option.hands = hands[option.id]
    poll.meeting.changed()


def phone_votes(polls: Sequence[StrawPoll]) -> dict[int, int]:
    """Return how many answered on a phone, by option, in one query."""
    if not polls:
        return {}
    query = select(PollVote.option_id, func.count(PollVote.id)).group_by(PollVote.option_id)
    query = query.where(PollVote.poll_id.in_([poll.id for poll in polls]))
    return dict(db.session.execute(query).tuples().all())


def _add(poll: StrawPoll) -> StrawPoll:
    db.session.add(poll)
    db.session.flush()
    return poll


def _poll_with(key: str) -> StrawPoll | None:
    return db.session.scalars(select(StrawPoll).where(StrawPoll.key == key)).first()
