"""Program ideas (programötlet): what residents propose, who supports it, what is said about it."""

from datetime import datetime

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import AgeBand, Category, Neighbourhood, Project
from forum.core import reference, search
from forum.core.db import UtcDateTime, db, link_table, now
from forum.moderation.moderated import Moderated

#: The life of an idea, in the order in which pages show it.
STATES = {
    "new": _l("New"),
    "considered": _l("Under consideration"),
    "accepted": _l("Accepted"),
    "planned": _l("In the plan"),
    "delivered": _l("Delivered"),
    "declined": _l("Declined"),
    "elsewhere": _l("For another office"),
}
#: How somebody would help to make it happen.
HELPS = {
    "organiser": _l("I would organise it"),
    "volunteer": _l("I would help on the day"),
    "room": _l("I know of a room"),
    "tools": _l("I would bring tools or materials"),
}
#: The two columns of comments.
SIDES = {"for": _l("What speaks for it"), "against": _l("What speaks against it")}

#: Ideas are looked for among ideas, whatever else the index holds.
SCOPE = 0
LONGEST_TITLE = 120
LONGEST = 3000
LONGEST_COMMENT = 1000
LONGEST_SIGNATURE = 80
MOST_PICTURES = 4

#: Sent with an idea once it was proposed.
idea_proposed = signal("idea-proposed")
#: Sent with an idea and ``answer=`` when the city answered it.
idea_answered = signal("idea-answered")

idea_neighbourhood = link_table(
    "idea_neighbourhood", idea_id="idea", neighbourhood_id="neighbourhood"
)
idea_age_band = link_table("idea_age_band", idea_id="idea", age_band_id="age_band")


class Idea(Moderated, db.Model):
    """A program somebody proposes: what, why, for whom, where and when, what it needs."""

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    year: Mapped[int]
    serial: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    #: What it is and why, as written; ``html`` is the same, escaped.
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    #: Where in words ("in the school yard"); the parts of the city stand in ``neighbourhoods``.
    place: Mapped[str] = mapped_column(String(200), default="")
    #: When it would suit, in words.
    timing: Mapped[str] = mapped_column(String(200), default="")
    #: What it needs, in words.
    needs: Mapped[str] = mapped_column(String(600), default="")
    #: A rough cost in forints; None when nobody knows.
    cost: Mapped[int | None]
    channel: Mapped[str] = mapped_column(String(10), default="web")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    signature: Mapped[str] = mapped_column(String(80), default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Where the author lives and how old, if told.
    home_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    contact_key: Mapped[str | None] = mapped_column(String(64), index=True)
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    claim_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: Repeats what the newest answer says (``STATES``), so that lists need no join.
    state: Mapped[str] = mapped_column(String(12), default="new", index=True)
    state_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The idea it is merged under, at the top of the group; None for one that stands alone or leads.
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    #: The idea it was split from.
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"))
    #: Distinct supporters; of a lead, across its group where that was so decided.
    supports_count: Mapped[int] = mapped_column(default=0)
    comments_count: Mapped[int] = mapped_column(default=0)
    tick: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    project: Mapped[Project | None] = relationship()
    category: Mapped[Category | None] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    home: Mapped[Neighbourhood | None] = relationship()
    age_band: Mapped[AgeBand | None] = relationship()
    #: Where it should take place; none means anywhere.
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(
        secondary=idea_neighbourhood, order_by=Neighbourhood.id, lazy="selectin"
    )
    #: For which ages; none means everybody.
    age_bands: Mapped[list[AgeBand]] = relationship(
        secondary=idea_age_band, order_by=AgeBand.youngest, lazy="selectin"
    )
    lead: Mapped["Idea | None"] = relationship(remote_side=[id], foreign_keys=[lead_id])
    split_from: Mapped["Idea | None"] = relationship(remote_side=[id], foreign_keys=[split_from_id])

    __table_args__ = (
        UniqueConstraint("year", "serial"),
        # The list asks with every request whether anything on it has changed.
        Index("ix_idea_list", "visible", "tick"),
    )

    @property
    def reference(self) -> str:
        """The public number, such as P-2026-00042 (of an opinion it is without the letter)."""
        return f"P-{reference.write(self.year, self.serial)}"

    @property
    def is_erased(self) -> bool:
        """Whether its author had the words erased; the number, the support and answers stay."""
        return not self.text

    @property
    def leader(self) -> "Idea":
        """The idea that speaks for it: its lead as long as that is shown, or itself."""
        return self.lead if self.lead is not None and self.lead.visible else self

    @property
    def state_name(self) -> str:
        """Where it stands, in the language of the page."""
        return str(STATES[self.state])

    @property
    def is_settled(self) -> bool:
        """Whether somebody supported it or the city answered, so that its words stay."""
        return self.supports_count > 0 or self.state != "new" or self.lead_id is not None

    def touch(self) -> None:
        """Note that pages showing this idea are out of date."""
        self.tick = Idea.tick + 1 if self.id else 0

    def findable(self) -> search.Findable:
        """Return what the search knows of the idea; its own page is the way to it."""
        text = "\n".join(part for part in (self.text, self.place, self.timing) if part)
        path = f"/ideas/{self.id}"
        return search.Findable("idea", self.id, self.title, text, path, SCOPE, self.created_at)

    def visibility_changed(self) -> None:
        """Put the idea into the index or take it out; count its group again."""
        from forum.ideas.counting import recount

        if self.visible:
            search.add(self.findable())
        else:
            search.remove("idea", self.id)
        for idea in {self, self.lead or self}:
            idea.touch()
        recount(self)


class OfAnIdea:
    """What hangs on an idea and is called after it."""

    id: Mapped[int]
    idea: Mapped[Idea]

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return f"{self.idea.reference}/{self.id}"


class Support(db.Model):
    """Somebody supports an idea; one row a person, also after it was taken back."""

    __tablename__ = "idea_support"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10), default="web")
    contact_key: Mapped[str | None] = mapped_column(String(64))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: Whether the person wants to hear how it goes on.
    wants_news: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    idea: Mapped[Idea] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __table_args__ = (
        UniqueConstraint("idea_id", "person_id"),
        # One contact supports an idea once, whichever form or card it came by.
        Index(
            "uq_idea_support_contact",
            "idea_id",
            "contact_key",
            unique=True,
            sqlite_where=db.text("contact_key IS NOT NULL"),
            postgresql_where=db.text("contact_key IS NOT NULL"),
        ),
    )


class HelpOffer(db.Model):
    """Somebody would help to make an idea happen."""

    __tablename__ = "idea_help"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (UniqueConstraint("idea_id", "person_id", "kind"),)


class IdeaComment(OfAnIdea, Moderated, db.Model):
    """What somebody says for or against an idea."""

    __tablename__ = "idea_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    side: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(String(1000))
    html: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    signature: Mapped[str] = mapped_column(String(80), default="")
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    idea: Mapped[Idea] = relationship()
    author: Mapped[Person] = relationship()

    def visibility_changed(self) -> None:
        """Count the comments of the idea again."""
        from forum.ideas.counting import recount

        recount(self.idea)


class IdeaPicture(OfAnIdea, Moderated, db.Model):
    """A picture of an idea, drawn anew from what was sent, so that it tells no place and no time."""

    __tablename__ = "idea_picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    #: What it shows, for those who cannot see it.
    alternative: Mapped[str] = mapped_column(String(300))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    small: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    submit_key: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    idea: Mapped[Idea] = relationship()

    def visibility_changed(self) -> None:
        """Have the pages of the idea made anew."""
        self.idea.touch()
