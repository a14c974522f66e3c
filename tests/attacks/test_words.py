"""Hostile words in every field there is: nothing of them is ever more than words."""

import csv
import io
import re
import zipfile

import pytest

from forum.accounts.models import ROLES
from forum.core.db import db
from forum.core.mail import OutboxMessage
from tests.attacks.pages import read

#: An element, the end of an attribute, a template and a formula; short, as fields are.
HOSTILE = "<svg/onload=xss()>\"'><b k=xss>{{9*'q'}}"
FORMULA = "=cmd|xss"
LIVE = ("<svg/onload", "<b k=xss", "onload=xss()>\"'><b", "qqqqqqqqq")
BEGINS = ("=", "+", "-", "@", "\t", "\r")


def harmless(path: str, answer) -> list[str]:
    """Return what of the hostile words is alive in an answer."""
    if answer.mimetype in {"text/html", "image/svg+xml", "application/xml", "application/atom+xml"}:
        return [f"{path}: {word}" for word in LIVE if word in answer.text]
    if answer.mimetype == "text/csv":
        text = answer.get_data().decode("utf-8-sig")
        cells = [
            cell for line in csv.reader(io.StringIO(text), delimiter=_comma(text)) for cell in line
        ]
        return [f"{path}: {cell}" for cell in cells if cell.startswith(BEGINS) and "xss" in cell]
    if "spreadsheet" in str(answer.mimetype):
        with zipfile.ZipFile(io.BytesIO(answer.get_data())) as book:
            parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
        return [f"{path}: formula" for part in parts if re.search(r"<f>[^<]*xss", part)]
    if answer.mimetype == "text/calendar":
        lines = answer.text.replace("\r\n ", "").split("\r\n")
        return [f"{path}: {line}" for line in lines if line.startswith("xss")]
    return []


def _comma(text: str) -> str:
    return ";" if text.split("\n", 1)[0].count(";") else ","


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)  # it minds how long words are
def test_what_is_typed_anywhere_is_shown_as_words(world, intruder, run_jobs):
    """Each role fills in every form it has; then everybody opens every page there is."""
    for role in ROLES:
        least = {"visitor": 15, "resident": 20}.get(role, 40)
        accepted = intruder(role).fill_everything(world.shown(), HOSTILE)
        assert accepted >= least, role
    intruder("facilitator").fill_everything(world.shown(), FORMULA)
    run_jobs()
    found, escaped = [], set()
    for role in ("visitor", "administrator"):
        for path, answer in intruder(role).pages(world.shown()):
            found += harmless(path, answer)
            if answer.mimetype == "text/html":
                escaped |= {path} if "&lt;svg/onload" in answer.text else set()
                links = read(path, answer.text)[1]
                found += [f"{path}: {link}" for link in links if link.startswith("javascript:")]
    assert found == []
    assert len(escaped) > 50, "the words reached few pages"
    for letter in db.session.query(OutboxMessage):
        assert "\n" not in letter.subject
        assert not [word for word in LIVE if word in (letter.html or "")], letter.subject
