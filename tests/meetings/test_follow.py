"""Taking part from a phone: forms that keep what was typed, taps that count once."""

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.meetings.hall import (
    leading,
    polling,
)
from forum.meetings.hall.captures import PollVote, SpeakerRequest
from forum.meetings.screens import (
    asking,
    polling_phone,
    views_follow,
)
from forum.meetings.screens.questions import Question, QuestionSupport

HOSTILE = '<svg onload=alert(1)>"><img src=x>=1+1'
JSON = {"Accept": "application/json"}


@pytest.fixture
def forum(make, people):
    """A forum that is being held."""
    meeting = make.meeting("now", people.mira, make.conversation())
    leading.start(meeting, people.mira)
    db.session.commit()
    return meeting


@pytest.fixture
def asked(forum, make):
    """A question of somebody."""
    question = asking.ask(forum, make.person("visitor"), "Mikor lesz pad?", "Zita", "first")
    db.session.commit()
    return question


@pytest.fixture
def poll(forum, people):
    """An open poll."""
    poll = polling.open_poll(forum, "Legyen pad?", ["Igen", "Nem"], "p1", people.mira)
    db.session.commit()
    return poll


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def put(client, forum, text, key="k1", headers=None, **fields):
    data = {"text": text, "submit_key": key, **fields}
    return client.send(f"/forums/{forum.id}/questions", data, headers=headers)


def read(client, forum):
    return client.get(f"/forums/{forum.id}/live").get_data(as_text=True)


def test_the_page_shows_what_is_going_on_and_holds_the_forms(client, forum, asked, poll):
    response = client.get(f"/forums/{forum.id}/live")
    page = response.get_data(as_text=True)
    for words in ("1. napirendi pont", "Mikor lesz pad?", "Legyen pad?", "Zita", 'form="act"'):
        assert words in page
    assert response.headers["Cache-Control"] == "no-store"
    assert f"/polls/{poll.id}/vote" in page
    assert f"/questions/{asked.id}/support" in page


def test_a_visitor_puts_a_question_without_a_name(client, forum):
    answer = put(client, forum, "  Mikor lesz pad?\r\n")
    assert answer.status_code == 303
    assert "#questions" in answer.location
    question = db.session.scalars(select(Question)).one()
    assert (question.text, question.signature, question.supports) == ("Mikor lesz pad?", "", 1)
    assert "Mikor lesz pad?" in read(client, forum)


def test_the_same_form_twice_is_one_question(client, forum):
    assert put(client, forum, "Mikor?").status_code == 303
    assert put(client, forum, "Mikor?").status_code == 303
    assert count(Question) == count(QuestionSupport) == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_what_was_typed_comes_back(client, forum, text):
    answer = put(client, forum, text, signature="Zita néni")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Zita néni" in page
    assert not text.strip() or text in page
    assert count(Question) == 0


def test_an_old_page_gives_the_words_back(client, forum):
    data = {"text": "Régi lap", "submit_key": "k", "csrf_token": "old"}
    answer = client.post(f"/forums/{forum.id}/questions", data=data)
    assert answer.status_code == 400
    assert "Régi lap" in answer.get_data(as_text=True)
    data = {"name": "Régi név", "submit_key": "k", "csrf_token": "old"}
    answer = client.post(f"/forums/{forum.id}/hands", data=data)
    assert answer.status_code == 400
    assert "Régi név" in answer.get_data(as_text=True)
    answer = client.post(f"/forums/{forum.id}/hands", data={"down": "1", "csrf_token": "old"})
    assert answer.status_code == 400
    assert count(Question) == count(SpeakerRequest) == 0


def test_where_questions_are_signed_a_name_is_needed(client, forum):
    forum.anonymous_questions = False
    db.session.commit()
    assert put(client, forum, "Mikor?").status_code == 422
    assert put(client, forum, "Mikor?", signature="Zita").status_code == 303


def test_hostile_words_are_words(client, forum, people):
    put(client, forum, HOSTILE, signature=HOSTILE[:70])
    client.send(f"/forums/{forum.id}/hands", {"name": HOSTILE[:70], "submit_key": "h"})
    polling.open_poll(forum, HOSTILE, [HOSTILE, "Nem"], "p", people.mira)
    asking.take_up(db.session.scalars(select(Question)).one(), people.mira)
    db.session.commit()
    for path in ("live", "screen", "screen/now", "screen/now?view=follow"):
        page = client.get(f"/forums/{forum.id}/{path}").get_data(as_text=True)
        assert "&lt;svg onload" in page, path
        assert "<svg onload" not in page
        assert "<img src=x" not in page
    client.sign_in(people.mira)
    page = client.get(f"/forums/{forum.id}/console").get_data(as_text=True)
    assert "&lt;svg onload" in page
    assert "<svg onload" not in page


def test_supporting_once_is_enough(client, forum, asked):
    path = f"/questions/{asked.id}/support"
    assert client.send(path).status_code == 303
    assert client.send(path, headers=JSON).json == {
        "message": "Ön is támogatja ezt a kérdést.",
        "question": asked.id,
    }
    db.session.refresh(asked)
    assert asked.supports == 2
    assert 'aria-pressed="true"' in read(client, forum)
    piece = client.get(f"/forums/{forum.id}/screen/now?view=follow").get_data(as_text=True)
    assert 'aria-pressed="true"' not in piece


def test_voting_again_changes_the_vote(client, forum, poll):
    yes, no = (option.id for option in poll.options)
    path = f"/polls/{poll.id}/vote"
    assert client.send(path, {"option": yes}).status_code == 303
    assert client.send(path, {"option": no}, headers=JSON).json["option"] == no
    assert [row.option_id for row in db.session.scalars(select(PollVote))] == [no]
    assert "Az Ön szavazata" in read(client, forum)


@pytest.mark.parametrize("option", ["", "x", "0", "99999999999"])
def test_a_vote_for_nothing_is_refused(client, poll, option):
    assert client.send(f"/polls/{poll.id}/vote", {"option": option}).status_code == 422
    assert count(PollVote) == 0


def test_an_answer_of_another_poll_is_refused(client, make, people, poll):
    other = make.meeting("now", people.mira)
    leading.start(other, people.mira)
    theirs = polling.open_poll(other, "Más?", ["A", "B"], "p2", people.mira)
    db.session.commit()
    answer = client.send(f"/polls/{poll.id}/vote", {"option": theirs.options[0].id})
    assert answer.status_code == 422
    assert count(PollVote) == 0


def test_a_closed_poll_refuses_kindly(client, poll, people):
    polling.close_poll(poll, people.mira)
    db.session.commit()
    answer = client.send(f"/polls/{poll.id}/vote", {"option": poll.options[0].id}, headers=JSON)
    assert answer.status_code == 409
    assert "lezárult" in answer.json["error"]["message"]


def test_a_hand_goes_up_once_and_down_again(client, forum):
    path = f"/forums/{forum.id}/hands"
    assert client.send(path, {"name": "", "submit_key": "h0"}).status_code == 422
    assert client.send(path, {"name": "Zita", "submit_key": "h1"}).status_code == 303
    assert client.send(path, {"name": "Zita", "submit_key": "h2"}).status_code == 303
    assert count(SpeakerRequest) == 1
    assert "Zita" in read(client, forum)
    assert 'name="down"' in read(client, forum)
    assert client.send(path, {"down": "1"}).status_code == 303
    assert db.session.scalars(select(SpeakerRequest)).one().standing == "withdrawn"
    assert client.send(path, {"down": "1"}).status_code == 303


def test_before_the_beginning_one_can_ask_but_not_speak(client, make):
    meeting = make.meeting("coming")
    assert put(client, meeting, "Lesz kávé?").status_code == 303
    answer = client.send(f"/forums/{meeting.id}/hands", {"name": "Zita", "submit_key": "h"})
    assert answer.status_code == 409
    assert count(SpeakerRequest) == 0


def test_after_the_end_nothing_can_be_sent_and_the_words_come_back(client, forum, people):
    leading.end(forum, people.mira)
    db.session.commit()
    answer = put(client, forum, "Későn jött kérdés")
    assert answer.status_code == 409
    assert count(Question) == 0
    assert put(client, forum, "Késő", headers=JSON).status_code == 409


def test_questions_sent_without_a_key_are_questions_of_their_own(client, forum):
    for text in ("Első", "Második"):
        assert put(client, forum, text, "").status_code == 303
    assert count(Question) == 2


def test_too_many_questions_have_to_wait_and_are_not_lost(client, forum, monkeypatch):
    monkeypatch.setattr(views_follow, "PER_PERSON", 1)
    put(client, forum, "Első", "a"), put(client, forum, "Második", "b")
    answer = put(client, forum, "Harmadik", "c")
    assert answer.status_code == 429
    assert "Harmadik" in answer.get_data(as_text=True)
    assert count(Question) == 2


def test_too_many_taps_have_to_wait(client, asked, monkeypatch):
    monkeypatch.setattr(views_follow, "TAPS_PER_ADDRESS", 1)
    path = f"/questions/{asked.id}/support"
    assert client.send(path).status_code == 303
    assert client.send(path).status_code == 429


def test_a_waiting_question_is_seen_by_its_author_and_the_office(client, app, make, people):
    meeting = make.meeting("now", people.mira, make.conversation(moderation="before"))
    leading.start(meeting, people.mira)
    db.session.commit()
    answer = put(client, meeting, "Várakozó kérdés", headers=JSON)
    assert "moderátor" in answer.json["message"]
    assert "Várakozó kérdés" in read(client, meeting)
    question = db.session.scalars(select(Question)).one()
    stranger = app.test_client()
    assert "Várakozó kérdés" not in read(stranger, meeting)
    assert stranger.send(f"/questions/{question.id}/support").status_code == 404
    mira = app.test_client().sign_in(people.mira)
    console = mira.get(f"/forums/{meeting.id}/console").get_data(as_text=True)
    assert "Várakozó kérdés" in console
    assert mira.send(f"/moderation/meeting_question/{question.id}/approval").status_code == 303
    assert "Várakozó kérdés" in read(stranger, meeting)


def test_the_facilitator_takes_up_answers_and_merges(app, client, forum, asked, make, people):
    other = asking.ask(forum, make.person("visitor"), "Lesz-e pad?", "", "second")
    db.session.commit()
    mira = app.test_client().sign_in(people.mira)
    assert mira.send(f"/questions/{asked.id}/taking-up").status_code == 303
    screen = client.get(f"/forums/{forum.id}/screen").get_data(as_text=True)
    assert "Mikor lesz pad?" in screen
    assert "Lesz-e pad?" not in screen
    for into in (asked.id, 0, "x"):
        mira.send(f"/questions/{asked.id}/merging", {"into": into})
        assert asked.merged_into_id is None
    mira.send(f"/questions/{other.id}/merging", {"into": asked.id})
    db.session.refresh(asked)
    assert asked.supports == 2
    mira.send(f"/questions/{asked.id}/answer")
    assert "Mikor lesz pad?" not in read(client, forum)


def test_a_hidden_question_vanishes_and_comes_back(app, client, forum, asked, people):
    mira = app.test_client().sign_in(people.mira)
    path = f"/moderation/meeting_question/{asked.id}"
    assert mira.get(f"{path}/hiding").status_code == 200
    assert mira.send(f"{path}/hiding", {"reason": "abuse"}).status_code == 422
    mira.send(f"{path}/hiding", {"reason": "abuse", "because": "Sértő."})
    for where in ("live", "screen", "screen/now?view=follow"):
        page = client.get(f"/forums/{forum.id}/{where}").get_data(as_text=True)
        assert "Mikor lesz pad?" not in page
    assert client.send(f"/questions/{asked.id}/support").status_code == 404
    assert mira.get(f"{path}/restoring").status_code == 200
    assert mira.send(f"{path}/restoring", {}).status_code == 422
    mira.send(f"{path}/restoring", {"because": "Tévedés."})
    assert "Mikor lesz pad?" in read(client, forum)


ACTS = ("taking-up", "answer", "merging")


@pytest.mark.parametrize("act", ACTS)
def test_residents_do_not_lead(client, forum, asked, people, act):
    for browser in (client, client.sign_in(people.ana)):
        answer = browser.send(f"/questions/{asked.id}/{act}", {"into": "1"})
        assert answer.status_code in {302, 403}
    db.session.refresh(asked)
    assert asked.standing == "open"
    assert asked.visible


def test_what_belongs_to_a_draft_is_not_there(client, make, people):
    draft = make.meeting("draft")
    assert put(client, draft, "Mikor?").status_code == 404
    question = Question(
        meeting=draft, submit_key="d", text="Titok", author=make.person("visitor"), supports=1
    )
    make.save(question)
    assert client.send(f"/questions/{question.id}/support").status_code == 404
    assert client.send("/polls/999/vote", {"option": 1}).status_code == 404


def test_english(client, forum, asked, poll):
    page = client.get(f"/forums/{forum.id}/live", headers={"Accept-Language": "en"})
    page = page.get_data(as_text=True)
    assert "I would like to know too" in page
    assert "Put a question" in page
    assert "1 person would like to hear the answer" in page


def test_signing_in_keeps_what_was_done(client, forum, poll, people, app):
    client.send(f"/polls/{poll.id}/vote", {"option": poll.options[0].id})
    with client.session_transaction() as session:
        visitor = session["visitor"]
    from forum.accounts.models import visitor_signed_in

    visitor_signed_in.send(visitor, person=people.ana)
    db.session.commit()
    assert polling_phone.vote_of(people.ana.id, poll.id).option_id == poll.options[0].id
