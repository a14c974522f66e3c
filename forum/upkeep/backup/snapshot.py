"""A snapshot: the whole database as it was at one moment, read while others go on writing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Connection

from forum.core.db import db, now, reading
from forum.upkeep.backup.values import REVISIONS, Table, packer, quoted, tables

#: Rows fetched at once.
BATCH = 500


class Snapshot:
    """What one reading transaction sees; nothing written after it began is in it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        #: Whatever was committed before this moment is in it.
        self.at = now()
        # The first question is what fixes the moment, on both databases.
        self.schema = str(
            self.one(f"SELECT version_num FROM {REVISIONS}")  # noqa: S608 - a name of ours
        )
        self.tables = tables(connection)

    def one(self, query: str) -> Any:
        """Return the only value of a query, or None."""
        return self.connection.exec_driver_sql(query).scalar()

    def head(self) -> dict[str, Any]:
        """Return the head of the sealed log; 0 where the database is older than the seals."""
        if all(table.name != "audit_seal" for table in self.tables):
            return {"number": 0, "digest": ""}
        query = "SELECT id, digest FROM audit_seal ORDER BY id DESC LIMIT 1"
        row = self.connection.exec_driver_sql(query).first()
        return {"number": row[0], "digest": row[1]} if row else {"number": 0, "digest": ""}

    def sequences(self) -> dict[str, int]:
        """Return the last number handed out for each table, so that none is handed out again."""
        if self.dialect == "sqlite":
            return {}
        found = {}
        for table in self.tables:
            name = self.one(_sequence_of(table)) if "id" in table.key else None
            if name:
                query = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM "
                last = self.one(query + name)
                found[table.name] = int(last)
        return found

    def rows(self, table: Table) -> Iterator[bytes]:
        """Yield the rows of a table as lines of JSON."""
        packers = [
            (place, pack)
            for place, column in enumerate(table.columns)
            if (pack := packer(column.kind))
        ]
        result = self.connection.execution_options(yield_per=BATCH).exec_driver_sql(
            self._select(table)
        )
        for row in result:
            cells = list(row)
            for place, pack in packers:
                if cells[place] is not None:
                    cells[place] = pack(cells[place])
            yield json.dumps(cells, separators=(",", ":")).encode() + b"\n"

    def _select(self, table: Table) -> str:
        names = [
            f"{quoted(column.name)}::text"
            if column.kind == "json" and self.dialect == "postgresql"
            else quoted(column.name)
            for column in table.columns
        ]
        order = ", ".join(quoted(name) for name in table.key) or "1"
        every = ", ".join(names)
        source = quoted(table.name)
        return f"SELECT {every} FROM {source} ORDER BY {order}"  # noqa: S608 - quoted names


def _sequence_of(table: Table) -> str:
    return f"SELECT pg_get_serial_sequence('{quoted(table.name)}', 'id')"


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open a snapshot of the database of this application; writers neither wait nor are lost."""
    options: dict[str, Any] = {}
    if db.engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect() as plain:
        connection = plain.execution_options(**options)
        with reading():
            begun = connection.begin()
        with begun:  # whoever makes the backup may write meanwhile, such as how far it is
            yield Snapshot(connection)
