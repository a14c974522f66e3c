"""Upgrades: a city that runs the version before loses nothing by the next one."""

from collections import Counter

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from forum.audit.verifying import verify as verify_log
from forum.core.db import db
from tests.upkeep.conftest import address, migrations
from tests.upkeep.filling import ROWS, columns_of, everything, fill

#: The revision of the version that cities run now; raise it when a version is given out.
BEFORE = "0020"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_each_migration_leaves_the_rows_of_the_version_before_it(new_house, kind):
    """From the first to the last: every table is filled before each step, every cell compared."""
    house, changed, told = new_house(kind), [], 0
    with house.app_context():
        scripts = ScriptDirectory(migrations(house))
        steps = [script.revision for script in scripts.walk_revisions()][::-1]
        for number in steps:
            url = address(house)
            columns, before = columns_of(url), everything(url)
            upgrade(directory=migrations(house), revision=number)
            db.session.remove()
            db.engine.dispose()
            there = columns_of(url)
            kept = {
                table: [name for name in names if name in there[table]]
                for table, names in columns.items()
                if table in there
            }
            after = everything(url, only=kept) if kept else {}
            for table, names in kept.items():
                if table == "alembic_version":
                    continue
                places = [columns[table].index(name) for name in names]
                was = sorted((tuple(row[n] for n in places) for row in before[table]), key=repr)
                told += len(was)
                lost = Counter(map(repr, was)) - Counter(map(repr, after[table]))
                if lost:  # a step may add rows, such as seals; those that were there stay
                    changed.append((number, table))
            fill(url)
    assert changed == []
    assert told > 3000


@pytest.fixture(params=["sqlite", "postgresql"])
def old_house(request, new_house):
    """The house as it was, with rows in every table."""
    house = new_house(request.param)
    with house.app_context():
        upgrade(directory=migrations(house), revision=BEFORE)
        db.engine.dispose()
        assert fill(address(house)) > 300
    return house


def renew(house) -> None:
    upgrade(directory=migrations(house))
    db.session.remove()
    db.engine.dispose()


def test_every_old_column_of_every_old_row_is_what_it_was(old_house):
    url = address(old_house)
    columns = columns_of(url)
    before = everything(url)
    with old_house.app_context():
        renew(old_house)
    after = everything(url, only=columns)
    assert set(before) <= set(after)
    for table, rows in before.items():
        assert after[table] == rows, table
        assert rows, table


def test_the_tables_are_then_what_the_models_say(old_house):
    with old_house.app_context():
        renew(old_house)
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            found = compare_metadata(context, db.metadata)
        db.engine.dispose()
    assert found == []


def test_the_old_log_is_sealed_as_new_entries_are(old_house):
    with old_house.app_context():
        renew(old_house)
        verdict = verify_log()
        assert verdict.fault == ""
        assert verdict.head.number == ROWS
        with pytest.raises(Exception, match="append-only"):
            db.session.execute(text("UPDATE audit_seal SET digest = previous"))
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def test_the_way_back_and_forth_again_keeps_the_old_rows(old_house):
    url = address(old_house)
    columns, before = columns_of(url), everything(url)
    with old_house.app_context():
        renew(old_house)
        downgrade(directory=migrations(old_house), revision=BEFORE)
        db.engine.dispose()
        assert everything(url, only=columns) == before
        renew(old_house)
        assert everything(url, only=columns) == before
        assert verify_log().fault == ""
        db.session.remove()
        db.engine.dispose()
