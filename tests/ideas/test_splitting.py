"""A part of an idea becomes one: credited to its author, the whole stays as it was."""

import pytest
from sqlalchemy import select

from forum.audit import AuditEntry
from forum.core.db import db
from forum.core.errors import Refused
from forum.ideas.models import Idea
from forum.ideas.splitting import split
from forum.notices.models import Notice


@pytest.fixture
def whole(make, people):
    place = make.neighbourhood()
    idea = make.idea(
        "Sakk és tánc", people.ana, serial=900, signature="Anna", category=make.category()
    )
    idea.neighbourhoods = [place]
    make.support(idea, make.person())
    return make.save(idea)


def test_a_part_is_credited_and_the_whole_stays(whole, people):
    before = (whole.title, whole.text, whole.supports_count, whole.state)
    part = split(whole, people.paul, "k1", "Sakk", "Sakkozzunk.", "Két dolog.")
    db.session.commit()
    assert (part.split_from_id, part.author_id, part.signature) == (
        whole.id,
        whole.author_id,
        "Anna",
    )
    assert part.neighbourhoods == whole.neighbourhoods
    assert (part.category_id, part.entered_by_id) == (whole.category_id, people.paul.id)
    assert (whole.title, whole.text, whole.supports_count, whole.state) == before
    assert part.supports_count == 0


def test_author_and_supporters_are_told(whole, people):
    part = split(whole, people.paul, "k1", "Sakk", "Sakkozzunk.", "Két dolog.")
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.kind == "idea_split")))
    assert whole.author_id in told
    assert len(told) == 2
    path = db.session.scalars(select(Notice.path)).first()
    assert path == f"/ideas/{part.id}"


def test_the_same_form_twice_makes_one(whole, people):
    first = split(whole, people.paul, "k1", "Sakk", "Sakkozzunk.")
    assert split(whole, people.paul, "k1", "Sakk", "Sakkozzunk.") is first
    assert len(list(db.session.scalars(select(AuditEntry).filter_by(act="idea.split")))) == 1


def test_hidden_ideas_are_not_split(whole, people):
    whole.hide(people.mira, "abuse", "Sértő.")
    with pytest.raises(Refused):
        split(whole, people.paul, "k1", "Sakk", "Sakkozzunk.")


def test_only_planners_split_and_the_words_stand_there(client, whole, people):
    path = f"/ideas/{whole.id}/splitting"
    assert client.sign_in(people.mira).get(path).status_code == 403
    paul = client.sign_in(people.paul)
    assert 'value="Sakk és tánc"' in paul.get(path).text
    bad = paul.send(path, {"title": "!", "text": "Sakkozzunk.", "because": "Két dolog."})
    assert bad.status_code == 422
    assert "Sakkozzunk." in bad.text
    data = {"title": "Sakk", "text": "<svg onload=alert(1)>", "because": "Két dolog."}
    data["submit_key"] = "k" * 22
    for _time in range(2):
        done = paul.send(path, data)
    part = db.session.scalars(select(Idea).where(Idea.split_from_id == whole.id)).one()
    assert done.headers["Location"].endswith(f"/ideas/{part.id}")
    assert "<svg onload" not in paul.get(f"/ideas/{part.id}").text
