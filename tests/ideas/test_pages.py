"""The list and the page of an idea: chosen, ordered, found, kept, and the same cost for many."""

import pytest

from forum.core.db import db
from forum.ideas import extensions
from forum.ideas.answering import Reason, answer
from forum.ideas.commenting import comment
from forum.ideas.models import STATES, Idea
from forum.ideas.proposing import Proposal, propose
from forum.ideas.queries import similar_to, stamp
from forum.ideas.supporting import support

ENGLISH = {"Accept-Language": "en"}


def proposed(make, title="Sakkdélután", text="Sakkozzunk együtt.", **more) -> Idea:
    idea = propose(Proposal(title, text, **more), make.person("visitor"), f"key-{title}"[:60])
    db.session.commit()
    return idea


def titles(client, **query):
    page = client.get("/ideas", query_string=query).text
    known = [(page.find(f">{idea.title}<"), idea.title) for idea in db.session.query(Idea)]
    return [title for place, title in sorted(known) if place >= 0]


def test_an_empty_list_leads_on(client):
    page = client.get("/ideas", headers=ENGLISH).text
    assert "Nobody has proposed anything yet" in page
    assert 'href="/ideas/new"' in page


def test_the_newest_come_first_and_the_most_supported_if_asked(client, make):
    first, second = proposed(make, "Egy"), proposed(make, "Kettő")
    support(first, make.person("visitor"))
    db.session.commit()
    assert titles(client) == ["Kettő", "Egy"]
    assert titles(client, sort="supported") == ["Egy", "Kettő"]
    second.state = "accepted"
    db.session.commit()
    assert titles(client, sort="answered") == ["Kettő", "Egy"]


def test_the_list_is_narrowed(client, make):
    avas, old, games = make.neighbourhood(), make.age_band(), make.category()
    other = make.neighbourhood("Pereces")
    proposed(make, "Avasi", neighbourhood_ids=(avas.id,), category_id=games.id)
    proposed(make, "Perecesi", neighbourhood_ids=(other.id,), age_band_ids=(old.id,))
    proposed(make, "Bárhol")
    assert titles(client, neighbourhood=avas.id) == ["Bárhol", "Avasi"]
    assert titles(client, category=games.id) == ["Avasi"]
    assert titles(client, age_band=old.id) == ["Bárhol", "Perecesi", "Avasi"]
    assert titles(client, state="declined") == []
    assert len(titles(client, state="nonsense", sort="nonsense", category="x")) == 3


@pytest.mark.parametrize("words", ["sakkdelutan", "SAKKDÉLUTÁN", "sakk", "sakkozzunk"])
def test_words_are_found_without_accents(client, make, words):
    proposed(make)
    proposed(make, "Kert", "Ültessünk.")
    assert titles(client, q=words) == ["Sakkdélután"]


def test_the_search_of_the_site_finds_ideas(client, make):
    idea = proposed(make)
    assert f'href="/ideas/{idea.id}"' in client.get("/search?q=sakkdelutan").text


def test_nothing_found_leads_on(client, make):
    proposed(make)
    page = client.get("/ideas?q=zebra", headers=ENGLISH).text
    assert "No idea matches" in page


def test_merged_ideas_stand_under_their_lead_but_are_found(client, make):
    lead, merged = proposed(make, "Klub", "Játszunk."), proposed(make, "Kör", "Gyöngyöt fűzünk.")
    merged.signature, merged.lead_id = "Ilona", lead.id
    lead.touch()
    db.session.commit()
    assert titles(client) == ["Klub"]
    assert titles(client, q="gyöngyöt") == ["Kör"]
    page = client.get(f"/ideas/{lead.id}").text
    assert f'href="/ideas/{merged.id}"' in page
    assert "Ilona" in page
    assert f'href="/ideas/{lead.id}"' in client.get(f"/ideas/{merged.id}").text


def test_what_is_hidden_is_nowhere(client, make, people):
    idea = proposed(make)
    client.get("/ideas"), client.get(f"/ideas/{idea.id}")
    idea.hide(people.mira, "advertising", "Reklám.")
    db.session.commit()
    assert "Sakkdélután" not in client.get("/ideas").text
    assert "Sakkdélután" not in client.get("/search?q=sakkdelutan").text
    assert client.get(f"/ideas/{idea.id}").status_code == 404
    assert similar_to("Sakkdélután", "") == []
    idea.restore(people.mira)
    db.session.commit()
    assert "Sakkdélután" in client.get("/ideas").text
    assert similar_to("Sakkdélután", "") == [idea]


def test_staff_and_the_author_still_read_what_is_hidden(client, make, people):
    idea = make.idea(author=people.ana)
    idea.hide(people.mira, "advertising", "Ez reklám.")
    db.session.commit()
    for person in (people.ana, people.mira):
        page = client.sign_in(person).get(f"/ideas/{idea.id}")
        assert page.status_code == 200
        assert "Ez reklám." in page.text


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["hu", "en"])
def test_every_state_is_told(client, make, state, language):
    idea = make.idea(state=state)
    page = client.get(f"/ideas/{idea.id}", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert 'aria-current="step"' in page.text or state == "delivered"


def test_a_visitor_without_a_session_gets_a_page_without_forms(client, make):
    idea = proposed(make)
    for path in ("/ideas", f"/ideas/{idea.id}"):
        answer = client.get(path)
        assert "csrf_token" not in answer.text
        assert answer.headers.get("ETag")
        assert "Set-Cookie" not in answer.headers


def test_the_stamps_change_with_what_is_shown(make):
    idea = proposed(make)
    seen = [(stamp(), stamp(idea.id))]
    acts = [
        lambda: support(idea, make.person("visitor")),
        lambda: comment(idea, make.person("visitor"), "for", "Jó lesz.", "c"),
        lambda: proposed(make, "Másik"),
    ]
    for act in acts:
        act()
        db.session.commit()
        seen.append((stamp(), stamp(idea.id)))
    assert len({one for one, _two in seen}) == 4
    assert len({two for _one, two in seen}) == 3


def test_the_list_costs_the_same_for_many(client, make, count_queries):
    avas, old, games = make.neighbourhood(), make.age_band(), make.category()
    more = {"neighbourhood_ids": (avas.id,), "age_band_ids": (old.id,), "category_id": games.id}
    proposed(make, "Egy", **more)
    with count_queries() as one:
        client.get("/ideas?page=1")
    for number in range(9):
        proposed(make, f"Ötlet {number}", **more)
    with count_queries() as many:
        client.get("/ideas?sort=newest")
    assert len(many) == len(one)


def test_the_page_costs_the_same_for_many(client, make, count_queries):
    idea = proposed(make)
    other = proposed(make, "Másik")
    for number in range(5):
        support(idea, make.person("visitor"))
        comment(idea, make.person("visitor"), "for", f"Jó {number}.", f"c{number}")
        make.idea(f"Alatta {number}", lead_id=idea.id)
    db.session.commit()
    with count_queries() as few:
        client.get(f"/ideas/{other.id}")
    with count_queries() as many:
        client.get(f"/ideas/{idea.id}")
    assert len(many) <= len(few)


def test_pages_are_turned(client, make):
    for number in range(20):
        make.idea(f"Ötlet {number:02}")
    assert len(titles(client)) == 18
    assert titles(client, page=2) == ["Ötlet 01", "Ötlet 00"]


def test_the_answer_of_the_city_stands_on_the_page(client, make, people):
    idea = make.idea()
    answer(idea, "accepted", Reason("Jó ötlet, tavasszal megtartjuk."), people.paul, "a")
    db.session.commit()
    assert client.get(f"/ideas/{idea.id}").text.count("Jó ötlet, tavasszal megtartjuk.") >= 1


def test_staff_see_where_to_hide(client, make, people):
    idea = make.idea()
    row = comment(idea, make.person("visitor"), "for", "Jó lesz.", "c")
    db.session.commit()
    hide = f'href="/moderation/idea_comment/{row.id}/hiding"'
    assert hide not in client.get(f"/ideas/{idea.id}").text
    assert hide in client.sign_in(people.mira).get(f"/ideas/{idea.id}").text


def test_rooms_above_add_a_part(client, make, monkeypatch):
    idea = make.idea()
    monkeypatch.setattr(extensions.page, "_sections", {})
    extensions.add_section(lambda _person, one: {"template": "ideas/_state.html", "idea": one})
    assert client.get(f"/ideas/{idea.id}").status_code == 200
