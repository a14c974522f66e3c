"""The page and the print of minutes: made from their reading alone, the print as PDF/UA-1."""

import json
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from forum.core.glyphs import SQUARE, all_printable
from forum.core.languages import marked
from forum.core.mail import site_url
from forum.core.printing import typeset
from forum.meetings.writing.reading_minutes import Reading

TEMPLATE = "meetings/minutes.typ"
ARTICLE = "meetings/_minutes_article.html"
#: Characters of a checksum printed at the foot of each sheet; the last one has all of them.
SHORT = 16


def print_minutes(reading: Reading, at: datetime, checksum: str = "", number: int = 0) -> bytes:
    """Return the PDF of minutes; ``checksum`` is that of their data, empty for a draft.

    All words go to the press as data, never as markup; the same words give the same bytes.
    """
    with force_locale(reading["lang"]):
        plain = marked(reading, reading["lang"])
        words = all_printable(plain)
        squares = _squares(words) > _squares(plain)
        words |= _furniture(reading, checksum, number, squares)
    return typeset(TEMPLATE, words, at)


def _squares(value: object) -> int:
    return json.dumps(value, ensure_ascii=False).count(SQUARE)


def _furniture(reading: Reading, checksum: str, number: int, squares: bool) -> dict[str, object]:
    """Return what stands around the chapters: foot line and colophon."""
    foot, lines = [reading["state"]], [reading["state"]]
    if checksum:
        foot.append(f"SHA-256 {checksum[:SHORT]}…")
        lines.append(_("SHA-256 checksum of the data behind it: %(sum)s", sum=checksum))
        address = site_url(f"{reading['path']}/{number}")
        lines.append(_("This version can be read here: %(address)s", address=address))
    if reading["log"]:
        lines.append(reading["log"])
    if squares:
        lines.append(
            _(
                "The sign %(square)s stands for characters that this print cannot show; "
                "the page holds them.",
                square=SQUARE,
            )
        )
    return {
        "base": site_url(""),
        "foot": " · ".join(foot),
        "colophon_title": _("About this document"),
        "colophon": lines,
        "logo": _("The mark of Kaláka"),
    }


def article(reading: Reading) -> Markup:
    """Return the article of minutes, in the language they were read in, without the request."""
    with force_locale(reading["lang"]):
        template = current_app.jinja_env.get_template(ARTICLE)
        return shown(template.render(reading=reading))


def shown(made: str) -> Markup:
    """Return a kept article for the page; every word in it was escaped when it was made."""
    return Markup(made)  # noqa: S704 - made by our own template
