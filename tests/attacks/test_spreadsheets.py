"""A Hungarian spreadsheet program divides at semicolons: it finds no formula inside a cell either."""

import csv
from io import StringIO

import pytest

from forum.core.spreadsheets import Sheet, csv_bytes
from forum.reports.tables import _write

FORMULAS = (
    "Pad;=1+1;fa",
    "Pad; =1+1;fa",
    'Pad, fa;"=1+1"',
    "Pad;\n\t@SUM(1)",
    "Pad\n=1+1",
    "Pad, fa\r\n-2+3",
    "Pad\t+1",
    "Pad;＝1",
)


@pytest.mark.parametrize("divider", [",", ";", "\t"])
@pytest.mark.parametrize("words", FORMULAS)
def test_wherever_a_program_divides_a_table_no_cell_begins_a_formula(words, divider):
    """Excel in Hungary divides at semicolons whatever we write, LibreOffice at both."""
    sheet = csv_bytes([Sheet("Vélemények", ["Szám", "Szöveg"], [(12, words), ("x", words)])])
    for table in (sheet, _write([(12, words, words)])):
        rows = csv.reader(StringIO(table.decode("utf-8-sig"), newline=""), delimiter=divider)
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.lstrip(' "').startswith(tuple("=+-@＝＋－＠"))]


def test_words_without_a_formula_stay_as_they_were_written():
    """Only what a program would work out gets an apostrophe."""
    words = "Pad; fa, bokor – 2-3 darab\nés a=b; c+d"
    assert words in csv_bytes([Sheet("", [], [(words,)])]).decode()
