"""For and against: two columns, a form each, reports of what should not stand there."""

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.ideas.models import IdeaComment

NASTY = '<svg onload=alert(1)> "><img src=x> =1+1'
KEY = "a-key-of-22-letters-xx"


def send(client, idea, **data):
    given = {"submit_key": KEY, "side": "against", "text": "A könyvtár ötkor bezár.", **data}
    return client.send(f"/ideas/{idea.id}/comments/new", given)


def number_of(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_visitor_says_what_speaks_against_it(client, make):
    idea = make.idea()
    answer = send(client, idea, signature="Feri")
    assert answer.status_code == 303
    assert idea.comments_count == 1
    page = client.get(f"/ideas/{idea.id}").text
    assert page.index("comments-against") < page.index("A könyvtár ötkor bezár.")
    assert "Feri" in page


def test_the_link_chooses_the_side(client, make):
    page = client.get(f"/ideas/{make.idea().id}/comments/new?side=for").text
    checked = page.split('value="for"')[0].rpartition("<input")[2] + page.split('value="for"')[1]
    assert "checked" in checked.split(">")[0]


def test_sending_twice_says_it_once(client, make):
    idea = make.idea()
    send(client, idea)
    send(client, idea)
    assert (idea.comments_count, number_of(IdeaComment)) == (1, 1)


@pytest.mark.parametrize(
    "wrong", [{"side": ""}, {"side": "maybe"}, {"text": ""}, {"text": "?"}, {"text": "x" * 1001}]
)
def test_what_cannot_be_is_said_kindly(client, make, wrong):
    answer = send(client, make.idea(), **wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert number_of(IdeaComment) == 0


def test_hostile_words_are_only_words(client, make):
    idea = make.idea()
    send(client, idea, text=NASTY, signature=NASTY)
    page = client.get(f"/ideas/{idea.id}").text
    assert "<svg onload" not in page
    assert "<img src=x" not in page
    assert "&lt;svg onload" in page


def test_a_hidden_comment_is_gone_and_no_longer_counted(client, make, people):
    idea = make.idea()
    send(client, idea)
    comment = db.session.scalars(select(IdeaComment)).one()
    comment.hide(people.mira, "abuse", "Sért valakit.")
    db.session.commit()
    assert idea.comments_count == 0
    assert "A könyvtár ötkor bezár." not in client.get(f"/ideas/{idea.id}").text
    assert client.get(f"/moderation/idea_comment/{comment.id}/report").status_code == 404
    comment.restore(people.mira)
    db.session.commit()
    assert idea.comments_count == 1


def test_a_hidden_idea_takes_no_comments(client, make, people):
    idea = make.idea()
    idea.hide(people.mira, "abuse", "Sért valakit.")
    db.session.commit()
    assert send(client, idea).status_code == 404
    assert client.get(f"/ideas/{idea.id}/comments/new").status_code == 404


def test_many_comments_wait_behind_a_link(client, make):
    idea = make.idea()
    for number in range(12):
        send(client, idea, text=f"Indok {number}.", submit_key=f"a-key-of-22-letters-{number:02}")
    page = client.get(f"/ideas/{idea.id}").text
    assert "Indok 11." in page
    assert "Indok 1." not in page
    assert "Indok 1." in client.get(f"/ideas/{idea.id}?comments=all").text


def test_floods_are_stopped(client, make, monkeypatch):
    monkeypatch.setattr("forum.ideas.views_comments.PER_ADDRESS", 0)
    idea = make.idea()
    answer = send(client, idea)
    assert answer.status_code == 429
    assert "A könyvtár ötkor bezár." in answer.text
