"""The ballot on paper: every candidate with a box, its number, and the way to the ballot online."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from forum.city.models import City, Project
from forum.core.forms import one_line
from forum.core.glyphs import all_printable
from forum.core.i18n import language, show_date
from forum.core.mail import site_url
from forum.core.printing import printed, qr_for_print
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.queries import Asked
from forum.planning.seasons.models import Candidate
from forum.planning.seasons.wording import forints

TEMPLATE = "planning/ballot.typ"
#: Characters of a description beside a box.
LONGEST = 160


def paper(asked: Asked, city: City | None, project: Project | None) -> bytes:
    """Return the ballot as a PDF, in the language of the page; the same bytes while it is the same."""
    season, voting = asked
    candidates = numbered(season, voting)
    page = site_url(url_for("planning.ballot", season_id=season.id))
    words = {
        "lang": language(),
        "city": one_line(city.name) if city else "",
        "office": one_line(city.office) if city else "",
        "logo": _("The mark of Kaláka"),
        "grant": _grant(project),
        "title": _("Which programs would you like to see?"),
        "season": one_line(season.name),
        "how": _(
            "Put a cross in the box of every program you would like. You may mark as many as you "
            "like; each person hands in one ballot."
        ),
        "until": _("Hand it in by %(day)s.", day=show_date(voting.last_day)),
        "about_you": _("A little about you, if you like"),
        "neighbourhood": _("Your neighbourhood"),
        "age": _("Your age"),
        "online": _("You can mark them online too:"),
        "qr_alt": _("QR code: the address of the ballot"),
        "rows": [_row(n, each) for n, each in candidates.items() if each.dropped_at is None],
    }
    qr = {"url": page, "shown": page.partition("://")[2], "qr": qr_for_print(page)}
    return printed(TEMPLATE, {**all_printable(words), "link": qr}, voting.at)


def _row(number: int, candidate: Candidate) -> dict[str, str]:
    about = one_line(candidate.description)
    if len(about) > LONGEST:
        about = about[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    whom = [row.name for row in (*candidate.neighbourhoods, *candidate.age_bands)]
    return {
        "number": str(number),
        "title": one_line(candidate.title),
        "about": about,
        "facts": " · ".join([forints(candidate.cost), *(one_line(each) for each in whom)]),
    }


def _grant(project: Project | None) -> dict[str, Any] | None:
    if project is None:
        return None
    number = _("Project number: %(number)s", number=project.identifier)
    lines = [project.fund, project.programme, number]
    return {
        "flag": _("Flag of the European Union"),
        "statement": _("Co-funded by the European Union"),
        "lines": [one_line(each) for each in lines if each],
    }
