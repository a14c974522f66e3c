"""Notes of the office: whoever is erased is covered in them, however they are spelled there."""

import pytest

from forum.core.covering import NOTES, cover, covered_columns, trace
from forum.core.db import db
from forum.core.keeping import places
from forum.core.personal import Whose
from forum.events.attending.door import correct, tally
from forum.privacy.erasing import erase


def told(value, text):
    """A text after a value was covered in it."""
    found = trace(value)
    return found.pattern.sub("–", text) if found and found.hint in text.lower() else text


@pytest.mark.parametrize(
    "text",
    [
        "Kovács Anna telefonált",
        "KOVÁCS ANNA telefonált",
        "Anna Kovács telefonált",
        "Kovács Annának telefonált",
        "Kovács  Annával telefonált",
    ],
)
def test_a_name_is_found_however_it_is_written(text):
    assert told("Kovács Anna", text).split() == ["–", "telefonált"]


@pytest.mark.parametrize(
    "text",
    ["06 30 123 4567", "+36301234567", "06/30-123-4567", "30/123 4567", "+36 (0)30 123 45 67"],
)
def test_a_number_is_found_however_it_is_written(text):
    assert told("+36 30 123 4567", f"hívta: {text}.") == "hívta: –."


def test_an_address_is_found_whole_and_no_other():
    assert told("anna@example.org", "írt Anna@Example.org, is") == "írt –, is"
    assert told("anna@example.org", "joanna@example.org") == "joanna@example.org"


@pytest.mark.parametrize("value", ["Anna", "több pad", "A padok", "", "–", "Több PADOT kérek ide"])
def test_nobody_has_other_words_covered_by_a_name_they_choose(value):
    assert told(value, "Anna szerint több pad kell; a padok jók") == (
        "Anna szerint több pad kell; a padok jók"
    )


def test_other_people_are_not_covered():
    kept = "Kovács Antal és Kis-Kovács Anna"
    assert told("Kovács Anna", "Kovács Antal") == "Kovács Antal"
    assert told("Nagy Anna", kept) == kept
    assert told("+36 30 123 4567", "1306301234567") == "1306301234567"


def test_every_note_of_the_office_is_covered(app):
    noted = {(table, column) for table, column, name in places() if name == NOTES}
    assert noted
    assert noted <= covered_columns()
    for table, column in covered_columns():
        assert column in db.metadata.tables[table].c, (table, column)


def test_an_erasure_covers_and_tells_how_many(make, people):
    person = make.person("resident", name="Őszi Éva")
    event = make.event("now")
    entries = [tally(event, 2, f"t{n}", people.mira).entry for n in range(2)]
    correct(entries[0], "c0", people.mira, "ŐSZI ÉVA szólt")
    correct(entries[1], "c1", people.mira, "Kettőt számoltam")
    db.session.commit()
    found = erase(Whose(frozenset({person.id})), person)
    db.session.commit()
    assert found.rooms["office"] == {"notes": 1}
    said = db.session.execute(db.text("SELECT because FROM attendance ORDER BY id")).scalars()
    assert [one for one in said if one] == ["– szólt", "Kettőt számoltam"]
    assert cover({"Őszi Éva"}) == 0
    db.session.rollback()
