"""Leading a forum by its verbs, from the opening to the end."""

from datetime import date, timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import update

from forum.audit.models import AuditEntry
from forum.conversations import saying
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.meetings.hall import (
    leading,
    polling,
)
from forum.meetings.hall.captures import Capture, ParkedPoint, SpeakerRequest
from forum.meetings.hall.concluding import take_back
from forum.meetings.hall.desk import console_state, speakers
from forum.meetings.hall.outcomes import MeetingDecision, MeetingTask
from forum.opinions.models import Opinion
from tests.meetings.held import hold_forum, open_minutes


@pytest.fixture
def live(make, people):
    """A forum that has been opened, at the first of its three items."""
    meeting = make.meeting("now", conversation=make.conversation(), items=3)
    leading.start(meeting, people.mira)
    db.session.commit()
    return meeting


def names(meeting):
    return [asked.name for asked in speakers(meeting)["waiting"]]


def test_a_whole_forum(make, people):
    talk = make.conversation()
    meeting = make.meeting("now", conversation=talk, items=2)
    welcome, talking = meeting.items

    leading.start(meeting, people.mira)
    assert meeting.is_live
    assert meeting.current_item is welcome

    leading.go_to(talking, people.mira)
    said = leading.capture(talking, "Legyen több pad!", "k1", by=people.mira)
    asked = leading.ask_to_speak(meeting, "Kovácsné", "s1", people.mira)
    leading.call(asked, people.mira)
    leading.finish(asked, people.mira)
    poll = polling.open_poll(meeting, "Pad vagy hinta?", ["Pad", "Hinta"], "p1", people.mira)
    polling.count_hands(poll, {poll.options[0].id: 31, poll.options[1].id: 12}, people.mira)
    leading.park(meeting, "Mi lesz a buszmegállóval?", "x1", people.mira)
    leading.decide(meeting, "Hat pad kerül a parkba.", "d1", people.mira, 31, 2, 5)
    leading.give_task(
        meeting, "Árajánlatot kér", "Városgazda", "t1", people.mira, date(2026, 12, 1), people.paul
    )
    leading.end(meeting, people.mira)
    db.session.commit()

    assert meeting.was_held
    assert meeting.current_item is None
    assert not poll.is_open
    assert [option.hands for option in poll.options] == [31, 12]
    opinion = db.session.get(Opinion, said.opinion_id)
    assert (opinion.text, opinion.channel, opinion.conversation) == (
        "Legyen több pad!",
        "forum",
        talk,
    )
    assert opinion.entered_by_id == people.mira.id
    task = db.session.query(MeetingTask).one()
    assert (task.who, task.due_on, task.followed_by) == (
        "Városgazda",
        date(2026, 12, 1),
        people.paul,
    )
    assert db.session.query(MeetingDecision).one().votes_for == 31
    acts = [
        entry.act
        for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)
        if entry.act.startswith("meeting")
    ]
    assert acts == ["meeting.started", "meeting.ended"]


def test_only_an_announced_forum_with_an_agenda_is_opened(make, people):
    with pytest.raises(Refused):
        leading.start(make.meeting("draft"), people.mira)
    with pytest.raises(Refused):
        leading.start(make.meeting("now", items=0), people.mira)


def test_opening_and_ending_twice_is_once(live, people):
    leading.start(live, people.paul)
    leading.end(live, people.mira)
    ended = live.sitting.ended_at
    leading.end(live, people.paul)
    db.session.commit()
    assert live.sitting.ended_at == ended
    assert live.sitting.started_by_id == people.mira.id
    assert db.session.query(AuditEntry).filter_by(act="meeting.ended").count() == 1
    with pytest.raises(Refused):
        leading.start(live, people.mira)


def test_a_forum_ended_too_early_goes_on_where_it_was(live, people):
    leading.go_to(live.items[1], people.mira)
    leading.end(live, people.mira)
    leading.resume(live, people.mira)
    db.session.commit()
    assert live.is_live
    assert live.current_item is live.items[1]


def test_a_forum_whose_minutes_were_sent_stays_over(make, people):
    meeting = hold_forum(make, people).meeting
    open_minutes(meeting, people.mira)
    with pytest.raises(Refused):
        leading.resume(meeting, people.mira)
    assert meeting.was_held


def test_the_console_offers_to_go_on_until_the_minutes_are_sent(client, make, people):
    meeting = hold_forum(make, people).meeting
    client.sign_in(people.mira)
    way = f"/forums/{meeting.id}/resumption"
    assert way in client.get(f"/forums/{meeting.id}/console").text
    open_minutes(meeting, people.mira)
    assert way not in client.get(f"/forums/{meeting.id}/console").text


def test_a_hand_taken_down_at_that_moment_is_not_called(live, people):
    hand = leading.ask_to_speak(live, "Zita", "z", people.mira)
    down = update(SpeakerRequest).where(SpeakerRequest.id == hand.id).values(withdrawn_at=now())
    db.session.execute(down.execution_options(synchronize_session=False))  # by somebody else
    assert hand.standing == "waiting"
    leading.call(hand, people.mira)
    assert hand.called_at is None


def test_two_who_press_next_at_once_make_one_step(live, people):
    first, second, third = live.items
    assert leading.go_to(second, people.mira, seen=first.id)
    assert not leading.go_to(second, people.paul, seen=first.id)
    assert not leading.go_to(third, people.paul, seen=first.id)
    db.session.commit()
    assert live.current_item is second


def test_nobody_goes_on_in_a_forum_that_is_not_held(make, people):
    meeting = make.meeting("coming")
    with pytest.raises(Refused):
        leading.go_to(meeting.items[0], people.mira)


def test_the_clock_adds_up_when_one_comes_back_to_an_item(live, people):
    first, second, _third = live.items
    begun = first.current_since
    with at(begun + timedelta(minutes=4)):
        assert first.seconds == 240
        leading.go_to(second, people.mira)
    with at(begun + timedelta(minutes=10)):
        leading.go_to(first, people.mira)
    with at(begun + timedelta(minutes=12)):
        assert first.seconds == 360
        assert second.seconds == 360
        assert second.has_begun
        assert not live.items[2].has_begun


def test_those_who_have_not_spoken_come_first(live, people):
    for number, name in enumerate(["Anna", "Béla"]):
        asked = leading.ask_to_speak(live, name, f"a{number}", people.mira)
        leading.call(asked, people.mira)
    leading.ask_to_speak(live, "Anna", "b1", people.mira)
    leading.ask_to_speak(live, "Cili", "b2", people.mira)
    db.session.commit()
    assert names(live) == ["Cili", "Anna"]
    live.newcomers_first = False
    assert names(live) == ["Anna", "Cili"]


def test_calling_one_lets_the_other_finish(live, people):
    anna = leading.ask_to_speak(live, "Anna", "a", people.mira)
    bela = leading.ask_to_speak(live, "Béla", "b", people.mira)
    leading.call(anna, people.mira)
    leading.call(bela, people.mira)
    db.session.commit()
    assert (anna.standing, bela.standing) == ("done", "called")
    leading.withdraw(bela)
    assert bela.standing == "called", "somebody who speaks is not taken off the list"


def test_nobody_is_called_after_the_end(live, people):
    anna = leading.ask_to_speak(live, "Anna", "a", people.mira)
    leading.end(live, people.mira)
    with pytest.raises(Refused):
        leading.call(anna, people.mira)
    with pytest.raises(Refused):
        leading.ask_to_speak(live, "Béla", "b", people.mira)
    with pytest.raises(Refused):
        polling.open_poll(live, "Jó?", ["Igen", "Nem"], "p", people.mira)


def test_a_phone_asks_once_while_it_waits(live, make, people):
    visitor = make.person("visitor")
    once = leading.ask_to_speak(live, "Dóra", "p1", person=visitor)
    twice = leading.ask_to_speak(live, "Dóra", "p2", person=visitor)
    assert once is twice
    leading.withdraw(once)
    again = leading.ask_to_speak(live, "Dóra", "p3", person=visitor)
    assert again is not once
    assert again.first_time, "somebody who withdrew has not spoken"


def test_nothing_is_doubled(live, people):
    for _time in range(2):
        leading.capture(live.items[0], "Több fát!", "k", by=people.mira)
        leading.ask_to_speak(live, "Anna", "k", people.mira)
        leading.park(live, "Később", "k", people.mira)
        leading.decide(live, "Igen", "k", people.mira)
        leading.give_task(live, "Utánanéz", "Iroda", "k", people.mira)
        polling.open_poll(live, "Jó?", ["Igen", "Nem"], "k", people.mira)
        db.session.commit()
    for model in (Capture, SpeakerRequest, ParkedPoint, MeetingDecision, MeetingTask):
        assert db.session.query(model).count() == 1, model
    assert db.session.query(Opinion).count() == 1


def test_one_question_at_a_time(live, people):
    poll = polling.open_poll(live, "Jó?", ["Igen", "Nem"], "a", people.mira)
    with pytest.raises(Refused):
        polling.open_poll(live, "Biztos?", ["Igen", "Nem"], "b", people.paul)
    polling.close_poll(poll, people.mira)
    polling.open_poll(live, "Biztos?", ["Igen", "Nem"], "b", people.paul)
    with pytest.raises(Refused):
        polling.open_poll(live, "Egy?", ["Csak egy"], "c", people.paul)


def test_capturing_needs_a_conversation_and_says_so(make, people):
    meeting = make.meeting("now")
    leading.start(meeting, people.mira)
    with force_locale("en"), pytest.raises(Refused, match="no conversation"):
        leading.capture(meeting.items[0], "Több fát!", "k", by=people.mira)
    meeting.conversation = make.conversation("draft")
    with force_locale("en"), pytest.raises(Refused, match="draft"):
        leading.capture(meeting.items[0], "Több fát!", "k", by=people.mira)


def test_a_key_of_the_web_page_does_not_bring_its_opinion_into_the_hall(live, make, people):
    theirs = make.opinion("A honlapon írtam", live.conversation, submit_key="k")
    ours = leading.capture(live.items[0], "A teremben mondták", "k", by=people.mira)
    assert ours.opinion_id != theirs.id
    assert saying.told([ours.opinion_id])[ours.opinion_id].text == "A teremben mondták"


def test_a_slip_is_taken_back_while_the_forum_goes_on(live, people):
    decision = leading.decide(live, "Elírás", "d", people.mira)
    task = leading.give_task(live, "Utánanéz", "Iroda", "t", people.mira)
    take_back(decision, people.mira)
    leading.end(live, people.mira)
    with pytest.raises(Refused):
        take_back(task, people.mira)
    db.session.commit()
    assert db.session.query(MeetingDecision).count() == 0
    assert db.session.query(MeetingTask).count() == 1


def test_every_change_tells_the_screens(live, people):
    item = live.items[0]
    asked = leading.ask_to_speak(live, "Anna", "s", people.mira)
    poll = polling.open_poll(live, "Jó?", ["Igen", "Nem"], "p", people.mira)
    point = leading.park(live, "Később", "x", people.mira)
    db.session.commit()
    acts = [
        lambda: leading.go_to(live.items[1], people.mira),
        lambda: leading.capture(item, "Több fát!", "k", by=people.mira),
        lambda: leading.call(asked, people.mira),
        lambda: leading.finish(asked, people.mira),
        lambda: polling.count_hands(poll, {poll.options[0].id: 3}, people.mira),
        lambda: polling.close_poll(poll, people.mira),
        lambda: leading.settle(point, "Az iroda válaszol.", people.mira),
        lambda: leading.decide(live, "Igen", "d", people.mira),
        lambda: leading.give_task(live, "Utánanéz", "Iroda", "t", people.mira),
        lambda: leading.end(live, people.mira),
    ]
    for act in acts:
        before = live.tick
        act()
        db.session.commit()
        assert live.tick == before + 1


def test_the_console_asks_the_same_number_of_questions_however_much_was_said(
    live, people, count_queries
):
    def fill(number):
        for n in range(number):
            key = f"{number}-{n}"
            leading.capture(live.items[0], f"Vélemény {key}", key, by=people.mira)
            leading.ask_to_speak(live, f"Valaki {key}", key, people.mira)
            leading.park(live, "Később", key, people.mira)
            leading.decide(live, "Igen", key, people.mira)
            leading.give_task(live, "Utánanéz", "Iroda", key, people.mira, followed_by=people.paul)
            poll = polling.open_poll(live, "Jó?", ["Igen", "Nem"], key, people.mira)
            polling.close_poll(poll, people.mira)
        db.session.commit()
        db.session.expire_all()
        assert live.items[0].title
        with count_queries() as log:
            state = console_state(live)
            [row["told"].text for row in state["captures"]]
            [task.followed_by.name for task in state["tasks"]]
            [option.text for poll in state["polls"] for option in poll.options]
        return len(log)

    assert fill(2) == fill(9)


def test_hostile_words_are_only_words(live, people):
    leading.decide(live, "<svg onload=alert(1)>", "d", people.mira)
    assert db.session.query(MeetingDecision).one().text == "<svg onload=alert(1)>"
    assert now() >= live.sitting.started_at
