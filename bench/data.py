"""Files a bench reads: labelled texts (CSV) and the codebook that should sort them (TOML)."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forum.themes.records import FACETS, Facet, Opinion, Theme

DELIMITERS = "\t;,"  # tried in this order: a comma is also found inside texts
BAD_INPUT = 2  # exit code for arguments or files that cannot be used
WORDS = ("seeds", "examples")
KNOWN = {"name", "description", "facet", *WORDS}


class Problem(Exception):
    """A file or argument that cannot be used; the message is one clear line."""


@dataclass(frozen=True)
class Row:
    """One line of a data file: its text, its theme as written, and the other columns."""

    text: str
    theme: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Codebook:
    """The themes, numbered from 1 in the order of the file, and their keys."""

    themes: tuple[Theme, ...]
    keys: tuple[str, ...]

    def key(self, theme_id: int | None) -> str:
        """The key of a theme; empty for none."""
        return self.keys[theme_id - 1] if theme_id else ""

    def number(self, written: str) -> int:
        """The theme a data file means by its key or name; 0 for off-topic texts."""
        wanted = _plain(written)
        for place, (key, theme) in enumerate(zip(self.keys, self.themes, strict=True), start=1):
            if wanted and wanted in (_plain(key), _plain(theme.name)):
                return place
        return 0


def read_rows(file: Path, need: Sequence[str] = ("text", "theme")) -> list[Row]:
    """The rows of a table with the columns `need`, separated by tabs, semicolons or commas.

    UTF-8, with or without a byte order mark. Raises Problem when it cannot be read.
    """
    lines = _content(file)
    header = lines.split("\n", 1)[0].rstrip("\r")
    delimiter = next((d for d in DELIMITERS if _has(header, d, need)), None)
    if delimiter is None:
        raise Problem(f"{file}: the first line must name the columns {', '.join(need)}")
    names, *table = _table(lines, delimiter)
    names = [_plain(name) for name in names]
    rows = [
        dict(zip(names, line, strict=False)) for line in table if any(cell.strip() for cell in line)
    ]
    if not rows:
        raise Problem(f"{file}: no rows below the first line")
    return [
        Row(
            row.get("text", ""),
            row.get("theme", "").strip(),
            {name: value for name, value in row.items() if name not in ("text", "theme")},
        )
        for row in rows
    ]


def read_codebook(file: Path) -> Codebook:
    """The themes of a TOML file: a table of each theme's key with its `seeds`; Problem if not.

    Optional: `name`, `description`, `facet` ("what" or "whom") and `examples`. The tables may
    also stand together under `[themes]`.
    """
    try:
        found = tomllib.loads(_content(file))
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{file}: not a TOML file ({error})") from None
    inner = found.get("themes")
    if set(found) == {"themes"} and isinstance(inner, dict) and not KNOWN & set(inner):
        found = inner
    if not found:
        raise Problem(f"{file}: the codebook is empty")
    themes = tuple(_theme(file, n, *entry) for n, entry in enumerate(found.items(), start=1))
    return Codebook(themes, tuple(found))


def as_opinions(rows: Sequence[Row]) -> list[Opinion]:
    """The texts as opinions numbered from 1, each by a person of their own.

    A column `neighbourhood` or `district` gives their place.
    """
    named = [row.more.get("neighbourhood") or row.more.get("district") or "" for row in rows]
    number = {name: place for place, name in enumerate(sorted(set(named) - {""}), start=1)}
    return [
        Opinion(i, row.text, i, number.get(name))
        for i, (row, name) in enumerate(zip(rows, named, strict=True), start=1)
    ]


def as_right(rows: Sequence[Row], book: Codebook) -> dict[int, int]:
    """The right theme of each opinion, 0 for off-topic."""
    written = {row.theme: book.number(row.theme) for row in rows}
    return {number: written[row.theme] for number, row in enumerate(rows, start=1)}


def _theme(file: Path, number: int, key: str, entry: Any) -> Theme:
    values = {"seeds": entry} if isinstance(entry, list) else entry
    if not isinstance(values, dict):
        raise Problem(f"{file}: theme {key!r} must be a table with seeds")
    for name in WORDS:
        if not _strings(values.get(name, [])):
            raise Problem(f"{file}: {name} of theme {key!r} must be a list of words")
    for name in ("name", "description", "facet"):
        if not isinstance(values.get(name, ""), str):
            raise Problem(f"{file}: {name} of theme {key!r} must be text")
    facet = values.get("facet", "what")
    if facet not in FACETS:
        raise Problem(f'{file}: facet of theme {key!r} must be "what" or "whom"')
    return Theme(
        number,
        values.get("name") or key.replace("_", " ").replace("/", " "),
        _facet(facet),
        values.get("description", ""),
        tuple(values.get("seeds", [])),
        tuple(values.get("examples", [])),
    )


def _facet(name: str) -> Facet:
    return "whom" if name == "whom" else "what"


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _content(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Problem(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Problem(f"{file}: not UTF-8 text") from None
    if not text.strip():
        raise Problem(f"{file}: the file is empty")
    return text


def _has(header: str, delimiter: str, need: Sequence[str]) -> bool:
    cells = next(csv.reader([header], delimiter=delimiter), [])
    return set(need) <= {_plain(cell) for cell in cells}


def _table(lines: str, delimiter: str) -> list[list[str]]:
    """The cells; a table with tabs may hold single quotation marks that quote nothing."""
    csv.field_size_limit(10_000_000)
    try:
        if delimiter == "\t":
            plain = [line.rstrip("\r").split("\t") for line in lines.split("\n") if line.strip()]
            if all(len(line) == len(plain[0]) for line in plain):
                return [[_unquoted(cell) for cell in line] for line in plain]
        return list(csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Problem(f"the table cannot be read ({error})") from None


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', ""):
        return cell[1:-1].replace('""', '"')
    return cell


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
