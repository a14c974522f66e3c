"""What pages read about the city."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from forum.city.models import AgeBand, Category, City, Neighbourhood, Project, in_order
from forum.core.db import db
from forum.core.i18n import collation_key


def the_city() -> City | None:
    """Return the city this installation serves, None before it is named."""
    return db.session.scalars(select(City).order_by(City.id).limit(1)).first()


def current_project() -> Project | None:
    """Return the newest grant project."""
    return db.session.scalars(select(Project).order_by(Project.id.desc()).limit(1)).first()


def city_and_project() -> tuple[City | None, Project | None]:
    """Return the city and its newest grant project with one statement, for every page's frame."""
    newest = select(func.max(Project.id)).scalar_subquery()
    query = (
        select(City, Project).outerjoin(Project, Project.id == newest).order_by(City.id).limit(1)
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else (None, None)


def projects() -> list[Project]:
    """Return all grant projects, the newest first."""
    return list(db.session.scalars(select(Project).order_by(Project.id.desc())))


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


def everything(model: Any) -> list[Any]:
    """Return all rows of ``model``, also those out of use, as administrators see them."""
    if model is Category:
        return list(in_order())
    if model is Project:
        return projects()
    rows = db.session.scalars(select(model)).all()
    if model is AgeBand:
        return sorted(rows, key=lambda row: (row.youngest, row.id))
    return sorted(rows, key=lambda row: collation_key(row.name))


def same(model: Any, field: str, value: str, besides: Any = None) -> Any:
    """Return another row of ``model`` whose ``field`` says the same, whatever its capitals."""
    wanted = value.casefold()
    rows = db.session.scalars(select(model)).all()
    return next(
        (r for r in rows if r is not besides and getattr(r, field).casefold() == wanted), None
    )


def neighbourhood_called(names: Sequence[str], besides: Any = None) -> Neighbourhood | None:
    """Return another neighbourhood that goes by one of ``names``."""
    wanted = {name.casefold() for name in names}
    for row in db.session.scalars(select(Neighbourhood)):
        known = {name.casefold() for name in (row.name_hu, *(row.aliases or []))}
        if row is not besides and known & wanted:
            return row
    return None


def overlapping(youngest: int, oldest: int | None, besides: Any = None) -> AgeBand | None:
    """Return another age band in use that shares an age with this range."""
    return next(
        (band for band in age_bands() if band is not besides and band.meets(youngest, oldest)), None
    )


def stamp() -> object:
    """Return what changes whenever the city's words do."""
    return db.session.scalar(select(func.max(City.tick)))
