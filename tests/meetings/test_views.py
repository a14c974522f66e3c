"""Drafting, announcing and reading about forums."""

from datetime import timedelta

import pytest

from forum.audit.models import AuditEntry
from forum.core.clock import now
from forum.core.days import day_of
from forum.core.db import db
from forum.events.models import Event, event_announced
from forum.meetings.forms import guests_of
from forum.meetings.hall import (
    leading,
)
from forum.meetings.models import Meeting


@pytest.fixture(autouse=True)
def english(client):
    client.set_cookie("language", "en")


def form(**more):
    return {
        "submit_key": "f" * 22,
        "type": "walk",
        "title_hu": "Bejárás a piacnál",
        "title_en": "Walk at the market",
        "description_hu": "Nézzük meg együtt!",
        "day": day_of(now() + timedelta(days=9)).isoformat(),
        "begins": "17:00",
        "ends": "19:00",
        "place_hu": "Piac tér",
        "is_free": "y",
        "takes_registrations": "y",
        "languages": "hu",
        "comment_days": "8",
        "guests": "Nagy Éva, iskolaigazgató\nKiss Pál",
        **more,
    }


def test_a_forum_is_drafted_once_with_its_event_and_agenda(client, people, make):
    talk = make.conversation()
    client.sign_in(people.mira)
    values = form(conversation=talk.id, facilitator=people.mira.id)
    answer = client.send("/forums/new", values)
    assert client.send("/forums/new", values).status_code == 303
    meeting = db.session.query(Meeting).one()
    assert answer.headers["Location"].endswith(f"/forums/{meeting.id}/agenda")
    assert db.session.query(Event).one().kind == "forum"
    assert meeting.event.description_hu == "Nézzük meg együtt!"
    assert meeting.conversation is talk
    assert [(one.name, one.role) for one in meeting.invitations] == [
        ("Nagy Éva", "iskolaigazgató"),
        ("Kiss Pál", ""),
    ]
    assert [item.title_hu for item in meeting.items][:2] == [
        "Gyülekező és az útvonal",
        "Első megálló",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_hu": ""},
        {"description_hu": ""},
        {"day": ""},
        {"ends": "17:00"},
        {"type": "circus"},
        {"comment_days": "0"},
        {"conversation": "999"},
        {"guests": "x" * 400},
        {"guests": "\n".join(f"Vendég {n}" for n in range(40))},
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(client, people, wrong):
    client.sign_in(people.mira)
    answer = client.send("/forums/new", form(**wrong))
    assert answer.status_code == 422
    assert "Piac tér" in answer.text
    assert db.session.query(Meeting).count() == 0


def test_a_forum_is_followed_only_by_staff(client, people):
    client.sign_in(people.mira)
    assert client.send("/forums/new", form(facilitator=people.ana.id)).status_code == 422


def test_a_draft_is_not_there_for_visitors_until_it_is_announced(client, app, people, make):
    meeting = make.meeting("draft")
    stranger = app.test_client()
    stranger.set_cookie("language", "en")
    assert stranger.get(f"/forums/{meeting.id}").status_code == 404
    assert "Opening forum" not in stranger.get("/forums").text
    told = []
    with event_announced.connected_to(lambda event: told.append(event.id)):
        client.sign_in(people.mira)
        client.send(f"/forums/{meeting.id}/announcing")
        client.send(f"/forums/{meeting.id}/announcing")
    assert told == [meeting.event_id]
    assert stranger.get(f"/forums/{meeting.id}").status_code == 200
    assert "Opening forum" in stranger.get("/forums").text


def test_the_page_of_a_forum(client, make, people):
    talk = make.conversation()
    meeting = make.meeting("coming", conversation=talk)
    meeting.event.description_hu = "Mire való?\n\nErre."
    make.save(meeting.event)
    page = client.get(f"/forums/{meeting.id}").text
    assert "<p>Erre.</p>" in page
    assert "Avasi Közösségi Ház" in page
    assert f"/events/{meeting.event_id}/registration" in page
    assert talk.question in page
    assert "Follow it live" not in page
    assert "1. napirendi pont" in page


def test_a_forum_that_is_on_can_be_followed(client, make, people):
    meeting = make.meeting("now")
    leading.start(meeting, people.mira)
    db.session.commit()
    page = client.get(f"/forums/{meeting.id}").text
    assert f"/forums/{meeting.id}/live" in page
    assert 'aria-current="step"' in page


def test_the_conversation_and_the_event_lead_to_the_forum(client, make):
    talk = make.conversation()
    meeting = make.meeting("coming", conversation=talk)
    link = f"/forums/{meeting.id}"
    assert link in client.get(f"/conversations/{talk.id}").text
    assert link in client.get(f"/events/{meeting.event_id}").text
    draft = make.meeting("draft", conversation=talk)
    assert f"/forums/{draft.id}" not in client.get(f"/conversations/{talk.id}").text


def test_the_draft_of_a_conversation_is_not_named(client, make):
    talk = make.conversation("draft")
    meeting = make.meeting("coming", conversation=talk)
    assert talk.question not in client.get(f"/forums/{meeting.id}").text


def test_kept_pages_follow_the_forum(client, make, people):
    talk = make.conversation()
    meeting = make.meeting("now", conversation=talk)
    paths = ("/forums", f"/forums/{meeting.id}", f"/events/{meeting.event_id}")
    before = [client.get(path).text for path in paths]
    leading.start(meeting, people.mira)
    db.session.commit()
    after = [client.get(path).text for path in paths]
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_a_change_keeps_what_has_been_said_where_it_is(client, make, people):
    talk, other = make.conversation(), make.conversation()
    meeting = make.meeting("now", conversation=talk)
    leading.start(meeting, people.mira)
    leading.capture(meeting.items[0], "Több pad!", "k", by=people.mira)
    db.session.commit()
    client.sign_in(people.mira)
    begins = {"begins": "00:00", "ends": "23:59", "day": meeting.event.day.isoformat()}
    answer = client.send(f"/forums/{meeting.id}/edit", form(conversation=other.id, **begins))
    assert answer.status_code == 409
    db.session.expire_all()
    assert meeting.conversation is talk


def test_changing_a_forum_changes_its_event(client, make, people):
    meeting = make.meeting("coming")
    client.sign_in(people.mira)
    page = client.get(f"/forums/{meeting.id}/edit").text
    assert "Nyitófórum" in page
    version = meeting.event.version
    answer = client.send(f"/forums/{meeting.id}/edit", form(seen=str(version), guests=""))
    assert answer.headers["Location"].endswith(f"/forums/{meeting.id}")
    db.session.expire_all()
    assert meeting.event.title_hu == "Bejárás a piacnál"
    assert meeting.event.place_hu == "Piac tér"
    stale = client.send(f"/forums/{meeting.id}/edit", form(seen=str(version), title_hu="Régi"))
    assert stale.status_code == 409
    assert 'value="Régi"' in stale.text


def test_residents_draft_no_forums(client, people, make):
    meeting = make.meeting("coming")
    client.sign_in(people.ana)
    for path in ("/forums/new", f"/forums/{meeting.id}/edit"):
        assert client.get(path).status_code == 403
        assert client.send(path, form()).status_code == 403
    assert client.send(f"/forums/{meeting.id}/announcing").status_code == 403


def test_a_forum_that_was_called_off_says_so(client, make, people):
    meeting = make.meeting("coming")
    meeting.event.cancel(people.mira, "Beázott a terem.")
    db.session.commit()
    page = client.get(f"/forums/{meeting.id}").text
    assert "Beázott a terem." in page
    assert "registration" not in page.split("<main")[1].split("</main")[0]


def test_forums_are_found_by_searching(client, make, people):
    meeting = make.meeting("coming")
    assert f"/events/{meeting.event_id}" in client.get("/search?q=nyitófórum").text


def test_the_list_has_what_is_coming_first_and_costs_the_same(client, make, count_queries):
    def cost():
        db.session.expire_all()
        with count_queries() as log:
            client.get("/forums", query_string={"q": "1"})
        return len(log)

    make.meeting("coming")
    make.meeting("past")
    few = cost()
    for _number in range(4):
        make.meeting("coming")
        make.meeting("past")
    assert cost() == few
    page = client.get("/forums").text
    assert page.index("On and coming") < page.index("Held")


def test_hostile_words(client, people, make):
    client.sign_in(people.mira)
    hostile = '"><img src=x><svg onload=alert(1)>'
    client.send("/forums/new", form(title_hu=hostile, title_en="", description_hu=hostile))
    meeting = db.session.query(Meeting).one()
    for path in ("", "/edit", "/agenda", "/console", "/tables"):
        page = client.get(f"/forums/{meeting.id}{path}").text
        assert "<img src=x" not in page, path
        assert "<svg onload" not in page, path


def test_the_log_tells_what_the_office_did_and_no_more(client, people, make):
    client.sign_in(people.mira)
    client.send("/forums/new", form())
    meeting = db.session.query(Meeting).one()
    client.send(f"/forums/{meeting.id}/announcing")
    public = {entry.act for entry in db.session.query(AuditEntry).filter_by(public=True)}
    assert public == {"event.announced"}


def test_guests_are_read_line_by_line():
    text = "Nagy Éva, iskolaigazgató, Avas\n\n  Kiss Pál  \n, senki"
    assert guests_of(text) == [("Nagy Éva", "iskolaigazgató, Avas"), ("Kiss Pál", "")]


def test_hungarian(client, make):
    client.set_cookie("language", "hu")
    make.meeting("coming")
    page = client.get("/forums").text
    assert "Fórumok" in page
    assert "Nyitófórum" in page


def test_a_forum_about_danger_says_whom_to_call(make, client):
    calm = make.meeting(conversation=make.conversation())
    unsafe = make.meeting(conversation=make.conversation(safety=True))
    for path in ("", "/live"):
        assert "emergency-prominent" not in client.get(f"/forums/{calm.id}{path}").text
        assert "emergency-prominent" in client.get(f"/forums/{unsafe.id}{path}").text
