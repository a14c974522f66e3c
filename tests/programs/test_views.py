"""Programs as residents see them, and as the office makes them."""

import re
from datetime import timedelta

import pytest

from forum.core import clock
from forum.core.clock import now
from forum.core.days import day_of
from forum.core.db import db
from forum.events.models import Event
from forum.programs import life
from forum.programs.models import Program, ProgramSession, Season, Series

HOSTILE = ("<svg onload=alert(1)>", '"><img src=x>', "=1+1")


@pytest.fixture(autouse=True)
def english(client):
    client.set_cookie("language", "en")


def day(days):
    return day_of(now() + timedelta(days=days)).isoformat()


def program_form(season, **more):
    return {
        "submit_key": "p" * 22,
        "title_hu": "Avasi séták",
        "season": season.id,
        "is_free": "y",
        "cost": "120 000",
        "funding_hu": "a város kerete",
        **more,
    }


def session_form(**more):
    return {
        "submit_key": "s" * 22,
        "title_hu": "Avasi séták",
        "day": day(5),
        "begins": "17",
        "ends": "19:00",
        "place_hu": "Kilátó",
        "is_free": "y",
        "takes_registrations": "y",
        "languages": "hu",
        **more,
    }


def test_the_office_drafts_a_program_with_a_session_and_announces_it(client, app, people, make):
    season = make.season()
    client.sign_in(people.mira)
    assert client.send("/programs/new", program_form(season)).status_code == 303
    assert client.send("/programs/new", program_form(season)).status_code == 303
    program = db.session.query(Program).one()
    assert (program.cost, program.funding_hu) == (120_000, "a város kerete")
    path = f"/programs/{program.id}"
    assert client.send(f"{path}/sessions", session_form()).status_code == 303
    assert client.send(f"{path}/sessions", session_form()).status_code == 303
    event = db.session.query(Event).one()
    stranger = app.test_client()
    stranger.set_cookie("language", "en")
    for hidden in (path, f"{path}.ics", f"{path}/feedback", f"/events/{event.id}/feedback"):
        assert stranger.get(hidden).status_code == 404
    assert "Avasi séták" not in stranger.get("/programs").text
    assert client.send(f"{path}/announcing").status_code == 303
    page = stranger.get(path).text
    assert "Kilátó" in page
    assert "Free for you." in page
    assert "120,000" in page
    assert "a város kerete" in page
    assert f"/events/{event.id}/registration" in page
    assert "Avasi séták" in stranger.get("/programs").text
    assert "Avasi séták" in stranger.get("/events").text
    assert path in stranger.get(f"/events/{event.id}").text
    assert "Avasi séták" in stranger.get(f"{path}.ics").get_data(as_text=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_hu": ""},
        {"season": ""},
        {"season": "999"},
        {"cost": "sok"},
        {"is_free": "", "price_hu": ""},
        {"age_bands": "999"},
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(client, people, make, wrong):
    client.sign_in(people.mira)
    form = {**program_form(make.season(), organiser_hu="Nagy Éva klubja"), **wrong}
    answer = client.send("/programs/new", form)
    assert answer.status_code == 422
    assert "Nagy Éva klubja" in answer.text
    assert db.session.query(Program).count() == 0


def test_residents_get_past_no_door_of_the_office(client, people, make):
    program = make.program()
    client.sign_in(people.ana)
    for path in ("office", "new", f"{program.id}/edit", f"{program.id}/sessions"):
        assert client.get(f"/programs/{path}").status_code == 403
    for path in ("announcing", "cancelling", "completing", "sessions", "series", "feedback/desk"):
        assert client.send(f"/programs/{program.id}/{path}", {"because": "x"}).status_code == 403
    assert client.get(f"/programs/{program.id}/feedback.pdf").status_code == 403
    client.sign_in(people.mira)
    assert client.get("/seasons/office").status_code == 403


def test_hostile_words_stay_words(client, people, make):
    season = make.season()
    client.sign_in(people.mira)
    for number, words in enumerate(HOSTILE):
        names = ("title_hu", "description_hu", "organiser_hu", "price_hu", "funding_hu")
        form = program_form(season, **dict.fromkeys(names, words), submit_key=f"{number}" * 22)
        client.send("/programs/new", form)
        program = db.session.query(Program).order_by(Program.id.desc()).first()
        client.send(f"/programs/{program.id}/sessions", session_form(submit_key=f"s{number}" * 11))
        client.send(f"/programs/{program.id}/announcing")
        pages = (f"/programs/{program.id}", "/programs", "/programs/office", f"/programs?q={words}")
        for path in pages:
            text = client.get(path).text
            assert "<svg onload" not in text
            assert "<img src=x" not in text


def test_a_series_is_saved_once_its_days_were_seen(client, people, make):
    program = make.program("draft", sessions=0)
    client.sign_in(people.mira)
    off = day(16)
    form = session_form(rhythm="week", day=day(2), last_day=day(30), days_off=f"{off} szünidő")
    path = f"/programs/{program.id}/series"
    page = client.send(path, form)
    assert page.status_code == 200
    assert "4 sessions" in page.text
    assert "szünidő" in page.text
    assert db.session.query(Series).count() == 0
    form["looked"] = re.search(r'name="looked"[^>]*value="(\w+)"', page.text)[1]
    other = client.send(path, {**form, "last_day": day(23)})
    assert other.status_code == 200  # another rule is shown first
    assert db.session.query(Series).count() == 0
    assert client.send(path, form).status_code == 303
    assert client.send(path, form).status_code == 303
    assert db.session.query(Series).one().exceptions == {off: "szünidő"}
    assert db.session.query(ProgramSession).count() == 4
    assert "szünidő" in client.get(f"/programs/{program.id}/sessions").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_day": ""},
        {"last_day": "2031-01-01"},
        {"days_off": "valamikor"},
        {"rhythm": "never"},
        {"holidays": "2026-13-13"},
        {"begins": "25"},
    ],
)
def test_a_rule_that_cannot_be_comes_back(client, people, make, wrong):
    program = make.program("draft", sessions=0)
    client.sign_in(people.mira)
    form = session_form(rhythm="week", day=day(2), last_day=day(30), place_hu="Nagyterem")
    answer = client.send(f"/programs/{program.id}/series", {**form, **wrong})
    if answer.status_code == 200:  # the days are shown; the verb refuses what is left
        looked = re.search(r'name="looked"[^>]*value="(\w+)"', answer.text)[1]
        answer = client.send(f"/programs/{program.id}/series", {**form, **wrong, "looked": looked})
    assert answer.status_code in {409, 422}
    assert "Nagyterem" in answer.text
    assert db.session.query(Series).count() == 0


def test_a_series_goes_on_and_a_day_is_left_out(client, people, make):
    program = make.program("draft", sessions=0)
    client.sign_in(people.mira)
    form = session_form(rhythm="fortnight", day=day(2), last_day=day(16))
    path = f"/programs/{program.id}/series"
    page = client.send(path, form).text
    client.send(path, {**form, "looked": re.search(r'name="looked"[^>]*value="(\w+)"', page)[1]})
    client.send(f"/programs/{program.id}/announcing")
    series = db.session.query(Series).one()
    more = {"until": day(30), "days_off": ""}
    assert client.get(f"/programs/series/{series.id}/extension").status_code == 200
    assert client.send(f"/programs/series/{series.id}/extension", more).status_code == 303
    assert client.send(f"/programs/series/{series.id}/extension", more).status_code == 409
    assert db.session.query(ProgramSession).count() == 3
    session = program.in_order[1]
    where = f"/programs/sessions/{session.id}/skipping"
    assert client.send(where, {"because": " "}).status_code == 422
    assert client.send(where, {"because": "Vihar jön"}).status_code == 303
    assert session.event.cancellation.because == "Vihar jön"
    assert "Vihar jön" in client.get(f"/programs/{program.id}").text


def test_calling_off_and_writing_how_it_was(client, app, people, make):
    program = make.program("draft", sessions=0)
    client.sign_in(people.mira)
    client.send(f"/programs/{program.id}/sessions", session_form())
    client.send(f"/programs/{program.id}/announcing")
    assert client.send(f"/programs/{program.id}/cancelling", {"because": ""}).status_code == 422
    done = f"/programs/{program.id}/completing"
    early = client.get(done, headers={"Accept-Language": "en"}).text
    assert "There are sessions still to come" in early
    assert client.send(done, {"outcome_hu": "Jó volt."}).status_code == 409
    with clock.at(now() + timedelta(days=8)):
        assert client.send(done, {"outcome_hu": ""}).status_code == 422
        assert client.send(done, {"outcome_hu": "Jó volt."}).status_code == 303
        page = app.test_client().get(f"/programs/{program.id}").text
        assert "Jó volt." in page
    other = make.program("announced")
    client.send(f"/programs/{other.id}/cancelling", {"because": "Beázott."})
    assert "Beázott." in app.test_client().get(f"/programs/{other.id}").text


def test_words_that_are_needed_are_not_called_optional(client, people, make):
    program = make.program("announced")
    client.sign_in(people.mira)
    for page, field in (("cancelling", "because"), ("completing", "outcome_hu")):
        path = f"/programs/{program.id}/{page}"
        text = client.get(path, headers={"Accept-Language": "en"}).text
        label = text.split(f'for="{field}"')[1].split("</label>")[0]
        assert "(optional)" not in label


def test_an_overtaken_form_says_what_has_changed(client, people, make):
    program = make.program("draft", sessions=0)
    client.sign_in(people.mira)
    form = program_form(program.season, title_hu="Egyik", seen="0")
    assert client.send(f"/programs/{program.id}/edit", form).status_code == 303
    again = client.send(f"/programs/{program.id}/edit", {**form, "title_hu": "Másik"})
    assert again.status_code == 422
    assert "Egyik" in again.text
    assert "Másik" in again.text
    assert program.title_hu == "Egyik"


def test_the_list_is_narrowed(client, make, people):
    avas, pereces = make.neighbourhood("Avas"), make.neighbourhood("Pereces")
    games, walks = make.category("Játék"), make.category("Séta")
    old, young = make.age_band("65+"), make.age_band("18-29")
    season = make.season()
    one = make.program(
        season=season, title_en="One", category=games, neighbourhoods=[avas], age_bands=[old]
    )
    two = make.program(
        season=season, title_en="Two", category=walks, neighbourhoods=[pereces], age_bands=[young]
    )
    full = make.program(season=season, title_en="Full")
    full.sessions[0].event.capacity = full.sessions[0].event.places_taken = 3
    db.session.commit()

    def titles(query=""):
        page = client.get(f"/programs{query}").text
        return {name for name in ("One", "Two", "Full") if f">{name}</a>" in page}

    assert titles() == {"One", "Two", "Full"}
    assert titles(f"?category={games.id}") == {"One"}
    assert titles(f"?neighbourhood={pereces.id}") == {"Two", "Full"}
    assert titles(f"?age={old.id}") == {"One", "Full"}
    assert titles("?free=1") == {"One", "Two"}
    assert titles("?category=nonsense&age=-4") == {"One", "Two", "Full"}
    assert one.id != two.id


def test_a_season_that_was_can_be_reached(client, make):
    today = now().date()
    past = make.season(
        "Tavaly", starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=300)
    )
    make.program("done", season=past, title_en="Long ago")
    make.program(season=make.season("Idén"), title_en="This year")
    page = client.get("/programs").text
    assert "This year" in page
    assert "Long ago" not in page
    assert f"season={past.id}" in page
    assert "Long ago" in client.get(f"/programs?season={past.id}").text


def test_an_announced_program_is_found_by_its_words(client, make, people):
    program = make.program("draft", sessions=0, title_hu="Sakkest", title_en="Chess night")
    client.sign_in(people.mira)
    client.send(f"/programs/{program.id}/sessions", session_form())
    assert "Chess night" not in client.get("/search?q=sakkest").text
    client.send(f"/programs/{program.id}/announcing")
    assert "Chess night" in client.get("/search?q=sakkest").text
    assert "Chess night" in client.get("/programs?q=sakkest").text


def test_the_pages_ask_the_database_as_much_for_many_as_for_few(client, make, count_queries):
    season = make.season()
    first = make.program(season=season, sessions=2)

    def asked(path):
        client.get(path)
        with count_queries() as log:
            client.get(path + "?again=1")
        return len(log)

    few, page = asked("/programs"), asked(f"/programs/{first.id}")
    for _number in range(8):
        make.program(season=season, sessions=3)
    more = make.program(season=season, sessions=12)
    assert asked("/programs") <= few
    assert asked(f"/programs/{more.id}") <= page


def test_seasons_are_set_up_by_planners_and_may_overlap(client, people, make):
    make.season("Ősz")
    client.sign_in(people.paul)
    form = {"name_hu": "Tél", "starts_on": day(0), "ends_on": day(60)}
    answer = client.send("/seasons/office/new", form, follow_redirects=True)
    assert "It shares days with: Ősz" in answer.text
    assert client.send("/seasons/office/new", form).status_code == 409
    wrong = {**form, "name_hu": "Tavasz", "ends_on": day(-60)}
    assert client.send("/seasons/office/new", wrong).status_code == 422
    season = db.session.query(Season).filter_by(name_hu="Tél").one()
    program = make.program("draft", season=season)
    shorter = {**form, "ends_on": day(3)}
    assert client.send(f"/seasons/office/{season.id}", shorter).status_code == 409
    longer = {**form, "name_en": "Winter", "ends_on": day(90)}
    assert client.send(f"/seasons/office/{season.id}", longer).status_code == 303
    assert season.name_en == "Winter"
    assert program.season is season


def test_the_office_sees_every_list(client, people, make):
    for state in ("draft", "announced", "running", "done"):
        make.program(state, title_en=f"It is {state}")
    off = make.program("announced", title_en="It is off")
    life.cancel(off, people.mira, "x")
    db.session.commit()
    client.sign_in(people.mira)
    for name in ("draft", "announced", "running", "done"):
        page = client.get(f"/programs/office?list={name}").text
        assert f"It is {name}" in page
        assert "It is off" not in page
    assert "It is off" in client.get("/programs/office?list=cancelled").text


def test_a_feedback_conversation_is_no_question_of_the_city(client, people, make):
    program = make.program("draft", sessions=0, title_en="Walks")
    client.sign_in(people.mira)
    client.send(f"/programs/{program.id}/sessions", session_form())
    client.send(f"/programs/{program.id}/announcing")
    talk = program.conversation
    with clock.at(program.in_order[0].event.starts_at):
        for path in ("/", "/conversations"):
            assert talk.question_en not in client.get(path).text
        page = client.get(f"/conversations/{talk.id}").text
        assert "How was “Walks”?" in page
        assert f"/programs/{program.id}" in page
