"""The desk of ideas: one entry after the other, none lost, none doubled."""

import pytest
from sqlalchemy import select

from forum.accounts.reach import Reach
from forum.core import search
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.ideas.models import Idea, Support

DESK = "/ideas/desk"
JSON = {"Accept": "application/json"}
PHONE = "06 30 123 4567"


def idea_entry(key="k1", **more):
    data = {"what": "idea", "title": "Padavató", "text": "Üljünk le.", "channel": "paper"}
    return {**data, "submit_key": key.ljust(22, "x"), **more}


def support_entry(idea, key="s1", **more):
    typed = idea if isinstance(idea, str) else idea.reference
    data = {"what": "support", "idea": typed, "channel": "table"}
    return {**data, "submit_key": key.ljust(22, "x"), **more}


@pytest.fixture
def mira(client, people):
    client.set_cookie("language", "en")
    return client.sign_in(people.mira)


def ideas():
    db.session.expire_all()
    return db.session.scalars(select(Idea).order_by(Idea.id)).all()


def supports():
    db.session.expire_all()
    return db.session.scalars(select(Support).order_by(Support.id)).all()


def test_only_facilitators_have_a_desk(client, people):
    assert client.get(DESK).status_code == 302
    assert client.sign_in(people.ana).get(DESK).status_code == 403
    assert client.send(DESK, idea_entry()).status_code == 403


def test_an_idea_told_on_paper(mira, people, make):
    place = make.neighbourhood()
    mira.send(DESK, idea_entry(neighbourhood=place.id, home=place.id, contact=PHONE))
    (idea,) = ideas()
    assert (idea.title, idea.channel, idea.entered_by_id) == ("Padavató", "paper", people.mira.id)
    assert idea.contact_key == contact_key(PHONE)
    assert [part.id for part in idea.neighbourhoods] == [idea.home_id] == [place.id]
    assert db.session.query(Reach).count() == 0


def test_whoever_wants_to_be_told_is_reached(mira):
    mira.send(DESK, idea_entry(contact=PHONE, wants_news="y"))
    assert db.session.scalars(select(Reach)).one().phone == "+36301234567"


def test_sent_twice_it_is_one_entry(mira, make):
    for _time in range(2):
        assert mira.send(DESK, idea_entry()).status_code == 303
    idea = ideas()[0]
    for _time in range(2):
        mira.send(DESK, support_entry(idea))
    assert len(ideas()) == len(supports()) == 1


def test_support_by_number_by_a_choice_of_the_list_and_by_words(mira, make):
    idea = make.idea("Esti néptánc", serial=12)
    search.add(idea.findable())
    db.session.commit()
    for number, typed in enumerate(["P-2026-00012", "P-2026-00012 Esti néptánc", "néptánc"]):
        assert mira.send(DESK, support_entry(typed, f"s{number}")).status_code == 303
    assert [row.idea_id for row in supports()] == [idea.id] * 3
    assert ideas()[0].supports_count == 3


def test_words_that_fit_several_or_none_are_asked_again(mira, make):
    for title in ("Néptánc gyerekeknek", "Néptánc időseknek"):
        search.add(make.idea(title).findable())
    db.session.commit()
    several = mira.send(DESK, support_entry("néptánc"))
    assert several.status_code == 422
    assert "Néptánc időseknek" in several.text
    assert mira.send(DESK, support_entry("<svg onload=alert(1)>")).status_code == 422
    assert supports() == []


def test_the_same_contact_supports_once(mira, make):
    idea = make.idea()
    mira.send(DESK, support_entry(idea, "s1", contact=PHONE))
    mira.send(DESK, support_entry(idea, "s2", contact="+36 30/123-4567"))
    assert len(supports()) == 1
    assert ideas()[0].supports_count == 1


def test_the_same_person_as_before(mira, make):
    other = make.idea(serial=900)
    mira.send(DESK, idea_entry("k1", contact=PHONE))
    mira.send(DESK, support_entry(other, "s1", same_person="y"))
    first, row = ideas()[-1], supports()[0]
    assert (row.person_id, row.contact_key) == (first.author_id, contact_key(PHONE))
    mira.send(DESK, idea_entry("k2"))
    assert ideas()[-1].author_id != first.author_id


def test_support_of_a_merged_idea_goes_to_its_lead(mira, make, people):
    from forum.ideas.merging import merge

    lead, below = make.idea(), make.idea()
    merge(below, lead, people.paul, because="Ugyanazt kérik.")
    db.session.commit()
    mira.send(DESK, support_entry(below))
    assert supports()[0].idea_id == lead.id


def test_a_script_gets_its_answer_as_json(mira, make):
    noted = mira.send(DESK, idea_entry(), headers=JSON)
    assert noted.json["reference"] == ideas()[0].reference
    bad = mira.send(DESK, idea_entry("k2", title=""), headers=JSON)
    assert (bad.status_code, list(bad.json["error"]["fields"])) == (422, ["title"])
    unknown = mira.send(DESK, support_entry("P-2026-09999"), headers=JSON)
    assert (unknown.status_code, unknown.json["error"]["code"]) == (422, "refused")


def test_what_was_typed_comes_back(mira):
    page = mira.send(DESK, idea_entry(title="", text='"><img src=x>', contact="nincs"))
    assert page.status_code == 422
    assert "&lt;img src=x&gt;" in page.text
    assert "<img src=x>" not in page.text


def test_choices_stay_from_one_entry_to_the_next(mira, make):
    place = make.neighbourhood()
    mira.send(DESK, idea_entry(channel="phone", home=place.id))
    page = mira.get(DESK).text
    assert '<option selected value="phone">' in page
    assert "Padavató" in page


def test_a_slip_to_take_home(mira, make):
    mira.send(DESK, idea_entry())
    idea = ideas()[0]
    page = mira.get(f"/ideas/{idea.id}/slip").text
    assert idea.reference in page
    assert "slip-code" in page
    own = make.idea(serial=900)
    assert mira.get(f"/ideas/{own.id}/slip").status_code == 404
