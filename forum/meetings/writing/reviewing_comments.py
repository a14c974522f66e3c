"""Comments on minutes on the review page: what a facilitator sees of each, and its acts."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.meetings.writing.minutes import MinutesComment
from forum.moderation.queries import Card, review


def cards(ids: Sequence[int]) -> list[Card]:
    """Return the cards of these comments."""
    query = select(MinutesComment).where(MinutesComment.id.in_(ids))
    rows = db.session.scalars(query.options(joinedload(MinutesComment.meeting))).unique()
    return [_card(row) for row in rows]


def _card(row: MinutesComment) -> Card:
    at: dict[str, Any] = {"comment_id": row.id}
    acts = {
        "hide": url_for("meetings.comment_hiding", **at),
        "restore": url_for("meetings.comment_restoring", **at),
        "approve": url_for("meetings.comment_approval", **at),
        "leave": url_for("meetings.comment_leaving", **at),
    }
    return Card(
        id=row.id,
        reference=row.reference,
        html=_html(row.text),
        url=place(row),
        about=_("Minutes: %(title)s", title=row.meeting.title),
        about_url=url_for("meetings.minutes", meeting_id=row.meeting_id),
        at=row.created_at,
        signature=row.signature,
        acts=acts,
    )


def _html(text: str) -> str:
    lines = Markup("<br>").join(escape(line) for line in text.split("\n"))
    return str(Markup("<p>{}</p>").format(lines))


def place(row: MinutesComment) -> str:
    """Return the address of a comment under its minutes."""
    return url_for("meetings.minutes", meeting_id=row.meeting_id, _anchor=f"comment-{row.id}")


review(MinutesComment, cards)
