"""What a new need says before a planner has typed a word: taken from its theme or idea."""

from typing import Any

from forum.core.db import db
from forum.ideas.models import Idea
from forum.planning.needs.attaching import Source, exists
from forum.planning.needs.forms import LONGEST_TITLE
from forum.themes.models import Theme


def filled_from(source: Source) -> dict[str, Any]:
    """Return the fields of the form that ``source`` can fill; none of something not shown."""
    if not exists(source):
        return {}
    if source.kind == "idea":
        return _idea(db.session.get_one(Idea, source.number))
    theme = db.session.get_one(Theme, source.number)
    return {"title_hu": _title(theme.name_hu), "title_en": _title(theme.name_en)}


def _idea(idea: Idea) -> dict[str, Any]:
    return {
        "title_hu": _title(idea.title),
        "category": idea.category_id,
        "neighbourhoods": [row.id for row in idea.neighbourhoods],
        "age_bands": [row.id for row in idea.age_bands],
    }


def _title(name: str) -> str:
    return (name[:1].upper() + name[1:])[:LONGEST_TITLE]
