"""Drafting, announcing, changing and calling off an event."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from forum.audit import AuditEntry
from forum.core.db import db, now
from forum.events.life import EventChange
from forum.events.models import Event
from forum.events.registration.registering import Wish, register

GOOD = {
    "title_hu": "Társasjáték-délután",
    "title_en": "Board games",
    "day": "2027-03-10",
    "begins": "17:00",
    "ends": "19:00",
    "place_hu": "Avasi Közösségi Ház",
    "kind": "program",
    "is_free": "y",
    "takes_registrations": "y",
    "languages": ["hu"],
    "submit_key": "a-key-of-this-form-000",
}
HOSTILE = "<svg onload=alert(1)>"


def events():
    return list(db.session.scalars(select(Event)).unique())


def test_a_draft_is_saved_whole(mira, make):
    avas, young = make.neighbourhood("Avas"), make.age_band("14-17")
    sent = {
        **GOOD,
        "description_hu": "Hozzon egy játékot!",
        "address": "Közösség u. 1.",
        "access_hu": "Lift van.",
        "step_free": "y",
        "online_link": "https://video.example.org/avas",
        "capacity": "40",
        "opens_on": "2027-03-01",
        "closes_on": "2027-03-09",
        "guardian_below": "14",
        "languages": ["hu", "hsh"],
        "contact_phone": "+36 46 123 456",
        "contact_email": "iroda@example.org",
        "neighbourhoods": [str(avas.id)],
        "age_bands": [str(young.id)],
        "category": str(make.category().id),
    }
    answer = mira.send("/events/new", sent)
    event = events()[0]
    assert answer.headers["Location"] == f"/events/{event.id}"
    assert event.starts_at == datetime(2027, 3, 10, 16, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 3, 10, 18, tzinfo=UTC)
    assert event.registration_opens_at == datetime(2027, 2, 28, 23, tzinfo=UTC)
    assert event.registration_closes_at == datetime(2027, 3, 9, 23, tzinfo=UTC)
    assert (event.capacity, event.guardian_below, event.languages) == (40, 14, ["hu", "hsh"])
    assert (event.neighbourhoods, event.age_bands) == ([avas], [young])
    assert (event.state, event.is_free, event.step_free) == ("draft", True, True)


def test_the_form_shows_what_was_saved_and_saving_it_again_changes_nothing(mira, make):
    mira.send("/events/new", {**GOOD, "capacity": "40", "closes_on": "2027-03-09"})
    event = events()[0]
    form = mira.get(f"/events/{event.id}/edit").text
    for shown in ('value="2027-03-10"', 'value="17:00"', 'value="19:00"', 'value="2027-03-09"'):
        assert shown in form
    again = {**GOOD, "capacity": "40", "closes_on": "2027-03-09", "seen": str(event.version)}
    assert mira.send(f"/events/{event.id}/edit", again).status_code == 303
    db.session.refresh(event)
    assert event.version == 0


def test_the_same_form_sent_twice_is_one_event(mira):
    places = {mira.send("/events/new", GOOD).headers["Location"] for _twice in range(2)}
    assert (len(places), len(events())) == (1, 1)


def test_an_end_after_midnight_is_of_the_next_day(mira):
    mira.send("/events/new", {**GOOD, "begins": "22", "ends": "1.30"})
    assert events()[0].ends_at - events()[0].starts_at == timedelta(hours=3, minutes=30)


def test_an_hour_that_summer_time_skips_is_refused_kindly(mira):
    skipped = {**GOOD, "day": "2027-03-28", "begins": "02:30", "ends": "05:00"}
    answer = mira.send("/events/new", skipped, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "summer time begins" in answer.text
    night = {**GOOD, "day": "2027-03-27", "begins": "22:00", "ends": "02:30"}
    assert mira.send("/events/new", night).status_code == 422
    assert events() == []


def test_an_hour_that_comes_twice_is_the_first(mira):
    mira.send("/events/new", {**GOOD, "day": "2027-10-31", "begins": "02:30", "ends": "04:00"})
    assert events()[0].starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert events()[0].ends_at == datetime(2027, 10, 31, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_hu": ""},
        {"title_hu": "x" * 201},
        {"day": "holnap"},
        {"day": "0206-03-10"},
        {"begins": "25:00"},
        {"ends": ""},
        {"ends": "17:00"},
        {"place_hu": ""},
        {"online_link": "javascript:alert(1)"},
        {"online_link": "ftp://example.org/x"},
        {"online_link": "https://"},
        {"capacity": "0"},
        {"capacity": "sok"},
        {"guardian_below": "40"},
        {"is_free": ""},
        {"contact_email": "nem cím"},
        {"contact_phone": "hívjon"},
        {"neighbourhoods": ["99999"]},
        {"neighbourhoods": ["x"]},
        {"languages": ["xx"]},
        {"kind": "forum"},
        {"opens_on": "2027-03-09", "closes_on": "2027-03-01"},
        {"closes_on": "2027-03-12"},
        {"opens_at": "12:00"},
        {"description_hu": "x" * 4001},
    ],
)
def test_what_makes_no_sense_comes_back_with_what_was_typed(mira, wrong):
    answer = mira.send("/events/new", {**GOOD, "access_hu": "Lift van.", **wrong})
    assert answer.status_code == 422
    assert "Lift van." in answer.text
    assert 'class="error-summary"' in answer.text
    assert events() == []


def test_only_staff_draft_change_announce_and_call_off(client, make, people):
    event = make.event()
    for person in (None, people.ana):
        if person is not None:
            client.sign_in(person)
        for path in ("new", f"{event.id}/edit", f"{event.id}/announcing", f"{event.id}/cancelling"):
            assert client.send(f"/events/{path}", GOOD).status_code in {302, 403}
        assert client.get("/events/office").status_code in {302, 403}
    assert event.title_hu == "Társasjáték-délután"
    assert event.state == "coming"


def test_announcing_shows_it_and_writes_it_into_the_log(mira, app, make):
    event = make.event("draft")
    visitor = app.test_client()
    assert visitor.get(f"/events/{event.id}").status_code == 404
    assert mira.get(f"/events/{event.id}").status_code == 200
    mira.send(f"/events/{event.id}/announcing")
    assert visitor.get(f"/events/{event.id}").status_code == 200
    again = mira.send(f"/events/{event.id}/announcing", follow_redirects=True)
    assert again.status_code == 200
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.public))
    assert list(acts) == ["event.announced"]


def test_what_is_past_is_not_announced(mira, make):
    event = make.event("draft")
    event.starts_at, event.ends_at = now() - timedelta(hours=3), now() - timedelta(hours=1)
    db.session.commit()
    mira.send(f"/events/{event.id}/announcing")
    assert event.state == "draft"


def typed(event, **changes):
    """What a browser sends after ``changes`` were made on the form of ``event``."""
    local = event.starts_at + timedelta(hours=1)  # winter in Hungary
    return {
        **GOOD,
        "title_hu": event.title_hu,
        "title_en": event.title_en,
        "day": f"{local:%Y-%m-%d}",
        "begins": f"{local:%H:%M}",
        "ends": f"{local + timedelta(hours=2):%H:%M}",
        "seen": str(event.version),
        **changes,
    }


@pytest.fixture
def event(make):
    """An announced event of a winter's day, at a full hour."""
    start = datetime(2027, 1, 20, 16, tzinfo=UTC)
    return make.event(starts_at=start, ends_at=start + timedelta(hours=2))


def test_a_change_of_what_matters_is_written_down_and_numbered(mira, event):
    mira.send(f"/events/{event.id}/edit", typed(event, begins="18:00", ends="20:00"))
    db.session.refresh(event)
    assert (event.sequence, event.version) == (1, 1)
    change = db.session.scalars(select(EventChange)).one()
    assert change.fields["starts_at"] == ["2027-01-20T16:00:00+00:00", "2027-01-20T17:00:00+00:00"]
    assert set(change.fields) == {"starts_at", "ends_at"}
    assert (change.sequence, event.changed_at >= event.created_at) == (1, True)


def test_another_description_moves_nothing_in_calendars(mira, event):
    mira.send(f"/events/{event.id}/edit", typed(event, description_hu="Más."))
    db.session.refresh(event)
    assert (event.sequence, event.version, event.description_hu) == (0, 1, "Más.")
    assert db.session.scalar(select(func.count(EventChange.id))) == 0


def test_a_draft_changes_quietly(mira, make):
    event = make.event("draft")
    mira.send(f"/events/{event.id}/edit", {**GOOD, "title_hu": "Más", "seen": "0"})
    db.session.refresh(event)
    assert (event.title_hu, event.sequence) == ("Más", 0)


def test_a_stale_form_is_shown_again_with_everything_typed(mira, event):
    first = typed(event, title_hu="Az egyik")
    second = typed(event, title_hu="A másik", description_hu="Ez az enyém.")
    path = f"/events/{event.id}/edit"
    assert mira.send(path, first).status_code == 303
    answer = mira.send(path, second)
    assert answer.status_code == 422
    assert "Ez az enyém." in answer.text
    assert 'value="A másik"' in answer.text
    assert "<dt>Title, in Hungarian</dt><dd>Az egyik</dd>" in answer.text
    assert "<dt>Begins at</dt>" not in answer.text
    db.session.refresh(event)
    assert event.title_hu == "Az egyik"
    assert 'name="seen" type="hidden" value="1"' in answer.text
    assert mira.send(path, {**second, "seen": "1"}).status_code == 303


def test_too_few_places_are_refused_with_the_form(mira, event):
    register(event, Wish(party=5), "key")
    db.session.commit()
    answer = mira.send(f"/events/{event.id}/edit", typed(event, capacity="4", access_hu="Lift"))
    assert answer.status_code == 422
    assert "Lift" in answer.text
    closed = typed(event, takes_registrations="")
    assert mira.send(f"/events/{event.id}/edit", closed).status_code == 422
    db.session.refresh(event)
    assert (event.capacity, event.takes_registrations) == (None, True)


def test_calling_off_needs_a_reason_and_shows_it(mira, app, event):
    path = f"/events/{event.id}/cancelling"
    assert mira.get(path).status_code == 200
    assert mira.send(path, {"because": " "}).status_code == 422
    assert mira.send(path, {"because": "x" * 501}).status_code == 422
    assert mira.send(path, {"because": "Nincs fűtés. " + HOSTILE}).status_code == 303
    page = app.test_client().get(f"/events/{event.id}").text
    assert "Nincs fűtés. &lt;svg" in page
    assert "EventCancelled" in page
    assert "/registration" not in page
    db.session.refresh(event)
    assert event.sequence == 1
    mira.send(path, {"because": "Mégis."})
    assert mira.send(f"/events/{event.id}/edit", typed(event, title_hu="Más")).status_code == 422
    db.session.refresh(event)
    assert (event.cancellation.because[:12], event.title_hu) == ("Nincs fűtés.", GOOD["title_hu"])


def test_hostile_words_are_only_words(mira, app, make):
    words = dict.fromkeys(
        ("title_hu", "description_hu", "place_hu", "address", "access_hu", "cost_hu"), HOSTILE
    )
    mira.send("/events/new", {**GOOD, **words, "title_en": HOSTILE, "organiser_hu": HOSTILE})
    event = events()[0]
    mira.send(f"/events/{event.id}/announcing")
    for path in (f"/events/{event.id}", "/events/office", f"/events/{event.id}/registrations"):
        assert "<svg onload" not in mira.get(path).text
    assert "<svg onload" not in app.test_client().get(f"/events/{event.id}").text


def test_the_office_lists_in_a_constant_number_of_statements(mira, make, count_queries):
    def asked(path):
        with count_queries() as log:
            assert mira.get(path).status_code == 200
        return len(log)

    make.event("draft")
    make.event()
    make.event("past")
    mira.get("/events/office")
    before = [asked(f"/events/office?list={name}") for name in ("coming", "draft", "past")]
    for state in ("draft", "coming", "past") * 4:
        make.event(state)
    mira.get("/events/office")
    assert [asked(f"/events/office?list={name}") for name in ("coming", "draft", "past")] == before
    assert mira.get("/events/office?list=%00&page=-1").status_code == 200
