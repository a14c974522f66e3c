"""Letting the search of the site find programs."""

from forum.core import search
from forum.core.db import db
from forum.programs.models import Program


def index(program: Program) -> None:
    """Make a public program findable, or bring what is found up to date."""
    db.session.flush()
    texts = (program.title_hu, program.description_hu, program.title_en, program.description_en)
    search.add(
        search.Findable(
            "program",
            program.id,
            title=program.title_hu,
            text="\n".join(texts),
            path=f"/programs/{program.id}",
            at=program.announced_at,
        )
    )
