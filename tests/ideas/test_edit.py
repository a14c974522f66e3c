"""Who proposed may change it until somebody supports it or the city answers."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core import search
from forum.core.db import db
from forum.core.errors import Refused
from forum.ideas.answering import Reason, answer
from forum.ideas.models import Idea
from forum.ideas.proposing import Proposal, edit, propose
from forum.ideas.supporting import support

NEW = {"title": "Kártyadélután", "text": "Kártyázzunk csütörtökönként.", "cost": "5 000"}


@pytest.fixture
def idea(people) -> Idea:
    idea = propose(Proposal("Sakkdélután", "Sakkozzunk."), people.ana, "key")
    db.session.commit()
    return idea


def test_the_author_changes_it(client, idea, people, make):
    avas = make.neighbourhood()
    client.sign_in(people.ana)
    page = client.get(f"/ideas/{idea.id}/edit").text
    assert "Sakkozzunk." in page
    answered = client.send(f"/ideas/{idea.id}/edit", {**NEW, "neighbourhoods": [avas.id]})
    assert answered.status_code == 303
    assert (idea.title, idea.cost, idea.neighbourhoods) == ("Kártyadélután", 5000, [avas])
    assert "Kártyázzunk" in idea.html
    found = db.session.scalars(search.matching("kartyazzunk", "idea", 0)).all()
    assert found == [idea.id]
    assert not db.session.scalars(search.matching("sakkozzunk", "idea", 0)).all()


def test_the_log_knows_that_but_not_what_nor_who(client, idea, people):
    client.sign_in(people.ana).send(f"/ideas/{idea.id}/edit", NEW)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "idea.edited")).one()
    assert (entry.actor_name, entry.actor_id, entry.reference) == ("", None, idea.reference)
    assert "Sakk" not in str(entry.details)


def test_nobody_else_changes_it(client, idea, people, make):
    assert client.get(f"/ideas/{idea.id}/edit").status_code == 302
    for person in (make.person(), people.mira, people.adam):
        client.sign_in(person)
        assert client.get(f"/ideas/{idea.id}/edit").status_code == 403
        assert client.send(f"/ideas/{idea.id}/edit", NEW).status_code == 403
    assert idea.title == "Sakkdélután"


def test_after_somebody_supports_it_the_words_stay(client, idea, people, make):
    support(idea, make.person("visitor"))
    db.session.commit()
    client.sign_in(people.ana)
    assert client.get(f"/ideas/{idea.id}/edit").status_code == 303
    answered = client.send(f"/ideas/{idea.id}/edit", NEW)
    assert answered.status_code == 409
    assert "Kártyázzunk csütörtökönként." in answered.text
    assert idea.title == "Sakkdélután"


def test_after_the_city_answered_the_words_stay(idea, people):
    answer(idea, "considered", Reason("Megnézzük."), people.paul, "key")
    with pytest.raises(Refused):
        edit(idea, people.ana, Proposal("Más", "Egészen más."))


@pytest.mark.parametrize("wrong", [{"title": ""}, {"text": "x"}, {"cost": "drága"}])
def test_what_cannot_be_comes_back(client, idea, people, wrong):
    answered = client.sign_in(people.ana).send(f"/ideas/{idea.id}/edit", {**NEW, **wrong})
    assert answered.status_code == 422
    assert idea.title == "Sakkdélután"
