"""Ideas as a table: what is public about each, where it stands, and what the city said."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.city import queries as city
from forum.city.models import Neighbourhood
from forum.core.days import day_of
from forum.core.db import db
from forum.core.i18n import in_language
from forum.core.spreadsheets import Sheet
from forum.ideas.life import Answer
from forum.ideas.models import Idea
from forum.ideas.office import OfficeChoice, listed


def sheet(choice: OfficeChoice) -> Sheet:
    """Return the table of a list of the office; nobody's contact or account is in it."""
    return Sheet(_("Program ideas"), _head(), list(_rows(choice)))


def _head() -> list[str]:
    return [
        _("Number"),
        _("Title"),
        _("What and why"),
        _("Kind of program"),
        _("Neighbourhoods"),
        _("Place"),
        _("When"),
        _("What it needs"),
        _("Cost in forints"),
        _("Channel"),
        _("Supporters"),
        _("Comments"),
        _("State"),
        _("Proposed on"),
        _("State since"),
        _("Leading idea"),
        _("Split from"),
        _("The city’s last answer"),
    ]


def _rows(choice: OfficeChoice) -> Iterator[list[Any]]:
    related = joinedload(Idea.category), joinedload(Idea.lead), joinedload(Idea.split_from)
    ideas = db.session.scalars(listed(choice).options(*related)).unique().all()
    said, places = _last_answers(), city.names(Neighbourhood)
    for idea in ideas:
        yield [
            idea.reference,
            idea.title,
            idea.text,
            idea.category.name if idea.category else "",
            ", ".join(places[row.id] for row in idea.neighbourhoods),
            idea.place,
            idea.timing,
            idea.needs,
            idea.cost,
            idea.channel,
            idea.supports_count,
            idea.comments_count,
            idea.state_name,
            day_of(idea.created_at).isoformat(),
            day_of(idea.state_at).isoformat(),
            idea.lead.reference if idea.lead else "",
            idea.split_from.reference if idea.split_from else "",
            said.get(idea.lead_id or idea.id, ""),
        ]


def _last_answers() -> dict[int, str]:
    newest = select(func.max(Answer.id)).group_by(Answer.idea_id)
    rows = db.session.scalars(select(Answer).where(Answer.id.in_(newest)))
    return {row.idea_id: in_language(row, "reason") for row in rows}
