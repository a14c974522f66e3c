"""The city's answers: allowed steps, who is told, one reply of the author, what waits too long."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.reach import reach
from forum.audit import AuditEntry
from forum.core.codes import token_hash
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.ideas import answering, following
from forum.ideas.answering import NEXT, Office, Reason, answer, mark
from forum.ideas.life import Answer
from forum.ideas.merging import merge
from forum.ideas.models import STATES, idea_answered
from forum.ideas.proposing import claim_code
from forum.notices.models import Notice

HOSTILE = '<svg onload=alert(1)> "><img src=x> =1+1'
WHY = Reason("Lesz rá keret tavasszal.", "There will be money in spring.")


def told(kind="idea_answered"):
    return sorted(db.session.scalars(select(Notice.person_id).where(Notice.kind == kind)))


@pytest.fixture
def idea(make, people):
    return make.idea("Padavató", people.ana)


def test_every_state_knows_what_may_follow():
    assert set(NEXT) == set(STATES)
    assert all(set(steps) <= set(STATES) - {"new"} for steps in NEXT.values())


def test_an_answer_is_a_step_with_actor_and_reason(idea, people):
    heard = []
    listen = lambda sender, answer: heard.append((sender, answer))  # noqa: E731
    idea_answered.connect(listen)
    made = answer(idea, "considered", WHY, people.paul, "k1")
    db.session.commit()
    assert (idea.state, made.by_id, made.reason_hu) == ("considered", people.paul.id, WHY.hu)
    assert heard == [(idea, made)]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "idea.answered")).one()
    assert entry.details == {"idea_state": "considered"}
    assert "keret" not in entry.sentence


def test_the_same_form_twice_is_one_answer(idea, people):
    first = answer(idea, "considered", WHY, people.paul, "k1")
    assert answer(idea, "considered", WHY, people.paul, "k1") is first
    assert db.session.query(Answer).count() == 1


def test_a_step_that_may_not_follow_is_refused(idea, people):
    answer(idea, "accepted", WHY, people.paul, "k1")
    db.session.commit()
    for state in ("elsewhere", "accepted", "new"):
        with pytest.raises(Refused):
            answer(idea, state, WHY, people.paul, f"k-{state}")
        db.session.rollback()


def test_for_another_office_its_name_and_address_are_needed(idea, people):
    with pytest.raises(Refused):
        answer(idea, "elsewhere", WHY, people.paul, "k1", Office("Főkertész"))
    db.session.rollback()
    made = answer(idea, "elsewhere", WHY, people.paul, "k2", Office("Főkertész", "46/123-456"))
    assert (made.office, made.office_contact) == ("Főkertész", "46/123-456")


def test_the_author_and_supporters_who_want_it_are_told(idea, make, people):
    keen = make.support(idea, make.person(), wants_news=True)
    make.support(idea, make.person())
    visitor = make.support(idea, wants_news=True)
    reach(visitor.person, "valaki@example.org", None, "hu").confirmed_at = now()
    answer(idea, "considered", WHY, people.paul, "k1")
    assert told() == sorted([people.ana.id, keen.person_id, visitor.person_id])


def test_an_answer_to_the_lead_is_an_answer_to_all_below(idea, make, people):
    below = make.idea("Padok", make.person())
    merge(below, idea, people.paul, because="Ugyanazt kérik.")
    made = answer(idea, "accepted", WHY, people.paul, "k1")
    assert following.answers_of([below.id])[below.id] == [made]
    assert below.author_id in told()
    with pytest.raises(Refused):
        answer(below, "declined", WHY, people.paul, "k2")


def test_hidden_ideas_are_not_answered(idea, people):
    idea.hide(people.mira, "abuse", "Sértő.")
    with pytest.raises(Refused):
        answer(idea, "considered", WHY, people.paul, "k1")


def test_planning_marks_planned_and_delivered_once(idea, make, people):
    assert mark(idea, "planned", people.paul, "Az őszi évadban.").state == "planned"
    assert mark(idea, "planned", people.paul, "Az őszi évadban.") is None
    assert mark(idea, "delivered", None, "Megvolt.").by_id is None
    assert idea.state == "delivered"
    with pytest.raises(ValueError, match="cannot mark"):
        mark(idea, "declined", people.paul, "Nem.")


def test_what_planning_marks_its_author_hears_with_the_plan_and_not_twice(make, people):
    idea = make.idea(author=people.ana)
    mark(idea, "planned", people.paul, "Az őszi évadban.")
    told = db.select(Notice.kind).where(Notice.person_id == people.ana.id)
    assert db.session.scalars(told).all() == []
    answer(idea, "delivered", WHY, people.paul, "k-delivered")
    assert db.session.scalars(told).all() == ["idea_answered"]


def test_planning_marks_the_lead_of_a_merged_idea(idea, make, people):
    below = make.idea()
    merge(below, idea, people.paul, because="Ugyanazt kérik.")
    mark(below, "planned", people.paul, "Az őszi évadban.")
    assert (idea.state, below.state) == ("planned", "new")


class TestPages:
    """To answer, and to reply."""

    @pytest.fixture
    def paul(self, client, people):
        return client.sign_in(people.paul)

    def test_only_planners_answer(self, client, idea, people):
        path = f"/ideas/{idea.id}/answer"
        assert client.get(path).status_code == 302
        for person in (people.ana, people.mira):
            assert client.sign_in(person).get(path).status_code == 403
            assert client.sign_in(person).send(path, {"state": "accepted"}).status_code == 403
        assert client.sign_in(people.paul).get(path).status_code == 200

    def test_a_good_answer_is_on_the_page_as_words(self, paul, idea):
        data = {"state": "declined", "reason_hu": HOSTILE, "submit_key": "a" * 22}
        for _time in range(2):
            assert paul.send(f"/ideas/{idea.id}/answer", data).status_code == 303
        assert db.session.query(Answer).count() == 1
        page = paul.get(f"/ideas/{idea.id}").text
        assert "&lt;svg onload" in page
        assert "<svg onload" not in page

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"state": "accepted"},
            {"state": "new", "reason_hu": "Jó."},
            {"state": "delivered", "reason_hu": "Jó."},
            {"state": "elsewhere", "reason_hu": "Máshová tartozik."},
            {"state": "accepted", "reason_hu": "x" * 2001},
        ],
    )
    def test_a_bad_answer_comes_back_with_what_was_typed(self, paul, idea, data):
        answer = paul.send(f"/ideas/{idea.id}/answer", data)
        assert answer.status_code == 422
        assert data.get("reason_hu", "") in answer.text
        assert db.session.query(Answer).count() == 0

    def test_somebody_faster_is_told_kindly(self, paul, idea, people):
        answer(idea, "declined", WHY, people.paul, "k1")
        db.session.commit()
        again = paul.send(f"/ideas/{idea.id}/answer", {"state": "planned", "reason_hu": "Jó lesz."})
        assert again.status_code == 422
        assert "Jó lesz." in again.text

    def test_a_merged_idea_leads_to_its_lead(self, paul, idea, make, people):
        below = make.idea()
        merge(below, idea, people.paul, because="Ugyanazt kérik.")
        db.session.commit()
        assert paul.get(f"/ideas/{below.id}/answer").headers["Location"] == (
            f"/ideas/{idea.id}/answer"
        )

    def test_the_author_replies_once(self, client, idea, people):
        made = answer(idea, "declined", WHY, people.paul, "k1")
        db.session.commit()
        path = f"/ideas/answers/{made.id}/reply"
        assert client.get(path).status_code == 404
        assert client.sign_in(people.mira).get(path).status_code == 404
        ana = client.sign_in(people.ana)
        assert ana.send(path, {"text": "!"}).status_code == 422
        assert ana.send(path, {"text": HOSTILE}).status_code == 303
        assert ana.send(path, {"text": HOSTILE}).status_code == 303
        assert ana.send(path, {"text": "Mégis mást."}).status_code == 409
        db.session.expire_all()
        assert made.reply == HOSTILE
        assert "&lt;svg onload" in ana.get(f"/ideas/{idea.id}").text

    def test_the_holder_of_the_code_replies_without_an_account(self, client, make, people):
        code = claim_code("kulcs")
        idea = make.idea(submit_key="kulcs", claim_hash=token_hash(code))
        made = answer(idea, "declined", WHY, people.paul, "k1")
        other = answer(make.idea(), "declined", WHY, people.paul, "k2")
        db.session.commit()
        assert client.get(f"/ideas/answers/{other.id}/reply?code={code}").status_code == 404
        path = f"/ideas/answers/{made.id}/reply"
        assert client.get(f"{path}?code={code.lower()}").status_code == 200
        sent = client.send(path, {"code": code, "text": "Köszönöm."})
        assert sent.headers["Location"].endswith(f"/ideas/codes/{code}")
        db.session.expire_all()
        assert made.reply == "Köszönöm."

    def test_the_reason_is_read_in_the_language_of_the_page(self, client, idea, people):
        answer(idea, "accepted", WHY, people.paul, "k1")
        db.session.commit()
        assert WHY.hu in client.get(f"/ideas/{idea.id}").text
        client.set_cookie("language", "en")
        assert WHY.en in client.get(f"/ideas/{idea.id}").text


class TestWaiting:
    """Ideas that wait too long."""

    def test_planners_are_reminded_once_a_week(self, make, people):
        paul = people.paul
        make.idea(created_at=now() - timedelta(days=31))
        for _night in range(3):
            answering.remind_planners()
        assert told("ideas_waiting") == [paul.id]
        details = db.session.scalars(select(Notice)).one().details
        assert details == {"count": 1, "late": 1, "days": 30}

    def test_nobody_is_reminded_while_nothing_is_late(self, make, people):
        assert people.paul
        old = now() - timedelta(days=90)
        make.idea(created_at=now() - timedelta(days=29))
        make.idea(created_at=old, visible=False)
        make.idea(created_at=old, state="declined")
        make.idea(created_at=old, lead_id=make.idea().id)
        answering.remind_planners()
        assert told("ideas_waiting") == []

    def test_the_promise_is_a_setting(self, app, make, people, monkeypatch):
        assert people.paul
        monkeypatch.setitem(app.config, "IDEA_ANSWER_DAYS", 5)
        make.idea(created_at=now() - timedelta(days=6))
        answering.remind_planners()
        assert len(told("ideas_waiting")) == 1
