"""Whatever residents write: it may wait, appear, be reported, hidden and come back."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.rendering import render
from forum.moderation.covering.removals import removal_of
from forum.moderation.models import Approval, Flag, Hiding
from forum.moderation.reasons import REASONS, words_for_author
from forum.moderation.signals import text_decided, text_flagged, text_waits
from forum.moderation.subjects import is_about, kind_of

HIDDEN = declare(
    "text.hidden", _l("%(actor)s hid the text %(reference)s: %(reason)s."), named=False
)
RESTORED = declare("text.restored", _l("%(actor)s restored the text %(reference)s."), named=False)
HELD = declare(
    "text.held", _l("A rule held the text %(reference)s back until somebody has looked at it.")
)
APPROVED = declare("text.approved", _l("%(actor)s let the text %(reference)s appear."), named=False)
FLAG_CLOSED = declare(
    "text.flag_closed",
    _l("%(actor)s looked at reports of the text %(reference)s and left it."),
    named=False,
)


class Moderated:
    """A text somebody wrote: it may wait, appear, be hidden and come back.

    ``visible`` repeats what the rows say so that lists need no join; only the verbs here write it.
    A subclass has ``id``, ``reference`` and ``created_at``, and may react in
    ``visibility_changed``. Each verb holds the row until the commit, so of two facilitators who
    press at once the second finds the work done.
    """

    id: Mapped[int]
    visible: Mapped[bool] = mapped_column(default=True, index=True)
    waiting: Mapped[bool] = mapped_column(default=False, index=True)

    def visibility_changed(self) -> None:
        """Bring whatever depends on visibility up to date; called in the same transaction."""

    @property
    def hiding(self) -> Hiding | None:
        """The open hiding, if the text is hidden."""
        return db.session.scalars(
            select(Hiding).where(is_about(Hiding, self), Hiding.restored_at.is_(None)).limit(1)
        ).first()

    def hold(self) -> None:
        """Read the row again and keep others from changing it until the commit."""
        db.session.refresh(self, with_for_update={"of": type(self)})

    def hide(self, by: Person, reason: str, because: str) -> Hiding | None:
        """Hide the text and say why; None when somebody has hidden it already."""
        if reason not in REASONS:
            raise ValueError(f"unknown reason {reason}")
        words_for_author(because, _l("Please tell the author in a sentence why it is hidden."))
        self.hold()
        if self.hiding is not None:
            return None
        hiding = Hiding(
            subject_kind=kind_of(self),
            subject_id=self.id,
            by_id=by.id,
            reason=reason,
            because=because,
        )
        db.session.add(hiding)
        self._close_flags(by)
        record(HIDDEN, by, self, reason=reason)
        self._show(False)
        self.decided("hidden", hiding, by, reason=reason, because=because)
        return hiding

    def restore(self, by: Person, because: str = "") -> Hiding | None:
        """Show a hidden text, also one that waited; None when it is not hidden."""
        self.hold()
        hiding = self.hiding
        if hiding is None or self.is_removed():
            return None
        hiding.restored_by_id, hiding.restored_at = by.id, now()
        hiding.restored_because = because
        self.waiting = False
        record(RESTORED, by, self)
        self._show(True)
        self.decided("restored", hiding, by, because=because)
        return hiding

    def approve(self, by: Person) -> bool:
        """Let a waiting text appear; False when it did not wait."""
        self.hold()
        if not self.waiting or self.is_removed():
            return False
        self.waiting = False
        approval = Approval(subject_kind=kind_of(self), subject_id=self.id, by_id=by.id)
        db.session.add(approval)
        record(APPROVED, by, self)
        self._show(self.hiding is None)
        self.decided("approved", approval, by)
        return True

    def wait(self, rules: Sequence[str] = ()) -> None:
        """Take the text off the page until a facilitator has looked at it.

        ``rules`` are those that hold it, the strongest first. Of a text nobody was shown they
        take nothing away, so nothing is told of them.
        """
        entry = record(HELD, None, self) if rules and self.visible else None
        self.waiting = True
        self._show(False)
        text_waits.send(self, entry=entry, rules=rules)

    def flag(self, by: Person, reason: str, note: str = "") -> Flag:
        """Report the text; a person's second report changes the first while that is open."""
        self.hold()
        flag = db.session.scalars(
            select(Flag).where(is_about(Flag, self), Flag.by_id == by.id)
        ).first()
        if flag is None:
            flag = Flag(subject_kind=kind_of(self), subject_id=self.id, by_id=by.id)
            db.session.add(flag)
        elif flag.closed_at is not None:
            raise Refused(_l("A facilitator has looked at your report and left the text as it is."))
        flag.reason, flag.note = reason, note
        db.session.flush()
        text_flagged.send(self, flag=flag)
        return flag

    def leave(self, by: Person) -> bool:
        """Close the reports of this text without hiding it; False when there are none."""
        self.hold()
        closed = self._close_flags(by)
        if closed:
            record(FLAG_CLOSED, by, self)
            self.decided("left", None, by)
        return bool(closed)

    def take_off(self, by: Person) -> None:
        """Take it off every page and close its reports; why is told by whoever asks for it."""
        self._close_flags(by)
        self.waiting = False
        self._show(False)

    def put_words(self, values: dict[str, str]) -> None:
        """Replace words in place (a part was covered), and whatever shows or finds them."""
        for name, value in values.items():
            setattr(self, name, value)
        if "text" in values and hasattr(self, "html"):
            self.html = render(values["text"])
        db.session.flush()
        self.visibility_changed()

    def is_removed(self) -> bool:
        """Whether it was removed for a legal reason, so that it does not simply come back."""
        return removal_of(self) is not None

    def decided(self, act: str, row: Any, by: Person, reason: str = "", because: str = "") -> None:
        """Say what was decided: a statement is written, the review queue moves on."""
        db.session.flush()
        text_decided.send(self, act=act, row=row, by=by, reason=reason, because=because)

    def _close_flags(self, by: Person) -> int:
        flags = db.session.scalars(
            select(Flag).where(is_about(Flag, self), Flag.closed_at.is_(None))
        ).all()
        for flag in flags:
            flag.closed_at, flag.closed_by_id = now(), by.id
        return len(flags)

    def _show(self, visible: bool) -> None:
        if self.visible != visible:
            self.visible = visible
            db.session.flush()
            self.visibility_changed()
