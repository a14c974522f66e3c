"""Steps on the board: what one click changed, row by row, so that it can be undone."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.audit import declare, describe, record
from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.themes.models import BoardStep, Membership, Proposal, Theme, ThemeVersion, Verdict

#: What a click may change, in the order rows depend on each other, and what names a row. A
#: sorting is named by its opinion and theme: its number may be another when it comes back.
TABLES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "theme": (Theme, ("id",)),
    "theme_version": (ThemeVersion, ("id",)),
    "proposal": (Proposal, ("id",)),
    "verdict": (Verdict, ("opinion_id", "theme_id")),
    "membership": (Membership, ("opinion_id", "theme_id")),
}
UNDONE = declare(
    "board.undone",
    _l("%(actor)s undid a step on the board of “%(reference)s”: %(board_step)s."),
    public=False,
)
KIND_NAMES = {
    "sort": _l("sorting an opinion"),
    "none": _l("saying that no theme fits an opinion"),
    "rename": _l("renaming a theme"),
    "merge": _l("merging two themes"),
    "split": _l("splitting a theme"),
    "accept": _l("accepting a proposal"),
    "reject": _l("rejecting a proposal"),
    "words": _l("changing a word of a theme"),
}
describe("board_step", lambda kind: KIND_NAMES.get(kind, kind))

#: Rows that are fetched by name; of more, all of their themes are read.
FEW = 500

Key = tuple[str, tuple[int, ...]]
Values = dict[str, Any] | None


class Step:
    """Collects what one click changes; rows are watched before they change."""

    def __init__(self) -> None:
        self._before: dict[Key, Values] = {}
        self._rows: dict[Key, Any] = {}

    def watch(self, *rows: Any) -> None:
        """Remember rows as they are, because they are about to change."""
        for row in rows:
            self._note(row, _values(row))

    def add(self, row: Any) -> Any:
        """Add a new row."""
        db.session.add(row)
        if TABLES[row.__tablename__][1] == ("id",):
            db.session.flush()
        self._note(row, None)
        return row

    def remove(self, row: Any) -> None:
        """Remove a row."""
        key = self._note(row, _values(row))
        self._rows[key] = None
        db.session.delete(row)

    def _note(self, row: Any, before: Values) -> Key:
        key = _key(row)
        self._before.setdefault(key, before)
        self._rows[key] = row
        return key

    def changes(self) -> list[dict[str, Any]]:
        """Return every row that is not as it was."""
        db.session.flush()
        found = []
        for (table, key), before in self._before.items():
            row = self._rows[table, key]
            after = None if row is None else _values(row)
            if before != after:
                found.append({"table": table, "key": list(key), "before": before, "after": after})
        return found


@contextmanager
def taking_step(
    conversation: Conversation, by: Person, kind: str, **summary: Any
) -> Iterator[Step]:
    """Make one step: whatever the block changes through the step is kept with it.

    Steps of a conversation wait for each other (and for the writing of an analysis), so two
    planners never meet in the middle of one.
    """
    lock(conversation.id)
    step = Step()
    yield step
    changes = step.changes()
    if changes:
        db.session.add(
            BoardStep(
                conversation_id=conversation.id,
                by_id=by.id,
                kind=kind,
                summary=summary,
                changes=changes,
            )
        )
        conversation.changed()


def lock(*conversation_ids: int) -> None:
    """Let nobody else change the board of these conversations until this transaction ends."""
    rows = select(Conversation.id).where(Conversation.id.in_(conversation_ids))
    db.session.execute(rows.order_by(Conversation.id).with_for_update(key_share=True))


def undo(step: BoardStep, by: Person) -> None:
    """Put every row back as it was before the step, if all are still as the step left them."""
    lock(step.conversation_id)
    db.session.refresh(step, ["undone_at", "changes"])
    if step.undone_at is not None:
        raise Refused(_l("This step has been undone already."))
    present = _present(step.changes)
    for change in step.changes:
        row = present.get((change["table"], tuple(change["key"])))
        if not _is_as_left(row, change["after"]):
            raise Refused(
                _l(
                    "Something has been changed since this step, so it can’t be undone any more. "
                    "Nothing was touched."
                )
            )
    try:
        with db.session.begin_nested():
            _put_back(step.changes, present)
    except IntegrityError as error:
        raise Refused(
            _l(
                "Later work builds on this step, so it can’t be undone any more. "
                "Nothing was touched."
            )
        ) from error
    step.undone_at, step.undone_by_id = now(), by.id
    conversation = db.session.get_one(Conversation, step.conversation_id)
    record(UNDONE, by, conversation, board_step=step.kind)
    for row in present.values():
        if isinstance(row, Theme) and row in db.session:
            row.changed()
    conversation.changed()


def _is_as_left(row: Any, after: Values) -> bool:
    """Tell whether a row is as a step left it; columns added since then say nothing."""
    if row is None or after is None:
        return row is None and after is None
    present = _values(row)
    return all(present.get(name) == value for name, value in after.items())


def _put_back(changes: Iterable[Mapping[str, Any]], present: Mapping[Key, Any]) -> None:
    """Write rows that others depend on first, and delete them last."""
    order = list(TABLES)
    listed = sorted(changes, key=lambda change: order.index(change["table"]))
    for change in listed:
        if change["before"] is not None:
            model = TABLES[change["table"]][0]
            row = present.get((change["table"], tuple(change["key"]))) or model()
            for name, value in _columns(model, change["before"]).items():
                setattr(row, name, value)
            db.session.add(row)
    db.session.flush()
    for change in reversed(listed):
        if change["before"] is None:
            db.session.delete(present[change["table"], tuple(change["key"])])
            db.session.flush()


def _present(changes: Iterable[Mapping[str, Any]]) -> dict[Key, Any]:
    """Load the rows a step changed as they are now, with one query per table."""
    wanted: dict[str, set[tuple[int, ...]]] = {}
    for change in changes:
        wanted.setdefault(change["table"], set()).add(tuple(change["key"]))
    found: dict[Key, Any] = {}
    for table, keys in wanted.items():
        model, names = TABLES[table]
        query = select(model).where(getattr(model, names[-1]).in_({key[-1] for key in keys}))
        if len(keys) <= FEW:
            query = query.where(getattr(model, names[0]).in_({key[0] for key in keys}))
        rows = db.session.scalars(query.execution_options(populate_existing=True))
        found |= {_key(row): row for row in rows if _key(row)[1] in keys}
    return found


def _key(row: Any) -> Key:
    table = str(row.__tablename__)
    return table, tuple(getattr(row, name) for name in TABLES[table][1])


def _values(row: Any) -> dict[str, Any]:
    """Return the columns of a row as JSON keeps them; without the number if it names nothing."""
    names = TABLES[row.__tablename__][1]
    return {
        column.key: _plain(getattr(row, column.key))
        for column in inspect(type(row)).column_attrs
        if column.key != "id" or names == ("id",)
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _columns(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return kept values as columns take them."""
    moments = {
        column.key
        for column in inspect(model).column_attrs
        if isinstance(column.columns[0].type, UtcDateTime)
    }
    return {
        name: datetime.fromisoformat(value) if name in moments and value else value
        for name, value in values.items()
    }
