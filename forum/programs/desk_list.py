"""The sheets of paper somebody keyed last, as the desk shows them."""

from typing import NamedTuple

from sqlalchemy import select

from forum.accounts.models import Person
from forum.conversations.saying import Told, told
from forum.core.db import db
from forum.programs.models import Feedback, Program

#: As many as one sees at a glance.
LAST = 8


class Entry(NamedTuple):
    """A sheet of paper: its rating and its words."""

    rating: int | None
    words: list[Told]


def last_entered(program: Program, by: Person) -> list[Entry]:
    """Return what ``by`` keyed last for a program, the newest first."""
    mine = (Feedback.program_id == program.id, Feedback.entered_by_id == by.id)
    query = select(Feedback).where(*mine).order_by(Feedback.id.desc()).limit(LAST)
    rows = list(db.session.scalars(query))
    known = told(filter(None, (number for row in rows for number in (row.good_id, row.better_id))))
    return [
        Entry(row.rating, [known[each] for each in (row.good_id, row.better_id) if each in known])
        for row in rows
    ]
