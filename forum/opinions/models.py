"""Opinions: what one resident says, by any channel, and how others weigh it."""

from datetime import datetime

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    or_,
    select,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.models import AgeBand, Neighbourhood
from forum.conversations.models import Conversation
from forum.core import reference, search
from forum.core.codes import token_hash
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.rendering import render
from forum.core.uploads import UploadedList
from forum.moderation.erased import erased_in_sight
from forum.moderation.models import Hiding
from forum.moderation.moderated import Moderated
from forum.moderation.rules import look_at

#: An opinion is a thought, not an essay; a long letter still fits.
LONGEST = 3000
LONGEST_SIGNATURE = 80
CHANNELS = {
    "web": _l("online"),
    "table": _l("at a table"),
    "paper": _l("on paper"),
    "phone": _l("by phone"),
    "forum": _l("at a forum"),
    "import": _l("from a list"),
}
#: How one may weigh an opinion.
AGREE, PASS, DISAGREE = 1, 0, -1

EDITED = declare("opinion.edited", _l("The author changed opinion %(reference)s."), public=False)

opinion_hidden = signal("opinion-hidden")
opinion_restored = signal("opinion-restored")
opinion_approved = signal("opinion-approved")
opinion_spoken = signal("opinion-spoken")
opinion_edited = signal("opinion-edited")
#: Sent just before the words of an opinion are erased because its author asked so.
opinion_erased = signal("opinion-erased")
#: Sent with the conversation when a whole list has been taken in.
opinions_imported = signal("opinions-imported")


class Opinion(Moderated, db.Model):
    """What one person said, with its public number, its channel and its counts."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    year: Mapped[int]
    serial: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(10), default="web")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    signature: Mapped[str] = mapped_column(String(LONGEST_SIGNATURE), default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    #: Fingerprint of a contact told on paper or at a table, so that one person is counted once.
    contact_key: Mapped[str | None] = mapped_column(String(64), index=True)
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    claim_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    agrees: Mapped[int] = mapped_column(default=0)
    disagrees: Mapped[int] = mapped_column(default=0)
    passes: Mapped[int] = mapped_column(default=0)
    #: How far from the middle of the map agreeing with it puts one; asked by the draw.
    extremity: Mapped[float] = mapped_column(default=0.0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    conversation: Mapped[Conversation] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    age_band: Mapped[AgeBand | None] = relationship()
    revisions: Mapped[list["Revision"]] = relationship(order_by="Revision.id")

    __table_args__ = (
        UniqueConstraint("year", "serial"),
        Index("ix_opinion_list", "conversation_id", "visible", "id"),
    )

    @property
    def reference(self) -> str:
        """The public number, such as 2026-00042."""
        return reference.write(self.year, self.serial)

    @property
    def channel_name(self) -> str:
        """How the opinion reached the city, in the language of the page."""
        return str(CHANNELS[self.channel])

    @hybrid_property
    def weighings(self) -> int:
        """How many people have weighed it; of the class, the sum to select or order by."""
        return self.agrees + self.disagrees + self.passes

    @property
    def is_settled(self) -> bool:
        """Whether somebody has weighed it, so that its words may not change any more."""
        return self.weighings > 0

    def edit(self, by: Person, text: str) -> None:
        """Change the words; the old ones are kept. Refused once somebody has weighed them.

        Where opinions are looked at before they appear, new words wait like any other.
        """
        self.hold()
        if self.is_settled:
            raise Refused(_l("Somebody has weighed this opinion, so its words can't change now."))
        if text == self.text:
            return
        self.revisions.append(Revision(text=self.text, by_id=by.id))
        self.text, self.html = text, render(text)
        record(EDITED, by, self)
        self.conversation.changed()
        if self.conversation.moderation == "before":
            self.wait()
        elif self.visible:
            self.index()
        look_at(self, changed=True)
        opinion_edited.send(self)

    def hide(self, by: Person, reason: str, because: str) -> Hiding | None:
        """Hide the opinion; the author is told why."""
        hiding = super().hide(by, reason, because)
        if hiding is not None:
            opinion_hidden.send(self, hiding=hiding)
        return hiding

    def restore(self, by: Person, because: str = "") -> Hiding | None:
        """Show the opinion again; the author is told."""
        hiding = super().restore(by, because)
        if hiding is not None:
            opinion_restored.send(self, hiding=hiding)
        return hiding

    def approve(self, by: Person) -> bool:
        """Let the opinion appear; the author is told."""
        approved = super().approve(by)
        if approved:
            opinion_approved.send(self)
        return approved

    def visibility_changed(self) -> None:
        """Count the conversation again and put the opinion into, or take it out of, the index."""
        recount(self.conversation)
        if self.visible:
            self.index()
        else:
            search.remove("opinion", self.id)

    @property
    def is_erased(self) -> bool:
        """Whether its author had the words erased; the number and the weighings stay."""
        return not self.text

    @property
    def is_public(self) -> bool:
        """Whether everybody can read it: it is shown, and its conversation is no draft."""
        return self.visible and self.conversation.is_open

    def index(self) -> None:
        """Make the words findable, unless the conversation is still a draft."""
        if self.conversation.is_open:
            search.add(self.findable())

    def findable(self) -> search.Findable:
        """Return what the index should know of this opinion."""
        return search.Findable(
            "opinion",
            self.id,
            title=self.reference,
            text=self.text,
            path=f"/opinions/{self.id}",
            scope_id=self.conversation_id,
            at=self.created_at,
        )

    def weigh(self, by: Person, value: int) -> None:
        """Agree (1), disagree (-1) or pass (0); weighing again changes the first."""
        from forum.opinions.ballots import Ballot
        from forum.opinions.weighing import weigh

        weigh(Ballot.of(self), by.id, value)
        # The counters were moved in the database; read them from there.
        db.session.expire(self, ["agrees", "disagrees", "passes"])
        db.session.expire(self.conversation, ["weighings_count"])


class Revision(db.Model):
    """Words an opinion had before its author changed them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Reaction(db.Model):
    """How one person weighs one opinion; the constraint holds them to one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    value: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    __table_args__ = (UniqueConstraint("opinion_id", "person_id"),)


class ImportBatch(UploadedList, db.Model):
    """A list of opinions somebody uploaded to a conversation."""

    taken_in_by = "import"
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    conversation: Mapped[Conversation] = relationship()

    def among(self) -> list[ColumnElement[bool]]:
        """Return where the same list would be taken in: this conversation."""
        return [ImportBatch.conversation_id == self.conversation_id]


def claimed_by(code: str) -> Opinion | None:
    """Return the opinion a claim code belongs to, whatever its state."""
    return db.session.scalars(select(Opinion).where(Opinion.claim_hash == token_hash(code))).first()


def recount(conversation: Conversation) -> None:
    """Count visible opinions, the people behind them and their weighings from the rows.

    What authors had erased counts on, so that sums stay as they were.
    Whoever weighs or speaks meanwhile waits for the conversation, so nothing is lost in between.
    """
    here = select(Conversation.id).where(Conversation.id == conversation.id)
    db.session.execute(here.with_for_update())
    shown = (
        Opinion.conversation_id == conversation.id,
        or_(Opinion.visible, erased_in_sight(Opinion)),
    )
    opinions, people, weighings = db.session.execute(
        select(
            func.count(Opinion.id),
            func.count(func.distinct(Opinion.author_id)),
            func.coalesce(func.sum(Opinion.weighings), 0),
        ).where(*shown)
    ).one()
    conversation.opinions_count, conversation.people_count = opinions, people
    conversation.weighings_count = weighings
    conversation.changed()
