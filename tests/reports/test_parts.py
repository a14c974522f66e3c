"""Tables of people by groups: what may not be shown is said in one sentence."""

import pytest
from flask_babel import force_locale

from forum.reports import parts


def cell(name, people, suppressed):
    return {"name": name, "people": people, "suppressed": suppressed}


@pytest.mark.parametrize(
    ("spoken", "told"),
    [("hu", "17 csoport van, de mindegyikben"), ("en", "in each of these 17 groups")],
)
def test_where_no_number_may_be_shown_one_sentence_says_so(app, spoken, told):
    places = [cell(f"Hely {number}", None, True) for number in range(17)]
    found = {"by_neighbourhood": places, "by_age_band": [], "people": 9}
    with app.test_request_context(), force_locale(spoken):
        (table,) = parts.tables(found)
    assert told in table["note"]
    assert "Hely 3" not in table["note"]
    assert table["rows"] == []


def test_beside_what_is_shown_the_others_are_named(app):
    found = {"by_neighbourhood": [cell("Avas", 9, False), cell("Szirma", None, True)], "people": 9}
    with app.test_request_context(), force_locale("en"):
        (table,) = parts.tables({**found, "by_age_band": []})
    assert table["note"].endswith(": Szirma.")
    assert [row["name"] for row in table["rows"]] == ["Avas"]
