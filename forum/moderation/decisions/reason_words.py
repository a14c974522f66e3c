"""Words kept for decisions that come again and again, chosen instead of typed each time."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import UtcDateTime, db, now
from forum.moderation.reasons import REASONS, reason_name

ADDED = declare(
    "reason_words.added", _l("%(actor)s kept words for a reason: %(reason)s."), public=False
)
RETIRED = declare(
    "reason_words.retired", _l("%(actor)s retired words for a reason: %(reason)s."), public=False
)


class ReasonTemplate(db.Model):
    """Words to an author that are kept for one kind of reason."""

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(30), index=True)
    words_hu: Mapped[str] = mapped_column(Text)
    words_en: Mapped[str] = mapped_column(Text, default="")
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return f"S-{self.id}"

    @property
    def reason_name(self) -> str:
        """The kind of reason in the language of the page."""
        return reason_name(self.reason)

    def retire(self, by: Person) -> None:
        """Offer these words no more; what was told with them stays. The caller commits."""
        if self.retired_at is None:
            self.retired_at = now()
            record(RETIRED, by, self, reason=self.reason)


def in_use() -> list[ReasonTemplate]:
    """Return the words in use, in the order of the reasons."""
    rows = db.session.scalars(
        select(ReasonTemplate)
        .where(ReasonTemplate.retired_at.is_(None))
        .order_by(ReasonTemplate.id)
    )
    order = list(REASONS)
    return sorted(rows, key=lambda row: (order.index(row.reason), row.id))


def add(by: Person, reason: str, words_hu: str, words_en: str, key: str) -> ReasonTemplate:
    """Keep words for a reason; a form sent twice keeps them once. The caller commits."""
    known = db.session.scalars(
        select(ReasonTemplate).where(ReasonTemplate.submit_key == key)
    ).first()
    if known is not None:
        return known
    row = ReasonTemplate(
        reason=reason, words_hu=words_hu, words_en=words_en, submit_key=key, added_by_id=by.id
    )
    db.session.add(row)
    db.session.flush()
    record(ADDED, by, row, reason=reason)
    return row


def choices(language: str) -> list[tuple[str, str]]:
    """Return (value, words) to choose from: in Hungarian, and in English where there are such."""
    found = []
    for row in in_use():
        found.append((f"{row.id}-hu", f"{row.reason_name}: {row.words_hu}"))
        if row.words_en:
            found.append((f"{row.id}-en", f"{row.reason_name}: {row.words_en}"))
    english = language == "en"
    return sorted(found, key=lambda pair: pair[0].endswith("-en") != english)


def words_for(value: Any) -> str:
    """Return the words of a choice; empty for none."""
    number, _dash, language = str(value or "").partition("-")
    row = db.session.get(ReasonTemplate, int(number)) if number.isdecimal() else None
    if row is None or row.retired_at is not None:
        return ""
    return row.words_en if language == "en" and row.words_en else row.words_hu
