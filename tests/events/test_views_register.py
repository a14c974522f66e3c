"""Registering, with or without an account; the registration's own page."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.models import visitor_signed_in
from forum.core import limits
from forum.core.db import db, now
from forum.core.limits import Attempt
from forum.events.registration import views_register
from forum.events.registration.registering import Wish, register
from forum.events.registration.registrations import Registration

EN = {"Accept-Language": "en"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def event(make):
    return make.event(capacity=2, online_link="https://video.example.org/x")


@pytest.fixture
def path(event):
    return f"/events/{event.id}/registration"


def rows():
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def test_nothing_but_a_number_is_needed(client, path):
    answer = client.send(path, {"party": "2"})
    made = rows()[0]
    assert answer.headers["Location"] == f"/registrations/{made.code}"
    assert (made.party, made.name, made.contact, made.standing) == (2, "", "", "held")


def test_the_own_page_tells_the_place_and_may_not_be_kept(client, path, event):
    own = client.send(path, {"party": "1", "name": "Kati", "contact": "kati@example.org"}).headers[
        "Location"
    ]
    answer = client.get(own, headers=EN)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "You have a place" in answer.text
    assert '<svg role="img"' in answer.text
    assert rows()[0].code in answer.text
    assert event.online_link in answer.text


def test_who_waits_sees_the_place_in_the_line_and_no_link(client, path, event):
    client.send(path, {"party": "2"})
    waits = client.get(client.send(path, {"party": "1"}).headers["Location"], headers=EN).text
    assert "place 1 of the waiting list" in waits
    assert event.online_link not in waits
    assert '<svg role="img"' not in waits


def test_an_account_is_asked_for_nothing_it_has_told(client, path, people, event):
    client.sign_in(people.ana)
    form = client.get(path).text
    assert f'value="{people.ana.email}"' in form
    assert 'value="Ana"' in form
    client.send(path, {"party": "1", "name": "Ana", "contact": people.ana.email})
    assert rows()[0].person_id == people.ana.id
    page = client.get(f"/events/{event.id}").text
    assert f"/registrations/{rows()[0].code}" in page
    assert event.online_link in page
    assert event.title in client.get("/my-registrations").text


def test_strangers_see_no_link_of_an_event_one_registers_for(client, event, make):
    assert event.online_link not in client.get(f"/events/{event.id}").text
    free = make.event(takes_registrations=False, online_link="https://video.example.org/free")
    assert free.online_link in client.get(f"/events/{free.id}").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"party": "0"},
        {"party": "11"},
        {"party": "sok"},
        {"party": ""},
        {"contact": "kati kukac"},
        {"name": "x" * 81},
        {"note": "x" * 301},
        {"neighbourhood": "99999"},
        {"website": "http://spam.example"},
        {"party": "3"},
    ],
)
def test_what_makes_no_sense_comes_back_with_what_was_typed(client, path, wrong):
    answer = client.send(path, {"party": "1", "note": "Kerekesszékkel jövök.", **wrong})
    assert answer.status_code == 422
    assert wrong.get("note", "Kerekesszékkel") in answer.text
    assert rows() == []


def test_an_old_page_gives_back_what_was_typed(client, path):
    answer = client.post(path, data={"party": "1", "note": "Kerekesszékkel jövök."})
    assert answer.status_code == 400
    assert "Kerekesszékkel" in answer.text
    assert rows() == []


def test_the_same_form_twice_is_one_registration_and_a_guessed_key_is_replaced(client, path):
    sent = {"party": "1", "submit_key": "abcdefghijklmnopqrstuv"}
    assert len({client.send(path, sent).headers["Location"] for _twice in range(2)}) == 1
    for _twice in range(2):
        client.send(path, {"party": "1", "submit_key": "1"})
    assert len(rows()) == 3


def test_who_thinks_again_of_how_many_they_are_is_led_to_what_they_have(client, path):
    sent = {"party": "1", "name": "Kati", "submit_key": "abcdefghijklmnopqrstuv"}
    client.send(path, sent)
    page = client.send(path, {**sent, "party": "2"}, follow_redirects=True).text
    assert "Itt módosíthatja, hányan jönnek." in page
    assert [row.party for row in rows()] == [1]
    client.send(path, {**sent, "name": "Kati szomszédja"})
    assert len(rows()) == 2


def test_a_second_registration_with_a_contact_tells_nothing_of_the_first(
    client, app, path, letters
):
    client.send(
        path,
        {"party": "1", "name": "Titkos Kati", "contact": "kati@example.org", "note": "szívbeteg"},
    )
    answer = app.test_client().send(
        path, {"party": "1", "name": "X", "contact": "KATI@example.org"}, headers=EN
    )
    assert answer.status_code == 303
    made, page = rows()[0], client.get(answer.location, headers=EN).text
    for secret in ("Titkos", "szívbeteg", made.code, "already"):
        assert secret not in page
    assert len(rows()) == 1
    assert f"/registrations/{made.code}" in letters.last("kati@example.org").body
    for _more in range(5):
        app.test_client().send(path, {"party": "1", "contact": "kati@example.org"})
    assert len(letters.to("kati@example.org")) == 1 + views_register.LETTERS


def test_a_telephone_number_that_is_registered_is_answered_alike(client, app, path, letters):
    client.send(path, {"party": "1", "contact": "06 30 123 4567"})
    answer = app.test_client().send(path, {"party": "1", "contact": "+36 30 1234567"}, headers=EN)
    assert answer.status_code == 303
    assert len(rows()) == 1
    assert len(letters) == 0


def test_an_account_that_registers_again_is_led_to_its_own_page(client, path, people):
    client.sign_in(people.ana)
    first = client.send(path, {"party": "1", "contact": people.ana.email})
    second = client.send(path, {"party": "1", "contact": people.ana.email})
    assert first.headers["Location"] == second.headers["Location"]


def test_where_one_cannot_register_the_page_of_the_event_says_why(client, make, people):
    off = make.event()
    off.cancel(by=people.mira, because="Nincs fűtés.")
    db.session.commit()
    closed = make.event(registration_closes_at=now() - timedelta(hours=1))
    later = make.event(registration_opens_at=now() + timedelta(hours=1))
    for event in (off, closed, later, make.event("past"), make.event(takes_registrations=False)):
        path = f"/events/{event.id}/registration"
        assert client.get(path).headers["Location"] == f"/events/{event.id}"
        assert client.send(path, {"party": "1", "note": "Jövök!"}).status_code == 422
        assert f'href="{path}"' not in client.get(f"/events/{event.id}").text
    assert client.get(f"/events/{make.event('draft').id}/registration").status_code == 404
    assert client.send("/events/99999/registration", {"party": "1"}).status_code == 404
    assert rows() == []


def test_many_registrations_from_one_network_have_to_wait(client, path, monkeypatch):
    monkeypatch.setattr(views_register, "PER_ADDRESS", 1)
    client.send(path, {"party": "1"})
    answer = client.send(path, {"party": "1", "note": "Jövök!"})
    assert answer.status_code == 429
    assert "Jövök!" in answer.text
    assert len(rows()) == 1


def test_programs_are_answered_in_their_shape(client, path):
    answer = client.send(path, {"party": "2"}, headers=JSON)
    assert answer.json == {"standing": "held", "url": f"/registrations/{rows()[0].code}"}
    assert client.send(path, {"party": "0"}, headers=JSON).json["error"]["fields"]["party"]


def test_cancelling_takes_a_button_not_a_look(client, path, event):
    own = client.send(path, {"party": "2"}).headers["Location"]
    client.send(path, {"party": "1"})
    for _scanner in range(2):
        assert client.get(own).status_code == 200
    assert client.get(f"{own}/cancellation").status_code == 405
    assert client.send(f"{own}/cancellation").headers["Location"] == own
    assert [row.standing for row in rows()] == ["cancelled", "held"]
    assert client.send(f"{own}/cancellation").status_code == 303
    page = client.get(own, headers=EN).text
    assert "This registration is cancelled" in page
    assert f"{own}/party" not in page


def test_the_number_of_people_can_be_changed(client, path, event):
    own = client.send(path, {"party": "1"}).headers["Location"]
    assert client.send(f"{own}/party", {"party": "2"}).status_code == 303
    db.session.refresh(event)
    assert (rows()[0].party, event.places_taken) == (2, 2)
    for wrong in ("3", "0", "x", ""):
        assert client.send(f"{own}/party", {"party": wrong}).status_code == 422, wrong
    assert rows()[0].party == 2


def test_wrong_codes_are_answered_alike_and_limited(client, path, monkeypatch):
    own = client.send(path, {"party": "1"}).headers["Location"]
    monkeypatch.setattr(limits, "WRONG_CODES", 3)
    pages = {client.get(f"/registrations/{code}").text for code in ("xx", "AAAA-AAAA-AA", "%00")}
    assert len({re.sub(r'(nonce|href|value)="[^"]*"', "", page) for page in pages}) == 1
    assert client.get(own).status_code == 200
    for letter in "BCD":
        client.get(f"/registrations/{letter * 4}-{letter * 4}-{letter * 2}")
    assert client.get(own).status_code == 429
    assert client.send(f"{own}/cancellation").status_code == 404
    assert rows()[0].standing == "held"


def test_no_wrong_code_is_kept_in_clear(client):
    client.get("/registrations/AAAA-AAAA-AA")
    assert "AAAA" not in db.session.scalars(select(Attempt.bucket)).one()


def test_hostile_words_are_only_words(client, path, people, app, event):
    hostile = '"><img src=x onerror=alert(1)>'
    own = client.send(path, {"party": "1", "name": hostile, "note": hostile}).headers["Location"]
    staff = app.test_client().sign_in(people.mira)
    for browser, page in ((client, own), (staff, f"/events/{event.id}/registrations")):
        text = browser.get(page).text
        assert "<img src=x" not in text
        assert "&gt;&lt;img" in text or "&#34;&gt;&lt;img" in text


def test_my_registrations_are_mine_by_account_or_confirmed_address(client, make, people):
    mine = make.event(title_hu="Enyém")
    by_address = make.event(title_hu="A címemmel")
    others = make.event(title_hu="Másé")
    register(mine, Wish(person_id=people.ana.id), "k1")
    register(by_address, Wish(contact=people.ana.email), "k2")
    register(others, Wish(contact="mas@example.org"), "k3")
    db.session.commit()
    assert client.get("/my-registrations").status_code == 302
    page = client.sign_in(people.ana).get("/my-registrations")
    assert page.headers["Cache-Control"] == "no-store"
    assert "Enyém" in page.text
    assert "A címemmel" in page.text
    assert "Másé" not in page.text
    people.ana.email_confirmed_at = None
    db.session.commit()
    assert "A címemmel" not in client.get("/my-registrations").text


def test_many_registrations_cost_no_more_statements(client, make, people, count_queries):
    client.sign_in(people.ana)
    for number in range(2):
        register(make.event(), Wish(person_id=people.ana.id), f"k{number}")
    db.session.commit()

    def asked():
        client.get("/my-registrations")
        with count_queries() as log:
            client.get("/my-registrations")
        return len(log)

    before = asked()
    for number in range(10):
        register(make.event(), Wish(person_id=people.ana.id), f"m{number}")
    db.session.commit()
    assert asked() == before


def test_what_a_visitor_registered_for_becomes_the_accounts(make, people):
    visitor = make.person("visitor")
    for number, contact in enumerate(("", "+36301234567", people.ana.email, "mas@example.org")):
        wish = Wish(person_id=visitor.id, contact=contact)
        register(make.event(), wish, f"k{number}")
    db.session.commit()
    visitor_signed_in.send(visitor.id, person=people.ana)
    owners = db.session.scalars(select(Registration.person_id).order_by(Registration.id)).all()
    assert list(owners) == [people.ana.id] * 3 + [visitor.id]


def test_the_page_of_an_event_for_visitors_is_kept_and_costs_few_looks(
    client, event, count_queries
):
    page = client.get(f"/events/{event.id}")
    assert page.status_code == 200
    assert "csrf_token" not in page.text
    with count_queries() as log:
        assert client.get(f"/events/{event.id}").text == page.text
    assert len(log) <= 4  # the event, its forum, its community, its program
    register(event, Wish(party=2), "k")
    db.session.commit()
    assert client.get(f"/events/{event.id}").text != page.text


def test_the_first_screen_says_what_to_do(client, make, people):
    def said(**values):
        return client.get(f"/events/{make.event(**values).id}", headers=EN).text

    assert "Please tell us that you are coming" in said()
    assert "3 places are free" in said(capacity=3)
    assert "just come" in said(takes_registrations=False)
    assert "Registration opens" in said(registration_opens_at=now() + timedelta(days=1))
    assert "Registration has closed" in said(registration_closes_at=now() - timedelta(days=1))
    assert "This event is over" in said(state="past")
    assert "Free of charge" in said()
    assert "200 Ft" in said(is_free=False, cost_hu="200 Ft")
    full = make.event(capacity=1)
    register(full, Wish(), "k")
    db.session.commit()
    assert "Join the waiting list" in client.get(f"/events/{full.id}", headers=EN).text


def test_machines_read_what_when_and_where(client, event):
    page = client.get(f"/events/{event.id}").text
    assert 'itemtype="https://schema.org/Event"' in page
    assert f'itemprop="startDate" content="{event.starts_at.isoformat()}"' in page
    assert "MixedEventAttendanceMode" in page
    assert "EventScheduled" in page
    assert 'itemprop="isAccessibleForFree" content="true"' in page


def test_english_pages_show_hungarian_words_as_hungarian(client, make):
    event = make.event(title_en="", description_hu="Hozzon játékot!")
    page = client.get(f"/events/{event.id}", headers=EN).text
    assert '<h1 itemprop="name" lang="hu">' in page
    assert "When" in page


def test_words_without_accents_find_it(client, make):
    make.event()
    found = client.get("/search?q=tarsas").text
    assert "<mark>Társasjáték</mark>-délután" in found
    make.event("draft", title_hu="Titkos rendezvény")
    assert "Titkos" not in client.get("/search?q=titkos&kind=event").text.replace("titkos", "")


def test_nothing_is_left_of_a_refused_registration(client, path):
    client.send(path, {"party": "3"})
    assert db.session.scalar(select(func.count(Registration.id))) == 0


def test_a_code_on_paper_leads_back_to_the_registration(client, path):
    client.send(path, {"party": "2"})
    code = rows()[0].code
    typed = code.replace("-", " ").lower()
    answer = client.get("/registrations", query_string={"code": typed})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/registrations/{code}"
    assert client.get("/registrations?code=K7").status_code == 422
    assert 'name="code"' in client.get("/registrations/XXXX-XXXX-XX").text


def test_the_page_of_the_event_leads_back_to_a_registration(client, event):
    assert 'href="/registrations"' in client.get(f"/events/{event.id}").text


def test_who_waits_keeps_a_code_as_well(client, path):
    client.send(path, {"party": "2"})
    page = client.get(client.send(path, {"party": "1"}).headers["Location"], headers=EN).text
    assert f'<p class="slip-code">{rows()[1].code}</p>' in page
    assert "Show this at the door" not in page


def test_who_left_no_address_is_told_that_we_cannot_write(client, path):
    silent = client.get(client.send(path, {"party": "1"}).headers["Location"], headers=EN).text
    sent = {"party": "1", "contact": "kati@example.org"}
    known = client.get(client.send(path, sent).headers["Location"], headers=EN).text
    assert "we cannot tell you if something changes" in silent
    assert "we cannot tell you if something changes" not in known


def test_a_number_in_words_is_refused_with_a_small_example(client, path):
    page = client.send(path, {"party": "kettő"}, headers=EN)
    assert page.status_code == 422
    assert "such as 12." in page.text


def test_without_a_contact_of_its_own_an_event_names_the_office(client, event, make):
    make.city(contact_phone="+36 46 000 001")
    assert "tel:+3646000001" in client.get(f"/events/{event.id}").text
