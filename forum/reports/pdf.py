"""The PDF of a summary: typst sets it as PDF/UA-1, tagged and the same bytes for the same data."""

import json
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from forum.core.glyphs import SQUARE, all_printable
from forum.core.languages import marked
from forum.core.mail import site_url
from forum.core.printing import typeset
from forum.reports.reading import Reading

TEMPLATE = "reports/summary.typ"
#: Characters of a checksum printed at the foot of each page; the last page has all of them.
SHORT = 16


def print_pdf(reading: Reading, at: datetime, checksum: str = "") -> bytes:
    """Return the PDF of a summary; ``checksum`` is that of data.json, empty for a draft.

    All words go to typst as JSON data, never as markup, so nothing in them is computed.
    """
    with force_locale(reading["lang"]):
        plain = marked(reading, reading["lang"])
        words = all_printable(plain)
        squares = _squares(words) > _squares(plain)
        words |= _furniture(reading, checksum, squares)
    return typeset(TEMPLATE, words, at)


def _squares(value: Any) -> int:
    return json.dumps(value, ensure_ascii=False).count(SQUARE)


def _furniture(reading: Reading, checksum: str, squares: bool) -> dict[str, Any]:
    """Return what stands around the chapters: foot line, contents, colophon."""
    foot = [reading["number"], reading["date"]]
    lines = [_("%(number)s, %(date)s", number=reading["number"], date=reading["date"])]
    if checksum:
        foot.append(_("data.json %(checksum)s…", checksum=checksum[:SHORT]))
        lines.append(_("SHA-256 checksum of the data behind it (data.json): %(sum)s", sum=checksum))
        lines.append(
            _(
                "The page, the data and the checksums of all files are here: %(address)s",
                address=site_url(reading["path"]),
            )
        )
    if reading["log"]:
        lines.append(reading["log"])
    if squares:
        lines.append(
            _(
                "The sign %(square)s stands for characters that this print cannot show; "
                "the page and the data hold them.",
                square=SQUARE,
            )
        )
    return {
        "base": site_url(""),
        "foot": " · ".join(foot),
        "asked": _("We asked:"),
        "contents": _("Contents"),
        "colophon_title": _("About this document"),
        "colophon": lines,
        "logo": _("The mark of Kaláka"),
    }
