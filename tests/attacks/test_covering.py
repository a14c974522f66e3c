"""What somebody types as their name or contact, and then erases, covers nobody else's words."""

import pytest

from forum.core.covering import cover, trace
from forum.core.db import db
from forum.core.personal import Whose
from forum.events.attending.door import correct, tally
from forum.privacy.erasing import erase


@pytest.mark.parametrize(
    "value", ["Nem Volt Elég Jelentkező", "However Nobody Came", "Több Pad Kell Ide"]
)
def test_a_sentence_signed_as_a_name_covers_no_sentence(value):
    found = trace(value)
    said = f"Elmarad, mert {value.lower()}, sajnos"
    assert found is None or found.pattern.sub("–", said) == said


def test_erasing_an_opinion_signed_with_a_sentence_leaves_the_reason(make, people):
    event = make.event("now")
    entry = tally(event, 2, "t0", people.mira).entry
    correct(entry, "c0", people.mira, "Elmarad, mert nem volt elég jelentkező.")
    opinion = make.opinion(signature="Nem Volt Elég Jelentkező")
    assert opinion.signature
    db.session.commit()
    erase(Whose(only=("opinion", opinion.id)), None)
    db.session.commit()
    said = db.session.execute(db.text("SELECT because FROM attendance ORDER BY id")).scalars()
    assert "Elmarad, mert nem volt elég jelentkező." in list(said)


@pytest.mark.parametrize(
    "value", ["hivatal@varos.example", "+36 46 123 456", "Miskolci Városi Önkormányzat"]
)
def test_whoever_gives_the_contact_of_the_office_as_theirs_covers_it_nowhere(make, people, value):
    make.city(
        office_hu="Miskolci Városi Önkormányzat",
        contact_email="hivatal@varos.example",
        contact_phone="46/123-456",
    )
    event = make.event("now")
    said = "Miskolci Városi Önkormányzat, hivatal@varos.example, +36 46 123-456"
    entry = tally(event, 2, "t0", people.mira).entry
    correct(entry, "c0", people.mira, said)
    db.session.commit()
    assert cover({value}) == 0
    assert cover({"titkar@varos.example", "Kiss Irma"}) == 0
