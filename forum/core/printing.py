"""The press: typst sets a template with words given as data, as a tagged PDF (PDF/UA-1)."""

import hashlib
import io
import json
from collections import OrderedDict
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst
from flask import current_app

#: Prints kept in memory by each process, so that whoever asks again waits for no press.
KEPT_PRINTS = 60

_kept: OrderedDict[str, bytes] = OrderedDict()
#: One print at a time in each process: the others go on answering.
_press = Lock()


def typeset(template: str, words: dict[str, Any], at: datetime) -> bytes:
    """Return the PDF of a typst ``template`` (a path below templates) filled with ``words``.

    All words go in as JSON data, never as markup, so nothing in them is computed; make them
    printable first (``glyphs.all_printable``). The same words and time give the same bytes.
    """
    root = Path(current_app.root_path)
    made = typst.compile(
        str(root / "templates" / template),
        root=str(root),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words), "day": at.date().isoformat()},
        pdf_standards="ua-1",
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def printed(template: str, words: dict[str, Any], at: datetime) -> bytes:
    """Return what ``typeset`` makes, from memory when the same was printed lately."""
    said = json.dumps([template, words, at.timestamp()], ensure_ascii=False)
    key = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
    with _press:
        made = _kept.pop(key, None) or typeset(template, words, at)
        _kept[key] = made
        while len(_kept) > KEPT_PRINTS:
            _kept.popitem(last=False)
    return made


def link_to(page: str) -> dict[str, str]:
    """Return the full address of a page as a print shows it: to click, to type, to scan."""
    return {"url": page, "shown": page.partition("://")[2], "qr": qr_for_print(page)}


def qr_for_print(address: str) -> str:
    """Draw an address as a QR picture for a print; M survives a crease in the paper."""
    picture = segno.make(address, error="m", micro=False)
    file = io.BytesIO()
    picture.save(file, kind="svg", xmldecl=False, omitsize=True, border=0, dark="#000")
    return file.getvalue().decode()
