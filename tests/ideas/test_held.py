"""A hidden idea leaves the list, the search and its page; a held one is not there yet."""

from forum.core import search
from forum.core.db import db
from forum.ideas.proposing import Proposal, propose
from forum.moderation.rules.watching import WatchWord


def test_a_hidden_idea_leaves_the_index_the_list_and_its_page(client, make, people):
    idea = make.idea("Padavató", people.ana)
    search.add(idea.findable())
    idea.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert "Padavató" not in client.get("/ideas").text
    assert client.get(f"/ideas/{idea.id}").status_code == 404
    assert search.similar("Padavató", "idea", 0) == []


def test_an_idea_a_rule_holds_appears_once_let(client, make, people):
    make.save(WatchWord(word="gazember", weight=40, holds=True))
    idea = propose(Proposal("Gazemberek klubja", "Közös délutánok."), people.ana, "k" * 22)
    db.session.commit()
    assert not idea.visible
    assert "Gazemberek" not in client.get("/ideas").text
    assert client.get(f"/ideas/{idea.id}").status_code == 404
    assert search.similar("Gazemberek klubja", "idea", 0) == []
    idea.approve(people.mira)
    db.session.commit()
    assert "Gazemberek" in client.get("/ideas").text
