"""Which published plans name an idea."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.moderation.frozen import Document, add_documents
from forum.moderation.subjects import kind_of
from forum.planning.seasons.models import Plan, PlanPublication
from forum.planning.seasons.withdrawing import not_withdrawn


@add_documents
def plans_with(text: Any) -> list[Document]:
    """Return the plans, but for withdrawn ones, whose printed form names an idea."""
    if kind_of(text) != "idea":
        return []
    query = select(PlanPublication).where(not_withdrawn())
    query = query.options(joinedload(PlanPublication.plan).joinedload(Plan.season))
    rows = [row for row in db.session.scalars(query) if _names(row.content, text.reference)]
    return [
        Document(
            _("Plan of %(season)s", season=row.plan.season.name),
            url_for("planning.season", season_id=row.plan.season_id),
        )
        for row in rows
    ]


def _names(content: Any, reference: str) -> bool:
    """Whether a reference stands anywhere in the content."""
    if isinstance(content, dict):
        return any(_names(value, reference) for value in content.values())
    if isinstance(content, list):
        return any(_names(value, reference) for value in content)
    return bool(content == reference)
