"""Themes by places, ages and ways of speaking: tables whose cells are darker the more said it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import literal, select

from forum.city.models import AgeBand, Neighbourhood
from forum.core.cells import MINIMUM_CELL, State, next_state, suppressed
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.opinions.models import CHANNELS, Opinion
from forum.themes.differences import Difference, Part, Table, Tally, compare
from forum.themes.models import Theme
from forum.themes.pictures import tallies
from forum.themes.pictures.scope import MOST_TOLD, Column, Scope, themes_of
from forum.themes.pictures.sentences import surest, verdict
from forum.themes.publishing import TRAITS, states_of, talk_table, theme_table

#: From this share of the people on, a cell is drawn one step darker.
STEPS = (0.0001, 0.05, 0.1, 0.2, 0.35)


@dataclass(frozen=True, slots=True)
class Square:
    """A cell as it may be shown; ``step`` is how dark (0..5), ``url`` leads to what is behind it."""

    difference: Difference | None
    step: int = 0
    url: str | None = None

    @property
    def tells(self) -> bool:
        """Whether there is a number of people to be told."""
        return self.difference is not None and self.difference.people > 0


@dataclass(frozen=True, slots=True)
class Row:
    """A theme, how many people spoke of it, and its cells."""

    theme: Theme
    url: str
    people: int
    share: float
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """Themes by the parts of a conversation, with the differences that are ones, in words."""

    name: str
    title: str
    intro: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    told: tuple[str, ...] = ()
    more_told: int = 0
    left_out: tuple[str, ...] = ()

    def cut(self) -> "Heat":
        """Return the table without the columns of which nothing is told; they are only named."""
        kept = [
            at for at in range(len(self.columns)) if any(row.squares[at].tells for row in self.rows)
        ]
        return replace(
            self,
            columns=tuple(self.columns[at] for at in kept),
            rows=tuple(
                replace(row, squares=tuple(row.squares[at] for at in kept)) for row in self.rows
            ),
            left_out=tuple(c.name for at, c in enumerate(self.columns) if at not in kept),
        )


def heats(scope: Scope) -> list[Heat]:
    """Return the tables of places, ages and channels that have anything to show."""
    measured = [
        ("neighbourhood", _places(), Opinion.neighbourhood_id),
        ("age_band", _ages(), Opinion.age_band_id),
        ("channel", _channels(), Opinion.channel),
    ]
    columns = {name: found for name, found, _expression in measured}
    tables = []
    for name, found, expression in measured:
        counted = tallies.count(scope.conversation, expression)
        parts = [each.part for each in found if each.part in counted.whole]
        themes = themes_of(scope, counted.cells)
        tables.append(tallies.table(name, counted, themes, parts, frozenset({None})))
    differences = compare(tables)
    everybody = tallies.count(scope.conversation, literal(0))
    states = {} if scope.internal else states_of(scope.conversation, scope.themes)
    made = [
        _heat(scope, table, columns[table.name], differences[table.name], everybody, states)
        for table in tables
    ]
    shown = made if scope.internal else [heat.cut() for heat in made]
    return [heat for heat in shown if heat.rows and heat.columns]


def _places() -> list[Column]:
    rows = sorted(db.session.scalars(select(Neighbourhood)), key=lambda n: collation_key(n.name))
    return [Column(row.id, row.name, thing=row) for row in rows] + [_silent()]


def _ages() -> list[Column]:
    rows = db.session.scalars(select(AgeBand).order_by(AgeBand.youngest, AgeBand.id))
    return [Column(row.id, row.name, thing=row) for row in rows] + [_silent()]


def _channels() -> list[Column]:
    return [Column(code, str(name), thing=name) for code, name in CHANNELS.items()]


def _silent() -> Column:
    return Column(None, _("not given"))


def _heat(
    scope: Scope,
    table: Table,
    columns: Sequence[Column],
    found: Sequence[Difference],
    everybody: tallies.Counted,
    states: Mapping[str, State],
) -> Heat:
    named = {column.part: column for column in columns}
    shown = [replace(named[part], people=table.whole[part].people) for part in table.parts]
    if not scope.internal:
        state = states.get(talk_table(scope.conversation.id, table.name))
        shown = _told_columns(table.name, shown, state)
    cells = _cells(scope, table, shown, found, states)
    asked = everybody.whole[0].people if everybody.whole else 0
    rows = tuple(
        _row(
            scope,
            table.name,
            differences,
            shown,
            everybody.cells.get((theme, 0), Tally()).people,
            asked,
        )
        for theme, differences in cells.items()
    )
    told = _told(scope, table.name, rows, named)
    return Heat(
        table.name,
        *_words(table.name),
        tuple(shown),
        rows,
        tuple(told[:MOST_TOLD]),
        max(0, len(told) - MOST_TOLD),
    )


def _as_published(
    found: Sequence[Difference], state: State | None, asked: Mapping[Part, int]
) -> list[Difference]:
    """Return the cells of a theme with the numbers that were, or would first be, published."""
    told = state or next_state(None, {str(each.part): each.people for each in found})
    numbers = [(each, told.shown.get(str(each.part), 0), asked[each.part]) for each in found]
    return [
        replace(each, people=people, asked=whole, share=min(1.0, people / whole) if whole else 0.0)
        for each, people, whole in numbers
    ]


def _cells(
    scope: Scope,
    table: Table,
    shown: Sequence[Column],
    found: Sequence[Difference],
    states: Mapping[str, State],
) -> dict[int, list[Difference]]:
    """Return the cells of each theme; for everybody, with the numbers published last."""
    cells: dict[int, list[Difference]] = {theme: [] for theme in table.themes}
    for each in found:
        cells[each.theme].append(each)
    if scope.internal or table.name not in TRAITS:
        return cells
    asked_there = {column.part: column.people or 0 for column in shown}
    for theme, some in cells.items():
        state = states.get(theme_table(scope.conversation.id, theme, table.name))
        cells[theme] = _as_published(some, state, asked_there)
    return cells


def _told_columns(name: str, columns: Sequence[Column], state: State | None) -> list[Column]:
    """Return the columns without the numbers that are too small to be told."""
    counts = {(column.part, column.name): column.people or 0 for column in columns}
    if name in TRAITS:
        told = state or next_state(None, {str(part): count for (part, _n), count in counts.items()})
        return [replace(column, people=told.shown.get(str(column.part))) for column in columns]
    people = {cell.id: cell.people for cell in suppressed(counts, sum(counts.values()))}
    return [replace(column, people=people.get(column.part)) for column in columns]


def _row(
    scope: Scope,
    name: str,
    found: Sequence[Difference],
    columns: Sequence[Column],
    people: int,
    asked: int,
) -> Row:
    hidden = set() if scope.internal else _hidden(name, found, columns, people)
    squares = tuple(
        Square(None) if each.part in hidden else _square(scope, name, each) for each in found
    )
    theme, share = found[0].theme, people / asked if asked else 0.0
    return Row(scope.themes[theme], scope.urls[theme], people, share, squares)


def _hidden(
    name: str, found: Sequence[Difference], columns: Sequence[Column], people: int
) -> set[Part]:
    """Return the parts whose number is not told: small, or to be worked out from the others."""
    untold = {column.part for column in columns if column.people is None}
    if people < MINIMUM_CELL:
        return {each.part for each in found}
    if name in TRAITS:
        return untold | {each.part for each in found if not each.people}
    counts = {(each.part, ""): each.people for each in found if each.people}
    return untold | {cell.id for cell in suppressed(counts, people) if cell.suppressed}


def _square(scope: Scope, name: str, found: Difference) -> Square:
    step = sum(found.share >= least for least in STEPS)
    url = None
    if found.people and (name == "neighbourhood" or (scope.internal and name != "channel")):
        url = f"{scope.urls[found.theme]}?{name}={found.part or 0}#opinions"
    return Square(found, step, url)


def _told(scope: Scope, name: str, rows: Sequence[Row], named: Mapping[Part, Column]) -> list[str]:
    """Return the differences that are ones as sentences, the surest first."""
    found = [
        square.difference
        for row in rows
        for square in row.squares
        if square.difference and square.difference.verdict != "open"
    ]
    found.sort(key=surest)
    numbers = scope.internal or name not in TRAITS
    return [
        verdict(name, each, scope.themes[each.theme], named[each.part], numbers) for each in found
    ]


def _words(name: str) -> tuple[str, str]:
    return {
        "neighbourhood": (
            _("Where people live"),
            _("Each row is a theme, each column a part of the city."),
        ),
        "age_band": (
            _("How old they are"),
            _("Each row is a theme, each column an age band."),
        ),
        "channel": (
            _("How they told us"),
            _("Each row is a theme, each column a way of speaking."),
        ),
    }[name]
