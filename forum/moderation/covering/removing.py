"""A text is removed: sealed, taken off its page, and replaced by one sentence."""

from datetime import timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.pictures import Box, cover_parts
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.removals import GROUNDS, Removal, removal_of
from forum.moderation.models import Hiding
from forum.moderation.reasons import words_for_author
from forum.moderation.subjects import in_language_of_author, is_about, kind_of, subject_for

REMOVED = declare(
    "text.removed", _l("%(actor)s removed the text %(reference)s: %(ground)s."), named=False
)


def remove(text: Any, by: Person, ground: str, number: str, because: str) -> Removal | None:
    """Remove a text; None when it is removed already. The author is told. The caller commits."""
    if ground not in GROUNDS:
        raise ValueError(f"unknown ground {ground}")
    if not by.at_least("planner"):
        raise Refused(_l("Only planners and administrators remove texts."))
    words_for_author(because, _l("Please tell the author in a sentence why it is removed."))
    subject_for(text).lock(text)
    text.hold()
    if removal_of(text) is not None:
        return None
    row = _seal(text, by, ground, number, because)
    record(REMOVED, by, text, ground=ground)
    _take_off(text, by, because, row)
    _blank(text)
    text.decided("removed", row, by, because=because)
    return row


def _columns(text: Any) -> list[str]:
    """Return the columns that hold words of the author, a name given with them among these."""
    names = subject_for(text).words
    return list(dict.fromkeys([*names, *(["signature"] if hasattr(text, "signature") else [])]))


def _seal(text: Any, by: Person, ground: str, number: str, because: str) -> Removal:
    days = timedelta(days=current_app.config["REMOVAL_SEALED_DAYS"])
    row = Removal(
        subject_kind=kind_of(text),
        subject_id=text.id,
        ground=ground,
        order_number=number[:120],
        because=because[:1000],
        by_id=by.id,
        sealed_until=now() + days,
    )
    earlier = {str(version.id): version.text for version in getattr(text, "revisions", [])}
    words = {name: getattr(text, name) or "" for name in _columns(text)}
    row.sealed = {"words": words, "earlier": earlier}
    if hasattr(text, "small"):
        row.content, row.small = text.content, text.small
    db.session.add(row)
    db.session.flush()
    return row


def _take_off(text: Any, by: Person, because: str, row: Removal) -> None:
    """Hide it as any hidden text, without a statement of its own; how it stood is noted."""
    brought = 0  # by this removal
    if text.hiding is None:
        hiding = Hiding(
            subject_kind=kind_of(text),
            subject_id=text.id,
            by_id=by.id,
            reason="other",
            because=because[:1000],
        )
        db.session.add(hiding)
        db.session.flush()
        brought = hiding.id
    row.sealed = {**(row.sealed or {}), "hiding": brought, "waited": bool(text.waiting)}
    text.take_off(by)


def _blank(text: Any) -> None:
    """Replace the words everywhere they are kept, and what redactions have sealed of them."""
    with in_language_of_author(text):
        sentence = _("[removed because the law requires it]")
    columns = _columns(text)
    for version in getattr(text, "revisions", []):
        version.text = sentence
    if hasattr(text, "small"):
        whole = [Box(0, 0, 100, 100)]
        text.content = cover_parts(text.content, whole, text.media_type)
        text.small = cover_parts(text.small, whole, "")
    text.put_words({name: sentence if name == columns[0] else "" for name in columns})
    Redaction.erase(db.session.scalars(select(Redaction).where(is_about(Redaction, text))).all())
