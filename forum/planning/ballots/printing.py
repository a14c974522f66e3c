"""The ballot on paper: every candidate with a box, its number, and the way to the ballot online."""

from flask import url_for
from flask_babel import gettext as _

from forum.city.letterhead import letterhead
from forum.city.models import City, Project
from forum.core.excerpts import shortened
from forum.core.forms import one_line
from forum.core.glyphs import all_printable
from forum.core.i18n import show_date
from forum.core.mail import site_url
from forum.core.printing import link_to, printed
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.queries import Asked
from forum.planning.models_candidates import Candidate
from forum.planning.money import forints

TEMPLATE = "planning/ballot.typ"
#: Characters of a description beside a box.
LONGEST = 160


def paper(asked: Asked, city: City | None, project: Project | None) -> bytes:
    """Return the ballot as a PDF, in the language of the page; the same bytes while it is the same."""
    season, voting = asked
    candidates = numbered(season, voting)
    page = site_url(url_for("planning.ballot", season_id=season.id))
    words = {
        **letterhead(city, project),
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
    return printed(TEMPLATE, {**all_printable(words), "link": link_to(page)}, voting.at)


def _row(number: int, candidate: Candidate) -> dict[str, str]:
    whom = [row.name for row in (*candidate.neighbourhoods, *candidate.age_bands)]
    return {
        "number": str(number),
        "title": one_line(candidate.title),
        "about": shortened(one_line(candidate.description), LONGEST),
        "facts": " · ".join([forints(candidate.cost), *(one_line(each) for each in whom)]),
    }
