"""Taking part from a phone: voting in a straw poll, and raising a hand to speak."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.meetings.hall.captures import PollOption, PollVote, SpeakerRequest, StrawPoll
from forum.meetings.hall.leading import ask_to_speak, withdraw
from forum.meetings.models import Meeting
from forum.meetings.queries import visible_meeting
from forum.meetings.screens.asking import hold


def vote(option: PollOption, person: Person) -> PollVote:
    """Answer an open poll; voting again changes the first vote."""
    poll = option.poll
    hold(poll.meeting_id)
    db.session.refresh(poll)
    if not poll.is_open or not poll.by_phone or not poll.meeting.is_live:
        raise Refused(_l("This poll is closed. Your vote was not counted."))

    def known() -> PollVote | None:
        return vote_of(person.id, poll.id)

    def make() -> PollVote:
        row = PollVote(poll_id=poll.id, option_id=option.id, person_id=person.id)
        db.session.add(row)
        db.session.flush()
        return row

    row, new = once(known, make)
    if new or row.option_id != option.id:
        row.option_id, row.at = option.id, now()
        poll.meeting.changed()
    return row


def visible_poll(person: Any, poll_id: int) -> StrawPoll | None:
    """Return the poll if ``person`` may see its forum."""
    poll = db.session.get(StrawPoll, poll_id)
    shown = poll is not None and visible_meeting(person, poll.meeting_id) is not None
    return poll if shown else None


def vote_of(person_id: int | None, poll_id: int) -> PollVote | None:
    """Return how a person answered a poll, if they did."""
    mine = PollVote.poll_id == poll_id, PollVote.person_id == person_id
    return db.session.scalars(select(PollVote).where(*mine)).first() if person_id else None


def hand_of(person_id: int | None, meeting: Meeting) -> SpeakerRequest | None:
    """Return the hand a person has raised and not taken down, if any."""
    query = select(SpeakerRequest).where(
        SpeakerRequest.meeting_id == meeting.id,
        SpeakerRequest.person_id == person_id,
        SpeakerRequest.done_at.is_(None),
        SpeakerRequest.withdrawn_at.is_(None),
    )
    return db.session.scalars(query).first() if person_id else None


def raise_hand(meeting: Meeting, person: Person, name: str, submit_key: str) -> SpeakerRequest:
    """Ask to speak; whoever stands in the line already stays where they are."""
    meeting.hold()
    known = hand_of(person.id, meeting)
    if known is not None:
        return known
    return ask_to_speak(meeting, name, submit_key, person=person)


def take_down(hand: SpeakerRequest) -> None:
    """Do not want to speak any more."""
    withdraw(hand)
