"""Tables for spreadsheet programs, as CSV and XLSX, in which no cell is computed."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

#: Spreadsheets take a cell beginning with one of these for a formula (OWASP, CSV injection);
#: the last four are the wide forms that East Asian spreadsheets read alike.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
#: Where a program that divides at semicolons (as in Hungary) or tabs would begin a cell of its own
#: inside one of ours: our quotes mean nothing to it unless they stand first.
_INNER_START = re.compile(r"([;\t\r\n|][\"\s]*)(?=[=+\-@＝＋－＠])")
#: What XML, and so a workbook, cannot hold.
_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
#: Excel's limits: letters of a sheet's name, and letters it may not have.
LONGEST_TITLE, _NOT_IN_TITLES = 31, str.maketrans(dict.fromkeys("[]:*?/\\"))
#: Widths of columns, in letters.
NARROW, WIDE = 14, 60


class Sheet(NamedTuple):
    """One table: its name, its heading row (empty for mere text) and its rows."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[object]]


def harmless(value: object) -> str:
    """Return ``value`` as a cell that no spreadsheet computes: an apostrophe goes before it.

    So it does before whatever becomes a cell where a table is divided otherwise than we wrote it.
    """
    cell = _INNER_START.sub(r"\1'", str(value))
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def csv_bytes(sheets: Iterable[Sheet]) -> bytes:
    """Write the tables below one another (RFC 4180, UTF-8 with a mark so that spreadsheets see it).

    Numbers stay numbers, negative ones too; text is made harmless.
    """
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        writer.writerow([harmless(sheet.title)])
        if sheet.head:
            writer.writerow([harmless(label) for label in sheet.head])
        writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(value: object) -> object:
    return value if isinstance(value, int | float) else harmless("" if value is None else value)


def xlsx_bytes(sheets: Iterable[Sheet]) -> bytes:
    """Write the tables as sheets of a workbook, their heading rows frozen and bold."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title.translate(_NOT_IN_TITLES)[:LONGEST_TITLE])
        page.freeze_panes = "A2" if sheet.head else None
        for number in range(1, max(1, len(sheet.head)) + 1):
            width = (
                NARROW if sheet.head and number > 1 else (NARROW * 2 if sheet.head else WIDE * 2)
            )
            page.column_dimensions[get_column_letter(number)].width = width
        if sheet.head:
            page.append([_cell(page, label, bold=True) for label in sheet.head])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(page: Any, value: object, bold: bool = False) -> Any:
    """Return a number as it is, everything else as text that no program computes."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    cell = WriteOnlyCell(page, str(value).translate(_UNWRITABLE))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
