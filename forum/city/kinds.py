"""The kinds of words administrators keep, and how their lists and forms are called."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from forum.city import forms
from forum.city.forms_project import ProjectForm
from forum.city.models import AgeBand, Category, Neighbourhood, Project
from forum.core.i18n import show_date


class Kind(NamedTuple):
    """One list of words: its model and form, its words on the page, and its columns."""

    slug: str
    model: Any
    form: Any
    icon: str
    title: Any
    lead: Any
    add: Any
    columns: tuple[tuple[Any, Callable[[Any], object]], ...]
    retirable: bool = True
    ordered: bool = False


def _ages(band: AgeBand) -> str:
    return f"{band.youngest}–{band.oldest}" if band.oldest is not None else f"{band.youngest}+"


ENGLISH = (_l("In English"), lambda row: row.name_en)

KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "neighbourhoods",
            Neighbourhood,
            forms.NeighbourhoodForm,
            "place",
            _l("Neighbourhoods"),
            _l("Parts of the city that residents choose from when they speak."),
            _l("Add a neighbourhood"),
            (
                ENGLISH,
                (_l("Other names"), lambda row: ", ".join(row.aliases or [])),
                (_l("In sentences"), lambda row: f"{row.place['hu']}, {row.source['hu']}"),
            ),
        ),
        Kind(
            "age-bands",
            AgeBand,
            forms.AgeBandForm,
            "people",
            _l("Age bands"),
            _l("Ranges of ages that residents may choose from; nobody has to."),
            _l("Add an age band"),
            (ENGLISH, (_l("Code"), lambda row: row.code), (_l("Ages"), _ages)),
        ),
        Kind(
            "kinds",
            Category,
            forms.CategoryForm,
            "idea",
            _l("Kinds of program"),
            _l("What the city offers, in the order in which lists show it."),
            _l("Add a kind of program"),
            (ENGLISH, (_l("What it is"), lambda row: row.description)),
            ordered=True,
        ),
        Kind(
            "projects",
            Project,
            ProjectForm,
            "document",
            _l("Grant projects"),
            _l("What the fund wants to see on every page, and on the page of the grant."),
            _l("Add a grant project"),
            (
                (_l("Project number"), lambda row: row.identifier),
                (_l("First day"), lambda row: show_date(row.starts_on)),
                (_l("Last day"), lambda row: show_date(row.ends_on)),
            ),
            retirable=False,
        ),
    )
}
