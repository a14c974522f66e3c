"""Appeals: the author does not agree, and another person looks at the decision again."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, describe, record
from forum.core.days import day_of
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.holding import hold
from forum.core.once import once
from forum.moderation.assigning.charge import in_charge, staff
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.removals import removal_of
from forum.moderation.decisions.statements import Statement
from forum.moderation.decisions.stating import answering
from forum.moderation.decisions.telling_appeals import tell_answer
from forum.moderation.moderated import Moderated
from forum.moderation.subjects import subject_for

#: What may come of an appeal.
OUTCOMES = {
    "upheld": _l("The decision stays"),
    "overturned": _l("The decision is taken back"),
}
LONGEST_WORDS = 2000
describe("outcome", lambda outcome: str(OUTCOMES.get(outcome, outcome)))
APPEALED = declare("appeal.made", _l("Somebody appealed against a decision on %(reference)s."))
ANSWERED = declare(
    "appeal.decided", _l("%(actor)s decided an appeal on %(reference)s: %(outcome)s."), named=False
)


class Appeal(db.Model):
    """Why an author does not agree with one decision, and what another person says to it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: One for each statement, however often the form is sent.
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), unique=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(Text, default="")

    statement: Mapped[Statement] = relationship(lazy="joined")
    decided_by: Mapped[Person | None] = relationship()

    @property
    def reference(self) -> str:
        """What the log calls it: the text's number."""
        return self.statement.reference

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.decided_at is None

    @property
    def is_late(self) -> bool:
        """Whether its last day is over and nobody has answered."""
        return self.is_open and now() >= self.due_at

    @property
    def days_left(self) -> int:
        """Days of the calendar until its last day; 0 on that day, negative once it is over."""
        return (day_of(self.due_at) - day_of(now())).days

    @property
    def weeks_late(self) -> int:
        """Whole weeks since its last day."""
        return max((now() - self.due_at).days, 0) // 7

    @property
    def outcome_name(self) -> str:
        """What came of it, in the language of the page."""
        return str(OUTCOMES.get(self.outcome, ""))

    def deciders(self) -> list[Person]:
        """Return who may answer it, by name."""
        return [person for person in staff() if may_answer(person, self)]

    def decide(self, by: Person, outcome: str, answer: str) -> bool:
        """Answer it; False when somebody else has. An overturned decision is undone at once."""
        if outcome not in OUTCOMES:
            raise ValueError(f"unknown outcome {outcome}")
        if not answer.strip():
            raise Refused(_l("Please say in a sentence why."))
        if not may_answer(by, self):
            raise Refused(_l("Whoever took a decision does not decide the appeal against it."))
        text = self.statement.text
        if text is not None:  # in the same order as whoever hides it
            subject_for(text).lock(text)
            text.hold()
        held = hold(self)
        if not held.is_open:
            return False
        held.decided_at, held.decided_by_id = now(), by.id
        held.outcome, held.answer = outcome, answer[:LONGEST_WORDS]
        record(ANSWERED, by, held, outcome=outcome)
        if outcome == "overturned":
            _undo(held.statement, by, answer)
        db.session.flush()
        tell_answer(held)
        return True


def appeal_of(statement: Statement) -> Appeal | None:
    """Return the appeal against a decision."""
    return db.session.scalars(select(Appeal).where(Appeal.statement_id == statement.id)).first()


def appeal(statement: Statement, words: str) -> tuple[Appeal, bool]:
    """Ask for another look; whether it is new. Refused when it is too late. The caller commits."""

    def make() -> Appeal:
        if not statement.may_be_appealed:
            raise Refused(_l("The time in which one can appeal against this decision is over."))
        days = timedelta(days=current_app.config["APPEAL_DAYS"])
        row = Appeal(statement_id=statement.id, words=words, due_at=now() + days)
        db.session.add(row)
        db.session.flush()
        record(APPEALED, None, row)
        return row

    return once(lambda: appeal_of(statement), make)


def may_answer(person: Any, appeal: Appeal | None) -> bool:
    """Whether a person may answer an appeal: in charge there, and neither who took the decision
    nor who wrote what it was about."""
    if appeal is None:
        return bool(person.at_least("facilitator"))
    statement = appeal.statement
    if person.id is None or person.id in {statement.by_id, statement.author_id}:
        return False
    if statement.act == "removed" and not person.at_least("planner"):
        return False
    return in_charge(person, statement.place)


def _undo(statement: Statement, by: Person, because: str) -> None:
    """Take a decision back: show the text, or what was covered of it.

    What was decided on the text since then has a statement of its own, and is not undone along.
    """
    text = statement.text
    removal = removal_of(text) if text is not None else None
    if removal is not None and statement.act == "hidden":
        removal.lift(statement.row_id)
    if text is None or not statement.is_true:
        return
    with answering():
        if statement.act == "hidden" and isinstance(text, Moderated):
            text.restore(by, because[:1000])
        elif statement.act == "redacted":
            cover = db.session.get(Redaction, statement.row_id)
            if cover is not None:
                cover.undo(by, because)
        elif statement.act == "removed" and removal is not None:
            removal.put_back(by, because)
