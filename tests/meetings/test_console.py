"""The facilitator's console: who may use it, what it takes, and that nothing doubles."""

import pytest

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.meetings.drafting import TableRow, set_tables
from forum.meetings.hall import (
    leading,
    polling,
)
from forum.meetings.hall.captures import Capture, ParkedPoint, SpeakerRequest, StrawPoll
from forum.meetings.hall.outcomes import MeetingDecision, MeetingTask
from forum.opinions.models import Opinion

HOSTILE = '"><img src=x><svg onload=alert(1)>'
JSON = {"Accept": "application/json"}


@pytest.fixture
def live(make, people):
    meeting = make.meeting("now", conversation=make.conversation(), items=3)
    leading.start(meeting, people.mira)
    db.session.commit()
    return meeting


@pytest.fixture
def mira(client, people):
    client.set_cookie("language", "en")
    return client.sign_in(people.mira)


def path(meeting, act=""):
    return f"/forums/{meeting.id}/{act or 'console'}"


def test_residents_do_not_lead_forums(client, live, people):
    poll = polling.open_poll(live, "Jó?", ["Igen", "Nem"], "p", people.mira)
    asked = leading.ask_to_speak(live, "Anna", "s", people.mira)
    db.session.commit()
    client.sign_in(people.ana)
    assert client.get(path(live)).status_code == 403
    assert client.get(path(live, "console/now")).status_code == 403
    for act in ("start", "end", "current", "captures", "speakers", "polls", "decisions", "tasks"):
        assert client.send(path(live, act)).status_code == 403, act
    assert client.send(f"/forums/polls/{poll.id}/closing").status_code == 403
    assert client.send(f"/forums/speakers/{asked.id}", {"act": "call"}).status_code == 403
    db.session.expire_all()
    assert poll.is_open
    assert live.is_live


def test_a_forum_that_is_not_there_has_no_console(mira):
    assert mira.get("/forums/12345/console").status_code == 404
    assert mira.send("/forums/polls/12345/closing").status_code == 404


def test_a_forum_by_its_buttons(mira, make):
    meeting = make.meeting("now", conversation=make.conversation(), items=2)
    first, second = meeting.items
    assert "Open the forum" in mira.get(path(meeting)).text
    assert mira.send(path(meeting, "start")).status_code == 303
    page = mira.get(path(meeting)).text
    assert "Item 1 of 2" in page

    step = {"item": second.id, "seen": first.id}
    assert mira.send(path(meeting, "current"), step).headers["Location"].endswith("#now")
    assert mira.send(path(meeting, "current"), step).status_code == 303
    assert "Item 2 of 2" in mira.get(path(meeting)).text

    mira.send(path(meeting, "end"))
    assert "The forum has ended" in mira.get(path(meeting)).text
    mira.send(path(meeting, "resumption"))
    assert "Item 2 of 2" in mira.get(path(meeting)).text
    told = [entry.sentence for entry in db.session.query(AuditEntry).filter_by(public=True)]
    assert any("opened the forum" in sentence for sentence in told)


def test_at_the_last_item_the_next_step_is_to_end_the_forum(mira, live, people):
    step = 'class="console-steps"'
    assert "End the forum" not in mira.get(path(live)).text.split(step)[1].split("<details")[0]
    leading.go_to(live.items[-1], people.mira)
    db.session.commit()
    page = mira.get(path(live)).text
    assert "End the forum" in page.split(step)[1].split("<details")[0]
    assert page.count(f'action="{path(live, "end")}"') == 1


def test_what_is_said_becomes_an_opinion_once(mira, live, make):
    place = make.neighbourhood("Avas")
    item = live.items[0].id
    entry = {"text": "Több pad!", "submit_key": "k" * 22, "item": item, "neighbourhood": place.id}
    for _time in range(2):
        answer = mira.send(path(live, "captures"), entry)
        assert answer.headers["Location"].endswith("/console#text")
    opinion = db.session.query(Opinion).one()
    assert (opinion.text, opinion.channel) == ("Több pad!", "forum")
    assert opinion.neighbourhood_id == place.id
    page = mira.get(path(live)).text
    assert page.count("Több pad!") == 1
    assert f'<option selected value="{place.id}">' in page, "the neighbourhood stays chosen"


def test_an_entry_that_arrives_late_stays_under_its_item(mira, live, people):
    first, second, _third = live.items
    leading.go_to(second, people.mira)
    db.session.commit()
    mira.send(path(live, "captures"), {"text": "Még az elsőhöz", "item": first.id})
    assert db.session.query(Capture).one().item_id == first.id


def test_an_item_of_another_forum_is_not_taken(mira, live, make):
    other = make.meeting("now", items=1)
    mira.send(path(live, "captures"), {"text": "Több pad!", "item": other.items[0].id})
    assert db.session.query(Capture).one().item_id == live.current_item.id
    answer = mira.send(path(live, "current"), {"item": other.items[0].id}, headers=JSON)
    assert answer.status_code == 409


def test_what_was_said_at_a_table_is_told_with_it(mira, live, people):
    set_tables(live, [TableRow("Fiatalok", None)], people.mira)
    db.session.commit()
    mira.send(path(live, "captures"), {"text": "Gördeszkapálya", "table": live.tables[0].id})
    assert db.session.query(Capture).one().table.label == "Fiatalok"


def test_nothing_typed_is_lost(mira, live):
    answer = mira.send(path(live, "captures"), {"text": "x"})
    assert answer.status_code == 422
    answer = mira.send(path(live, "decisions"), {"decision": "Igen", "votes_for": "sok"})
    assert answer.status_code == 422
    assert "Igen</textarea>" in answer.text
    answer = mira.send(path(live, "tasks"), {"what": "Utánanéz", "who": "Iroda", "due_on": "majd"})
    assert answer.status_code == 422
    assert 'value="Utánanéz"' in answer.text
    assert db.session.query(MeetingDecision).count() + db.session.query(MeetingTask).count() == 0


def test_a_console_with_javascript_is_answered_in_json(mira, live):
    answer = mira.send(path(live, "captures"), {"text": "Több pad!"}, headers=JSON)
    assert answer.json["done"] is True
    answer = mira.send(path(live, "captures"), {"text": " "}, headers=JSON)
    assert answer.status_code == 422
    assert "text" in answer.json["error"]["fields"]
    now = mira.get(path(live, "console/now"))
    assert "Több pad!" in now.text
    assert "<html" not in now.text
    assert now.headers["Cache-Control"] == "no-store"


def test_without_a_conversation_the_console_says_what_to_do(mira, make, people):
    meeting = make.meeting("now")
    leading.start(meeting, people.mira)
    db.session.commit()
    page = mira.get(path(meeting)).text
    assert "feeds no conversation yet" in page
    answer = mira.send(path(meeting, "captures"), {"text": "Több pad!"})
    assert answer.status_code == 409
    assert db.session.query(Opinion).count() == 0


def test_hidden_opinions_are_marked_and_not_shown(mira, live, people):
    row = leading.capture(live.items[0], "Sértő szavak", "k", by=people.mira)
    db.session.get(Opinion, row.opinion_id).hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    page = mira.get(path(live)).text
    assert "Sértő szavak" not in page
    assert "Not shown: hidden" in page


def test_speakers(mira, live):
    for name in ("Anna", "Béla"):
        mira.send(path(live, "speakers"), {"name": name, "submit_key": f"key-{name}"})
    mira.send(path(live, "speakers"), {"name": "Anna", "submit_key": "key-Anna"})
    anna, bela = db.session.query(SpeakerRequest).order_by(SpeakerRequest.id)
    mira.send(f"/forums/speakers/{anna.id}", {"act": "call"})
    mira.send(f"/forums/speakers/{bela.id}", {"act": "withdraw"})
    mira.send(f"/forums/speakers/{anna.id}", {"act": "sing"})
    db.session.expire_all()
    assert (anna.standing, bela.standing) == ("called", "withdrawn")
    mira.send(f"/forums/speakers/{anna.id}", {"act": "done"})
    db.session.expire_all()
    assert anna.standing == "done"


def test_a_straw_poll_by_hands(mira, live):
    question = {"question": "Pad?", "option_1": "Igen", "option_2": "Nem", "submit_key": "p"}
    mira.send(path(live, "polls"), question)
    mira.send(path(live, "polls"), question)
    poll = db.session.query(StrawPoll).one()
    yes, no = poll.options
    mira.send(f"/forums/polls/{poll.id}/hands", {f"hands{yes.id}": "31", f"hands{no.id}": "hat"})
    db.session.expire_all()
    assert (yes.hands, no.hands) == (31, None)
    another = mira.send(path(live, "polls"), {**question, "submit_key": "q"})
    assert another.status_code == 409
    assert 'value="Pad?"' in another.text
    mira.send(f"/forums/polls/{poll.id}/closing")
    db.session.expire_all()
    assert not poll.is_open


@pytest.mark.parametrize("second", ["", "igen"])
def test_a_poll_needs_two_different_answers(mira, live, second):
    answer = mira.send(
        path(live, "polls"), {"question": "Pad?", "option_1": "Igen", "option_2": second}
    )
    assert answer.status_code == 422
    assert db.session.query(StrawPoll).count() == 0


def test_parking_decisions_and_tasks(mira, live, people):
    mira.send(path(live, "parking"), {"point": "Buszmegálló", "submit_key": "a"})
    point = db.session.query(ParkedPoint).one()
    mira.send(f"/forums/parking/{point.id}", {"outcome": "Az MVK válaszol."})
    mira.send(path(live, "decisions"), {"decision": "Hat pad", "votes_for": "1 031"})
    task = {
        "what": "Árajánlat",
        "who": "Városgazda",
        "due_on": "2026-12-10",
        "followed_by": people.paul.id,
    }
    mira.send(path(live, "tasks"), task)
    db.session.expire_all()
    assert point.outcome == "Az MVK válaszol."
    assert db.session.query(MeetingDecision).one().votes_for == 1031
    page = mira.get(path(live)).text
    assert "December 10, 2026" in page
    assert "followed by Paul" in page
    mira.send(f"/forums/tasks/{db.session.query(MeetingTask).one().id}/removal")
    assert db.session.query(MeetingTask).count() == 0


def test_a_task_is_followed_by_staff_only(mira, live, people):
    task = {"what": "Árajánlat", "who": "Iroda", "followed_by": people.ana.id}
    assert mira.send(path(live, "tasks"), task).status_code == 422


def test_hostile_words_are_shown_as_words(mira, live):
    mira.send(path(live, "captures"), {"text": HOSTILE})
    mira.send(path(live, "speakers"), {"name": HOSTILE})
    mira.send(path(live, "polls"), {"question": HOSTILE, "option_1": HOSTILE, "option_2": "=1+1"})
    mira.send(path(live, "parking"), {"point": HOSTILE})
    mira.send(path(live, "decisions"), {"decision": HOSTILE})
    mira.send(path(live, "tasks"), {"what": HOSTILE, "who": HOSTILE})
    page = mira.get(path(live)).text
    assert page.count("&lt;svg onload=alert(1)&gt;") >= 6
    assert "<img src=x" not in page
    assert "<svg onload" not in page


def test_the_console_page_costs_the_same_however_much_was_said(mira, live, people, count_queries):
    def cost():
        db.session.expire_all()
        with count_queries() as log:
            assert mira.get(path(live)).status_code == 200
        return len(log)

    for n in range(3):
        leading.capture(live.items[0], f"Vélemény {n}", f"k{n}", by=people.mira)
        leading.give_task(live, "Utánanéz", "Iroda", f"k{n}", people.mira)
    db.session.commit()
    few = cost()
    for n in range(3, 30):
        leading.capture(live.items[n % 3], f"Vélemény {n}", f"k{n}", by=people.mira)
        leading.ask_to_speak(live, f"Valaki {n}", f"k{n}", people.mira)
        leading.give_task(live, "Utánanéz", "Iroda", f"k{n}", people.mira)
    db.session.commit()
    assert cost() == few


def test_the_console_speaks_hungarian(mira, live):
    mira.set_cookie("language", "hu")
    assert "Mi hangzik el?" in mira.get(path(live)).text
