"""How somebody wants to be told by letter: changing it also changes when waiting letters are due."""

from collections.abc import Sequence

from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.core.once import once
from forum.notices.models import Notice, Preference
from forum.notices.sorts import SORTS, comes_at_once, sort_of
from forum.notices.telling import wish_of


def preference_of(person: Person) -> Preference:
    """Return the person's preference, made now if there is none."""

    def make() -> Preference:
        row = Preference(person_id=person.id, muted=[])
        db.session.add(row)
        db.session.flush()
        return row

    return once(lambda: db.session.get(Preference, person.id), make)[0]


def prefer(
    person: Person, pace: str, quiet: tuple[int, int], most_a_day: int, wanted: Sequence[str]
) -> Preference:
    """Take what a person prefers; ``wanted`` are the sorts of news they want letters of."""
    row = preference_of(person)
    row.pace, row.most_a_day = pace, most_a_day
    row.quiet_from, row.quiet_until = quiet
    row.muted = [sort for sort in SORTS if sort not in wanted]
    row.changed_at = now()
    db.session.flush()
    reschedule(person)
    return row


def reschedule(person: Person) -> None:
    """Bring the letters that wait in line with what the person prefers now."""
    waiting = (Notice.person_id == person.id, Notice.letter_due_at.is_not(None))
    if person.role == "visitor":
        db.session.execute(update(Notice).where(*waiting).values(letter_due_at=None))
        return
    wish = wish_of(db.session.get(Preference, person.id))
    for notice in db.session.scalars(select(Notice).where(*waiting).with_for_update()):
        at_once, sort = comes_at_once(notice.kind), sort_of(notice.kind)
        notice.letter_due_at = wish.due(at_once, sort, notice.at)
