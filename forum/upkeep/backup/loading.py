"""Loading the rows of a backup into empty tables, in one transaction."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy.engine import Connection

from forum.core.db import db
from forum.upkeep.backup.archive import Damaged
from forum.upkeep.backup.values import Table, quoted, tables, unpacker

#: Rows handed to SQLite at once.
BATCH = 500

Rows = Callable[[str], Iterator[list[Any]]]


def load(manifest: dict[str, Any], rows: Rows) -> None:
    """Fill the tables with ``rows(name)``; everything is committed together, or nothing is."""
    side = _Sqlite if db.engine.dialect.name == "sqlite" else _Postgresql
    with db.engine.connect() as connection:
        here = {table.name: table for table in tables(connection)}
        connection.rollback()
        _ensure_same(manifest, here)
        raw = connection.connection.driver_connection
        assert raw is not None
        loader = side(raw, connection)
        loader.begin()
        try:
            for name, table in here.items():
                listed = manifest["tables"][name]
                order = [column[0] for column in listed["columns"]]
                _ensure_count(name, loader.fill(table, order, rows(name)), listed["rows"])
            loader.finish(here, manifest["sequences"])
        except BaseException:
            raw.rollback()
            raise
        finally:
            loader.close()


def _ensure_same(manifest: dict[str, Any], here: dict[str, Table]) -> None:
    listed = manifest["tables"]
    if set(listed) != set(here):
        raise Damaged(f"its tables are not ours: {', '.join(sorted(set(listed) ^ set(here)))}")
    for name, table in here.items():
        if {tuple(each) for each in listed[name]["columns"]} != set(table.columns):
            raise Damaged(f"its table {name} has other columns than ours")


def _ensure_count(name: str, found: int, listed: int) -> None:
    if found != listed:
        raise Damaged(f"{found} rows of {name} came back instead of {listed}")


def _unpacked(table: Table, order: list[str], rows: Iterator[list[Any]], dialect: str) -> Any:
    """Yield the rows as the driver wants them."""
    kinds = {column.name: unpacker(column.kind, dialect) for column in table.columns}
    unpackers = [(place, kinds[name]) for place, name in enumerate(order) if kinds[name]]
    for row in rows:
        for place, unpack in unpackers:
            if row[place] is not None:
                row[place] = unpack(row[place])  # type: ignore[misc]
        yield row


class _Sqlite:
    """SQLite: triggers are taken away and put back in the same transaction."""

    def __init__(self, raw: Any, _connection: Connection) -> None:
        self.raw, self.triggers = raw, []  # type: ignore[var-annotated]

    def begin(self) -> None:
        self.raw.execute("PRAGMA foreign_keys=OFF")
        self.raw.execute("BEGIN IMMEDIATE")
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        self.triggers = self.raw.execute(query).fetchall()
        for name, _sql in self.triggers:
            self.raw.execute(f"DROP TRIGGER {quoted(name)}")

    def fill(self, table: Table, order: list[str], rows: Iterator[list[Any]]) -> int:
        names, holes = ", ".join(map(quoted, order)), ", ".join("?" * len(order))
        insert = f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({holes})"  # noqa: S608 - quoted names
        self.raw.execute(f"DELETE FROM {quoted(table.name)}")  # noqa: S608 - quoted names
        ready = _unpacked(table, order, rows, "sqlite")
        while batch := list(islice(ready, BATCH)):
            self.raw.executemany(insert, batch)
        counted = self.raw.execute(f"SELECT count(*) FROM {quoted(table.name)}")  # noqa: S608 - quoted names
        return int(counted.fetchone()[0])

    def finish(self, _here: dict[str, Table], _sequences: dict[str, int]) -> None:
        broken = self.raw.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise Damaged(f"a row of {broken[0]} belongs to a row of {broken[2]} that is not there")
        for _name, sql in self.triggers:
            self.raw.execute(sql)
        self.raw.commit()

    def close(self) -> None:
        self.raw.execute("PRAGMA foreign_keys=ON")


class _Postgresql:
    """PostgreSQL: keys are dropped and made again, triggers sleep, in the same transaction."""

    def __init__(self, raw: Any, _connection: Connection) -> None:
        self.raw, self.cursor = raw, raw.cursor()
        self.keys: list[tuple[str, str, str]] = []

    def begin(self) -> None:
        self.cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE contype = 'f' "
            "AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"
        )
        self.keys = self.cursor.fetchall()
        for table, name, _definition in self.keys:
            self.cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {quoted(name)}")

    def fill(self, table: Table, order: list[str], rows: Iterator[list[Any]]) -> int:
        name, columns = quoted(table.name), ", ".join(map(quoted, order))
        self.cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        self.cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - quoted names
        with self.cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for row in _unpacked(table, order, rows, "postgresql"):
                copy.write_row(row)
        self.cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        self.cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 - quoted names
        return int(self.cursor.fetchone()[0])

    def finish(self, here: dict[str, Table], sequences: dict[str, int]) -> None:
        for table, name, definition in self.keys:
            self.cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {quoted(name)} {definition}")
        for name, table in here.items():
            if "id" in table.key:
                self._continue(quoted(name), int(sequences.get(name, 0)))
        self.raw.commit()

    def _continue(self, name: str, known: int) -> None:
        """Let new rows get numbers that none before them had."""
        self.cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [name])
        (sequence,) = self.cursor.fetchone()
        if sequence:
            self.cursor.execute(f"SELECT coalesce(max(id), 0) FROM {name}")  # noqa: S608 - quoted names
            last = max(known, int(self.cursor.fetchone()[0]))
            self.cursor.execute("SELECT setval(%s, %s, %s)", [sequence, max(last, 1), last > 0])

    def close(self) -> None:
        self.cursor.close()
