"""Posting opinions by the API: the same rules as on the page, and one shape of problems."""

import base64
import hashlib
import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.api import views_say
from forum.api.models import LIFETIME, ApiToken, issue
from forum.audit.models import AuditEntry
from forum.core import clock
from forum.core.db import db, now
from forum.core.forms import SUBMIT_KEY_LENGTH
from forum.core.limits import Attempt
from forum.opinions.models import LONGEST, Opinion, claimed_by
from tests.api.conftest import Program
from tests.api.shape import Checker

HOSTILE = '<svg onload=alert(1)>"><img src=x>'


def problem(answer):
    """Return the problem, after looking at its shape."""
    assert set(answer.json) == {"error"}
    assert set(answer.json["error"]) == {"code", "message", "fields"}
    return answer.json["error"]


def opinions():
    return db.session.scalar(select(func.count(Opinion.id)))


def test_an_opinion_is_said_and_can_be_followed(kiosk, people, make, app):
    talk, avas = make.conversation(), make.neighbourhood("Avas")
    answer = kiosk.say(talk, {"text": "Több padot!", "neighbourhood": avas.id})
    assert answer.status_code == 201
    opinion = db.session.scalars(select(Opinion)).one()
    assert (opinion.text, opinion.author_id) == ("Több padot!", people.ana.id)
    assert opinion.neighbourhood_id == avas.id
    assert claimed_by(answer.json["code"]).id == opinion.id
    assert answer.headers["Location"].endswith(f"/api/v1/opinions/{opinion.id}")
    assert kiosk.get(f"/opinions/{opinion.id}").json == answer.json["opinion"]
    with app.test_request_context("/"):
        from forum.api.shapes import SHAPES

        assert Checker(SHAPES).wrong(answer.json, SHAPES["SaidOpinion"]) == []


def test_the_same_key_says_it_once(kiosk, make):
    talk = make.conversation()
    first = kiosk.say(talk, {"text": "Padot!"}, key="kioszk-7-0001")
    again = kiosk.say(talk, {"text": "Padot!"}, key="kioszk-7-0001")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert opinions() == 1


def test_a_key_belongs_to_its_token(app, people, kiosk, token_of, make):
    talk = make.conversation()
    other = Program(app, token_of(people.mira))
    mine = kiosk.say(talk, {"text": "Padot!"}, key="kioszk-0001")
    theirs = other.say(talk, {"text": "Kukát!"}, key="kioszk-0001")
    assert mine.json["code"] != theirs.json["code"]
    assert opinions() == 2


def test_whoever_guesses_a_key_gets_no_code_by_it(app, client, kiosk, make):
    """Programs count their keys up, as our guide does: from a number nobody makes a form's secret."""
    talk = make.conversation()
    said = kiosk.say(talk, {"text": "Padot!"}, key="kiosk-7-000123")
    token = db.session.scalars(select(ApiToken)).one()
    digest = hashlib.sha256(f"{token.id}:kiosk-7-000123".encode()).digest()
    guessed = base64.urlsafe_b64encode(digest).decode()[:SUBMIT_KEY_LENGTH]
    path = f"/conversations/{talk.id}/speak"
    answer = client.send(path, {"text": "Semmi", "submit_key": guessed, "consent": "y"})
    assert said.json["code"] not in answer.headers.get("Location", "")
    row = db.session.scalars(select(Opinion).order_by(Opinion.id)).first()
    assert row.submit_key != guessed


def test_a_key_sent_with_other_words_loses_none(kiosk, make):
    one, two = make.conversation(), make.conversation()
    told = [
        kiosk.say(talk, {"text": text}, key="kiosk-7-000123")
        for talk, text in ((one, "Padot!"), (one, "Lámpát!"), (two, "Padot!"), (one, "Padot!"))
    ]
    assert [answer.status_code for answer in told] == [201, 201, 201, 200]
    assert told[3].json["opinion"] == told[0].json["opinion"]
    assert opinions() == 3


@pytest.mark.parametrize("key", ["1", "x" * 201])
def test_a_key_that_could_meet_another_by_chance_is_refused(kiosk, make, key):
    answer = kiosk.say(make.conversation(), {"text": "Padot!"}, key=key)
    assert answer.status_code == 422
    assert problem(answer)["fields"]["Idempotency-Key"]
    assert opinions() == 0


def test_what_breaks_on_our_side_has_the_same_shape(app, kiosk, make, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(views_say, "speak", lambda *a, **k: 1 / 0)
    answer = kiosk.say(make.conversation(), {"text": "Padot!"})
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert problem(answer)["code"] == "internal_server_error"


def test_a_key_in_the_body_is_not_believed(kiosk, make):
    talk = make.conversation()
    make.opinion("Másé", talk, submit_key="a" * 22)
    answer = kiosk.say(talk, {"text": "Enyém", "submit_key": "a" * 22})
    assert answer.status_code == 201
    assert answer.json["opinion"]["text"] == "Enyém"


def test_without_a_token_nobody_speaks(stranger, make):
    talk = make.conversation()
    answer = stranger.say(talk, {"text": "Padot!"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert problem(answer)["code"] == "token"
    assert opinions() == 0


@pytest.mark.parametrize("who", ["ana", "mira", "adam"])
def test_a_session_cookie_is_not_a_token(client, people, make, who):
    talk = make.conversation()
    client.sign_in(getattr(people, who))
    answer = client.post(f"/api/v1/conversations/{talk.id}/opinions", json={"text": "Padot!"})
    assert answer.status_code == 401
    assert opinions() == 0


def test_with_cookie_and_token_the_token_counts(client, people, make, token_of):
    talk, secret = make.conversation(), token_of(people.ana)
    client.sign_in(people.adam)
    answer = client.post(
        f"/api/v1/conversations/{talk.id}/opinions",
        json={"text": "Padot!"},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 201
    assert db.session.scalars(select(Opinion)).one().author_id == people.ana.id


def test_a_revoked_token_opens_nothing(kiosk, people, make):
    db.session.scalars(select(ApiToken)).one().revoke(people.adam)
    db.session.commit()
    talk = make.conversation()
    assert kiosk.say(talk, {"text": "Padot!"}).status_code == 401


@pytest.mark.parametrize("change", ["password", "address", "role"])
def test_a_token_ends_when_the_standing_of_its_account_changes(kiosk, people, make, change):
    talk = make.conversation("speak")
    assert kiosk.say(talk, {"text": "Több padot!"}).status_code == 201
    if change == "password":
        people.ana.set_password("egy egészen más jelszó")
    elif change == "address":
        people.ana.change_email("ana.uj@example.org")
    else:
        people.ana.change_role("facilitator", people.adam)
    db.session.commit()
    assert kiosk.say(talk, {"text": "Kevesebb zajt!"}).status_code == 401
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.act == "token.ended"))
    assert list(acts) == ["token.ended"]


def test_a_token_issued_while_the_role_changes_ends_too(house, app, people):
    ana, adam, issued = people.ana.id, people.adam.id, threading.Event()
    db.session.commit()

    def change():
        with house.app_context():
            issued.wait(20)
            db.session.get(Person, ana).change_role("facilitator", db.session.get(Person, adam))
            db.session.commit()

    changing = threading.Thread(target=change)
    changing.start()
    issue(db.session.get(Person, ana), "Kioszk", db.session.get(Person, adam), "egy-kulcs")
    issued.set()
    changing.join(0.5)  # the change has begun, and sees no token yet
    db.session.commit()
    changing.join()
    db.session.expire_all()
    assert db.session.get(Person, ana).role == "facilitator"
    assert [token.works for token in db.session.scalars(select(ApiToken))] == [False]


def test_a_token_runs_out_after_a_year(kiosk, make):
    talk = make.conversation("speak")
    with clock.at(now() + LIFETIME + timedelta(minutes=1)):
        answer = kiosk.say(talk, {"text": "Több padot!"})
    assert answer.status_code == 401


def test_neither_does_the_token_of_a_closed_account(kiosk, people, make):
    people.ana.disable(by=people.adam)
    db.session.commit()
    talk = make.conversation()
    assert kiosk.say(talk, {"text": "Padot!"}).status_code == 401


@pytest.mark.parametrize("state", ["announced", "weigh", "read"])
def test_outside_the_phase_of_speaking_the_reason_is_told(kiosk, make, state):
    talk = make.conversation(state)
    answer = kiosk.say(talk, {"text": "Padot!"})
    assert answer.status_code == 403
    assert problem(answer)["message"]
    assert opinions() == 0


def test_a_draft_is_not_there_to_speak_in(kiosk, make):
    talk = make.conversation("draft")
    assert kiosk.say(talk, {"text": "x"}).status_code == 404


def test_where_only_accounts_may_speak_an_unconfirmed_one_may_not(app, make, token_of):
    talk = make.conversation(who_speaks="registered")
    ana = make.person("resident")
    ana.email_confirmed_at = None
    program = Program(app, token_of(ana))
    assert program.say(talk, {"text": "Padot!"}).status_code == 403


def test_where_opinions_wait_the_answer_says_so(kiosk, make):
    talk = make.conversation(moderation="before")
    answer = kiosk.say(talk, {"text": "Padot!"})
    assert answer.json["waiting"] is True
    assert kiosk.get(f"/opinions/{answer.json['opinion']['id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": None}, "text"),
        ({"text": {"a": 1}}, "text"),
        ({"text": "x" * (LONGEST + 1)}, "text"),
        ({"text": "Padot!", "neighbourhood": 999}, "neighbourhood"),
        ({"text": "Padot!", "neighbourhood": 10**30}, "neighbourhood"),
        ({"text": "Padot!", "signature": "x" * 81}, "signature"),
        ({"text": "Padot!", "website": "http://spam"}, "website"),
    ],
)
def test_what_is_wrong_is_told_by_field(kiosk, make, body, field):
    talk = make.conversation()
    answer = kiosk.say(talk, body)
    assert answer.status_code == 422
    assert problem(answer)["fields"][field]
    assert opinions() == 0


def test_extra_fields_are_not_taken(kiosk, people, make):
    talk = make.conversation()
    body = {
        "text": "Padot!",
        "author_id": people.adam.id,
        "channel": "paper",
        "visible": False,
        "agrees": 99,
        "entered_by": people.mira.id,
    }
    kiosk.say(talk, body)
    opinion = db.session.scalars(select(Opinion)).one()
    assert (opinion.author_id, opinion.channel, opinion.visible) == (people.ana.id, "web", True)
    assert (opinion.agrees, opinion.entered_by_id) == (0, None)


def test_hostile_words_stay_words(kiosk, client, make):
    talk = make.conversation()
    answer = kiosk.say(talk, {"text": HOSTILE, "signature": HOSTILE[:80], "consent": True})
    assert answer.json["opinion"]["text"] == HOSTILE
    assert answer.content_type == "application/json"
    page = client.get(f"/opinions/{answer.json['opinion']['id']}").text
    assert "<svg onload" not in page
    assert "<img src=x" not in page


def test_a_name_needs_a_yes_to_the_privacy_notice(kiosk, make):
    talk = make.conversation()
    answer = kiosk.say(talk, {"text": "Padot!", "signature": "Kati"})
    assert answer.status_code == 422
    assert "consent" in answer.json["error"]["fields"]
    assert kiosk.say(talk, {"text": "Padot!"}).status_code == 201


@pytest.mark.parametrize("text", ["\ud800 pad", "pad\x00pad", "🎡" * 100, "é" * LONGEST])
def test_odd_characters_break_nothing(kiosk, make, text):
    talk = make.conversation()
    answer = kiosk.say(talk, data=json.dumps({"text": text}), content_type="application/json")
    assert answer.status_code in {201, 422}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'"x"', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b'{"text":' * 8_000, "application/json", 400),
        (b"text=Padot", "application/x-www-form-urlencoded", 415),
        (b'{"text": "x"}', "text/plain", 415),
        (b'{"text": "' + b"x" * 70_000 + b'"}', "application/json", 413),
    ],
)
def test_bodies_that_are_none(kiosk, make, body, kind, status):
    talk = make.conversation()
    answer = kiosk.say(talk, data=body, content_type=kind)
    assert answer.status_code == status
    assert problem(answer)["code"]


def test_one_token_writes_only_so_fast(kiosk, make, monkeypatch):
    monkeypatch.setattr(views_say, "WRITES", 2)
    talk = make.conversation()
    statuses = [kiosk.say(talk, {"text": f"{n}. vélemény"}).status_code for n in range(4)]
    assert statuses == [201, 201, 429, 429]
    tries = select(func.count(Attempt.id))
    noted = db.session.scalar(tries)
    answer = kiosk.say(talk, {"text": "még egy"})
    assert int(answer.headers["Retry-After"]) > 0
    assert problem(answer)["code"] == "too_many_requests"
    assert db.session.scalar(tries) == noted  # who is refused leaves no trace


def test_the_token_remembers_when_it_last_wrote(kiosk, make):
    talk = make.conversation()
    kiosk.get("/conversations")
    token = db.session.scalars(select(ApiToken)).one()
    assert token.written_at is None
    kiosk.say(talk, {"text": "Padot!"})
    db.session.refresh(token)
    assert token.written_at is not None


def test_problems_are_told_in_the_language_asked_for(kiosk, make):
    talk = make.conversation()
    for language, words in (("en", "Please write your opinion"), ("hu", "Kérjük")):
        answer = kiosk.say(talk, {"text": ""}, headers={"Accept-Language": language})
        assert words in str(answer.json)


def test_twenty_at_once_with_one_key_say_it_once(house, app, make, people, token_of):
    talk_id, secret = make.conversation().id, token_of(people.ana)
    db.session.remove()
    answers = []

    def send():
        client = house.test_client()
        answer = client.post(
            f"/api/v1/conversations/{talk_id}/opinions",
            json={"text": "Padot!"},
            headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "egyszer-csak"},
        )
        answers.append((answer.status_code, answer.json.get("code")))

    threads = [threading.Thread(target=send) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _code in answers} <= {200, 201}
    assert len({code for _status, code in answers}) == 1
    assert opinions() == 1
