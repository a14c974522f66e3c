"""Read a folder exported by Polis: votes.csv, comments.csv, participants-votes.csv, summary.csv."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench.data import Problem
from forum.themes.votes.matrix import VoteMatrix, from_columns

#: Names of the file with a row per person, as different versions write it.
MATRICES = ("participants-votes.csv", "participant-votes.csv")
HIDDEN = "-1"  # in the column `moderated`: taken out by the moderators


@dataclass(frozen=True)
class Comment:
    """A statement of the export; `consensus` is its group-informed consensus, where there is one."""

    text: str = ""
    hidden: bool = False
    agrees: int | None = None
    consensus: float | None = None


@dataclass(frozen=True)
class Export:
    """A conversation: every cell in `matrix`, rows read, and what else the export says."""

    matrix: VoteMatrix
    rows: int
    comments: Mapping[int, Comment] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    topic: str = ""
    turned: bool = False

    @property
    def shown(self) -> VoteMatrix:
        """The statements that were not taken out by moderators."""
        hidden = [number for number, comment in self.comments.items() if comment.hidden]
        cells = ~np.isin(self.matrix.opinions[self.matrix.column], hidden)
        m = self.matrix
        opinions = m.opinions[~np.isin(m.opinions, hidden)]
        column = np.searchsorted(opinions, m.opinions[m.column[cells]])
        return VoteMatrix(m.people, opinions, m.row[cells], column, m.value[cells])


def read_export(folder: Path) -> Export:
    """Read a folder; raises Problem with one clear line when it holds no votes to read."""
    if not folder.is_dir():
        raise Problem(f"{folder}: not a folder")
    comments, groups = _comments(folder / "comments.csv"), {}
    table = next((folder / name for name in MATRICES if (folder / name).is_file()), None)
    votes = folder / "votes.csv"
    cells = _votes(votes) if votes.is_file() else None
    if table is not None:
        groups, from_table = _people(table, with_votes=cells is None)
        cells = from_table if cells is None else cells
    if cells is None:
        raise Problem(f"{folder}: neither votes.csv nor {MATRICES[0]} is there")
    if not len(cells[0]):
        raise Problem(f"{folder}: there are no votes in it")
    matrix = from_columns(*(np.frombuffer(c, dtype=np.int64) for c in cells), opinions=comments)
    turned = _is_turned(matrix, comments)
    if turned:
        m = matrix
        matrix = VoteMatrix(m.people, m.opinions, m.row, m.column, -m.value)
    return Export(matrix, len(cells[0]), comments, groups, _topic(folder / "summary.csv"), turned)


Cells = tuple["array[int]", "array[int]", "array[int]", "array[int]"]


def _cells() -> Cells:
    return array("q"), array("q"), array("q"), array("q")


def _rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of a table with commas, the header first."""
    csv.field_size_limit(10_000_000)
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
            reader = csv.reader(opened)
            for row in reader:
                if row:
                    yield reader.line_num, row
    except OSError as error:
        raise Problem(f"{file}: cannot be read ({error.strerror})") from None
    except csv.Error as error:
        raise Problem(f"{file}: not a table ({error})") from None


def _header(file: Path, rows: Iterator[tuple[int, list[str]]], need: tuple[str, ...]) -> list[str]:
    _line, names = next(rows, (0, []))
    names = [name.strip().lower() for name in names]
    for name in need:
        if name not in names:
            raise Problem(f"{file}: the first line must name the column {name}")
    return names


def _number(file: Path, line: int, written: str) -> int:
    try:
        return round(float(written))
    except (ValueError, OverflowError):
        raise Problem(f"{file}, line {line}: {written[:40]!r} is not a number") from None


def _votes(file: Path) -> Cells:
    rows = _rows(file)
    names = _header(file, rows, ("comment-id", "voter-id", "vote"))
    who, what, said = (names.index(n) for n in ("voter-id", "comment-id", "vote"))
    when = names.index("timestamp") if "timestamp" in names else -1
    cells = _cells()
    for order, (line, row) in enumerate(rows):
        if len(row) <= max(who, what, said):
            raise Problem(f"{file}, line {line}: too few columns")
        for place, column in enumerate((who, what, said)):
            cells[place].append(_number(file, line, row[column]))
        stamp = row[when] if 0 <= when < len(row) else ""
        cells[3].append(_number(file, line, stamp) if stamp.strip() else order)
    return cells


def _people(file: Path, with_votes: bool) -> tuple[dict[int, str], Cells]:
    """The exported groups, and the votes of the table where there is no list of them."""
    rows = _rows(file)
    names = _header(file, rows, ("participant",))
    who = names.index("participant")
    group = names.index("group-id") if "group-id" in names else -1
    statements = [(place, int(n)) for place, n in enumerate(names) if n.isdigit()]
    groups: dict[int, str] = {}
    cells = _cells()
    for line, row in rows:
        row += [""] * (len(names) - len(row))
        person = _number(file, line, row[who])
        if group >= 0 and row[group].strip():
            groups[person] = row[group].strip()
        for place, number in statements if with_votes else ():
            if row[place].strip():
                vote = (person, number, _number(file, line, row[place]), 0)
                for column, value in zip(cells, vote, strict=True):
                    column.append(value)
    return groups, cells


def _comments(file: Path) -> dict[int, Comment]:
    if not file.is_file():
        return {}
    rows = _rows(file)
    names = _header(file, rows, ("comment-id",))
    found: dict[int, Comment] = {}
    for line, row in rows:
        said = dict(zip(names, row, strict=False))
        agrees, consensus = said.get("agrees", ""), said.get("group-informed-consensus", "")
        found[_number(file, line, said["comment-id"])] = Comment(
            " ".join(said.get("comment-body", "").split()),
            said.get("moderated", "").strip() == HIDDEN,
            _number(file, line, agrees) if agrees.strip() else None,
            _share(file, line, consensus) if consensus.strip() else None,
        )
    return found


def _share(file: Path, line: int, written: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise Problem(f"{file}, line {line}: {written[:40]!r} is not a number") from None


def _is_turned(matrix: VoteMatrix, comments: Mapping[int, Comment]) -> bool:
    """Whether -1 means agree here, as in the database of Polis: its own counts of agrees tell."""
    tally = matrix.tally()
    known = [
        (comments[int(number)].agrees, int(a), int(d))
        for number, a, d in zip(matrix.opinions, tally.agrees, tally.disagrees, strict=True)
        if int(number) in comments and comments[int(number)].agrees is not None
    ]
    as_written = sum(abs((told or 0) - a) for told, a, _d in known)
    turned = sum(abs((told or 0) - d) for told, _a, d in known)
    return turned * 2 < as_written


def _topic(file: Path) -> str:
    if not file.is_file():
        return ""
    for _line, row in _rows(file):
        if row[0].strip().lower() == "topic" and len(row) > 1:
            return " ".join(row[1].split())
    return ""
