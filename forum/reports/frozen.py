"""Which published summaries quote an opinion word for word."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.moderation.frozen import Document, add_documents
from forum.moderation.subjects import kind_of
from forum.reports.models import Publication, PublicationOpinion


@add_documents
def summaries_with(text: Any) -> list[Document]:
    """Return the summaries, but for withdrawn ones, whose pages or open data hold an opinion."""
    if kind_of(text) != "opinion":
        return []
    query = select(Publication).join(
        PublicationOpinion, PublicationOpinion.publication_id == Publication.id
    )
    query = query.where(PublicationOpinion.opinion_id == text.id)
    query = query.options(joinedload(Publication.takedown)).order_by(Publication.number)
    rows = [row for row in db.session.scalars(query).unique() if row.takedown is None]
    return [
        Document(_("Summary %(number)s: %(title)s", number=row.number, title=row.title), row.path)
        for row in rows
    ]
