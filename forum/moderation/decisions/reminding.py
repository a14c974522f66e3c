"""Staff are reminded of appeals whose last day is near or over."""

from datetime import timedelta

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.moderation.decisions.appeals import Appeal
from forum.moderation.decisions.telling_appeals import remind_of

#: So long before the last day the first reminder goes out.
SOON = timedelta(days=3)


def remind() -> None:
    """Tell staff in charge of appeals whose last day is near, and once it is over each week again.

    Of an overdue one administrators are told too, whoever took the decision: the city has promised
    an answer, and they can put somebody else in charge. Commits.
    """
    query = select(Appeal).where(Appeal.decided_at.is_(None), Appeal.due_at <= now() + SOON)
    for row in db.session.scalars(query.order_by(Appeal.id)).unique().all():
        people = {person.id for person in row.deciders()}
        if row.is_late:
            people |= set(_administrators())
        remind_of(row, sorted(people))
    db.session.commit()


def _administrators() -> list[int]:
    working = Person.role == "administrator", Person.disabled_at.is_(None)
    return list(db.session.scalars(select(Person.id).where(*working)))
