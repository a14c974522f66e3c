"""What the machine keeps while it works: letters, work, attempts; and the files of the instance."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, not_, or_, select, update

from forum.core.db import db
from forum.core.grounds import PUBLIC_TASK, SAFETY
from forum.core.keeping import (
    DELETED,
    DataClass,
    Retention,
    Step,
    also,
    changed,
    deleting,
    emptying,
    impersonal,
    keep_class,
)

#: Whoever says that a letter never came, says so within weeks.
LETTER_DAYS = 90
#: A mistake in the background is looked for when somebody misses its result.
JOB_DAYS = 30
#: Addresses change hands; after two years one that refused letters may be tried again.
REFUSING_DAYS = 2 * 365


def _letters() -> tuple[Step, ...]:
    """Delete letters that went out or were given up; a notice forgets which was its letter."""
    letters, notices = (db.metadata.tables[name] for name in ("outbox_message", "notice"))
    gone = deleting("outbox_message", "created_at", lambda row: row.due_at.is_(None))

    def erase(numbers: list[int]) -> int:
        notice = update(notices).where(notices.c.letter_id.in_(numbers))
        changed(notice.values(letter_id=None))
        return changed(delete(letters).where(letters.c.id.in_(numbers)))

    return (Step("outbox_message", gone.due, erase),)


def _jobs() -> tuple[Step, ...]:
    """Delete finished work; where a result names it, only what it was asked with goes."""
    jobs = db.metadata.tables["job"]
    over: Any = jobs.c.state.in_(("done", "failed"))

    def named() -> Any:
        keys = (
            key.parent
            for table in db.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table.name == "job" and key.ondelete is None
        )
        return or_(*(select(key).where(key == jobs.c.id).exists() for key in keys))

    def due(before: Any) -> Select[Any]:
        query = select(jobs.c.id.label("id"), jobs.c.finished_at.label("at"))
        return query.where(jobs.c.finished_at < before, over, not_(named()))

    return (
        Step("job", due, lambda ids: changed(delete(jobs).where(jobs.c.id.in_(ids)))),
        emptying("job", "finished_at", {"error": ""}, lambda _row: named()),
    )


keep_class(
    DataClass(
        "letters",
        _l("Letters that were sent"),
        _l("Letters sent to you: address, words, when they went out"),
        _l("so that an administrator can see whether they went out"),
        PUBLIC_TASK,
        _l("you and the administrators"),
        {
            "outbox_message": "person_id recipient subject body html headers created_at due_at "
            "sent_at tries error",
        },
        retention=Retention(
            LETTER_DAYS,
            _l("after they went out"),
            _l("Whoever misses a letter says so within weeks."),
            DELETED,
            _letters,
            least=7,
        ),
        order=41,
    )
)
keep_class(
    DataClass(
        "refusing",
        _l("Addresses that refuse letters"),
        _l("A keyed fingerprint of an address to which letters could not be delivered"),
        _l("so that nothing more is sent there"),
        PUBLIC_TASK,
        _l("nobody"),
        {"dead_address": "key refusals last_at stopped_at"},
        retention=Retention(
            REFUSING_DAYS,
            _l("after the last refusal"),
            _l("Addresses change hands; after two years one may be tried again."),
            DELETED,
            lambda: (_refusing(),),
            least=30,
        ),
        order=71,
    )
)
keep_class(
    DataClass(
        "attempts",
        _l("The network address"),
        _l("Your network address, never itself but as a keyed hash that changes every day"),
        _l("so that nobody can try passwords and codes endlessly"),
        SAFETY,
        _l("nobody"),
        {"attempt": "bucket at"},
        how_long=_l("a day; deleted each hour, whatever else is kept"),
        order=72,
    )
)
keep_class(
    DataClass(
        "work",
        _l("Work in the background"),
        _l("Which work was asked for by whom, and how it went; the waiting line holds numbers"),
        _l("so that nothing is lost when a machine stops"),
        PUBLIC_TASK,
        _l("the administrators"),
        {"job": "kind arguments asked_by_id error created_at alive_at finished_at"},
        retention=Retention(
            JOB_DAYS,
            _l("after the work was finished"),
            _l("A mistake is looked for when somebody misses the result."),
            DELETED,
            _jobs,
            least=2,
        ),
        files=("queue.db",),
        order=73,
    )
)
keep_class(
    DataClass(
        "copies",
        _l("Copies for safety"),
        _l("Everything in this table, as it was when the copy was made"),
        _l("so that nothing is lost when a machine breaks"),
        SAFETY,
        _l("nobody; an administrator of the machine if it breaks"),
        {},
        how_long=_l("until newer copies have replaced it; what was erased is gone with it"),
        files=("forum.db", "backups"),
        order=75,
    )
)
#: Files of the instance that tell nothing about anybody.
impersonal(
    {},
    {
        "secret_key": "",
        "metrics": "",
        "demo-being-filled": "",
        "erased.jsonl": "",  # digests of what was erased, so that no backup brings it back
        "restoring.json": "",
    },
)


def _refusing() -> Step:
    """The key is what such a row is known by; so it is erased by it."""
    rows = db.metadata.tables["dead_address"]

    def due(before: Any) -> Select[Any]:
        query = select(rows.c.key.label("id"), rows.c.last_at.label("at"))
        return query.where(rows.c.last_at < before)

    return Step("dead_address", due, lambda keys: changed(delete(rows).where(rows.c.key.in_(keys))))


also("account", {"last_sign_in": "person_id day", "unused_warning": "person_id at letter_id"})
also("words", {"search_entry": "title excerpt", "search_term": "term"})

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "periods_confirmation": "by_id at",
        "retention_hold": "by_id lifted_by_id at because lifted_at lifted_because",
        "retention_period": "by_id at because",
        "retention_run": "by_id at",
    },
)
impersonal(
    {
        "attempt": "id",
        "data_archive": "id",
        "job": "id state done total tries",
        "outbox_message": "id",
        "periods_confirmation": "id only",
        "published_cells": "name shown untold people at",
        "reference_counter": "kind year last",
        "retention_hold": "id data_class until submit_key",
        "retention_line": "id run_id data_class rows_count since until",
        "retention_period": "id data_class days submit_key",
        "retention_run": "id job_id finished_at erased",
        "search_entry": "id kind subject_id scope_id path at",
        "search_term": "entry_id weight",
    }
)
