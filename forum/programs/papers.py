"""Feedback on paper: a sheet with a QR picture for the wall, and a form to fill in by hand."""

from flask_babel import gettext as _

from forum.city.letterhead import letterhead
from forum.city.models import City, Project
from forum.core.db import now
from forum.core.glyphs import all_printable
from forum.core.mail import site_url
from forum.core.printing import printed, qr_for_print
from forum.programs.faces import face, faces
from forum.programs.models import Program

TEMPLATE = "programs/feedback.typ"
_INK = "#1d2824"


def feedback_paper(program: Program, city: City | None, project: Project | None) -> bytes:
    """Return both sheets as a PDF (PDF/UA-1), in the language of the page."""
    address = site_url(f"/programs/{program.id}/feedback")
    words = {
        **letterhead(city, project),
        "title": program.title,
        "ask": _("How was it?"),
        "scan": _("Point your phone’s camera at the picture, or type the address."),
        "steps": [
            _("Three short questions, half a minute."),
            _("You need no account, and nobody asks for your name."),
            _("What you write is public, and the city answers it."),
        ],
        "paper_too": _("Would you rather write by hand? Please ask for a sheet."),
        "questions": [_("How was it?"), _("What was good?"), _("What should be different?")],
        "when": _("Day of the session:"),
        "tick": _("Please mark one."),
        "about": [_("Neighbourhood:"), _("Age:")],
        "notice": _(
            "What you write is made public without your name. Please write no names, addresses or "
            "telephone numbers of others."
        ),
        "faces": [word for _rating, word in faces()],
        "qr_alt": _("QR code: three questions about this program"),
        "shown": address.partition("://")[2],
    }
    drawn = {"url": address, "qr": qr_for_print(address), "pictures": _pictures()}
    return printed(TEMPLATE, {**all_printable(words), **drawn}, program.announced_at or now())


def _pictures() -> list[str]:
    return [str(face(rating, _INK)) for rating, _word in faces()]
