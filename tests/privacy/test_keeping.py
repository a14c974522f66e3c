"""Every column of every table, and every file of the instance, is in exactly one class or nobody's."""

from collections import Counter
from pathlib import Path

import forum
from forum.core import keeping
from forum.core.db import db

DOCS = Path(forum.__file__).parent.parent / "docs"


def not_as_they_are():
    """Columns nobody declared, and declared ones that are not there."""
    columns = {(t.name, c.name) for t in db.metadata.tables.values() for c in t.columns}
    return columns ^ {place[:2] for place in keeping.places()}


def test_every_column_is_thought_of_once(app):
    declared = Counter((table, column) for table, column, _name in keeping.places())

    assert sorted(not_as_they_are()) == []
    assert [place for place, times in declared.items() if times > 1] == []


def test_columns_are_added_only_to_classes_there_are(app):
    known = {one.name for one in keeping.classes()}

    assert {name for _table, _column, name in keeping.places()} - {""} <= known
    assert {name for name, _steps in keeping._more_steps} <= known


def test_a_new_column_nobody_thought_about_is_found(app, monkeypatch):
    """Shown able to fail: leave one declaration out, or add one too many, and it is missed."""
    told = {
        **keeping._impersonal,
        "city": keeping._impersonal["city"] - {"name_hu"} | {"shoe_size"},
    }
    monkeypatch.setattr(keeping, "_impersonal", told)

    assert not_as_they_are() == {("city", "name_hu"), ("city", "shoe_size")}


def test_names_and_contacts_are_never_called_impersonal(app):
    telling = ("email", "phone", "contact", "signature", "password", "visitor_key", "claim_hash")
    nobodys = [place for place in keeping.places() if place[2] == ""]

    assert [place for place in nobodys if place[1].startswith(telling)] == []


def test_every_row_that_points_to_a_person_is_in_a_class(app):
    nobodys = {place[:2] for place in keeping.places() if place[2] == ""}
    pointing = [
        (table.name, key.parent.name)
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "person"
    ]

    assert [place for place in pointing if place in nobodys] == []


def test_files_of_the_instance_are_named(app):
    found = {path.name for path in Path(app.instance_path).iterdir()}
    leftovers = {"pristine.db", "machines.db"}  # of the tests

    plain = {name.removesuffix("-wal").removesuffix("-shm") for name in found - leftovers}
    assert plain - set(keeping.files()) == set()


def test_a_class_says_all_there_is_to_say(app):
    for one in keeping.classes():
        assert all(str(text) for text in (one.title, one.what, one.why, one.ground, one.who))
        assert one.how_long or one.retention, one.name
        if one.retention:
            assert one.retention.least <= one.retention.days
            assert keeping.steps_of(one), one.name


def test_the_docs_name_every_class_and_its_period(app):
    text = (DOCS / "privacy.md").read_text()

    for one in keeping.classes():
        assert f"| `{one.name}` |" in text, one.name
        if one.retention:
            row = next(line for line in text.splitlines() if line.startswith(f"| `{one.name}` |"))
            assert f"{one.retention.days} days" in row


def test_nothing_that_is_frozen_is_ever_touched(app):
    frozen = {
        "audit_entry",
        "audit_seal",
        "ledger_line",
        "ledger_period",
        "minutes_version",
        "publication",
        "publication_file",
    }
    touched = {step.table for one in keeping.classes() for step in keeping.steps_of(one)}

    assert touched & frozen == set()
