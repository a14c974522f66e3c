"""The log: what is written stays, and is told in the reader's language."""

import pytest
from flask_babel import force_locale
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from forum.audit import declare, describe, record
from forum.audit.models import ACTS, AuditEntry
from forum.audit.telling import outline, tell
from forum.core.db import db

TESTED = "tested.told"
if TESTED not in ACTS:
    declare(TESTED, "%(actor)s did %(what)s to %(reference)s, 100% of it.")


def an_entry(**kwargs) -> AuditEntry:
    return AuditEntry(
        **{"act": TESTED, "actor_name": "Mira", "details": {}, "public": True, **kwargs}
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET actor_name = 'senki'",
        "UPDATE audit_entry SET public = NOT public",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE act = 'text.hidden'",
    ],
)
def test_the_log_cannot_be_changed_or_emptied(make, people, change):
    make.opinion().hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    before = db.session.scalars(select(AuditEntry.id)).all()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change))
    db.session.rollback()
    assert db.session.scalars(select(AuditEntry.id)).all() == before


def test_an_act_is_told_in_the_language_of_the_reader(make, people):
    opinion = make.opinion()
    opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "text.hidden")).one()
    with force_locale("en"):
        assert entry.sentence == f"Mira hid the text {opinion.reference}: insult or threat."
    with force_locale("hu"):
        assert opinion.reference in entry.sentence
        assert "sértés" in entry.sentence


def test_the_log_never_holds_what_was_said_or_by_whom(make, people):
    ana = make.person("resident", "Panna", email="panna@example.org")
    opinion = make.opinion("Titkos szavak", author=ana, signature="Panna")
    opinion.hide(by=people.mira, reason="personal_data", because="Név van benne.")
    opinion.restore(by=people.mira)
    db.session.commit()
    rows = db.session.execute(text("SELECT * FROM audit_entry")).all()
    assert rows
    assert not any(word in str(rows) for word in ("Titkos", "Panna", "panna@", "Név van"))


def test_residents_acts_carry_no_name(make, people):
    entry = record(TESTED, people.ana)
    assert (entry.actor_id, entry.actor_name) == (None, "")


def test_missing_details_and_stray_signs_break_nothing(app):
    with force_locale("en"):
        assert an_entry().sentence == "Mira did … to …, 100% of it."
        entry = an_entry(actor_name="", reference="R1", details={"what": "%(actor)s %s %d"})
        assert entry.sentence == "The site did %(actor)s %s %d to R1, 100% of it."


def test_an_act_nobody_declares_any_more_is_still_listed(app):
    assert an_entry(act="old.act").sentence == "old.act"


def test_a_detail_is_told_as_its_room_says(app):
    describe("colour", lambda code: {"r": "red"}.get(code, code))
    assert tell("It is %(colour)s.", an_entry(details={"colour": "r"})) == "It is red."
    assert tell("It is %(colour)s.", an_entry(details={"colour": "x"})) == "It is x."


def test_a_kind_of_act_is_called_by_its_outline():
    assert outline("%(actor)s hid %(reference)s.") == "… hid …."


def test_declaring_an_act_twice_is_a_mistake():
    with pytest.raises(ValueError, match="twice"):
        declare(TESTED, "again")


def test_a_long_reference_is_cut_so_that_every_database_takes_it(make, people):
    talk = make.conversation("draft", question_hu="y" * 300)
    entry = record(TESTED, people.mira, talk)
    db.session.commit()
    assert entry.reference == "y" * 200
