"""Tables in which rows are somebody's: what of them is shown, and what is forgotten."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, String, and_, false, func, or_, select

from forum.core.db import db
from forum.core.i18n import show_date, show_datetime
from forum.core.personal import NOBODY, STAND_IN, Document, Gathered, Keeper, Record, Whose, keep


def random_key(_row: Any = None) -> str:
    """Return what nobody has as a code, in place of one."""
    return secrets.token_hex(24)


@dataclass(frozen=True)
class Together:
    """A column of all rows at once, where telling them one by one would ask for each of them."""

    values: Callable[[Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True)
class Owned:
    """A table in which rows are somebody's.

    ``forget`` and ``words`` tell by column what stands there afterwards (a value, or a function of
    the row); ``words`` stay when somebody asks so. ``under`` names the column that holds the number
    of a row of another table, and that table: it goes with that one.
    """

    model: Any
    title: Any
    #: By the attribute (or a function of the row, or ``Together``), under which heading it is shown;
    #: none: not at all.
    shows: Sequence[tuple[Any, Any]]
    mine: tuple[str, ...] = ("person_id",)
    forget: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    #: Columns that hold a name or contact in clear.
    clear: tuple[str, ...] = ()
    goes: bool = False
    #: Rows that only say what somebody chose: they stay as they are, and tell of nobody any more.
    stays: bool = False
    under: tuple[str, str] | None = None
    #: Whether one such row can be erased by itself.
    alone: bool = False
    #: Whether a row may keep a place at an event, and be on a signed sheet.
    holds_a_place: bool = False
    path: Callable[[Any], str] | None = None
    documents: Callable[[Any], list[Document]] | None = None
    #: Columns with a name of which must stay known that there was one.
    names: tuple[str, ...] = ()
    #: Columns with the key of the form it came by: nobody can tell by it what was sent.
    keys: tuple[str, ...] = ("submit_key",)
    #: Called with the row before anything is erased, and after its words went.
    before: Callable[[Any, Whose], None] | None = None
    after: Callable[[Any, Whose], None] | None = None
    note: Any = ""
    #: What a join may load with the rows.
    options: Sequence[Any] = ()
    order: Any = None
    #: What is shown with the rows as if it were one of them (``accounts.doubles``).
    alike: Callable[[Whose], list[Any]] | None = None

    @property
    def kind(self) -> str:
        """The name of the table."""
        return str(self.model.__tablename__)

    def _owner(self, whose: Whose) -> ColumnElement[bool] | None:
        """Return the condition that a row belongs to somebody; None when nobody is named."""
        parts = [getattr(self.model, name).in_(whose.person_ids) for name in self.mine]
        named = bool(whose.person_ids and parts)
        if not named:
            parts = []
        if whose.contact_keys and "contact_key" in self.model.__table__.c:
            parts.append(self.model.contact_key.in_(whose.contact_keys))
        return or_(*parts) if parts else None

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return which rows are meant."""
        owner = self._owner(whose)
        if whose.only is None:
            return false() if owner is None else owner
        kind, number = whose.only
        if kind == self.kind:
            this: Any = self._key() == number
        elif self.under and kind == self.under[1]:
            this = getattr(self.model, self.under[0]) == number
        else:
            return false()
        return this if owner is None else and_(this, owner)

    def filled(self, columns: Iterable[str]) -> ColumnElement[bool]:
        """Return the condition that something of somebody's stands in one of ``columns`` still."""
        return or_(*(_says_something(self.model.__table__.c[name]) for name in columns))

    def owners(self, columns: Iterable[str]) -> list[Select[Any]]:
        """Return selects of the people, as far as rows name them, whose rows ``filled`` is about."""
        owners = [getattr(self.model, name) for name in self.mine]
        filled = self.filled(columns)
        return [select(owner).where(owner.is_not(None), filled) for owner in owners]

    def _key(self) -> Any:
        return next(iter(self.model.__table__.primary_key.columns))

    def gather(self, whose: Whose, most: int | None) -> Gathered | None:
        """Return the newest ``most`` rows; all with their files when there is no ``most``."""
        if not self.shows:
            return None
        where = self.condition(whose)
        total = db.session.scalar(select(func.count()).select_from(self.model).where(where)) or 0
        alike = self.alike(whose) if self.alike else []
        if not total and not alike:
            return None
        query = select(self.model).options(*self.options).where(where)
        query = query.order_by(self._key().desc()).limit(most)
        rows = [*alike, *db.session.scalars(query).unique().all()]
        documents = [
            document
            for row in rows
            if self.documents and most is None
            for document in self.documents(row)
        ]
        columns = [(str(heading), _column(name, rows)) for name, heading in self.shows]
        told = [{heading: values[n] for heading, values in columns} for n in range(len(rows))]
        records = list(map(self._record, rows, told))
        return Gathered(str(self.title), records, documents, total + len(alike), str(self.note))

    def _record(self, row: Any, told: dict[str, Any]) -> Record:
        number = getattr(row, self._key().name)
        path = self.path(row) if self.path else ""
        values = {heading: value for heading, value in told.items() if value not in ("", None)}
        return Record(self.kind, number, values, path, self.alone and number is not None)

    def erase(self, whose: Whose) -> int:
        """Forget these rows, each held meanwhile; return how many they were."""
        if self.stays:
            return 0
        query = select(self.model).where(self.condition(whose)).order_by(self._key())
        rows = db.session.scalars(query.with_for_update(of=self.model)).unique().all()
        for row in rows:
            self._erase(row, whose)
        db.session.flush()
        return len(rows)

    def _erase(self, row: Any, whose: Whose) -> None:
        told = [getattr(row, name) for name in (*self.clear, *self.names)]
        whose.met.update(value for value in told if value and not value.startswith(NOBODY))
        whose.people.update(filter(None, (getattr(row, name) for name in self.mine)))
        if self.before:
            self.before(row, whose)
        if self.goes:
            db.session.delete(row)
            return
        if "contact_key" in self.model.__table__.c and row.contact_key:
            row.contact_key = whose.stand_in(row.contact_key)
        for name in self.names:
            setattr(row, name, whose.nobody(getattr(row, name)))
        for name in self.keys:
            if name in self.model.__table__.c:
                setattr(row, name, random_key())
        gone = self.forget if whose.keep_words else {**self.forget, **self.words}
        for name, value in gone.items():
            setattr(row, name, value(row) if callable(value) else value)
        if self.after and not whose.keep_words:
            self.after(row, whose)


def _says_something(column: Any) -> ColumnElement[bool]:
    """Return the condition that there is more in a column than what erasing leaves."""
    there: ColumnElement[bool] = column.is_not(None)
    if not isinstance(column.type, String):
        return there
    return and_(there, column != "", ~column.startswith(NOBODY), ~column.startswith(STAND_IN))


def _column(name: Any, rows: Sequence[Any]) -> list[Any]:
    """Return what stands in a column, by row."""
    if isinstance(name, Together):
        values = name.values(rows)
    else:
        values = [name(row) if callable(name) else getattr(row, name) for row in rows]
    return [written(value) for value in values]


def written(value: Any) -> Any:
    """Write a value as people read it; numbers stay numbers."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return show_datetime(value)
    if isinstance(value, date):
        return show_date(value)
    return value if isinstance(value, int | float) or value is None else str(value)


def keep_owned(
    room: str,
    order: int,
    tables: Sequence[Owned],
    settle: Callable[[Whose], None] | None = None,
) -> None:
    """Register a room by the tables it has; rows under others come before those."""

    def gathered(whose: Whose, most: int | None) -> Iterator[Gathered]:
        yield from filter(None, (table.gather(whose, most) for table in tables))

    def erase(whose: Whose) -> dict[str, int]:
        return {table.kind: table.erase(whose) for table in tables}

    keep(Keeper(room, order, gathered, erase, settle))
    _tables.update({table.kind: table for table in tables})


_tables: dict[str, Owned] = {}


def owned_tables() -> dict[str, Owned]:
    """Return every table that rooms have declared, by name."""
    return dict(_tables)
