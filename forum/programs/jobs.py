"""The letter of thanks that goes out after a session, once."""

from datetime import timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import joinedload

from forum.core.db import db, now
from forum.core.jobs import hourly
from forum.events.life import Announcement, Cancellation
from forum.events.models import Event
from forum.events.registration.registrations import Registration
from forum.programs import letters
from forum.programs.models import ProgramSession

#: Later than this, after an outage, a letter of thanks would only surprise.
TOO_LATE = timedelta(days=3)


@hourly
def thank_for_coming() -> None:
    """Write to everybody who had a place at a session that is over, once."""
    over = (
        select(ProgramSession.id)
        .join(Event, Event.id == ProgramSession.event_id)
        .where(
            ProgramSession.thanked_at.is_(None),
            Event.ends_at <= now(),
            Event.ends_at > now() - TOO_LATE,
            exists().where(Announcement.event_id == Event.id),
            ~exists().where(Cancellation.event_id == Event.id),
        )
    )
    for number in db.session.scalars(over.order_by(Event.ends_at)).all():
        _thank(number)
        db.session.commit()


def _thank(number: int) -> None:
    """Claim a session and post its letters in the same transaction: twins write once."""
    claimed = (
        update(ProgramSession)
        .where(ProgramSession.id == number, ProgramSession.thanked_at.is_(None))
        .values(thanked_at=now())
        .returning(ProgramSession.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(claimed) is None:
        return
    session = db.session.get(ProgramSession, number)
    if session is None:
        return
    rows = select(Registration).where(
        Registration.event_id == session.event_id,
        Registration.cancelled_at.is_(None),
        Registration.waiting.is_(False),
        Registration.contact.contains("@"),
    )
    rows = rows.options(joinedload(Registration.person)).order_by(Registration.id)
    for registration in db.session.scalars(rows):
        letters.thank(registration, session)
