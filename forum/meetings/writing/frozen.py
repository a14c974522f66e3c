"""Which minutes have an opinion or a question in them, word for word."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.meetings.hall.captures import Capture
from forum.meetings.writing.minutes import MinutesVersion
from forum.moderation.frozen import Document, add_documents
from forum.moderation.subjects import kind_of


@add_documents
def minutes_with(text: Any) -> list[Document]:
    """Return the versions of minutes, but for withdrawn ones, that show a text."""
    kind, meeting_id = kind_of(text), _meeting_of(text)
    if meeting_id is None:
        return []
    query = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting_id)
    query = query.options(joinedload(MinutesVersion.withdrawal), joinedload(MinutesVersion.meeting))
    versions = db.session.scalars(query.order_by(MinutesVersion.number)).unique().all()
    return [
        _document(version)
        for version in versions
        if version.withdrawal is None and _has(version.data, kind, text)
    ]


def _meeting_of(text: Any) -> int | None:
    if kind_of(text) == "opinion":
        return db.session.scalar(select(Capture.meeting_id).where(Capture.opinion_id == text.id))
    found: int | None = getattr(text, "meeting_id", None)
    return found


def _has(data: dict[str, Any], kind: str, text: Any) -> bool:
    """Whether minutes have it: an opinion by its number, a question by its words, once taken up."""
    parts = [*data.get("items", ()), data.get("beside") or {}]
    if kind == "opinion":
        said = (one for part in parts for one in part.get("opinions", ()))
        return any(one.get("id") == text.id and one.get("shown") for one in said)
    return kind == "meeting_question" and text.taken_up_at is not None


def _document(version: MinutesVersion) -> Document:
    title = _(
        "Minutes: %(title)s, version %(number)s",
        title=version.meeting.title,
        number=version.number,
    )
    return Document(title, url_for("meetings.minutes", meeting_id=version.meeting_id))
