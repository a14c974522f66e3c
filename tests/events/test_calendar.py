"""The calendar: what is on, by day and by month, chosen by the address; drafts never."""

import re
from datetime import date, datetime, time, timedelta

import pytest

from forum.core import clock
from forum.core.days import day_of, moment_of
from forum.core.db import db, now
from forum.events.calendars import (
    calendar,
    months,
)
from forum.events.calendars.choosing import Asked
from forum.events.life import Announcement
from forum.events.models import Event, event_neighbourhood

HOSTILE = '<svg onload=alert(1)>"><img src=x>=1+1'


def on(make, day, hour=17, hours=2, **more):
    """An announced event of ``day``."""
    start = moment_of(day, time(hour))
    values = {"starts_at": start, "ends_at": start + timedelta(hours=hours), **more}
    return make.event("coming", **values)


def titles(page) -> list[str]:
    found = re.findall(r'class="calendar-title"[^>]*><a [^>]*>([^<]*)</a>', page.text)
    return found + re.findall(r'class="month-name">([^<]*)</span></a>', page.text)


@pytest.fixture
def english(client):
    client.set_cookie("language", "en")
    return client


def test_the_next_event_comes_first_and_the_past_has_its_own_list(client, make):
    make.event("past", title_hu="Tavalyi bál")
    make.event("coming", title_hu="Későbbi séta", starts_at=now() + timedelta(days=9),
               ends_at=now() + timedelta(days=9, hours=1))  # fmt: skip
    make.event("coming", title_hu="Hamarosan")
    assert titles(client.get("/events")) == ["Hamarosan", "Későbbi séta"]
    assert titles(client.get("/events?when=past")) == ["Tavalyi bál"]


def test_drafts_are_nowhere_not_even_for_those_who_draft(client, make, people):
    draft = make.event("draft", title_hu="Titkos terv")
    month = f"{draft.day:%Y-%m}"
    client.sign_in(people.mira)
    addresses = (
        "/events", f"/events?view=month&month={month}", f"/events?day={draft.day}",
        "/events.ics", "/events.atom", "/events?q=titkos",
    )  # fmt: skip
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Titkos terv" not in answer.text
    for file in (f"/events/{draft.id}.ics", f"/events/{draft.id}/poster.pdf",
                 f"/events/month/{draft.day.year}-{draft.day.month}.pdf"):  # fmt: skip
        assert client.get(file).status_code == 404


def test_what_was_called_off_stays_and_says_so(client, make, people):
    event = make.event("coming", title_hu="Kirándulás")
    event.cancel(people.mira, "Vihar jön.")
    db.session.commit()
    page = client.get("/events")
    assert titles(page) == ["Kirándulás"]
    assert "elmarad" in page.text
    assert "elmarad" in client.get(f"/events?view=month&month={event.day:%Y-%m}").text


def test_days_are_written_as_each_language_does(english, client, make):
    with clock.at(datetime.fromisoformat("2026-11-22T12:00:00+00:00")):
        on(make, date(2026, 12, 3))
        assert "Thursday, December 3, 2026" in client.get("/events").text
        client.set_cookie("language", "hu")
        page = client.get("/events").text
    assert "2026. december 3., csütörtök" in page
    assert "17:00–19:00" in page


@pytest.fixture
def choice(make):
    """Three events that differ in everything one can choose by."""
    avas, centre = make.neighbourhood("Avas"), make.neighbourhood("Belváros")
    old, young = make.age_band("65+", youngest=65), make.age_band("14-17", youngest=14)
    games, walks = make.category("Társasjáték"), make.category("Séta")
    one = make.event("coming", title_hu="Avasi sakk", category_id=games.id, step_free=True)
    one.neighbourhoods, one.age_bands = [avas], [old]
    two = make.event("coming", title_hu="Belvárosi séta", category_id=walks.id, kind="other",
                     capacity=2, places_taken=2)  # fmt: skip
    two.neighbourhoods, two.age_bands = [centre], [young]
    make.event("coming", title_hu="Mindenkié")
    db.session.commit()
    return {"avas": avas.id, "old": old.id, "games": games.id}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("neighbourhood={avas}", {"Avasi sakk", "Mindenkié"}),
        ("age={old}", {"Avasi sakk", "Mindenkié"}),
        ("category={games}", {"Avasi sakk"}),
        ("kind=other", {"Belvárosi séta"}),
        ("accessible=1", {"Avasi sakk"}),
        ("free=1", {"Avasi sakk", "Mindenkié"}),
        ("q=seta", {"Belvárosi séta"}),
        ("q=AVASI+sakk", {"Avasi sakk"}),
        ("kind=other&accessible=1", set()),
    ],
)
def test_each_choice_stands_in_the_address(client, choice, asked, found):
    asked = asked.format(**choice)
    assert set(titles(client.get(f"/events?{asked}"))) == found
    days = {each.day for each in db.session.query(Event)}
    month = client.get(f"/events?view=month&month={min(days):%Y-%m}&{asked}")
    assert set(titles(month)) == found


@pytest.mark.parametrize(
    "nonsense",
    [
        "neighbourhood=999", "neighbourhood=x", "age=-1", "kind=nope", "when=never", "view=web",
        "month=2026-13", "month=99999-01", "day=2026-02-30", "day=٢٠٢٦-٠١-٠١", "page=0",
        "neighbourhood=99999999999999999999", "category=%00",
    ],
)  # fmt: skip
def test_what_makes_no_sense_counts_as_left_alone(client, make, nonsense):
    make.event("coming", title_hu="Itt vagyok")
    answer = client.get(f"/events?{nonsense}")
    assert answer.status_code == 200
    assert titles(answer) == ["Itt vagyok"]


def test_the_choices_stay_from_month_to_month(client, choice):
    page = client.get(f"/events?view=month&neighbourhood={choice['avas']}&accessible=1").text
    ways = re.findall(r'href="(/events\?[^"]*)"', page)
    assert any("view=month" in way and "accessible=1" in way for way in ways)
    assert re.search(rf'<option selected value="{choice["avas"]}">', page)


def test_where_nothing_is_found_there_is_a_way_on(client, make):
    empty = client.get("/events").text
    assert "Jelenleg nincs meghirdetett esemény" in empty
    make.event("coming")
    page = client.get("/events?q=zongora").text
    assert "Ilyen eseményt most nem terveznek" in page
    assert 'href="/events"' in page
    assert "Ezekre a napokra nincs esemény" in client.get("/events?day=2031-01-01").text


def test_a_hostile_title_is_only_words(client, make):
    event = make.event("coming", title_hu=HOSTILE, place_hu=HOSTILE)
    for page in ("/events", f"/events?view=month&month={event.day:%Y-%m}", f"/events?q={HOSTILE}"):
        text = client.get(page).text
        assert "<svg onload" not in text
        assert "<img src=x" not in text


def test_a_month_begins_on_monday_and_holds_all_its_days(app):
    for first in (date(2026, 2, 1), date(2026, 11, 1), date(2027, 2, 1), date(2028, 2, 1)):
        grid = months.weeks(first, [])
        days = [field for week in grid for field in week]
        assert all(len(week) == 7 for week in grid)
        assert all(week[0].day.weekday() == 0 for week in grid)
        inside = [field.day for field in days if field.inside]
        assert inside[0] == first
        assert inside[-1] == months.next_month(first) - timedelta(days=1)


def test_an_event_of_several_days_stands_on_each_of_them(client, make):
    on(make, date(2031, 3, 30), hour=20, hours=30, title_hu="Hétvégi vásár")
    march = client.get("/events?view=month&month=2031-03")
    april = client.get("/events?view=month&month=2031-04")
    assert march.text.count("Hétvégi vásár") == 2
    assert april.text.count("Hétvégi vásár") == 1


def test_what_ends_at_midnight_is_not_on_the_next_day(client, make):
    on(make, date(2031, 5, 9), hour=20, hours=4, title_hu="Éjfélig")
    page = client.get("/events?view=month&month=2031-05").text
    assert page.count("Éjfélig") == 1
    assert "20:00–24:00" in client.get("/events?day=2031-05-09").text


def test_a_crowded_day_shows_some_and_the_way_to_all(client, make):
    for number in range(7):
        on(make, date(2031, 6, 5), title_hu=f"Program {number}")
    page = client.get("/events?view=month&month=2031-06")
    assert len(titles(page)) == 4
    assert "day=2031-06-05" in page.text
    assert len(titles(client.get("/events?day=2031-06-05"))) == 7


def test_what_began_yesterday_and_goes_on_stands_under_today(client, make):
    make.event("now", starts_at=now() - timedelta(days=2), ends_at=now() + timedelta(days=1),
               title_hu="Kiállítás")  # fmt: skip
    page = client.get("/events").text
    assert f'id="day-{day_of(now()).isoformat()}"' in page
    assert "most zajlik" in page


def test_nobody_can_leaf_into_an_empty_eternity(client, make):
    make.event("coming")
    far = client.get("/events?view=month&month=2090-01").text
    assert 'rel="next"' not in far
    assert "month=2090-02" not in far


def test_the_page_names_its_feeds(client, make):
    avas = make.neighbourhood("Avas")
    page = client.get("/events").text
    assert 'type="application/atom+xml"' in page
    assert "/events.ics?lang=hu" in page
    assert "webcal://" in page
    assert f"/neighbourhoods/{avas.id}/events.ics" in client.get(
        f"/events?neighbourhood={avas.id}"
    ).text  # fmt: skip


def test_the_calendar_is_a_tab_beside_the_programs(client, make):
    make.city()
    assert re.search(r'href="/programs"[^>]*>Programok', client.get("/help").text)
    for page in ("/programs", "/events", "/forums", "/communities"):
        assert re.search(r'href="/events"[^>]*>Naptár', client.get(page).text), page


def fill(make, count, first=None):
    """Many announced events, four a day, written in one go."""
    by, avas = make.person("facilitator"), make.neighbourhood("Avas")
    first = first or now() - timedelta(days=400)
    rows = [
        {
            "title_hu": f"{number}. esemény",
            "starts_at": first + timedelta(hours=6 * number),
            "ends_at": first + timedelta(hours=6 * number + 2),
            "created_by_id": by.id,
            "uid": f"{number}@test",
        }
        for number in range(count)
    ]
    db.session.execute(Event.__table__.insert(), [{**_defaults(), **row} for row in rows])
    ids = db.session.scalars(db.select(Event.id).where(Event.uid.endswith("@test"))).all()
    db.session.execute(
        event_neighbourhood.insert(),
        [{"event_id": each, "neighbourhood_id": avas.id} for each in ids],
    )
    db.session.execute(
        Announcement.__table__.insert(), [{"event_id": each, "at": now()} for each in ids]
    )
    db.session.commit()


def _defaults():
    return {"kind": "program", "created_at": now(), "changed_at": now()}


@pytest.mark.parametrize(
    "address",
    [
        "/events", "/events?when=past", "/events?view=month", "/events?neighbourhood=1&free=1",
        "/events?q=esemeny", "/events.ics", "/events.atom", "/",
    ],
)  # fmt: skip
def test_thousands_of_events_take_no_more_queries(client, make, count_queries, address):
    make.city()
    on(make, day_of(now()) + timedelta(days=1))
    make.event("past")
    client.get(address + ("&" if "?" in address else "?") + "warm=1")
    with count_queries() as few:
        client.get(address)
    fill(make, 5000)
    with count_queries() as many:
        assert client.get(address).status_code == 200
    assert len(many) <= len(few) + 1  # the list has further pages to count


def test_feeds_have_a_limit_and_keep_what_is_next(app, make):
    fill(make, 1800, first=now() - timedelta(days=89))
    found = calendar.for_feed()
    assert len(found) == calendar.MOST_IN_FEED
    coming = [event for event in found if event.ends_at > now()]
    assert len(coming) == calendar.MOST_IN_FEED
    assert [event.starts_at for event in found] == sorted(event.starts_at for event in found)


def test_an_address_can_be_made_from_what_was_asked(app):
    with app.test_request_context():
        asked = Asked(words="sakk", neighbourhood=3, free=True)
        assert asked.address(day="2026-12-03") == (
            "/events?q=sakk&neighbourhood=3&free=1&day=2026-12-03"
        )


def test_the_home_page_shows_the_next_three(client, make):
    make.city()
    make.event("past", title_hu="Régen volt")
    for number in range(4):
        on(make, day_of(now()) + timedelta(days=number + 1), title_hu=f"{number}. program")
    page = client.get("/").text
    assert "0. program" in page
    assert "2. program" in page
    assert "3. program" not in page
    assert "Régen volt" not in page
    assert 'href="/events"' in page
