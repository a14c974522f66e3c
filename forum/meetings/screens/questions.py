"""Questions put from a screen, and those who would like to hear the answer too."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now
from forum.meetings.models import Meeting
from forum.moderation.moderated import Moderated

LONGEST_QUESTION = 500


class Question(Moderated, db.Model):
    """A question of somebody who follows on a screen, taken up or merged by the facilitator."""

    __tablename__ = "meeting_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    #: As the author wants to be called; empty when the question was put without a name.
    signature: Mapped[str] = mapped_column(String(80), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: How many people would like to hear the answer, the author among them.
    supports: Mapped[int] = mapped_column(default=1)
    #: The question it was merged into; its supporters count there, each once.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_question.id"))
    taken_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    meeting: Mapped[Meeting] = relationship()
    author: Mapped[Person] = relationship()

    @property
    def reference(self) -> str:
        """What the log and the facilitators call it; it says nothing of its words."""
        return f"K-{self.id}"

    @property
    def standing(self) -> str:
        """One of merged, answered, taken_up and open."""
        if self.merged_into_id is not None:
            return "merged"
        if self.answered_at is not None:
            return "answered"
        return "taken_up" if self.taken_up_at is not None else "open"

    def visibility_changed(self) -> None:
        """Let the screens show it, or stop showing it."""
        self.meeting.changed()


class QuestionSupport(db.Model):
    """One person would like to hear the answer too; the constraint holds them to one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("meeting_question.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    __table_args__ = (UniqueConstraint("question_id", "person_id"),)
