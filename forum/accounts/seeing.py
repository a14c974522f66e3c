"""When a device was last seen: noted by the worker, so that reading a page writes nothing."""

import logging
from datetime import datetime
from time import monotonic

from flask import Flask, Response
from sqlalchemy import Select, delete, select, update

from forum.accounts.devices import LIMITS, SEEN_EVERY, SignInSession
from forum.accounts.sessions import this_device
from forum.core.db import db, now
from forum.core.jobs import hourly

_log = logging.getLogger(__name__)

#: When this process last asked to note a device; forgotten when it grows beyond so many.
_asked: dict[int, float] = {}
MOST_REMEMBERED = 10_000


def note_seen(number: int, moment: datetime) -> None:
    """Note that a device was used at ``moment``; commits."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.id == number, SignInSession.seen_at < moment)
        .values(seen_at=moment)
    )
    db.session.commit()


def _is_due(row: SignInSession) -> bool:
    """Whether it is time to note this device again."""
    if row.seen_at > now() - SEEN_EVERY:
        return False
    asked = _asked.get(row.id)
    if asked is not None and monotonic() - asked < SEEN_EVERY.total_seconds():
        return False
    if len(_asked) >= MOST_REMEMBERED:
        _asked.clear()
    _asked[row.id] = monotonic()
    return True


@hourly
def forget_old_devices() -> None:
    """Delete devices whose time is over, and riddles nobody answered; commits."""
    from forum.accounts.proving.models import Challenge

    for row in db.session.scalars(_left_alone()):
        if row.over:
            db.session.delete(row)
    db.session.execute(delete(Challenge).where(Challenge.expires_at < now()))
    db.session.commit()


def _left_alone() -> Select[tuple[SignInSession]]:
    """Ask for the devices that may be over: silent for the shortest time, or old."""
    idle = min(idle for idle, _longest in LIMITS.values())
    oldest = min(longest for _idle, longest in LIMITS.values())
    silent = SignInSession.seen_at < now() - idle
    return select(SignInSession).where(silent | (SignInSession.created_at < now() - oldest))


def init_app(app: Flask) -> None:
    """Ask the worker to note devices after they were answered."""
    huey = app.extensions["huey"]

    @huey.task(name="seen")
    def seen_task(number: int, moment: str) -> None:
        with app.app_context():
            note_seen(number, datetime.fromisoformat(moment))

    @app.after_request
    def look(response: Response) -> Response:
        row = this_device()
        try:
            if row is not None and row in db.session and _is_due(row):
                seen_task(row.id, now().isoformat())
        except Exception:
            _log.exception("a device was not noted")
        return response
