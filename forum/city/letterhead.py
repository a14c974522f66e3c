"""What stands on every print of the city: whose it is, and who pays."""

from typing import Any

from flask_babel import gettext as _

from forum.city.models import City, Project
from forum.core.forms import one_line
from forum.core.i18n import language


def letterhead(city: City | None, project: Project | None) -> dict[str, Any]:
    """Return whose print it is and who pays, in the language of the page, for shared/print.typ."""
    return {
        "lang": language(),
        "city": one_line(city.name) if city else "",
        "office": one_line(city.office) if city else "",
        "logo": _("The mark of Kaláka"),
        "grant": funding(project),
    }


def funding(project: Project | None) -> dict[str, Any] | None:
    """Return the funding line; the emblem and this sentence stand on everything the grant pays."""
    if project is None:
        return None
    number = _("Project number: %(number)s", number=project.identifier)
    lines = [project.fund, project.programme, number]
    return {
        "flag": _("Flag of the European Union"),
        "statement": _("Co-funded by the European Union"),
        "lines": [one_line(each) for each in lines if each],
    }
