"""Comments on minutes as facilitators look at them."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.meetings.writing.minutes import MinutesComment
from forum.meetings.writing.queries_minutes import visible_comment
from forum.moderation.subjects import Card, Place, Subject, register


def cards(ids: Sequence[int]) -> list[Card]:
    """Return the cards of these comments."""
    query = select(MinutesComment).where(MinutesComment.id.in_(ids))
    rows = db.session.scalars(query.options(joinedload(MinutesComment.meeting))).unique()
    return [_card(row) for row in rows]


def _card(row: MinutesComment) -> Card:
    return Card(
        id=row.id,
        reference=row.reference,
        html=_html(row.text),
        url=place(row),
        about=_("Minutes: %(title)s", title=row.meeting.title),
        about_url=url_for("meetings.minutes", meeting_id=row.meeting_id),
        at=row.created_at,
        signature=row.signature,
    )


def _html(text: str) -> str:
    lines = Markup("<br>").join(escape(line) for line in text.split("\n"))
    return str(Markup("<p>{}</p>").format(lines))


def place(row: MinutesComment) -> str:
    """Return the address of a comment under its minutes."""
    return url_for("meetings.minutes", meeting_id=row.meeting_id, _anchor=f"comment-{row.id}")


def _safety(row: MinutesComment) -> bool:
    talk = row.meeting.conversation
    return talk is not None and talk.safety


register(
    Subject(
        model=MinutesComment,
        name=_l("comment on minutes"),
        load=cards,
        fetch=visible_comment,
        permission="meetings:manage",
        author=lambda row: row.author_id,
        place=lambda row: Place("meeting", row.meeting_id),
        words=("text", "signature"),
        safety=_safety,
    )
)
