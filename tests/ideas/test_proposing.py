"""To propose a program without an account: few words, similar ideas first, a code afterwards."""

import re
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.accounts.reach import Reach
from forum.core import search
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.ideas.models import HelpOffer, Idea, idea_proposed
from forum.ideas.proposing import Proposal, claim_code, propose, take_in

NASTY = '<svg onload=alert(1)> "><img src=x> =1+1'
KEY = "a-key-of-22-letters-xx"
WORDS = {"title": "Javítókávézó", "text": "Hozzuk el, ami elromlott, és javítsuk meg együtt."}


def send(client, **data):
    return client.send("/ideas/new", {**WORDS, "submit_key": KEY, **data})


def number_of(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_title_and_a_sentence_are_enough(client):
    answer = send(client)
    assert answer.status_code == 303
    idea = db.session.scalars(select(Idea)).one()
    assert (idea.title, idea.state, idea.author.role, idea.visible) == (
        "Javítókávézó",
        "new",
        "visitor",
        True,
    )
    page = client.get(answer.location).text
    assert claim_code(idea.submit_key) in page
    assert idea.reference in page
    assert 'class="slip-qr"' in page


def test_everything_else_may_be_told(client, make):
    avas, old, games = make.neighbourhood(), make.age_band(), make.category()
    send(
        client,
        category=games.id,
        neighbourhoods=[avas.id],
        age_bands=[old.id],
        place="a könyvtárban",
        timing="szombatonként",
        needs="két asztal",
        cost="60 000",
        helps=["organiser", "room"],
        home=avas.id,
        age_band=old.id,
        signature="Pista",
        contact="pista@example.org",
    )
    idea = db.session.scalars(select(Idea)).one()
    assert (idea.category, idea.neighbourhoods, idea.age_bands) == (games, [avas], [old])
    assert (idea.place, idea.timing, idea.needs, idea.cost) == (
        "a könyvtárban",
        "szombatonként",
        "két asztal",
        60_000,
    )
    assert (idea.home_id, idea.age_band_id, idea.signature) == (avas.id, old.id, "Pista")
    assert idea.contact_key == contact_key("PISTA@example.org")
    assert set(db.session.scalars(select(HelpOffer.kind))) == {"organiser", "room"}
    reach = db.session.scalars(select(Reach)).one()
    assert (reach.person_id, reach.email, reach.confirmed_at) == (
        idea.author_id,
        "pista@example.org",
        None,
    )
    page = client.get(f"/ideas/{idea.id}").text
    assert "pista@example.org" not in page
    assert "60\u00a0000" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": " \n "},
        {"title": "x"},
        {"title": "x" * 121},
        {"text": ""},
        {"text": "?"},
        {"text": "x" * 3001},
        {"neighbourhoods": "99999"},
        {"helps": "everything"},
        {"cost": "sok"},
        {"cost": "99999999999"},
        {"contact": "nincs"},
        {"website": "http://spam.example"},
        {"needs": "x" * 601},
    ],
)
def test_what_cannot_be_is_said_kindly_and_nothing_is_lost(client, wrong):
    answer = send(client, **wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    kept = WORDS["text"] if "text" not in wrong else WORDS["title"]
    assert kept in answer.text
    assert number_of(Idea) == 0


def test_an_old_page_gives_the_words_back(client):
    answer = client.post("/ideas/new", data=WORDS | {"submit_key": KEY})
    assert answer.status_code == 400
    assert WORDS["text"] in answer.text


def test_hostile_words_are_only_words(client):
    answer = send(client, title=NASTY, text=NASTY, place=NASTY, signature=NASTY, needs=NASTY)
    idea = db.session.scalars(select(Idea)).one()
    pages = [answer.location, f"/ideas/{idea.id}", "/ideas", f"/ideas/{idea.id}/support"]
    for path in pages:
        page = client.get(path).text
        assert "<svg onload" not in page
        assert "<img src=x" not in page


def test_sending_twice_makes_one_idea(client):
    first, second = send(client), send(client)
    assert first.location == second.location
    assert number_of(Idea) == number_of(Person) == 1


def test_a_lost_answer_is_found_again_on_another_device(client, app):
    send(client)
    second = send(app.test_client())
    assert second.status_code == 303
    assert number_of(Idea) == 1


def test_twenty_parallel_posts_with_one_key_are_one_idea(app, make):
    author, barrier, failures = make.person("visitor").id, Barrier(20), []

    def post():
        with app.app_context():
            barrier.wait()
            try:
                propose(Proposal(**WORDS), db.session.get_one(Person, author), KEY)
                db.session.commit()
            except Exception as failure:
                failures.append(failure)

    db.session.rollback()
    threads = [Thread(target=post) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert number_of(Idea) == 1
    assert number_of(search.SearchEntry) == 1


def test_similar_ideas_are_shown_once_before_sending(client, make):
    other = propose(Proposal(**WORDS), make.person("visitor"), "other")
    db.session.commit()
    first = send(client, title="Javítókávézó nálunk is", place="a pincében")
    assert first.status_code == 200
    assert f'value="{other.id}"' in first.text
    assert "a pincében" in first.text
    assert number_of(Idea) == 1
    seen = re.search(r'name="seen"[^>]*value="(\w*)"', first.text).group(1)
    assert seen == "1"
    answer = send(client, title="Javítókávézó nálunk is", place="a pincében", seen=seen)
    assert answer.status_code == 303
    assert number_of(Idea) == 2


def test_mine_is_different_sends_it(client, make):
    propose(Proposal(**WORDS), make.person("visitor"), "other")
    db.session.commit()
    assert send(client, different="1").status_code == 303


def test_looking_first_sends_nothing_and_needs_no_title(client, make):
    propose(Proposal(**WORDS), make.person("visitor"), "other")
    db.session.commit()
    page = send(client, title="", look="1")
    assert page.status_code == 200
    assert "Javítókávézó" in page.text
    assert number_of(Idea) == 1


def test_supporting_another_instead_takes_the_words_along(client, make):
    other = propose(Proposal(**WORDS), make.person("visitor"), "other")
    db.session.commit()
    page = send(client, title="Javítsunk együtt", text="Van hozzá szerszámom.", instead=other.id)
    assert page.status_code == 200
    assert f'action="/ideas/{other.id}/support"' in page.text
    assert "Javítsunk együtt\nVan hozzá szerszámom." in page.text
    assert number_of(Idea) == 1


def test_supporting_one_that_is_hidden_meanwhile_keeps_the_form(client, make, people):
    other = make.idea()
    other.hide(people.mira, "advertising", "Reklám.")
    db.session.commit()
    page = send(client, instead=other.id)
    assert page.status_code == 404
    assert WORDS["text"] in page.text


def test_the_piece_with_similar_ideas_names_the_lead_of_merged_ones(client, make):
    lead = propose(Proposal("Szerszámkölcsönző", "Fúrók mindenkinek."), make.person("visitor"), "l")
    merged = propose(Proposal(**WORDS), make.person("visitor"), "m")
    merged.lead_id = lead.id
    db.session.commit()
    piece = client.get("/ideas/similar", query_string=WORDS).text
    assert "Szerszámkölcsönző" in piece
    assert "<html" not in piece
    assert f'value="{merged.id}"' not in piece


def test_an_account_proposes_without_being_asked_for_a_contact(client, people):
    page = client.sign_in(people.ana).get("/ideas/new").text
    assert 'name="contact"' not in page
    send(client)
    idea = db.session.scalars(select(Idea)).one()
    assert idea.author_id == people.ana.id
    assert idea.contact_key == contact_key(people.ana.email)
    assert number_of(Reach) == 0


def test_a_flood_is_stopped(client, monkeypatch):
    monkeypatch.setattr("forum.ideas.views_propose.PER_ADDRESS", 2)
    codes = [
        send(client, submit_key=f"a-key-of-22-letters-{number:02}", seen="1").status_code
        for number in range(3)
    ]
    assert codes == [303, 303, 429]


def test_a_list_is_taken_in_whole_or_not_at_all(make):
    proposals = [Proposal(f"Ötlet {number}", "Szöveg ide.") for number in range(3)]
    ideas = take_in(proposals, None, "list")
    db.session.commit()
    assert len({idea.author_id for idea in ideas}) == 3
    assert len({idea.serial for idea in ideas}) == 3
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        take_in(proposals, None, "list")
    db.session.rollback()
    assert number_of(Idea) == 3


def test_rooms_above_hear_of_a_new_idea_once(make):
    heard = []
    author = make.person("visitor")
    with idea_proposed.connected_to(lambda idea: heard.append(idea)):
        for _time in range(2):
            propose(Proposal(**WORDS), author, KEY)
    assert len(heard) == 1


def test_handing_over_forgets_the_visitor(client):
    send(client)
    client.send("/ideas/handover")
    with client.session_transaction() as session:
        assert "visitor" not in session


def test_one_word_in_common_stops_nobody(client, make):
    propose(Proposal("Sakk a téren", "Padok mellett."), make.person("visitor"), "other")
    db.session.commit()
    answer = send(client, title="Lányfoci", text="A pályán a téren túl.", place="")
    assert answer.status_code == 303
    assert number_of(Idea) == 2
