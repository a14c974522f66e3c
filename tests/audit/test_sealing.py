"""The sealed log: whatever is written is sealed with it, and every way of tampering is found."""

import sqlite3
from contextlib import closing
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from forum.accounts.models import Person
from forum.audit import record, verifying
from forum.audit.models import AuditEntry
from forum.audit.seals import BEGINNING, AuditSeal, Head, canonical, head, seal
from forum.audit.verifying import Printed, is_in_chain, verify
from forum.core.db import db, now
from tests.audit.test_models import TESTED


def write(*details: str) -> None:
    for each in details:
        record(TESTED, None, what=each)
    db.session.commit()


def rows(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def whole() -> bool:
    """Whether the chain is whole and has a seal for each entry."""
    verdict = verify()
    assert verdict.fault == ""
    return verdict.head.number == rows(AuditEntry) == rows(AuditSeal)


def tamper(*statements: str) -> None:
    """Change the tables behind the back of triggers, keys and sealing."""
    db.session.rollback()
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    if db.engine.dialect.name == "sqlite":
        names = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        statements = (*(f"DROP TRIGGER {name}" for (name,) in names), *statements)
    else:
        cursor.execute("SET session_replication_role = replica")
    for statement in statements:
        cursor.execute(statement)
    connection.commit()
    if db.engine.dialect.name == "postgresql":
        cursor.execute("SET session_replication_role = origin")
        connection.commit()
    cursor.close()
    connection.close()


def ids() -> list[int]:
    found = list(db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))
    db.session.rollback()
    return found


def copy_of(entry_id: int, new_id: int) -> str:
    columns = "act, actor_id, actor_name, subject_kind, subject_id, reference, details, public"
    return (
        f"INSERT INTO audit_entry (id, at, {columns}) "
        f"SELECT {new_id}, at, {columns} FROM audit_entry WHERE id = {entry_id}"
    )


def test_an_empty_log_is_whole(app):
    assert head() == Head(0, BEGINNING)
    assert whole()


def test_every_entry_is_sealed_in_its_own_transaction(app):
    write("one")
    assert head().number == 1
    write("two", "three")
    assert head().number == 3
    assert whole()


def test_the_digest_is_made_as_the_book_says(app):
    write("Ő <svg onload=alert(1)>")
    entry = db.session.scalars(select(AuditEntry)).one()
    values = {column.name: getattr(entry, column.name) for column in AuditEntry.__table__.columns}
    known = db.session.scalars(select(AuditSeal)).one()
    assert known.previous == BEGINNING
    assert known.digest == seal(values, BEGINNING) == head().digest
    said = canonical(values)
    assert said.isascii()
    assert said.startswith('{"act":"tested.told","actor_id":null,')
    assert set(values) == {
        *("id", "at", "act", "actor_id", "actor_name", "subject_kind", "subject_id"),
        *("reference", "details", "public"),
    }


def test_what_is_rolled_back_leaves_no_seal(app):
    write("kept")
    record(TESTED, None, what="lost")
    db.session.flush()
    db.session.rollback()
    write("kept too")
    assert head().number == 2
    assert whole()


def test_a_step_inside_may_be_taken_back(app):
    record(TESTED, None, what="outside")
    step = db.session.begin_nested()
    record(TESTED, None, what="inside, lost")
    db.session.flush()
    step.rollback()
    with db.session.begin_nested():
        record(TESTED, None, what="inside, kept")
    assert rows(AuditSeal) == 0  # nothing is sealed before the outer commit
    db.session.commit()
    assert head().number == 2
    assert whole()


def test_no_way_of_writing_goes_past_the_seals(app):
    values = {"act": TESTED, "at": now(), "details": {}, "public": True}
    blank = {"actor_name": "", "subject_kind": "", "reference": ""}
    many = [{**values, **blank, "details": {"n": n}} for n in range(2500)]
    db.session.execute(insert(AuditEntry), many[:5])
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(AuditEntry.__table__.insert(), many)
    db.session.add_all(AuditEntry(**each) for each in many[:7])
    db.session.commit()
    assert head().number == 5 + 2500 + 7
    assert whole()


def test_reading_the_log_seals_and_locks_nothing(app, count_queries):
    write("one")
    with count_queries() as log:
        db.session.scalars(select(AuditEntry)).all()
        db.session.commit()
    assert not any("audit_seal" in statement for statement in log)


def test_a_commit_costs_the_same_few_statements_however_much_it_wrote(app, count_queries):
    def cost(*details):
        with count_queries() as log:
            write(*details)
        return sum("audit_seal" in statement for statement in log)

    write("first")
    assert cost("a") == cost(*"abcdefghij") <= 4


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_seal SET digest = previous",
        "UPDATE audit_seal SET entry_id = entry_id + 1000",
        "DELETE FROM audit_seal",
        "UPDATE audit_entry SET act = act",
        "UPDATE audit_entry SET reference = 'x' WHERE id = (SELECT max(id) FROM audit_entry)",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE id = (SELECT min(id) FROM audit_entry)",
    ],
)
def test_seals_cannot_be_changed_or_removed(app, change):
    write("one", "two")
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change))
    db.session.rollback()
    assert whole()


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_entry, audit_seal"])
def test_neither_log_nor_seals_can_be_emptied(app, table):
    if db.engine.dialect.name != "postgresql":
        return  # SQLite has no TRUNCATE
    write("one", "two")
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(f"TRUNCATE {table} CASCADE"))
    db.session.rollback()
    assert whole()


def test_the_log_cannot_be_replaced_row_by_row(app):
    """INSERT OR REPLACE of SQLite, and an upsert, are changes too."""
    write("one", "two")
    first = ids()[0]
    change = (
        f"INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = {first}"
        if db.engine.dialect.name == "sqlite"
        else f"INSERT INTO audit_entry SELECT * FROM audit_entry WHERE id = {first} "
        "ON CONFLICT (id) DO UPDATE SET reference = 'x'"
    )
    with pytest.raises(DBAPIError):
        db.session.execute(text(change))
    db.session.rollback()
    assert whole()


def test_a_row_replaced_from_outside_is_told_by_the_command(app):
    """A plain SQLite connection replaces without asking the triggers; the seal betrays it."""
    if db.engine.dialect.name != "sqlite":
        return  # there is no such way on PostgreSQL
    write("one", "two")
    first = ids()[0]
    columns = ", ".join(column.name for column in AuditEntry.__table__.columns)
    others = columns.replace("actor_name", "'senki'")
    db.session.rollback()
    with closing(sqlite3.connect(db.engine.url.database, timeout=5)) as outside:
        outside.execute(
            f"INSERT OR REPLACE INTO audit_entry ({columns}) "
            f"SELECT {others} FROM audit_entry WHERE id = {first}"
        )
        outside.commit()
    told = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert told.exit_code == 1
    assert f"entry {first} (seal 1) or its seal was changed" in told.output


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("with_seal", [False, True])
def test_wherever_a_row_is_removed_it_is_found(app, monkeypatch, place, with_seal):
    """The first, one in the middle, and the last, which only a printed head betrays."""
    write("one", "two", "three")
    known = head()
    monkeypatch.setattr(verifying, "_printed", [lambda: iter([Printed("summary no. 1", known)])])
    gone = ids()[place]
    also_seal = [f"DELETE FROM audit_seal WHERE entry_id = {gone}"] if with_seal else []
    tamper(f"DELETE FROM audit_entry WHERE id = {gone}", *also_seal)
    assert verify().fault
    if with_seal and place < 2:
        assert verify().fault == f"seal {place + 1} is missing"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2020-01-01 00:00:00.000000'"),
        ("act", "'text.hidden'"),
        ("actor_id", "7"),
        ("actor_name", "'senki'"),
        ("subject_kind", "'opinion'"),
        ("subject_id", "7"),
        ("reference", "'R'"),
        ("details", '\'{"what": "other"}\''),
        ("public", "NOT public"),
    ],
)
def test_a_changed_entry_is_found_whatever_was_changed(app, column, value):
    write("one", "two", "three")
    second = ids()[1]
    tamper(f"UPDATE audit_entry SET {column} = {value} WHERE id = {second}")
    verdict = verify()
    assert verdict.head.number == 1
    assert verdict.fault == f"entry {second} (seal 2) or its seal was changed"


def test_a_removed_entry_is_found(app):
    write("one", "two", "three")
    second = ids()[1]
    tamper(f"DELETE FROM audit_entry WHERE id = {second}")
    assert verify().fault == f"entry {second} (seal 2) was removed"


def test_an_entry_removed_with_its_seal_is_found(app):
    write("one", "two", "three")
    second = ids()[1]
    tamper(
        f"DELETE FROM audit_entry WHERE id = {second}",
        f"DELETE FROM audit_seal WHERE entry_id = {second}",
    )
    assert verify().fault == "seal 2 is missing"
    tamper("UPDATE audit_seal SET id = 2 WHERE id = 3")
    assert verify().fault == "seal 2 does not follow the one before it"


def test_an_entry_slipped_in_is_found(app):
    write("one", "two")
    tamper(copy_of(ids()[0], 99))
    assert verify().fault == "entry 99 was slipped in: it has no seal"
    tamper(f"INSERT INTO audit_seal VALUES (3, 99, '{'1' * 64}', '{'2' * 64}')")
    assert verify().fault == "seal 3 does not follow the one before it"


def test_what_was_slipped_in_is_not_sealed_by_what_comes_later(app):
    write("one", "two")
    tamper(copy_of(ids()[0], 0))
    write("three")
    assert "was slipped in" in verify().fault


def test_entries_that_changed_places_are_found(app):
    write("one", "two", "three")
    one, two, _three = ids()
    tamper(
        f"UPDATE audit_entry SET id = -1 WHERE id = {one}",
        f"UPDATE audit_entry SET id = {one} WHERE id = {two}",
        f"UPDATE audit_entry SET id = {two} WHERE id = -1",
    )
    assert verify().fault == f"entry {one} (seal 1) or its seal was changed"


def test_a_changed_seal_is_found(app):
    write("one", "two", "three")
    tamper(f"UPDATE audit_seal SET digest = '{'f' * 64}' WHERE id = 2")
    assert "seal 2" in verify().fault


def test_a_chain_forged_from_the_start_betrays_itself_by_what_was_printed(app, monkeypatch):
    write("one", "two")
    known = head()
    monkeypatch.setattr(verifying, "_printed", [lambda: iter([Printed("summary no. 1", known)])])
    assert whole()
    entry_id = ids()[1]
    tamper(
        f"DELETE FROM audit_entry WHERE id = {entry_id}",
        f"DELETE FROM audit_seal WHERE entry_id = {entry_id}",
    )
    assert verify().fault == "the head printed in summary no. 1 is not in the chain"
    write("another")  # the forger goes on: the chain is whole by itself, and still not that one
    assert verify().fault == "the head printed in summary no. 1 is not in the chain"
    assert not is_in_chain(known)


def test_the_commands_tell_and_fail_with_one(app):
    write("one", "two")
    run = app.test_cli_runner().invoke
    last = head()
    assert run(args=["audit", "head"]).output == f"2 {last.digest}\n"
    good = run(args=["audit", "verify", "--number", "2", "--digest", last.digest.upper()])
    assert good.exit_code == 0, good.output
    assert f"head 2 {last.digest}" in good.output
    bad = run(args=["audit", "verify", "--number", "1", "--digest", last.digest])
    assert bad.exit_code == 1
    assert "not in the chain" in bad.output
    assert run(args=["audit", "verify", "--publication", "7"]).exit_code == 1
    tamper("UPDATE audit_entry SET actor_name = 'senki'")
    broken = run(args=["audit", "verify"])
    assert broken.exit_code == 1
    assert "or its seal was changed" in broken.output
    assert "whole up to seal 0" in broken.output


def test_many_at_once_make_one_chain(app):
    """No fork, no gap, no deadlock: twelve threads, some taking everything back."""
    threads, rounds = 12, 8
    barrier, failed = Barrier(threads), []

    def work(number: int) -> None:
        try:
            with app.app_context():
                barrier.wait()
                for turn in range(rounds):
                    for each in range(1 + (number + turn) % 3):
                        record(TESTED, None, what=f"{number}-{turn}-{each}")
                    db.session.flush()
                    if (number + turn) % 4 == 0:
                        db.session.rollback()
                    else:
                        db.session.commit()
                db.session.remove()
        except Exception as error:
            failed.append(error)

    workers = [Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert failed == []
    kept = [
        1 + (number + turn) % 3
        for number in range(threads)
        for turn in range(rounds)
        if (number + turn) % 4
    ]
    assert rows(AuditEntry) == sum(kept)
    assert whole()


def test_those_who_hold_rows_of_each_other_do_not_wait_in_a_circle(app, make):
    """One holds a row and writes a log entry; the other writes an entry and wants that row."""
    one, two = make.person("facilitator"), make.person("facilitator")
    numbers, barrier, failed = (one.id, two.id), Barrier(2), []

    def work(order) -> None:
        try:
            with app.app_context():
                barrier.wait()
                for _turn in range(10):
                    record(TESTED, None, what="before the row")
                    db.session.flush()
                    for number in order:
                        query = select(Person).where(Person.id == number).with_for_update()
                        db.session.scalars(query).one()
                        record(TESTED, None, what="after the row")
                        db.session.commit()
                db.session.remove()
        except Exception as error:
            failed.append(error)

    workers = [Thread(target=work, args=(order,)) for order in (numbers, numbers[::-1])]
    db.session.rollback()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failed == []
    assert whole()
