"""What pages read about the city."""

from typing import Any

from sqlalchemy import select

from forum.city.models import AgeBand, Category, City, Neighbourhood, Project
from forum.core.db import db
from forum.core.i18n import collation_key


def the_city() -> City | None:
    """Return the city this installation serves, None before it is named."""
    return db.session.scalars(select(City).order_by(City.id).limit(1)).first()


def current_project() -> Project | None:
    """Return the newest grant project."""
    return db.session.scalars(select(Project).order_by(Project.id.desc()).limit(1)).first()


def neighbourhoods() -> list[Neighbourhood]:
    """Return the neighbourhoods in use, in the alphabetical order of their language."""
    rows = db.session.scalars(select(Neighbourhood).where(Neighbourhood.retired_at.is_(None)))
    return sorted(rows, key=lambda row: collation_key(row.name))


def age_bands() -> list[AgeBand]:
    """Return the age bands in use, the youngest first."""
    rows = select(AgeBand).where(AgeBand.retired_at.is_(None))
    return list(db.session.scalars(rows.order_by(AgeBand.youngest, AgeBand.id)))


def categories() -> list[Category]:
    """Return the kinds of program in use, in the order the city gave them."""
    rows = select(Category).where(Category.retired_at.is_(None))
    return list(db.session.scalars(rows.order_by(Category.position, Category.id)))


def names(model: Any) -> dict[int, str]:
    """Return the names of all rows of ``model`` by id, in the language of the page."""
    return {row.id: row.name for row in db.session.scalars(select(model))}
