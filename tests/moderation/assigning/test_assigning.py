"""Facilitators see and decide only where they are in charge; a free place belongs to them all."""

import pytest

from forum.core.access import can
from forum.core.db import db
from forum.moderation.assigning.charge import in_charge, places_of
from forum.moderation.assigning.models import Assignment, assign, assigned_to, relieve
from forum.moderation.assigning.places import place_of
from forum.moderation.subjects import Place


@pytest.fixture
def nora(make):
    return make.person("facilitator", "Nóra")


@pytest.fixture
def talk(make, people):
    one = make.conversation()
    assign(one, people.mira, people.paul)
    db.session.commit()
    return one


def test_a_place_without_anybody_belongs_to_every_facilitator(make, people, nora):
    free = Place("conversation", make.conversation().id)
    assert in_charge(people.mira, free)
    assert in_charge(nora, free)
    assert not in_charge(people.ana, free)


def test_an_assigned_place_belongs_to_its_people_and_to_planners(talk, people, nora):
    here = place_of(talk)
    assert in_charge(people.mira, here)
    assert in_charge(people.paul, here)
    assert in_charge(people.adam, here)
    assert not in_charge(nora, here)
    assert not in_charge(people.ana, here)


def test_places_of_tells_everything_or_ones_own(talk, make, people, nora):
    free = make.conversation()
    assert places_of(people.paul) is None
    assert places_of(people.ana) == set()
    assert place_of(talk) in places_of(people.mira)
    assert place_of(talk) not in places_of(nora)
    assert place_of(free) in places_of(nora)


def test_whoever_leads_a_forum_is_in_charge_of_it(make, people, nora):
    meeting = make.meeting(facilitator_id=people.mira.id)
    assert in_charge(people.mira, place_of(meeting))
    assert not in_charge(nora, place_of(meeting))


def test_somebody_who_left_does_not_lock_the_place(talk, people, nora):
    people.mira.disable(people.adam)
    db.session.commit()
    assert in_charge(nora, place_of(talk))


def test_an_idea_stands_in_no_place_so_every_facilitator_may(make, nora):
    idea = make.idea()
    assert place_of(idea) is None
    assert can(nora, "moderation:act", idea)


def test_what_cannot_be_located_is_not_given_away(make, nora):
    with pytest.raises(KeyError):
        can(nora, "conversations:manage", make.category())


def test_permissions_of_the_place_follow(talk, make, people, nora):
    opinion = make.opinion(conversation=talk)
    for name, thing in (
        ("conversations:manage", talk),
        ("opinions:desk", talk),
        ("opinions:import", talk),
        ("opinions:moderate", opinion),
        ("moderation:redact", opinion),
        ("moderation:act", opinion),
    ):
        assert can(people.mira, name, thing), name
        assert can(people.paul, name, thing), name
        assert not can(nora, name, thing), name
        assert not can(people.ana, name, thing), name


@pytest.mark.parametrize("page", ["edit", "desk", "imports"])
def test_a_strange_facilitator_is_sent_away_from_the_pages(talk, people, nora, client, page):
    path = f"/conversations/{talk.id}/{page}"
    assert client.sign_in(people.mira).get(path).status_code == 200
    assert client.sign_in(nora).get(path).status_code == 403


@pytest.mark.parametrize("page", ["agenda", "console", "edit"])
def test_a_strange_facilitator_does_not_lead_a_forum(make, people, nora, client, page):
    meeting = make.meeting("now")
    assign(meeting, people.mira, people.paul)
    db.session.commit()
    path = f"/forums/{meeting.id}/{page}"
    assert client.sign_in(people.mira).get(path).status_code == 200
    assert client.sign_in(nora).get(path).status_code == 403


def test_what_hangs_on_an_agenda_belongs_to_the_forum(make, people, nora):
    meeting = make.meeting()
    assign(meeting, people.mira, people.paul)
    assert can(people.mira, "meetings:manage", meeting.items[0])
    assert not can(nora, "meetings:manage", meeting.items[0])


def test_a_draft_of_others_is_not_seen(make, people, nora, client):
    draft = make.conversation("draft")
    assign(draft, people.mira, people.paul)
    db.session.commit()
    assert client.sign_in(people.mira).get(f"/conversations/{draft.id}").status_code == 200
    assert client.sign_in(nora).get(f"/conversations/{draft.id}").status_code == 404


def test_a_facilitator_who_drafts_is_in_charge_at_once(make, people, nora, client):
    words = {"question_hu": "Hol legyen a pad?", "moderation": "after"}
    words |= {"who_speaks": "anyone", "who_weighs": "anyone"}
    client.sign_in(people.mira).send("/conversations/new", words)
    from forum.conversations.models import Conversation

    made = db.session.scalars(db.select(Conversation)).one()
    assert assigned_to(place_of(made)) == [people.mira]
    assert not in_charge(nora, place_of(made))


def test_a_planner_says_who_is_in_charge(make, people, nora, client):
    talk = make.conversation()
    path = f"/moderation/places/conversation/{talk.id}/facilitators"
    client.sign_in(people.paul)
    assert "Nóra" in client.get(path).text
    assert client.send(path, {"people": [str(nora.id), str(people.ana.id)]}).status_code == 303
    assert assigned_to(place_of(talk)) == [nora]  # a resident is nobody's facilitator
    client.send(path, {})
    assert assigned_to(place_of(talk)) == []


@pytest.mark.parametrize("name", ["ana", "mira"])
def test_nobody_puts_themselves_in_charge(talk, people, client, name):
    path = f"/moderation/places/conversation/{talk.id}/facilitators"
    client.sign_in(getattr(people, name))
    assert client.get(path).status_code in {303, 403}
    assert client.send(path, {"people": []}).status_code in {303, 403}
    assert assigned_to(place_of(talk)) == [people.mira]


@pytest.mark.parametrize("path", ["/moderation/places/person/1/facilitators"])
def test_only_places_have_people_in_charge(people, client, path):
    assert client.sign_in(people.paul).get(path).status_code == 404


def test_assigning_twice_is_once_and_relieving_ends_it(talk, people, nora):
    assert not assign(talk, people.mira, people.adam)
    assert assign(talk, nora, people.adam)
    assert relieve(talk, people.mira, people.adam)
    assert not relieve(talk, people.mira, people.adam)
    db.session.commit()
    assert db.session.scalar(db.select(db.func.count(Assignment.id))) == 1


def test_asking_for_a_long_list_asks_the_database_the_same_number_of_times(
    make, people, count_queries
):
    def number():
        assert people.mira.role  # read again after the commit
        with count_queries() as log:
            places_of(people.mira)
        return len(log)

    make.conversation()
    number()
    few = number()
    for _number in range(8):
        make.conversation()
    assert number() == few


def test_the_page_names_the_place_in_the_language_of_its_reader(client, make, people, talk):
    client.set_cookie("language", "en")
    client.sign_in(people.paul)
    for place, name in ((talk, talk.question_en), (make.meeting(), "")):
        page = client.get(f"/moderation/places/{place.__tablename__}/{place.id}/facilitators")
        assert page.status_code == 200
        assert name in page.text


def test_the_event_of_a_forum_belongs_to_those_in_charge_of_the_forum(client, make, people, nora):
    """Names and contacts of registrations stand there, and the list at the door."""
    meeting = make.meeting(facilitator_id=people.mira.id)
    other = make.event()
    pages = ("registrations", "attendance", "door", "sheets", "edit")
    for person, status in ((people.mira, 200), (people.paul, 200), (nora, 403)):
        client.sign_in(person)
        for page in pages:
            answer = client.get(f"/events/{meeting.event_id}/{page}")
            assert answer.status_code == status, (person.name, page)
    client.sign_in(nora)
    assert client.get(f"/events/{other.id}/registrations").status_code == 200
    assert client.send(f"/events/{meeting.event_id}/tallies", {"count": "3"}).status_code == 403


@pytest.mark.parametrize("kind", ["conversation", "meeting"])
def test_the_page_of_a_place_leads_to_who_is_in_charge(make, people, client, kind):
    place = make.conversation("speak") if kind == "conversation" else make.meeting()
    page = f"/{'conversations' if kind == 'conversation' else 'forums'}/{place.id}"
    link = f'href="/moderation/places/{kind}/{place.id}/facilitators"'
    assert link in client.sign_in(people.paul).get(page).text
    assert link not in client.sign_in(people.mira).get(page).text, "planners say it"
    assert link not in client.sign_in(people.ana).get(page).text
