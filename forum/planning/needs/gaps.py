"""Where much is asked and little offered, and where much is offered and few come.

Rows are needs or kinds of program, columns neighbourhoods or age bands. In each cell stand

- asked: different people of that place or age who asked for it (``planning.needs.asked``);
- offered: sessions there (or for that age) of the season's programs that answer it, drafts too,
  those called off not, with their places;
- came: how many people came to those of which attendance was taken (by age: people of that age).

A session is where its event says, or else its program; one for no part of the city in particular
stands in the column of the whole city and in no other, because people have to travel to it. A
session for no age in particular is for every age.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

#: People asking from one place or age from which a program pays: two tables full. Fewer are better
#: called and asked what they have in mind.
MUCH_ASKED = 10
#: Fewer sessions than this in a season are a trial, not an offer.
FEWEST_SESSIONS = 3
#: People one session serves: what a room of a community house usually holds. Whoever asks should
#: find a place at least once in the season.
PEOPLE_PER_SESSION = 25
#: Sessions with attendance from which one can say that few come; one bad evening tells nothing.
ENOUGH_HELD = 3
#: Below this share of the places a room feels empty.
FEW_OF_PLACES = 1 / 3
#: Where there is no limit of places: people a session on average, below which it is hardly one.
FEW_A_SESSION = 6
#: From this many people on, a cell is drawn one step darker; five are the least anybody is told of.
STEPS = (1, 5, 10, 20, 40)


class Session(NamedTuple):
    """A session of the season, as the gaps count it; ``came`` is None until it was counted."""

    #: The rows (needs or kinds) it answers, and the columns (places or ages) it is for.
    rows: frozenset[int]
    columns: frozenset[int | None]
    places: int | None
    came: int | None
    #: How many people came to it by column; of places everybody counts where the session was.
    came_by: Mapping[int | None, int]
    #: Whether it is meant for these columns; one for every age tells nothing of a single age.
    meant: bool = True


@dataclass(slots=True)
class Square:
    """A cell: who asked, what is offered, who came."""

    asked: int = 0
    sessions: int = 0
    places: int = 0
    #: Whether a session takes everybody, so that places say nothing.
    unlimited: bool = False
    held: int = 0
    held_places: int = 0
    held_unlimited: bool = False
    held_came: int = 0
    #: People of this place or age who came, to sessions of which attendance was taken.
    came: int = 0

    def add(self, session: Session, came: int, meant: bool = True) -> None:
        """Count one more session that is offered here."""
        self.sessions += 1
        self.places += session.places or 0
        self.unlimited |= session.places is None
        if session.came is None:
            return
        self.came += came
        if meant:
            self.held += 1
            self.held_places += session.places or 0
            self.held_unlimited |= session.places is None
            self.held_came += session.came

    @property
    def step(self) -> int:
        """How dark it is drawn (0..5)."""
        return sum(self.asked >= least for least in STEPS)

    @property
    def is_empty(self) -> bool:
        """Whether nobody asked and nothing is offered."""
        return not (self.asked or self.sessions)

    @property
    def wanted(self) -> int:
        """How many sessions those who asked would need."""
        return max(FEWEST_SESSIONS, -(-self.asked // PEOPLE_PER_SESSION))

    @property
    def few_come(self) -> bool:
        """Whether enough took place to say that few come."""
        if self.held < ENOUGH_HELD:
            return False
        if self.held_unlimited:
            return self.held_came < FEW_A_SESSION * self.held
        return self.held_came < FEW_OF_PLACES * self.held_places

    @property
    def verdict(self) -> str:
        """One of "gap", "few", "met" and "" (too little asked and offered to say anything)."""
        if self.asked >= MUCH_ASKED and self.sessions < self.wanted:
            return "gap"
        if self.few_come:
            return "few"
        return "met" if self.asked >= MUCH_ASKED else ""


class Line(NamedTuple):
    """A row of the table: a need or a kind of program, its cells and everything together."""

    id: int
    name: str
    thing: Any
    total: Square
    squares: tuple[Square, ...]


class Told(NamedTuple):
    """A cell worth telling in words."""

    line: Line
    column: str
    square: Square


@dataclass(frozen=True, slots=True)
class Table:
    """The gaps of a season: columns by name, and the lines."""

    columns: tuple[tuple[int | None, str], ...]
    lines: tuple[Line, ...]
    #: Rows nobody asked for and nothing answers.
    quiet: tuple[str, ...] = field(default=())

    def told(self, verdict: str) -> list[Told]:
        """Return the cells of a verdict, those that matter most first; no cells of the unknown."""
        found = [
            Told(line, name, square)
            for line in self.lines
            for (number, name), square in zip(self.columns, line.squares, strict=True)
            if square.verdict == verdict and number is not None
        ]
        return sorted(found, key=lambda each: _weight(verdict, each))


def _weight(verdict: str, told: Told) -> tuple[float, ...]:
    square = told.square
    if verdict == "few":
        share = square.held_came / square.held
        return share, -square.held, told.line.id
    return -(square.asked - PEOPLE_PER_SESSION * square.sessions), -square.asked, told.line.id


def table(
    rows: Sequence[tuple[int, str, Any]],
    columns: Sequence[tuple[int | None, str]],
    asked: Mapping[int, Mapping[int | None, int]],
    sessions: Iterable[Session],
) -> Table:
    """Count the cells; ``asked`` is by row and column, people in no column named are under None.

    Columns nobody asked from and nothing is offered in are left out, and rows likewise.
    """
    numbers = [number for number, _name in columns]
    cells: dict[int, dict[int | None, Square]] = {
        row[0]: {number: Square() for number in numbers} for row in rows
    }
    totals: dict[int, Square] = defaultdict(Square)
    for row, counts in asked.items():
        for number, people in counts.items():
            totals[row].asked += people
            if row in cells:
                cells[row][number if number in cells[row] else None].asked += people
    for session in sessions:
        for row in session.rows & cells.keys():
            totals[row].add(session, session.came or 0)
            for number in session.columns & cells[row].keys():
                came = session.came_by.get(number, 0)
                cells[row][number].add(session, came, session.meant)
    kept = [at for at, number in enumerate(numbers) if _any(cells, number)]
    lines = [
        Line(*row, totals[row[0]], tuple(cells[row[0]][numbers[at]] for at in kept)) for row in rows
    ]
    return Table(
        tuple(columns[at] for at in kept),
        tuple(line for line in lines if not line.total.is_empty),
        tuple(line.name for line in lines if line.total.is_empty),
    )


def _any(cells: Mapping[int, Mapping[int | None, Square]], number: int | None) -> bool:
    return any(not squares[number].is_empty for squares in cells.values())
