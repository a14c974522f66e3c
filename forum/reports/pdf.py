"""The PDF of a summary: typst sets it as PDF/UA-1, tagged and the same bytes for the same data."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from forum.core.mail import site_url
from forum.reports.glyphs import SQUARE, all_printable
from forum.reports.languages import Words
from forum.reports.reading import Reading

TEMPLATE = "reports/summary.typ"
#: Characters of a checksum printed at the foot of each page; the last page has all of them.
SHORT = 16


def print_pdf(reading: Reading, at: datetime, checksum: str = "") -> bytes:
    """Return the PDF of a summary; ``checksum`` is that of data.json, empty for a draft.

    All words go to typst as JSON data, never as markup, so nothing in them is computed.
    """
    with force_locale(reading["lang"]):
        plain = _marked(reading, reading["lang"])
        words = all_printable(plain)
        squares = _squares(words) > _squares(plain)
        words |= _furniture(reading, checksum, squares)
    root = Path(current_app.root_path)
    made = typst.compile(
        str(root / "templates" / TEMPLATE),
        root=str(root),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words), "day": at.date().isoformat()},
        pdf_standards="ua-1",
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def _squares(value: Any) -> int:
    return json.dumps(value, ensure_ascii=False).count(SQUARE)


def _marked(value: Any, lang: str) -> Any:
    """Turn words of another language into {"text", "lang"}, which the template understands."""
    if isinstance(value, Words) and value.lang != lang:
        return {"text": str(value), "lang": value.lang}
    if isinstance(value, dict):
        return {key: _marked(each, lang) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_marked(each, lang) for each in value]
    return value


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
