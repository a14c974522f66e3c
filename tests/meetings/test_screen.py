"""The hall screen: everything said in the hall at a glance, nothing hidden, nothing personal."""

import pytest

from forum.conversations import saying
from forum.core.db import db, now
from forum.meetings.hall import (
    leading,
    polling,
)
from forum.meetings.hall.captures import Capture
from forum.meetings.screens import (
    asking,
    screen,
)
from forum.opinions.models import Opinion

HOSTILE = '<svg onload=alert(1)>"><img src=x>'


@pytest.fixture
def forum(make, people):
    """A forum that is being held, feeding a conversation."""
    meeting = make.meeting("now", people.mira, make.conversation())
    leading.start(meeting, people.mira)
    db.session.commit()
    return meeting


def page(client, meeting, path="screen", **headers):
    response = client.get(f"/forums/{meeting.id}/{path}", headers=headers)
    assert response.status_code == 200, response.status_code
    return response.get_data(as_text=True)


def capture(meeting, people, text, key="key-1"):
    leading.capture(meeting.current_item, text, key, people.mira)
    db.session.commit()
    return db.session.get(Opinion, db.session.query(Capture).all()[-1].opinion_id)


def test_before_it_begins_the_screen_welcomes(client, make):
    meeting = make.meeting("coming", items=9)
    shown = page(client, meeting)
    assert "Üdvözöljük" in shown
    assert "Nyitófórum" in shown
    assert "1. napirendi pont" in shown
    assert "9. napirendi pont" not in shown
    assert f"/f/{meeting.id}" in shown
    assert "<svg role=" in shown


def test_the_screen_follows_the_agenda(client, forum, people):
    assert "1. napirendi pont" in page(client, forum)
    leading.go_to(forum.items[1], people.mira)
    db.session.commit()
    assert "2. napirendi pont" in page(client, forum)
    leading.end(forum, people.mira)
    db.session.commit()
    assert "Köszönjük" in page(client, forum)


def test_opinions_come_newest_first_and_hidden_ones_go(client, forum, people):
    capture(forum, people, "Kevés a pad", "a")
    bad = capture(forum, people, "Rossz szó", "b")
    shown = page(client, forum)
    assert shown.index("Rossz szó") < shown.index("Kevés a pad")
    before = screen.stamp(forum.id)
    bad.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert screen.stamp(forum.id) != before
    assert "Rossz szó" not in page(client, forum)
    assert "Rossz szó" not in page(client, forum, "screen/now?view=follow")


def test_long_words_are_cut_between_words_and_hostile_ones_are_words(client, forum, people):
    capture(forum, people, HOSTILE + " " + "hosszú " * 200)
    leading.ask_to_speak(forum, HOSTILE, "s1", people.mira)
    leading.decide(forum, HOSTILE, "d1", people.mira)
    db.session.commit()
    for path in ("screen", "live"):
        shown = page(client, forum, path)
        assert "<svg onload" not in shown
        assert "<img src=x" not in shown
        assert "&lt;svg onload" in shown
    assert "hosszú…" in page(client, forum)


def test_names_of_speakers_are_shown_unless_the_facilitator_says_no(client, forum, people):
    leading.ask_to_speak(forum, "Kovácsné", "s1", people.mira)
    leading.call(
        leading.ask_to_speak(forum, "Néni a második sorban", "s2", people.mira), people.mira
    )
    db.session.commit()
    assert "Kovácsné" in page(client, forum)
    assert "Néni a második" in page(client, forum)
    names = f"/forums/{forum.id}/screen/names"
    assert client.send(names, {"show": "0"}).status_code in {302, 401, 403}
    client.sign_in(people.mira).send(names, {"show": "0"})
    for path in ("screen", "live", "screen/now", "screen/now?view=follow"):
        assert "Kovácsné" not in page(client, forum, path)
    client.send(names, {"show": "1"})
    assert "Kovácsné" in page(client, forum)


def test_a_poll_has_bars_and_a_table(client, forum, people):
    poll = polling.open_poll(forum, "Legyen pad?", ["Igen", "Nem"], "p1", people.mira)
    polling.count_hands(poll, {poll.options[0].id: 12, poll.options[1].id: 3}, people.mira)
    db.session.commit()
    shown = page(client, forum)
    assert "<caption" in shown
    assert "Legyen pad?" in shown
    assert ">12<" in shown
    assert "15 szavazat" in shown
    polling.close_poll(poll, people.mira)
    db.session.commit()
    assert "Eredmény" in page(client, forum)
    for number in range(3):
        capture(forum, people, f"Vélemény {number}", f"k{number}")
    assert "Legyen pad?" not in page(client, forum)


def test_both_languages(client, forum):
    assert "Item 1 of 2" in page(client, forum, "screen/now?lang=en")
    assert "Item 1 of 2" not in page(client, forum, "screen/now?lang=hu")
    assert page(client, forum, **{"Accept-Language": "en"}).count('lang="en"') == 1


def test_a_draft_is_for_the_office_and_a_forum_called_off_is_not_followed(client, make, people):
    draft = make.meeting("draft")
    for path in ("screen", "live", "screen/now", "stream"):
        assert client.get(f"/forums/{draft.id}/{path}").status_code == 404
    off = make.meeting("coming")
    off.event.cancel(people.mira, "Eső")
    db.session.commit()
    assert "elmarad" in page(client, off)
    assert "data-stream" not in page(client, off)
    assert client.get(f"/forums/{off.id}/stream").status_code == 404
    client.sign_in(people.mira)
    assert "data-stream" not in page(client, draft)
    assert client.get(f"/forums/{draft.id}/stream").status_code == 404


def test_an_unknown_view_is_not_found(client, forum):
    assert client.get(f"/forums/{forum.id}/screen/now?view=secret").status_code == 404
    assert client.get(f"/forums/{forum.id}/stream?view=secret").status_code == 404


def test_the_short_address_leads_to_the_phone_page_and_later_to_the_forum(client, forum, people):
    answer = client.get(f"/f/{forum.id}")
    assert answer.status_code == 302
    assert answer.location.endswith(f"/forums/{forum.id}/live")
    leading.end(forum, people.mira)
    db.session.commit()
    assert client.get(f"/f/{forum.id}").location.endswith(f"/forums/{forum.id}")


def test_the_screen_asks_as_much_with_much_to_show(app, forum, people, make, count_queries):
    def fill(numbers):
        for n in numbers:
            capture(forum, people, f"Vélemény {n}", f"k{n}")
            leading.ask_to_speak(forum, f"Név {n}", f"s{n}", people.mira)
            asking.ask(forum, make.person("visitor"), f"Kérdés {n}", "", f"q{n}")
        db.session.commit()

    def asked(view):
        forum_id = forum.id
        db.session.expire_all()
        with app.test_request_context("/"), count_queries() as log:
            screen.draw(view, forum_id)
        return len(log)

    fill(range(1))
    few = [asked(view) for view in screen.VIEWS]
    fill(range(1, 12))
    assert [asked(view) for view in screen.VIEWS] == few
    assert max(few) < 20


def test_a_waiting_opinion_is_not_shown(client, make, people):
    talk = make.conversation(moderation="before")
    meeting = make.meeting("now", people.mira, talk)
    leading.start(meeting, people.mira)
    number = saying.say(talk, saying.Saying("Várakozó szó", "forum"), "w1", None)
    db.session.add(
        Capture(meeting_id=meeting.id, item_id=meeting.items[0].id, opinion_id=number, at=now())
    )
    db.session.commit()
    assert "Várakozó szó" not in page(client, meeting)
