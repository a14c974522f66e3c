"""What became of my idea: the chain, the code on the slip, taking it along, one's own page."""

import pytest
from sqlalchemy import func, select

from forum.accounts.reach import Reach, reach
from forum.core.codes import clean_code
from forum.core.db import db
from forum.core.limits import Attempt
from forum.ideas import following
from forum.ideas.answering import Reason, answer
from forum.ideas.following import Step, chain
from forum.ideas.models import Idea
from forum.ideas.proposing import Proposal, attach, claim_code, propose
from forum.ideas.supporting import support


@pytest.fixture
def idea(make) -> Idea:
    idea = propose(Proposal("Sakkdélután", "Sakkozzunk."), make.person("visitor"), "key")
    db.session.commit()
    return idea


@pytest.fixture
def steps_of_others():
    """Let a test add steps as the rooms above do, and take them away afterwards."""
    before = list(following._sources)
    yield following
    following._sources[:] = before


def kinds(idea, **more):
    return [(step.kind, step.state) for step in chain(idea, **more)]


def test_the_chain_begins_with_the_proposal_and_says_what_is_ahead(app, idea):
    with app.test_request_context():
        assert kinds(idea) == [("proposed", "done"), ("supported", "ahead"), ("answer", "ahead")]


def test_the_chain_tells_support_and_answers_in_order(app, idea, make, people):
    support(idea, make.person("visitor"))
    answer(idea, "considered", Reason("Megnézzük.", "We look."), people.paul, "a")
    answer(idea, "accepted", Reason("Jó ötlet."), people.paul, "b")
    db.session.commit()
    with app.test_request_context():
        steps = chain(idea)
    assert [step.kind for step in steps] == ["proposed", "supported", "answer", "answer"]
    assert steps[-1].text == "Jó ötlet."


def test_rooms_above_add_their_steps(app, idea, steps_of_others):
    steps_of_others.add_steps(lambda ideas: {one.id: [Step("decision", "Döntés")] for one in ideas})
    with app.test_request_context():
        assert ("decision", "done") in kinds(idea)
        assert ("answer", "ahead") not in kinds(idea)


def test_what_has_no_day_is_told_after_what_has_one(app, idea, people, steps_of_others):
    answer(idea, "planned", Reason("Benne van a tervben."), people.paul, "a")
    db.session.commit()
    steps_of_others.add_steps(lambda ideas: {idea.id: [Step("outcome", "41-en jöttek el")]})
    with app.test_request_context():
        told = [step.kind for step in chain(idea) if step.done]
    assert told == ["proposed", "answer", "outcome"]


def test_many_chains_cost_as_much_as_one(app, make, count_queries):
    whole = make.idea("Egész")
    for number in range(8):
        make.idea(f"Ötlet {number}", split_from_id=whole.id)
    db.session.expunge_all()
    ideas = db.session.scalars(select(Idea).where(Idea.split_from_id.is_not(None))).all()
    with app.test_request_context():
        with count_queries() as one:
            following.chains(ideas[:1])
        with count_queries() as many:
            following.chains(ideas)
    assert len(one) == len(many)


def test_the_code_box_of_the_site_leads_to_the_idea(client, idea):
    answered = client.get("/follow", query_string={"code": claim_code("key").lower()})
    page = client.get(answered.location, follow_redirects=True)
    assert page.status_code == 200
    assert "Sakkdélután" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_wrong_codes_are_told_so(client, idea):
    assert client.get("/ideas/codes/AAAA-BBBB-CC").status_code == 404
    assert client.get('/ideas/codes/"><svg onload=alert(1)>').status_code == 404


def test_the_holder_of_the_code_takes_the_idea_along(client, idea):
    path = f"/ideas/codes/{claim_code('key')}"
    assert "/edit" not in client.get(path).text
    client.send(f"{path}/claim")
    page = client.get(path).text
    assert f"/ideas/{idea.id}/edit" in page
    assert f"/ideas/{idea.id}/pictures" in page
    assert client.get(f"/ideas/{idea.id}/edit").status_code == 200


def test_whoever_asked_to_be_told_is_told_on_the_new_device_too(client, idea):
    reach(idea.author, "kati@example.org", None, "hu")
    db.session.commit()
    client.send(f"/ideas/codes/{claim_code('key')}/claim")
    assert db.session.scalars(select(Reach)).one().person_id == idea.author_id


def test_an_account_takes_the_idea_in(client, idea, people):
    answered = client.sign_in(people.ana).send(f"/ideas/codes/{claim_code('key')}/claim")
    assert answered.location == "/account/ideas"
    assert "Sakkdélután" in client.get("/account/ideas").text
    assert idea.author_id == people.ana.id


def test_what_belongs_to_an_account_stays_there(client, idea, people, make):
    attach(idea, people.ana)
    db.session.commit()
    client.sign_in(make.person()).send(f"/ideas/codes/{claim_code('key')}/claim")
    assert idea.author_id == people.ana.id


def test_ones_own_support_ends_with_the_claim(idea, people):
    support(idea, people.ana)
    attach(idea, people.ana)
    db.session.commit()
    assert idea.supports_count == 0


def test_a_hidden_idea_tells_its_author_why_and_nobody_else(client, app, idea, people):
    idea.hide(people.mira, "advertising", "Ez reklám.")
    db.session.commit()
    page = client.get(f"/ideas/codes/{claim_code('key')}").text
    assert "Ez reklám." in page
    assert app.test_client().get(f"/ideas/{idea.id}").status_code == 404


def test_ones_own_page_tells_what_one_supports(client, idea, people):
    support(idea, people.ana)
    db.session.commit()
    assert "Sakkdélután" in client.sign_in(people.ana).get("/account/ideas").text
    assert client.application.test_client().get("/account/ideas").status_code == 302


def test_guessing_is_stopped(client, idea, monkeypatch):
    monkeypatch.setattr("forum.core.limits.WRONG_CODES", 3)
    for letter in "012":
        assert client.get(f"/ideas/codes/AAAA-BBBB-C{letter}").status_code == 404
    assert client.get(f"/ideas/codes/{clean_code(claim_code('key'))}").status_code == 429


def test_a_right_code_of_another_room_is_no_guess(client, idea):
    code = clean_code(claim_code("key"))
    for _time in range(3):
        answer = client.get(f"/follow/{code}")
        assert (answer.status_code, answer.location) == (303, f"/ideas/codes/{code}")
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0
