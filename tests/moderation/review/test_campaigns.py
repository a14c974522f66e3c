"""Campaigns: near-copies that stand as one and are decided as one."""

import pytest

from forum.core.db import db
from forum.moderation.decisions.statements import Statement
from forum.moderation.models import Hiding
from forum.moderation.review.bulk import Choice, decide
from forum.moderation.review.campaigns import stamp_of
from forum.moderation.review.deciding import Judgement
from forum.moderation.review.listing import pressing
from forum.opinions.models import Opinion
from tests.moderation.review.looking import HIDE, LONG, items, mira_of, number_of, path, seen


def test_near_copies_stand_as_one_with_their_number(mira, campaign):
    page = mira.get("/moderation").text
    assert page.count("data-item") == 1
    assert "The same text 6 times" in page
    assert "the same text 6 times <b>+25</b>" in page
    opened = mira.get(f"/moderation?campaign=opinion-{campaign[0].id}").text
    assert opened.count("data-item") == 6
    assert pressing(mira_of()) == 1


def test_a_campaign_is_hidden_as_one_with_one_statement_for_each_author(mira, campaign):
    page = mira.get("/moderation")
    answer = mira.send(path(campaign[0]), {**HIDE, "seen": seen(page, campaign[0])})
    assert answer.status_code == 303
    assert number_of(Hiding) == 6
    assert number_of(Statement) == 6
    assert not any(item.is_open for item in items())
    assert "Nothing waits" in mira.get("/moderation").text


def test_a_campaign_that_has_grown_is_decided_by_nobody(mira, campaign, make):
    stamp = seen(mira.get("/moderation"), campaign[0])
    make.opinion(f"{LONG} Kérem, 7!", campaign[0].conversation)
    answer = mira.send(path(campaign[0]), {**HIDE, "seen": stamp}, follow_redirects=True)
    assert "More or fewer copies" in answer.text
    assert number_of(Hiding) == 0


def test_a_campaign_is_decided_whole_or_not_at_all(app, campaign, people, monkeypatch):
    real, calls = Opinion.hide, []

    def fails_late(self, *args, **kwargs):
        calls.append(self.id)
        if len(calls) == 4:
            raise RuntimeError("the light goes out")
        return real(self, *args, **kwargs)

    one = items()[0]
    stamp = stamp_of(items())
    monkeypatch.setattr(Opinion, "hide", fails_late)
    with pytest.raises(RuntimeError):
        decide(
            [Choice(f"opinion-{one.subject_id}", stamp)],
            Judgement("hide", "abuse", "x"),
            people.mira,
        )
    db.session.rollback()
    assert len(calls) == 4
    assert number_of(Hiding) == 0
    assert all(item.is_open for item in items())


def test_one_of_a_campaign_can_be_decided_alone(mira, campaign):
    opened = mira.get(f"/moderation?campaign=opinion-{campaign[0].id}")
    sent = {**HIDE, "seen": seen(opened, campaign[2])}
    assert mira.send(path(campaign[2]), sent).status_code == 303
    assert number_of(Hiding) == 1
    assert "The same text 5 times" in mira.get("/moderation").text


def test_a_copy_of_what_was_hidden_waits(mira, campaign, make):
    mira.send(path(campaign[0]), {**HIDE, "seen": seen(mira.get("/moderation"), campaign[0])})
    late = make.opinion(f"{LONG} Kérem, 8!", campaign[0].conversation)
    assert (late.waiting, late.visible) == (True, False)
