"""A database with rows in every table, whatever its revision: made from what it says of itself."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import MetaData, create_engine, inspect, select, types
from sqlalchemy.pool import NullPool

#: Words that come through every pipe or show where one leaks.
HARD = "Ő „ű” 🌳 <svg onload=alert(1)>\n\t'\"\\ \u2028 =1+1 %s {x}"
#: Rows in each table.
ROWS = 3
#: Tables that hold one row at most, by a unique flag.
SINGLE = {"periods_confirmation"}
#: What the log's own code writes, and where migrations keep their place.
LEFT_OUT = {"alembic_version", "audit_seal"}


def reflected(connection) -> MetaData:
    metadata = MetaData()
    metadata.reflect(connection, resolve_fks=False)
    return metadata


@contextmanager
def outside(url, write=True):
    """A connection past the application: no triggers, no foreign keys, no sealing."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        if not write:
            yield connection
        elif engine.dialect.name == "sqlite":
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            triggers = raw.execute(query).fetchall()
            for name, _sql in triggers:
                raw.execute(f"DROP TRIGGER {name}")
            yield connection
            for _name, sql in triggers:
                connection.exec_driver_sql(sql)
            connection.commit()
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
            yield connection
            connection.commit()


def fill(url) -> int:
    """Put ROWS rows into every empty table and return how many were written."""
    written = 0
    with outside(url) as connection:
        metadata = reflected(connection)
        for table in metadata.tables.values():
            if table.name not in LEFT_OUT and connection.execute(select(table)).first() is None:
                most = 1 if table.name in SINGLE else ROWS
                rows = [_row(metadata, table, number) for number in range(1, most + 1)]
                connection.execute(table.insert(), rows)
                written += most
        if connection.dialect.name == "postgresql":
            for table in metadata.tables.values():
                if "id" in table.c and isinstance(table.c.id.type, types.Integer):
                    connection.exec_driver_sql(
                        f"SELECT setval(s, 50) FROM pg_get_serial_sequence('{table.name}', 'id') s "
                        "WHERE s IS NOT NULL"
                    )
    return written


def _row(metadata, table, number) -> dict:
    return {column.name: _value(metadata, column, number) for column in table.columns}


def _value(metadata, column, number):
    if column.nullable and number == 1:
        return None
    for key in column.foreign_keys:
        parent, name = key.target_fullname.split(".")
        if parent != column.table.name or not column.nullable:
            other = metadata.tables[parent].c[name]
            return _value(metadata, other, number) or _value(metadata, other, number + 1)
        return _value(metadata, metadata.tables[parent].c[name], number - 1)
    return _plain(column, number)


def _plain(column, number):
    makers: list[tuple[type, Callable]] = [
        (types.DateTime, _moment),
        (types.Date, lambda _c, n: date(2026, 2, 28) + timedelta(n)),
        (types.Time, lambda _c, n: time(23, 59, 10 + n, 5)),
        (types.Boolean, lambda _c, n: bool(n % 2)),
        (types.JSON, lambda _c, n: {"ő": [n, 0.1 + n, None, True, HARD], "<b>": {}}),
        (types._Binary, lambda _c, n: bytes(range(256)) * n),
        (types.Integer, lambda _c, n: n),
        (types.Float, lambda _c, n: n + 0.1),
        (types.Numeric, lambda _c, n: Decimal(n) / 4),
        (types.String, _words),
    ]
    return next(make for kind, make in makers if isinstance(column.type, kind))(column, number)


def _moment(column, number):
    moment = datetime(2026, 3, 29, 0, 59, 59, 123456 + number)
    return moment.replace(tzinfo=UTC) if getattr(column.type, "timezone", False) else moment


def _words(column, number):
    return f"{number}{column.name} {HARD}"[: column.type.length or 500]


def columns_of(url) -> dict[str, list[str]]:
    """The names of the columns of every table."""
    with outside(url, write=False) as connection:
        return {
            table.name: sorted(table.c.keys()) for table in reflected(connection).tables.values()
        }


def everything(url, only=None) -> dict[str, list]:
    """Every row of every table as plain Python, in an order that does not depend on the database.

    ``only`` names the tables and columns that are looked at.
    """
    with outside(url, write=False) as connection:
        metadata = reflected(connection)
        found = {}
        for table in metadata.tables.values():
            if table.name != "alembic_version" and (only is None or table.name in only):
                names = only[table.name] if only else sorted(table.c.keys())
                columns = [table.c[name] for name in names]
                rows = connection.execute(select(*columns))
                found[table.name] = sorted(
                    (tuple(_plainly(cell) for cell in row) for row in rows), key=repr
                )
        return found


def _plainly(cell):
    if isinstance(cell, datetime):
        return (cell if cell.tzinfo else cell.replace(tzinfo=UTC)).astimezone(UTC)
    return bytes(cell) if isinstance(cell, memoryview) else cell


def types_of(url) -> dict[str, int]:
    """How many cells of each type there are, as the database itself names their types."""
    found: dict[str, int] = {}
    with outside(url, write=False) as connection:
        typeof = "typeof" if connection.dialect.name == "sqlite" else "pg_typeof"
        for table, names in columns_of(url).items():
            for name in names:
                query = (
                    f'SELECT CAST({typeof}("{name}") AS text), count(*) FROM "{table}" GROUP BY 1'
                )
                for kind, count in connection.exec_driver_sql(query):
                    key = kind if kind in {"blob", "bytea"} else f"{table}.{name} {kind}"
                    found[key] = found.get(key, 0) + count
    return found


def schema_of(url) -> dict:
    """The tables, columns, keys, indexes and triggers of a database."""
    with outside(url, write=False) as connection:
        look = inspect(connection)
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.dialect.name == "sqlite"
            else "SELECT tgname || CAST(tgenabled AS text) FROM pg_trigger WHERE NOT tgisinternal"
        )
        return {
            "triggers": sorted(connection.exec_driver_sql(query).scalars()),
            **{
                name: (
                    sorted((c["name"], str(c["type"])) for c in look.get_columns(name)),
                    sorted(str(key) for key in look.get_foreign_keys(name)),
                    sorted(_told(index) for index in look.get_indexes(name)),
                    sorted(str(unique) for unique in look.get_unique_constraints(name)),
                )
                for name in sorted(look.get_table_names())
            },
        }


def _told(index) -> str:
    """An index with the words of its condition, not the object that holds them."""
    return str(
        {
            **index,
            "dialect_options": {k: str(v) for k, v in index.get("dialect_options", {}).items()},
        }
    )
