"""What somebody marked as a visitor becomes their account's when they sign in."""

from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db
from forum.planning.ballots.giving import drop_others, take_marks
from forum.planning.ballots.models import Ballot


def absorb_visitor(visitor_id: int, person: Person, **_more: Any) -> None:
    """Give ``person`` the ballots of a visitor; where both handed one in, the later marks stay.

    The caller commits.
    """
    if visitor_id == person.id:
        return
    rows = db.session.scalars(
        select(Ballot).where(Ballot.person_id == visitor_id).order_by(Ballot.season_id)
    ).all()
    for row in rows:
        _hand_over(row, person)


def _hand_over(row: Ballot, person: Person) -> None:
    known = db.session.scalars(
        select(Ballot).filter_by(season_id=row.season_id, person_id=person.id)
    ).first()
    if known is None:
        row.person_id = person.id
        contact = person.contact_key
        if contact is not None:
            drop_others(row, contact)
            row.contact_key = contact
    else:
        if row.changed_at > known.changed_at:
            take_marks(known, [each.candidate_id for each in row.choices])
            known.changed_at = row.changed_at
        db.session.delete(row)
    db.session.flush()
