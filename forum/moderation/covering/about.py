"""What every row that covers or removes knows of its text."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import db
from forum.moderation.subjects import subject_of


class About:
    """A row that is about one text, of whatever room."""

    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]

    @property
    def text(self) -> Any:
        """The text it is about; None when it is gone."""
        return db.session.get(subject_of(self.subject_kind).model, self.subject_id)
