"""What feedback tells: who said with a rating how a session of a program was."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.core.db import db
from forum.participation.kinds import Fact, Gathered, Kind, add_kind
from forum.programs.models import Feedback


def rated() -> Gathered:
    """Gather who rated a session, once each, and the contacts told on paper."""
    mine = Feedback.__table__
    query = select(mine).where(mine.c.rating.is_not(None)).order_by(mine.c.id)
    rows = db.session.execute(query).all()
    return Gathered([_fact(row) for row in rows], [_both(row) for row in rows if row.contact_key])


def _both(row: Any) -> tuple[str, str]:
    return f"person:{row.person_id}", f"contact:{row.contact_key}"


def _fact(row: Any) -> Fact:
    return Fact(
        "feedback",
        "event",
        row.event_id,
        _both(row)[1] if row.contact_key else _both(row)[0],
        row.at,
        row.channel,
        "contribution",
        "feedback",
        row.id,
        neighbourhood_id=row.neighbourhood_id,
        age_band_id=row.age_band_id,
        entered_by_id=row.entered_by_id,
        entered_at=row.at,
    )


add_kind(Kind("feedback", _l("Feedback on a program"), rated))
