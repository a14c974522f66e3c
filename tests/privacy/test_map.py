"""The data map: every class in plain words, for everybody, in both languages."""

from datetime import date

import pytest
from flask_babel import force_locale

from forum.core.db import db
from forum.core.keeping import class_named, classes
from forum.privacy.map import data_map, spelled
from forum.privacy.retention import holds, periods


@pytest.mark.parametrize("language", ["hu", "en"])
def test_everybody_reads_every_class_in_their_language(client, language):
    client.set_cookie("language", language)
    page = client.get("/privacy/data").text
    with force_locale(language):
        for one in classes():
            assert f'id="{one.name}"' in page
            assert str(one.title).replace("’", "’") in page


def test_the_privacy_notice_the_help_and_the_footer_lead_there(client):
    for path in ("/privacy", "/help", "/"):
        assert 'href="/privacy/data"' in client.get(path).text


def test_a_changed_period_and_a_hold_stand_on_the_page_at_once(client, people):
    client.set_cookie("language", "en")
    assert "1 year after the event" not in client.get("/privacy/data").text
    periods.choose(class_named("registration"), 365, "Sok a kérdés.", "key", people.adam)
    holds.order("registration", date(2090, 1, 2), "a lawsuit", "key", people.adam)
    db.session.commit()
    page = client.get("/privacy/data").text
    assert "1 year after the event" in page
    assert "a lawsuit" in page


def test_the_map_needs_few_queries(app, count_queries):
    with count_queries() as log:
        data_map()
    assert len(log) <= 4


def test_periods_are_spelled_as_people_say_them(app):
    with force_locale("en"):
        assert [spelled(days) for days in (1, 90, 180, 365, 1095)] == [
            "1 day",
            "90 days",
            "6 months",
            "1 year",
            "3 years",
        ]
