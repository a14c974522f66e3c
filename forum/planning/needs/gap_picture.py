"""The heat map of gaps as plain numbers; the template draws them."""

from dataclasses import dataclass
from typing import NamedTuple

from forum.planning.needs.gaps import Square, Table

#: Sizes in units of the picture: a cell, the names on its left, the names above.
CELL, LEFT, ABOVE = 34, 280, 112
#: Letters of a name that fit on the left, and above (where names are written at a slant).
LETTERS_LEFT, LETTERS_ABOVE = 32, 18
#: The area of a dot grows with the sessions; more than this many make it no larger.
MOST_SESSIONS = 16
LARGEST_DOT, SMALLEST_DOT = 10.5, 3.5
LEAST_WIDTH = 900


class Spot(NamedTuple):
    """A cell: where it stands, how dark it is, how large its dot."""

    x: int
    y: int
    square: Square
    dot: float


class Label(NamedTuple):
    """A name and where it stands."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The heat map: its size, names, and cells."""

    width: int
    height: int
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    spots: tuple[Spot, ...]


def drawn(table: Table) -> Picture:
    """Lay the table out; the darker, the more asked, the larger the dot, the more is offered."""
    rows = tuple(
        Label(LEFT - 10, ABOVE + at * CELL + CELL / 2 + 5, shortened(line.name, LETTERS_LEFT))
        for at, line in enumerate(table.lines)
    )
    columns = tuple(
        Label(LEFT + at * CELL + CELL / 2 + 4, ABOVE - 10, shortened(name, LETTERS_ABOVE))
        for at, (_number, name) in enumerate(table.columns)
    )
    spots = tuple(
        Spot(LEFT + across * CELL, ABOVE + down * CELL, square, dot(square.sessions))
        for down, line in enumerate(table.lines)
        for across, square in enumerate(line.squares)
    )
    # The last slanting name reaches beyond its column; a small table is not blown up.
    width = max(LEAST_WIDTH, LEFT + len(table.columns) * CELL + ABOVE - CELL)
    return Picture(width, ABOVE + len(table.lines) * CELL + 6, rows, columns, spots)


def dot(sessions: int) -> float:
    """Return the radius of the dot for so many sessions; 0 for none."""
    if not sessions:
        return 0.0
    share = min(sessions, MOST_SESSIONS) / MOST_SESSIONS
    return round(max(SMALLEST_DOT, LARGEST_DOT * share**0.5), 1)


def shortened(name: str, letters: int) -> str:
    """Return a name that fits; the table beside the picture has it whole."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"
