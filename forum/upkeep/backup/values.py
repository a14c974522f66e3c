"""What the cells of a table look like in a backup: the same for every database, losing nothing."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import types
from sqlalchemy.engine import Connection
from sqlalchemy.inspection import inspect

#: The table in which migrations keep where they are; the manifest says it instead.
REVISIONS = "alembic_version"
#: How SQLite keeps moments and times of the day.
_SQLITE_MOMENT, _SQLITE_TIME = "%Y-%m-%d %H:%M:%S.%f", "%H:%M:%S.%f"

#: Kinds of cells, each with the types that it stands for; the first that fits is taken.
KINDS = (
    ("moment", types.DateTime),
    ("day", types.Date),
    ("time", types.Time),
    ("flag", types.Boolean),
    ("json", types.JSON),
    ("bytes", types._Binary),
    ("number", types.Integer),
    ("real", types.Float),
    ("decimal", types.Numeric),
    ("text", types.String),
)


class Column(NamedTuple):
    """A column: its name and its kind."""

    name: str
    kind: str


class Table(NamedTuple):
    """A table as it is in the database now, not as the code thinks it is."""

    name: str
    columns: list[Column]
    key: list[str]


def tables(connection: Connection) -> list[Table]:
    """Return every table with its columns, in the order of their names."""
    found = inspect(connection)
    return [
        Table(
            name,
            [Column(each["name"], _kind(name, each)) for each in found.get_columns(name)],
            list(found.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in sorted(found.get_table_names())
        if name != REVISIONS
    ]


def _kind(table: str, column: Any) -> str:
    for kind, made_of in KINDS:
        if isinstance(column["type"], made_of):
            return kind
    raise TypeError(f"{table}.{column['name']} has a type that backups do not know")


def packer(kind: str) -> Callable[[Any], Any] | None:
    """Return how a cell as the driver gives it becomes JSON; None where it is already."""
    return {
        "moment": _pack_moment,
        "day": str,
        "time": lambda value: (
            str(value) if isinstance(value, str) else value.strftime(_SQLITE_TIME)
        ),
        "flag": bool,
        "bytes": lambda value: b64encode(value).decode(),
        "decimal": str,
    }.get(kind)


def _pack_moment(value: Any) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def unpacker(kind: str, dialect: str) -> Callable[[Any], Any] | None:
    """Return how a cell of a backup becomes what the driver of ``dialect`` wants."""
    if dialect == "sqlite":
        return {
            "moment": lambda value: _moment(value).strftime(_SQLITE_MOMENT),
            "bytes": b64decode,
            "flag": int,
        }.get(kind)
    return {
        "moment": _moment,
        "day": date.fromisoformat,
        "time": time.fromisoformat,
        "bytes": b64decode,
    }.get(kind)


def _moment(value: str) -> datetime:
    return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def quoted(name: str) -> str:
    """Write a name from the database's own catalogue so that SQL takes it for a name."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
