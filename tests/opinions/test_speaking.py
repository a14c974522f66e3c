"""To say an opinion, as a visitor on a phone would; nothing typed is ever lost."""

import re

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.i18n import show_date
from forum.opinions.models import LONGEST, Opinion
from forum.opinions.operations import Saying, claim_code, speak
from forum.opinions.views import PER_ADDRESS

KEY = "abcdefghijklmnopqrstuv"
NASTY = '<svg onload=alert(1)> "><img src=x>'


def statements(log) -> int:
    """Count what was asked of the database, leaving out where transactions happen to begin."""
    return sum(not line.startswith("BEGIN") for line in log)


def said() -> list[str]:
    return list(db.session.scalars(select(Opinion.text).order_by(Opinion.id)))


@pytest.fixture
def talk(make):
    return make.conversation("speak")


@pytest.fixture
def say(client, talk):
    """Send the form of the conversation."""

    def send(text="Több padot!", key=KEY, browser=client, **fields):
        data = {"text": text, "submit_key": key, **fields}
        return browser.send(f"/conversations/{talk.id}/speak", data)

    return send


def test_the_question_stands_above_the_form(client, talk):
    page = client.get(f"/conversations/{talk.id}/speak").text
    assert re.search(r"<h1>\s*Mi legyen a parkban\?\s*</h1>", page)
    assert "112" in page
    assert 'name="submit_key"' in page


def test_a_visitor_speaks_without_an_account_and_is_thanked(client, say, talk):
    answer = say("Több padot!")
    opinion = db.session.scalars(select(Opinion)).one()
    assert answer.status_code == 303
    assert answer.location == f"/opinions/{opinion.id}/thanks"
    thanks = client.get(answer.location)
    assert opinion.reference in thanks.text
    assert claim_code(opinion.submit_key) in thanks.text
    assert (opinion.channel, opinion.author.role) == ("web", "visitor")


def test_what_one_tells_about_oneself_is_kept(make, say):
    avas, old = make.neighbourhood("Avas"), make.age_band("65+")
    say(neighbourhood=avas.id, age_band=old.id, signature="  Juli \n néni ")
    opinion = db.session.scalars(select(Opinion)).one()
    assert (opinion.neighbourhood, opinion.age_band) == (avas, old)
    assert opinion.signature == "Juli néni"


@pytest.mark.parametrize("text", ["koszos", "Jó", "22", "Első sor\r\nmásodik"])
def test_one_word_is_enough(say, text):
    assert say(text).status_code == 303
    assert said() == [text.replace("\r\n", "\n")]


@pytest.mark.parametrize("text", ["", "   ", "x", "?!", "👍"])
def test_nothing_said_is_asked_again_kindly(say, text):
    answer = say(text)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert said() == []


def test_a_text_that_is_too_long_comes_back_whole(say):
    text = "szó " * LONGEST
    answer = say(text, signature="Juli néni")
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert "Juli néni" in answer.text


def test_the_longest_text_fits_however_lines_end(say):
    lines = "\r\n".join(["a" * 99] * 30)
    assert len(lines.replace("\r\n", "\n")) == LONGEST - 1
    assert say(lines).status_code == 303


def test_a_choice_that_is_not_offered_is_refused(say):
    assert say(neighbourhood="9999").status_code == 422
    assert said() == []


def test_sending_twice_gives_the_same_opinion(say):
    assert say().location == say().location
    assert len(said()) == 1


def test_a_lost_answer_is_found_again_by_its_key(app, say, talk):
    first = say()
    retry = app.test_client()
    again = say(browser=retry)
    assert again.location == first.location
    assert retry.get(again.location).status_code == 200
    assert len(said()) == 1


def test_a_key_that_was_not_given_out_opens_nothing(app, make, people, say, talk):
    other = make.opinion("Listáról", talk, submit_key="list-1:0")
    answer = say("Új szöveg", key="list-1:0", browser=app.test_client())
    assert answer.location != f"/opinions/{other.id}/thanks"
    assert said() == ["Listáról", "Új szöveg"]


def test_nobody_becomes_the_author_of_what_the_desk_wrote_down(app, make, people, say, talk):
    say(browser=app.test_client())
    slip = db.session.scalars(select(Opinion)).one()
    slip.entered_by_id, slip.channel = people.mira.id, "paper"
    db.session.commit()
    stranger = app.test_client()
    assert say(browser=stranger).location == f"/follow/{claim_code(slip.submit_key)}"
    assert stranger.get(f"/opinions/{slip.id}/thanks").status_code == 404


def test_other_words_on_a_page_that_came_back_are_another_opinion(client, make, say, talk):
    say("Több padot a parkba kérünk!")
    again = say("A buszmegálló sötét, kérünk lámpát.")
    assert "buszmegálló" in client.get(again.location).text
    elsewhere = make.conversation("speak")
    fields = {"text": "Több padot a parkba kérünk!", "submit_key": KEY}
    client.send(f"/conversations/{elsewhere.id}/speak", fields)
    assert said() == [
        "Több padot a parkba kérünk!",
        "A buszmegálló sötét, kérünk lámpát.",
        "Több padot a parkba kérünk!",
    ]


def test_an_opinion_that_was_changed_since_is_still_the_one_that_was_sent(client, say, talk):
    first = say("Több padot!")
    opinion = db.session.scalars(select(Opinion)).one()
    client.send(f"/opinions/{opinion.id}/edit", {"text": "Több padot és árnyékot!"})
    assert say("Több padot!").location == first.location
    assert said() == ["Több padot és árnyékot!"]


def test_a_filled_trap_asks_to_send_again_and_loses_nothing(say):
    answer = say("Több padot!", website="https://spam.example")
    assert answer.status_code == 422
    assert "Több padot!" in answer.text
    assert "spam.example" not in answer.text
    assert say("Több padot!").status_code == 303


def test_an_old_page_gives_the_words_back(client, talk):
    answer = client.post(f"/conversations/{talk.id}/speak", data={"text": "Több padot!"})
    assert answer.status_code == 400
    assert "Több padot!" in answer.text
    assert said() == []


def test_hostile_words_are_only_words(client, say, make):
    make.neighbourhood(NASTY)
    page = client.get(say(NASTY, signature=NASTY).location, follow_redirects=True).text
    opinion = db.session.scalars(select(Opinion)).one()
    page += client.get(f"/opinions/{opinion.id}").text + say(NASTY, website="x").text
    assert "<svg onload" not in page
    assert "<img src=x" not in page


def test_one_person_speaking_fast_is_asked_to_wait(client, say):
    say(key="f" * 22)  # the first one makes the visitor known
    for number in range(10):
        assert say(key=f"{number:022d}").status_code == 303
    answer = say("Tizenkettedik", key="x" * 22)
    assert answer.status_code == 429
    assert "Tizenkettedik" in answer.text
    assert len(said()) == 11


def test_a_hall_shares_one_address_but_not_without_end(app, say):
    for number in range(PER_ADDRESS):
        assert say(key=f"{number:022d}", browser=app.test_client()).status_code == 303
    assert say(key="x" * 22, browser=app.test_client()).status_code == 429
    elsewhere = app.test_client()
    data = {"text": "Máshonnan", "submit_key": "y" * 22}
    path = f"/conversations/{db.session.scalar(select(Opinion.conversation_id).limit(1))}/speak"
    answer = elsewhere.send(path, data, environ_overrides={"REMOTE_ADDR": "10.0.0.9"})
    assert answer.status_code == 303


def test_similar_opinions_can_be_looked_at_before_sending(make, say, talk):
    near = make.opinion("Több árnyékos padot kérünk a parkba", talk)
    make.opinion("Legyen úszóverseny", talk)
    answer = say("Kérünk padot a parkba", look="1")
    assert answer.status_code == 200
    assert near.text in answer.text
    assert "úszóverseny" not in answer.text
    assert "Kérünk padot a parkba" in answer.text
    assert len(said()) == 2


def test_similar_opinions_come_as_a_piece_of_a_page(client, make, people, talk):
    make.opinion("Több árnyékos padot kérünk a parkba", talk)
    hidden = make.opinion("Több rejtett padot kérünk a parkba", talk)
    hidden.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    piece = client.get(f"/conversations/{talk.id}/similar?text=padot+kérünk+a+parkba").text
    assert "árnyékos" in piece
    assert "rejtett" not in piece
    assert "<html" not in piece
    assert client.get(f"/conversations/{talk.id}/similar").text.strip() == ""


def test_looking_for_similar_ones_asks_the_database_a_fixed_number_of_times(
    client, make, talk, count_queries
):
    def asked():
        with count_queries() as log:
            client.get(f"/conversations/{talk.id}/similar?text=padot+a+parkba")
        return statements(log)

    make.opinion("Padot a parkba", talk)
    one = asked()
    for number in range(6):
        make.opinion(f"Padot a parkba {number}", talk)
    assert asked() == one


@pytest.mark.parametrize(
    ("state", "kind"), [("read", "last"), ("weigh", "last"), ("announced", "first")]
)
@pytest.mark.parametrize("language", ["hu", "en"])
def test_outside_its_phase_the_page_says_when(client, make, state, kind, language):
    talk = make.conversation(state)
    answer = client.get(f"/conversations/{talk.id}/speak", headers={"Accept-Language": language})
    assert answer.status_code == 403
    day = getattr(talk.phase("speak"), f"{kind}_day")
    with force_locale(language):
        assert show_date(day) in answer.text
    answer = client.send(f"/conversations/{talk.id}/speak", {"text": "Elkéstem"})
    assert answer.status_code == 403
    assert "Elkéstem" in answer.text
    assert said() == []


def test_a_closed_conversation_tells_the_reason(client, make, people):
    talk = make.conversation("speak")
    talk.close(people.mira, "Elegendő vélemény gyűlt össze.")
    db.session.commit()
    page = client.get(f"/conversations/{talk.id}/speak").text
    assert "Elegendő vélemény gyűlt össze." in page


def test_where_only_accounts_speak_a_visitor_signs_in_first(client, make, people):
    talk = make.conversation("speak", who_speaks="registered")
    path = f"/conversations/{talk.id}/speak"
    answer = client.get(path)
    assert answer.status_code == 302
    assert "/sign-in?next=" in answer.location
    assert "speak" in answer.location
    kept = client.send(path, {"text": "Az én szavam"})
    assert kept.status_code == 403
    assert "Az én szavam" in kept.text
    client.sign_in(people.ana)
    assert client.get(path).status_code == 200


def test_an_account_without_a_confirmed_address_is_told_what_to_do(client, make):
    talk = make.conversation("speak", who_speaks="registered")
    fresh = make.person("resident")
    fresh.email_confirmed_at = None
    db.session.commit()
    client.sign_in(fresh).set_cookie("language", "en")
    answer = client.get(f"/conversations/{talk.id}/speak")
    assert answer.status_code == 403
    assert "confirm your e-mail" in answer.text


def test_a_draft_is_not_there(client, make):
    talk = make.conversation("draft")
    assert client.get(f"/conversations/{talk.id}/speak").status_code == 404
    assert client.get(f"/conversations/{talk.id}/similar?text=padot").status_code == 404


def test_thanks_are_for_the_author_alone(app, client, people, say):
    path = say().location
    assert client.get(path).status_code == 200
    assert client.get(path).headers["Cache-Control"] == "no-store"
    assert app.test_client().get(path).status_code == 404
    assert app.test_client().sign_in(people.mira).get(path).status_code == 404


def test_thanks_hold_a_picture_of_the_whole_address(client, say):
    page = client.get(say().location).text
    assert '<svg role="img" viewBox' in page
    assert "<title>" in page
    assert "style=" not in page
    assert "localhost/follow" in page


def test_where_opinions_wait_the_author_is_told(client, make):
    talk = make.conversation("speak", moderation="before")
    path = f"/conversations/{talk.id}/speak"
    answer = client.send(path, {"text": "Várok", "submit_key": KEY})
    page = client.get(answer.location, headers={"Accept-Language": "en"}).text
    assert "once a facilitator has looked at it" in page


def test_somebody_else_on_the_same_device_is_somebody_else(client, say, talk):
    say("Első", key="a" * 22)
    answer = client.send("/handover", {"conversation": talk.id})
    assert answer.location == f"/conversations/{talk.id}/speak"
    say("Második", key="b" * 22)
    people = db.session.scalar(select(func.count(func.distinct(Opinion.author_id))))
    assert people == 2


def test_speaking_asks_the_database_a_fixed_number_of_times(client, talk, say, count_queries):
    say(key="a" * 22)
    with count_queries() as first:
        say(key="b" * 22)
    author = db.session.scalars(select(Opinion)).first().author
    for number in range(5):
        speak(talk, author, Saying("Szó"), f"k{number}")
    db.session.commit()
    with count_queries() as later:
        say(key="c" * 22)
    assert statements(later) == statements(first)


def test_nobody_is_told_to_come_back_on_a_day_that_is_past(client, make):
    client.set_cookie("language", "en")
    for state, later in (("speak", True), ("both", False)):
        talk = make.conversation(state, who_weighs="registered")
        answer = client.send(f"/conversations/{talk.id}/speak", {"text": "Több padot!"})
        assert ("you can weigh what others said" in client.get(answer.location).text) is later


def test_the_form_says_once_whom_to_call_in_danger(client, make):
    page = client.get(f"/conversations/{make.conversation(safety=True).id}/speak").text
    assert page.count("tel:112") == 1
    assert "emergency-prominent" in page
