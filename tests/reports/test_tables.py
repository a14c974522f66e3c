"""Open data as CSV: the words as they were said, and no cell that computes."""

import csv
import io

import pytest

from forum.reports.evidence import Voice
from forum.reports.tables import harmless, opinions_csv, themes_csv

THEME = {
    "id": 1,
    "name": {"hu": "padok", "en": "benches"},
    "facet": "what",
    "people": 6,
    "opinions": 7,
    "share": 0.5,
    "decision": {
        "choice": "adopt",
        "heard": {"hu": "=2+2", "en": ""},
        "will": {"hu": "Lesz", "en": ""},
        "why": {"hu": "Mert", "en": ""},
    },
}
DOSSIER = {
    "themes": [THEME],
    "left_out": [{"id": 2, "name": {"hu": "lámpák", "en": ""}, "opinions": 1, "people": 1}],
}


def rows(made: bytes):
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_a_cell_that_would_compute_gets_an_apostrophe(start):
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


def test_other_cells_stay_as_they_are():
    assert [harmless(v) for v in ("Több padot!", 12, 0.5, "")] == ["Több padot!", "12", "0.5", ""]


def test_opinions_keep_their_words_through_quotes_and_line_breaks():
    said = 'Azt mondta: "padot", és kész;\nmásodik sor\n\nűrhajó'
    voices = [Voice(1, "2026-00001", said, (1, 2)), Voice(2, "2026-00002", "=1+1", ())]
    first, second = rows(opinions_csv(DOSSIER, voices))
    assert first == {
        "reference": "2026-00001",
        "text": said,
        "themes_hu": "padok",
        "themes_en": "benches",
        "decisions": "adopt",
    }
    assert second["text"] == "'=1+1"
    assert second["themes_hu"] == ""


def test_themes_tell_their_decision_and_whether_they_are_in_the_summary():
    first, left = rows(themes_csv(DOSSIER))
    assert (first["theme_hu"], first["decision"], first["in_summary"]) == ("padok", "adopt", "yes")
    assert first["heard_hu"] == "'=2+2"
    assert (left["theme_hu"], left["people"], left["in_summary"]) == ("lámpák", "1", "no")


def test_spreadsheets_are_told_the_encoding():
    assert themes_csv(DOSSIER).startswith(b"\xef\xbb\xbf")
