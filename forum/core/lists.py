"""Lists as files: read CSV or XLSX, and note what is wrong with each row.

Rooms say which columns they know and what a row means; any error refuses the whole list.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from openpyxl import load_workbook

from forum.core.apart import Busy, Turn
from forum.core.forms import tidy

#: Rows of one list; a longer one is better sent in parts that people can check.
MOST_ROWS = 50_000
#: Bytes an XLSX may unpack to; a real list of 50,000 rows needs a fifth of it.
MOST_UNPACKED = 100 * 1024 * 1024
#: How XML begins to declare entities; XML knows it in capitals only.
DECLARATION = b"<!DOCTYPE"
#: Bytes of a part that are looked at together.
PIECE = 1 << 20
#: Elements of all parts: 50,000 rows of twelve columns, each text kept by itself, have 2,450,000.
MOST_ELEMENTS = 2_500_000
#: Elements that are no rows, cells or words: the looks of a workbook, each of which takes long.
MOST_OTHERS = 100_000
#: A row, a cell, its value or words, under whatever prefix.
_PLAIN = re.compile(rb"<(?:[^<>\s/:]+:)?(?:row|c|v|is|si|t)[\s/>]")
#: As much of what begins as may be needed to know it, when it goes on in the next piece.
_BEGUN = 200
#: Lines of a file, empty ones too; a workbook of some bytes may claim a million of them.
MOST_LINES = 2 * MOST_ROWS
#: Columns of a workbook that are looked at; a list has about ten.
MOST_COLUMNS = 50
#: Errors kept for the page; the number of all of them is told.
ERRORS_SHOWN = 200

Rows = list[tuple[int, list[str]]]

_turn = Turn()


class UnreadableList(ValueError):
    """The file cannot be read as a list at all; the message says why."""


@dataclass
class Findings:
    """What a check found in a list: how many rows, and what is wrong with them."""

    errors: list[dict[str, Any]] = field(default_factory=list)
    errors_count: int = 0
    rows_count: int = 0
    ignored: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)  # as the file names its columns

    def wrong(self, row: int, column: str, message: str) -> None:
        """Note an error in line ``row`` of the file (the heading is line 1)."""
        self.errors_count += 1
        if len(self.errors) < ERRORS_SHOWN:
            column = self.headings.get(column, column)
            self.errors.append({"row": row, "column": column, "message": message})

    def columns_of(self, headings: Sequence[str], known: Mapping[str, str]) -> list[str]:
        """Return what each heading means by ``known``, empty for one nobody knows; note both."""
        columns = [known.get(plain(heading), "") for heading in headings]
        pairs = list(zip(headings, columns, strict=True))
        self.ignored = [heading for heading, column in pairs if heading and not column]
        self.headings = {column: heading for heading, column in pairs if column}
        return columns

    def look_up(
        self, number: int, column: str, cells: Mapping[str, str], known: Mapping[str, Any]
    ) -> Any:
        """Return what a cell names, None when it is empty; note a name nobody knows."""
        value = cells.get(column, "")
        if not value:
            return None
        found = known.get(plain(value))
        if found is None:
            self.wrong(number, column, _("We do not know “%(value)s”.", value=value[:60]))
        return found


def cells_of(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Return the tidied cells of a row by what their columns mean."""
    return {column: tidy(cell) for column, cell in zip(columns, row, strict=False) if column}


def read(filename: str, content: bytes) -> tuple[list[str], Rows]:
    """Return the headings and the numbered, non-empty rows of a file; raise UnreadableList.

    A long list takes seconds: let the database go before (``apart``).
    """
    try:
        with _turn.taken():
            return _read(filename, content)
    except Busy as busy:
        raise UnreadableList(str(busy.sentence)) from busy


def _read(filename: str, content: bytes) -> tuple[list[str], Rows]:
    is_workbook = content[:2] == b"PK" or filename.lower().endswith(".xlsx")
    numbered = enumerate(_workbook(content) if is_workbook else _delimited(content), start=1)
    filled = ((number, row) for number, row in numbered if any(cell.strip() for cell in row))
    first = next(filled, None)
    if first is None:
        raise UnreadableList(_("The file is empty."))
    rows = []
    for number, row in filled:
        rows.append((number, row))
        if len(rows) > MOST_ROWS:
            raise UnreadableList(_("The list is longer than %(n)s rows.", n=MOST_ROWS))
    return first[1], rows


def _delimited(content: bytes) -> Iterator[list[str]]:
    text = _decode(content)
    heading = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise UnreadableList(
            _("The file is not a list we can read (%(why)s).", why=str(error))
        ) from error


def _decode(content: bytes) -> str:
    """Read UTF-8 or what Hungarian spreadsheets write otherwise (Windows-1250)."""
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableList(_("The letters of this file cannot be read. Save it as UTF-8."))


def _workbook(content: bytes) -> Iterator[list[str]]:
    """Yield the lines of the first sheet; a workbook can be broken in more ways than have names."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _ensure_harmless(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from _first_sheet(book)
        book.close()
    except UnreadableList:
        raise
    except Exception as error:
        raise UnreadableList(_("This workbook cannot be read.")) from error


def _ensure_harmless(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks without end, what has more in it than a list, and declared entities.

    No workbook declares any: they name files of the server, or grow until its memory is full.
    """
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise UnreadableList(_("This workbook is too large."))
    elements = others = 0
    for part in archive.infolist():
        for seen in _pieces(archive, part):
            if DECLARATION in seen:
                raise UnreadableList(_("This workbook cannot be read."))
            begun = seen.count(b"<") - seen.count(b"</")
            elements += begun
            others += begun - len(_PLAIN.findall(seen))
            if elements > MOST_ELEMENTS or others > MOST_OTHERS:
                raise UnreadableList(_("This workbook is too large."))


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part, in whatever encoding, in pieces that cut no element's name in two."""
    kept = b""
    with archive.open(part) as file:
        while piece := file.read(PIECE):
            seen = kept + piece.replace(b"\0", b"")
            cut = seen.rfind(b"<")
            cut = len(seen) if cut < 0 else cut
            yield seen[:cut]
            kept = seen[cut:][:_BEGUN]
    yield kept


def _first_sheet(book: Any) -> Iterator[list[str]]:
    """Yield the lines of a sheet, believing nothing it says about its own size."""
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    for number, row in enumerate(rows, start=1):
        if number > MOST_LINES:
            raise UnreadableList(_("The list is longer than %(n)s rows.", n=MOST_ROWS))
        yield ["" if cell is None else str(cell) for cell in row]


def plain(name: str) -> str:
    """Return a name as lists may write it: no capitals, accents, blanks, hyphens, underscores."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum() or letter == "+")
