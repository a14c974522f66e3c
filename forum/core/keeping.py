"""What is kept: every column of every table belongs to one class of data, or to nobody.

Each room registers its classes and the columns in them, and names the columns that tell nothing
about anybody. From these the data map is made, the retention works, and a test finds a column
nobody thought about.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select, update

from forum.core.db import db
from forum.core.personal import NOBODY, STAND_IN

__all__ = ["NOBODY", "STAND_IN", "DataClass", "Retention", "Step"]

#: What becomes of rows that are due: the row goes, some of its columns are emptied, or whatever
#: tells whose it is is taken off it.
DELETED, EMPTIED, UNLINKED = "deleted", "emptied", "unlinked"


@dataclass(frozen=True)
class Step:
    """One table's part of a retention.

    ``due(before)`` selects two columns: the number of each row that is due, and its moment.
    ``erase(numbers)`` erases these in the present transaction and returns how many rows it
    changed; afterwards they are not due any more. ``over(before)`` selects like ``due``, and with
    it what is left out for the sake of something else that is held.
    """

    table: str
    due: Callable[[datetime], Select[Any]]
    erase: Callable[[list[int]], int]
    #: Rows erased in one transaction at most, where each of them is much work.
    batch: int | None = None
    over: Callable[[datetime], Select[Any]] | None = None


@dataclass(frozen=True)
class Retention:
    """How long a class is kept when nobody says otherwise, why so long, and what happens then.

    ``since`` says from when the days count: "after the event".
    """

    days: int
    since: Any
    because: Any
    happens: str
    steps: Callable[[], tuple[Step, ...]] = tuple
    #: An administrator may not choose fewer days than the work itself needs.
    least: int = 1


@dataclass(frozen=True)
class DataClass:
    """A kind of data about people: what, why, on what ground, how long, and who sees it.

    ``how_long`` is told beside what ``retention`` says, or alone. ``columns`` names them by table,
    in one string; other rooms add theirs with ``also``. ``evidence`` is held while the grant has
    to be accounted for.
    """

    name: str
    title: Any
    what: Any
    why: Any
    ground: Any
    who: Any
    columns: Mapping[str, str]
    how_long: Any = ""
    retention: Retention | None = None
    files: tuple[str, ...] = ()
    evidence: bool = False
    #: Where it stands in the map: what people say first, what the machine notes last.
    order: int = 50


_classes: dict[str, DataClass] = {}
_more_columns: list[tuple[str, Mapping[str, str]]] = []
_more_steps: list[tuple[str, Callable[[], tuple[Step, ...]]]] = []
_holds: list[Callable[[str], bool]] = []
_periods: list[Callable[[], Mapping[str, int]]] = []
_impersonal: dict[str, set[str]] = {}
_impersonal_files: dict[str, Any] = {}


def keep_class(one: DataClass) -> DataClass:
    """Register a class of data; a second one of the same name raises ValueError."""
    if one.name in _classes:
        raise ValueError(f"class {one.name} is declared twice")
    _classes[one.name] = one
    return one


def also(
    name: str, columns: Mapping[str, str], steps: Callable[[], tuple[Step, ...]] | None = None
) -> None:
    """Add a room's columns, and what becomes of them, to a class that another room declares."""
    _more_columns.append((name, columns))
    if steps is not None:
        _more_steps.append((name, steps))


def impersonal(columns: Mapping[str, str], files: Mapping[str, Any] | None = None) -> None:
    """Declare columns, by table, that tell nothing about anybody; and files of the instance."""
    for table, names in columns.items():
        _impersonal.setdefault(table, set()).update(names.split())
    _impersonal_files.update(files or {})


def classes() -> list[DataClass]:
    """Return the classes in the order people read them: what they say first, the log last."""
    return sorted(_classes.values(), key=lambda one: one.order)


def class_named(name: str) -> DataClass | None:
    """Return a class by its name."""
    return _classes.get(name)


def ask_holds(asked: Callable[[str], bool]) -> None:
    """Let the room of holds answer whether a class is held now."""
    _holds.append(asked)


def is_held(name: str) -> bool:
    """Whether nothing of a class may be erased now, whatever its time is."""
    return any(asked(name) for asked in _holds)


def ask_days(asked: Callable[[], Mapping[str, int]]) -> None:
    """Let the room of periods answer how many days each class is kept now."""
    _periods.append(asked)


def days_kept(name: str) -> int | None:
    """Return how many days a class is kept now; None when it is kept for good."""
    for asked in _periods:
        return asked().get(name)
    one = class_named(name)
    return one.retention.days if one and one.retention else None


def places() -> Iterator[tuple[str, str, str]]:
    """Yield (table, column, class) of every column declared; "" stands for nobody's."""
    declared = [(one.name, one.columns) for one in _classes.values()]
    for name, columns in [*declared, *_more_columns]:
        for table, names in columns.items():
            yield from ((table, column, name) for column in names.split())
    for table, columns in _impersonal.items():
        yield from ((table, column, "") for column in sorted(columns))


def steps_of(one: DataClass) -> list[Step]:
    """Return what every room does when rows of the class are due; nothing when they stay."""
    if one.retention is None:
        return []
    more = [step for name, steps in _more_steps if name == one.name for step in steps()]
    return [*one.retention.steps(), *more]


def files() -> dict[str, str]:
    """Return the files and folders of the instance, and the class in them; "" is nobody's."""
    known = {name: one.name for one in _classes.values() for name in one.files}
    return {**dict.fromkeys(_impersonal_files, ""), **known}


Moment = str | Callable[[Any], Any]


def deleting(table: str, at: Moment, *conditions: Callable[[Any], Any]) -> Step:
    """Delete rows whose moment is past; conditions are functions of the table's columns.

    ``at`` is the column that tells the moment, or a function of the columns that does.
    """
    rows = db.metadata.tables[table]

    def erase(numbers: list[int]) -> int:
        return changed(delete(rows).where(rows.c.id.in_(numbers)))

    return Step(table, lambda before: _due(rows, at, before, conditions), erase)


def emptying(
    table: str,
    at: Moment,
    values: Mapping[str, Any],
    *conditions: Callable[[Any], Any],
    along: Mapping[str, Any] | None = None,
) -> Step:
    """Put ``values`` where something else stands, in rows whose moment is past; ``along`` too."""
    rows = db.metadata.tables[table]

    def full(columns: Any) -> Any:
        return or_(*(columns[name].is_distinct_from(value) for name, value in values.items()))

    def erase(numbers: list[int]) -> int:
        return changed(
            update(rows).where(rows.c.id.in_(numbers)).values({**values, **(along or {})})
        )

    return Step(table, lambda before: _due(rows, at, before, (full, *conditions)), erase)


def of(table: str, column: str, key: str) -> Callable[[Any], Any]:
    """Return the moment that a row of another ``table`` tells, found by the column ``key``."""
    other = db.metadata.tables[table]
    return lambda rows: (
        select(other.c[column]).where(other.c.id == rows[key]).correlate_except(other)
    ).scalar_subquery()


def _due(rows: Any, at: Moment, before: datetime, conditions: tuple[Any, ...]) -> Select[Any]:
    moment = rows.c[at] if isinstance(at, str) else at(rows.c)
    query = select(rows.c.id.label("id"), moment.label("at")).where(moment < before)
    return query.where(*(condition(rows.c) for condition in conditions))


def changed(statement: Any) -> int:
    """Carry out a statement of many rows and return how many it changed."""
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]
