"""Decisions: what the city will do about a theme, and why."""

from collections.abc import Mapping
from datetime import datetime

from blinker import signal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, describe, record
from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.i18n import in_language
from forum.themes.models import Theme, theme_merging

#: What a planner may decide; each must be explained.
CHOICES = {
    "adopt": _l("We will do it"),
    "adapt": _l("We will do it in another way"),
    "later": _l("Not now, but later"),
    "decline": _l("We will not do it"),
}

#: The words of a decision: what we heard, what we will do, why.
WORDS = ("heard_hu", "will_hu", "why_hu", "heard_en", "will_en", "why_en")

describe("choice", lambda choice: CHOICES.get(choice, choice))
DECIDED = declare("theme.decided", _l("%(actor)s decided on “%(reference)s”: %(choice)s."))
RECONSIDERED = declare(
    "theme.reconsidered", _l("%(actor)s changed the decision on “%(reference)s” to: %(choice)s.")
)


#: Sent with a decision and ``former=``, the one it replaces (or None).
theme_decided = signal("theme-decided")


class Decision(db.Model):
    """A decision on a theme of a conversation; a newer one replaces it but never erases it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    choice: Mapped[str] = mapped_column(String(10))
    heard_hu: Mapped[str] = mapped_column(Text)
    will_hu: Mapped[str] = mapped_column(Text)
    why_hu: Mapped[str] = mapped_column(Text)
    heard_en: Mapped[str] = mapped_column(Text, default="")
    will_en: Mapped[str] = mapped_column(Text, default="")
    why_en: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    conversation: Mapped[Conversation] = relationship()
    theme: Mapped[Theme] = relationship()
    by: Mapped[Person] = relationship()

    __table_args__ = (
        # One decision in force per theme: two planners cannot both decide at once.
        Index(
            "uq_decision_in_force",
            "conversation_id",
            "theme_id",
            unique=True,
            sqlite_where=db.text("replaced_at IS NULL"),
            postgresql_where=db.text("replaced_at IS NULL"),
        ),
    )

    @property
    def choice_name(self) -> str:
        """The choice in the language of the page."""
        return str(CHOICES[self.choice])

    @property
    def heard(self) -> str:
        """What we heard."""
        return in_language(self, "heard")

    @property
    def will(self) -> str:
        """What we will do."""
        return in_language(self, "will")

    @property
    def why(self) -> str:
        """Why."""
        return in_language(self, "why")

    def says(self, choice: str, words: Mapping[str, str]) -> bool:
        """Whether the decision is exactly this one."""
        told = {name: words.get(name, "") for name in WORDS}
        return self.choice == choice and {name: getattr(self, name) for name in WORDS} == told

    def put_out_of_force(self) -> None:
        """Make room for the newer decision that is being made."""
        self.replaced_at = now()
        db.session.flush()


class Overtaken(Refused):
    """Somebody else has decided since the planner looked."""


def decide(
    conversation: Conversation,
    theme: Theme,
    by: Person,
    choice: str,
    words: Mapping[str, str],
    instead_of: int | None = None,
) -> Decision:
    """Record a decision with its words (heard_hu, will_hu, why_hu and the English ones).

    ``instead_of`` is the number of the decision in force that the planner has seen. A former
    decision is replaced and kept; the very same one again changes nothing. Raises Overtaken when
    another decision than the one that was seen is in force.
    """
    former = in_force(conversation, theme)
    if former is not None:
        if former.says(choice, words):
            return former
        if former.id != instead_of:
            raise _overtaken()
        former.put_out_of_force()
    decision = Decision(conversation=conversation, theme=theme, by=by, choice=choice, **words)
    try:
        with db.session.begin_nested():
            db.session.add(decision)
    except IntegrityError as error:  # the constraint: somebody else decided in this moment
        raise _overtaken() from error
    record(RECONSIDERED if former else DECIDED, by, theme, choice=choice)
    conversation.changed()
    theme_decided.send(decision, former=former)
    return decision


def _overtaken() -> Overtaken:
    return Overtaken(
        _l(
            "Somebody else has decided meanwhile; it stands beside your text. "
            "Send again to replace it."
        )
    )


def in_force(conversation: Conversation, theme: Theme) -> Decision | None:
    """Return the decision that holds for a theme of a conversation."""
    query = db.select(Decision).filter_by(
        conversation_id=conversation.id, theme_id=theme.id, replaced_at=None
    )
    return db.session.scalars(query).first()


@theme_merging.connect
def hold_decided(theme: Theme, into: Theme) -> None:
    """A theme with a decision in force stays: merge the other one into it instead."""
    decided = db.select(Decision.id).filter_by(theme_id=theme.id, replaced_at=None)
    if db.session.scalar(decided.limit(1)) is not None:
        raise Refused(
            _(
                "There is a decision on “%(theme)s”, and people were told of it. Merge “%(into)s” "
                "into it instead.",
                theme=theme.name,
                into=into.name,
            )
        )
