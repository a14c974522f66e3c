"""Ideas, comments and pictures on the review page; hidden ones are nowhere, authors are told."""

import pytest
from sqlalchemy import select

from forum.core import search
from forum.core.db import db
from forum.ideas.commenting import comment
from forum.ideas.models import IdeaPicture
from forum.moderation import queries as moderation
from forum.notices.models import Notice

WORDS = {"reason": "abuse", "because": "Név nélkül írja meg újra."}


@pytest.fixture
def idea(make, people):
    made = make.idea("Padavató", people.ana)
    search.add(made.findable())
    return make.save(made)


@pytest.fixture
def said(idea, make):
    row = comment(idea, make.person(), "for", "<svg onload=alert(1)> Jó volna.", "c1")
    db.session.commit()
    return row


@pytest.fixture
def picture(idea, make):
    about = {"alternative": 'Pad "><img src=x>', "content": b"x", "small": b"x"}
    size = {"width": 1, "height": 1, "media_type": "image/png", "submit_key": "p1"}
    return make.save(IdeaPicture(idea=idea, author_id=idea.author_id, **about, **size))


@pytest.fixture
def things(idea, said, picture):
    """What can be hidden, by the path of its acts."""
    return {
        f"/ideas/{idea.id}": idea,
        f"/ideas/comments/{said.id}": said,
        f"/ideas/pictures/{picture.id}": picture,
    }


@pytest.fixture
def mira(client, people):
    client.set_cookie("language", "en")
    return client.sign_in(people.mira)


def kinds():
    return sorted(db.session.scalars(select(Notice.kind)))


def test_only_facilitators_moderate(client, things, people):
    for path in things:
        assert client.get(f"{path}/hiding").status_code == 302
        ana = client.sign_in(people.ana)
        assert ana.get(f"{path}/hiding").status_code == 403
        for act in ("hiding", "restoring", "approval", "leaving"):
            assert ana.send(f"{path}/{act}", WORDS).status_code == 403
        client.delete_cookie("kalaka")


def test_each_is_hidden_with_a_reason_and_comes_back(mira, things):
    for path, thing in things.items():
        assert mira.get(f"{path}/hiding").status_code == 200
        assert mira.send(f"{path}/hiding", {"reason": "abuse"}).status_code == 422
        assert mira.send(f"{path}/hiding", WORDS).status_code == 303
        db.session.expire_all()
        assert not thing.visible
        assert mira.send(f"{path}/hiding", WORDS).status_code == 303
        page = mira.get(f"{path}/restoring").text
        assert WORDS["because"] in page
        assert "<svg onload" not in page
        assert "<img src=x>" not in page
        assert mira.send(f"{path}/restoring", {"because": "Tévedés."}).status_code == 303
        db.session.expire_all()
        assert thing.visible
    assert kinds() == sorted(
        f"idea_{text}{act}"
        for text in ("", "comment_", "picture_")
        for act in ("hidden", "restored")
    )


def test_waiting_ones_are_let_through_and_their_authors_told(mira, things):
    for path, thing in things.items():
        thing.wait()
        db.session.commit()
        assert mira.send(f"{path}/approval").status_code == 303
        assert mira.send(f"{path}/approval").status_code == 303
        db.session.expire_all()
        assert thing.visible
    assert kinds() == ["idea_approved", "idea_comment_approved", "idea_picture_approved"]


def test_reports_are_closed(mira, things, people):
    for path, thing in things.items():
        thing.flag(people.ana, "abuse")
        db.session.commit()
        assert mira.send(f"{path}/leaving").status_code == 303
    assert moderation.counts()["flagged"] == 0


def test_hidden_ideas_leave_the_index_the_search_and_the_page(client, mira, idea):
    mira.send(f"/ideas/{idea.id}/hiding", WORDS)
    client.delete_cookie("kalaka")
    assert "Padavató" not in client.get("/ideas").text
    assert client.get(f"/ideas/{idea.id}").status_code == 404
    assert search.similar("Padavató", "idea", 0) == []


def test_hidden_comments_and_pictures_leave_the_page(client, mira, idea, said, picture):
    assert idea.comments_count == 1
    for kind, thing in (("comments", said), ("pictures", picture)):
        mira.send(f"/ideas/{kind}/{thing.id}/hiding", WORDS)
    db.session.expire_all()
    assert idea.comments_count == 0
    client.delete_cookie("kalaka")
    page = client.get(f"/ideas/{idea.id}").text
    assert "Jó volna." not in page
    assert f"/ideas/pictures/{picture.id}" not in page


def test_all_of_them_stand_on_the_review_page(mira, things, people):
    for thing in things.values():
        thing.flag(people.ana, "abuse")
    db.session.commit()
    page = mira.get("/moderation?show=flagged")
    for path in things:
        assert f"{path}/hiding" in page.text
        assert f"{path}/leaving" in page.text
    assert "<svg onload" not in page.text


def test_visitors_do_not_find_the_acts_of_what_they_may_not_see(client, people, idea, said):
    said.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    stranger = client.sign_in(people.ana)
    assert stranger.get(f"/ideas/comments/{said.id}/hiding").status_code == 404
    assert stranger.get("/ideas/comments/99999/hiding").status_code == 404
