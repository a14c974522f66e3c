"""The life of an idea: answers of the city, mergers with others; and lists of ideas taken in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Synonym, mapped_column, relationship, synonym

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now
from forum.core.uploads import UploadedList
from forum.ideas.models import STATES, Idea, OfAnIdea
from forum.moderation.moderated import Moderated


class Answer(OfAnIdea, Moderated, db.Model):
    """A step in the life of an idea: what the city says to it, who says so, and why.

    What is moderated is the reply alone: ``visible`` and ``waiting`` are of it, the answer stays.
    """

    __tablename__ = "idea_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    reason_hu: Mapped[str] = mapped_column(String(2000))
    reason_en: Mapped[str] = mapped_column(String(2000), default="")
    #: Of "for another office": its name and how to reach it.
    office: Mapped[str] = mapped_column(String(200), default="")
    office_contact: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: What the author said to it, once.
    reply: Mapped[str] = mapped_column(String(1000), default="")
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Who replied; as long as nobody has, None.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Synonym[datetime | None] = synonym("replied_at")

    idea: Mapped[Idea] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])

    @property
    def state_name(self) -> str:
        """What the step is called."""
        return str(STATES[self.state])

    @property
    def shows_reply(self) -> bool:
        """Whether there is a reply that everybody may read."""
        return self.visible and self.reply != ""

    def visibility_changed(self) -> None:
        """Have the pages on which the reply stands made anew: that of the idea and its group."""
        from forum.ideas.counting import group_of

        for idea in db.session.scalars(select(Idea).where(Idea.id.in_(group_of(self.idea)))).all():
            idea.touch()


class Merger(db.Model):
    """An idea was put under another that asks for the same; undone, both stand alone again.

    ``counting`` tells what becomes of supporters: "ask" (each is asked whether they support the
    lead too) or "count" (distinct people of the whole group are counted for the lead).
    """

    __tablename__ = "idea_merger"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    #: The idea it was put under by this act; the top of the group is ``Idea.lead_id``.
    into_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    counting: Mapped[str] = mapped_column(String(5), default="ask")
    because: Mapped[str] = mapped_column(String(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    idea: Mapped[Idea] = relationship(foreign_keys=[idea_id])
    into: Mapped[Idea] = relationship(foreign_keys=[into_id])

    __table_args__ = (
        Index(
            "uq_idea_merger_open",
            "idea_id",
            unique=True,
            sqlite_where=db.text("undone_at IS NULL"),
            postgresql_where=db.text("undone_at IS NULL"),
        ),
    )


class IdeaBatch(UploadedList, db.Model):
    """A list of ideas somebody uploaded."""

    __tablename__ = "idea_batch"
    taken_in_by = "idea_import"
