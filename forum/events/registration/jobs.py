"""The reminder that goes out a day before."""

from datetime import timedelta

from sqlalchemy import exists, select, update

from forum.core.db import db, now
from forum.core.jobs import hourly
from forum.events.life import Announcement, Cancellation
from forum.events.models import Event
from forum.events.registration import (
    letters,
)
from forum.events.registration.registrations import Registration

#: So long before it begins the reminder goes out.
AHEAD = timedelta(hours=24)
#: Later than this, after an outage, it would only frighten people.
TOO_LATE = timedelta(hours=2)
#: Whoever registered in the last day before that has the confirmation still in hand.
FRESH = timedelta(hours=24)


@hourly
def send_reminders() -> None:
    """Remind everybody who has a place at an event of tomorrow, once."""
    moment = now()
    soon = select(Event.id).where(
        Event.starts_at > moment + TOO_LATE,
        Event.starts_at <= moment + AHEAD,
        exists().where(Announcement.event_id == Event.id),
        ~exists().where(Cancellation.event_id == Event.id),
    )
    for event_id in db.session.scalars(soon.order_by(Event.starts_at)).all():
        _remind(event_id)
        db.session.commit()


def _remind(event_id: int) -> None:
    """Claim the registrations of an event and post their reminders in the same transaction."""
    begins = select(Event.starts_at).where(Event.id == event_id)
    starts_at = db.session.scalar(begins)
    if starts_at is None:
        return
    claimed = (
        update(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.cancelled_at.is_(None),
            Registration.waiting.is_(False),
            Registration.reminded_at.is_(None),
            Registration.contact.contains("@"),
            Registration.at <= starts_at - AHEAD - FRESH,
            # called off since it was chosen: looked at in the very statement that claims
            ~exists().where(Cancellation.event_id == event_id),
        )
        .values(reminded_at=now())
        .returning(Registration.id)
    )
    numbers = db.session.scalars(claimed).all()
    rows = select(Registration).where(Registration.id.in_(numbers)).order_by(Registration.id)
    for registration in db.session.scalars(rows):
        letters.remind(registration)
