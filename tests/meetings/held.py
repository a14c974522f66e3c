"""A forum that was held: what tests of its minutes and tasks begin with."""

from datetime import timedelta
from types import SimpleNamespace

from forum.core.clock import at
from forum.core.db import db, now
from forum.events.attending.door import tally
from forum.events.registration.registering import Wish, register
from forum.meetings.hall import (
    leading,
    polling,
)
from forum.meetings.hall.capturing import capture
from forum.meetings.hall.concluding import decide, give_task, park
from forum.meetings.models import Invitation
from forum.meetings.writing.dossier import compile_minutes, digest
from forum.meetings.writing.minuting import approve, grown, open_for_comment

HOSTILE = '<svg onload=alert(1)> "><img src=x> =1+1 #evil[x] $a$'


def hold_forum(make, people, said=("Több padot a térre!",), due_in=5, **kwargs):
    """Hold a forum of an hour and a half with two items, and end it."""
    talk = kwargs.pop("conversation", None) or make.conversation("speak")
    meeting = make.meeting("now", conversation=talk, facilitator_id=people.mira.id, **kwargs)
    meeting.invitations = [Invitation(name="Nagy Éva", role="iskolaigazgató")]
    first = meeting.items[0]
    first.notes = "A tér üres.\n\nMindenki padot kér."
    begun = now() - timedelta(minutes=95)
    with at(begun):
        register(meeting.event, Wish(2, "Kis Pál", "pal@example.org"), "key-pal", people.mira)
        register(meeting.event, Wish(1, "Vak Béla", "+36 30 123 4567"), "key-bela", people.mira)
        leading.start(meeting, people.mira)
        captured = [
            capture(first, text, f"said-{number}", people.mira) for number, text in enumerate(said)
        ]
        poll = polling.open_poll(meeting, "Jó ez így?", ("Igen", "Nem"), "poll", people.mira)
        polling.count_hands(poll, {o.id: 7 + o.position for o in poll.options}, people.mira)
        decide(meeting, "Hat pad kerül a térre.", "decision", people.mira, 20, 3, 1)
        task = give_task(
            meeting,
            "Kiválasztja a padokat",
            "a főkertész",
            "task",
            people.mira,
            (now() + timedelta(days=due_in)).date(),
            people.paul,
        )
        point = park(meeting, "A buszmegálló ügye", "parked", people.mira)
        tally(meeting.event, 12, "tally-1", people.mira)
    with at(begun + timedelta(minutes=90)):
        leading.end(meeting, people.mira)
    db.session.commit()
    db.session.expire_all()
    return SimpleNamespace(
        meeting=meeting, talk=talk, task=task, point=point, captured=captured, poll=poll
    )


def seen(meeting) -> str:
    """The fingerprint of what the preview shows now."""
    return digest(compile_minutes(grown(meeting), meeting))


def open_minutes(meeting, by):
    """Send the minutes for comment."""
    version = open_for_comment(meeting, by, seen(meeting))
    db.session.commit()
    return version


def approve_minutes(meeting, by, because=""):
    """Approve the minutes."""
    version = approve(meeting, by, seen(meeting), because)
    db.session.commit()
    return version


def later(days=9):
    """A moment after the last day for comments."""
    return at(now() + timedelta(days=days))
