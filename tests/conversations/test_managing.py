"""A facilitator drafts, opens, prolongs, closes and reopens conversations in the pages."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from forum.conversations.models import Conversation
from forum.core.db import db, now

HOSTILE = '<svg onload=alert(1)> "><img src=x onerror=alert(2)>'


def filled(**changes):
    """A form as a facilitator fills it in."""
    return {
        "question_hu": "Mi legyen a parkban?",
        "question_en": "What for the park?",
        "introduction_hu": "Az Avason.",
        "introduction_en": "",
        "speak_from": "2026-06-01",
        "speak_until": "2026-06-14",
        "weigh_from": "2026-06-10",
        "weigh_until": "2026-06-30",
        "who_speaks": "anyone",
        "who_weighs": "registered",
        "moderation": "before",
        "project": "",
        "submit_key": "k" * 22,
        **changes,
    }


def count():
    return db.session.scalar(select(func.count(Conversation.id)))


@pytest.fixture
def mira(client, people):
    """Mira's browser."""
    return client.sign_in(people.mira)


def test_a_draft_holds_everything_that_was_typed(mira, make):
    project, avas = make.project(), make.neighbourhood("Avas")
    answer = mira.send("/conversations/new", filled(project=project.id, neighbourhoods=[avas.id]))
    talk = db.session.scalars(select(Conversation)).unique().one()
    assert (answer.status_code, answer.location) == (303, f"/conversations/{talk.id}")
    assert (talk.state, talk.project_id, talk.neighbourhoods) == ("draft", project.id, [avas])
    assert (talk.who_speaks, talk.who_weighs, talk.moderation) == ("anyone", "registered", "before")
    weigh = talk.phase("weigh")
    assert (weigh.first_day, weigh.last_day) == (date(2026, 6, 10), date(2026, 6, 30))


def test_the_newest_project_is_offered_first(mira, make):
    make.project()
    newest = make.project()
    page = mira.get("/conversations/new").text
    assert f'<option selected value="{newest.id}">' in page


def test_a_form_sent_twice_is_one_draft(mira):
    first = mira.send("/conversations/new", filled())
    second = mira.send("/conversations/new", filled())
    assert first.location == second.location
    assert count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question_hu": "   "}, "question_hu"),
        ({"question_hu": "x" * 301}, "question_hu"),
        ({"introduction_hu": "x" * 4001}, "introduction_hu"),
        ({"speak_until": ""}, "speak_until"),
        ({"speak_from": "tegnap"}, "speak_from"),
        ({"speak_from": "0206-06-01"}, "speak_from"),
        ({"weigh_until": "9999-12-31"}, "weigh_until"),
        ({"speak_until": "2026-05-31"}, "speak_until"),
        ({"who_speaks": "nobody"}, "who_speaks"),
        ({"moderation": ""}, "moderation"),
        ({"project": "77"}, "project"),
        ({"neighbourhoods": ["77"]}, "neighbourhoods"),
        ({"neighbourhoods": ["x"]}, "neighbourhoods"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(mira, changes, field):
    answer = mira.send("/conversations/new", filled(**changes))
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    assert 'value="What for the park?"' in answer.text
    assert count() == 0


def test_both_phases_are_looked_at_together(mira):
    answer = mira.send("/conversations/new", filled(speak_until="", weigh_until="2026-06-01"))
    assert 'href="#speak_until' in answer.text
    assert 'href="#weigh_until' in answer.text


def test_weighing_may_be_left_out_and_a_draft_may_have_no_days(mira):
    none = dict.fromkeys(("speak_from", "speak_until", "weigh_from", "weigh_until"), "")
    assert mira.send("/conversations/new", filled(**none)).status_code == 303
    assert db.session.scalars(select(Conversation)).unique().one().phases == []


def test_what_was_typed_comes_back_as_words(mira):
    page = mira.send("/conversations/new", filled(question_en=HOSTILE, question_hu="")).text
    assert "<svg onload" not in page
    assert "&lt;svg onload=alert(1)&gt;" in page


def test_more_than_the_form_asks_is_ignored(mira):
    mira.send("/conversations/new", filled(tick=99, opinions_count=500, created_by_id=1, id=77))
    talk = db.session.scalars(select(Conversation)).unique().one()
    assert (talk.opinions_count, talk.is_open) == (0, False)
    assert talk.id != 77


def test_a_draft_is_edited(mira, make):
    talk = make.conversation("draft")
    assert 'value="Mi legyen a parkban?"' in mira.get(f"/conversations/{talk.id}/edit").text
    answer = mira.send(f"/conversations/{talk.id}/edit", filled(question_hu="Mi legyen a téren?"))
    assert answer.status_code == 303
    db.session.expire_all()
    assert talk.question_hu == "Mi legyen a téren?"
    assert talk.phase("speak").last_day == date(2026, 6, 14)


def test_an_answered_question_is_shown_but_not_changed(mira, make):
    talk = make.conversation("speak")
    make.opinion("Padot!", talk)
    page = mira.get(f"/conversations/{talk.id}/edit").text
    assert 'name="question_hu" readonly' in page
    assert "speak_from" not in page
    answer = mira.send(
        f"/conversations/{talk.id}/edit",
        filled(question_hu="Más?", weigh_from="2027-01-01", weigh_until="2027-01-02"),
    )
    assert answer.status_code == 422
    db.session.expire_all()
    assert talk.question_hu == "Mi legyen a parkban?"


def test_an_open_conversation_is_edited_without_touching_what_has_begun(mira, make):
    talk = make.conversation("speak")
    begun = talk.phase("speak").ends_at
    soon = now().date() + timedelta(days=5)
    data = filled(
        question_hu=talk.question_hu, introduction_hu="Friss.", weigh_from=soon, weigh_until=soon
    )
    assert mira.send(f"/conversations/{talk.id}/edit", data).status_code == 303
    db.session.expire_all()
    assert (talk.introduction_hu, talk.phase("speak").ends_at) == ("Friss.", begun)
    assert talk.phase("weigh").last_day == soon


def test_it_is_opened_once_and_a_second_click_is_told_kindly(mira, make):
    talk = make.conversation("draft")
    for _click in range(2):
        answer = mira.send(f"/conversations/{talk.id}/opening")
        assert (answer.status_code, answer.location) == (303, f"/conversations/{talk.id}")
    db.session.expire_all()
    assert talk.is_open
    page = mira.get(f"/conversations/{talk.id}").text
    assert "message-success" in page
    assert "message-error" in page


def test_closing_needs_a_reason_and_is_undone_with_one(mira, make):
    talk = make.conversation("speak")
    here = f"/conversations/{talk.id}"
    refused = mira.send(f"{here}/closing", {"because": "  "})
    assert refused.status_code == 422
    assert 'href="#because' in refused.text
    assert "2026-06-01" not in refused.text
    assert mira.send(f"{here}/closing", {"because": "Viharkár."}).status_code == 303
    db.session.expire_all()
    assert talk.closing.because == "Viharkár."
    assert f'action="{here}/reopening"' in mira.get(f"{here}/edit").text
    assert mira.send(f"{here}/reopening", {"because": "x" * 501}).status_code == 422
    assert mira.send(f"{here}/reopening", {"because": "Rendbe jött."}).status_code == 303
    db.session.expire_all()
    assert talk.closing is None


def test_a_phase_is_prolonged(mira, make):
    talk = make.conversation("speak")
    day = now().date() + timedelta(days=30)
    data = {"phase": "speak", "until": day.isoformat()}
    assert mira.send(f"/conversations/{talk.id}/prolonging", data).status_code == 303
    db.session.expire_all()
    assert talk.phase("speak").last_day == day


@pytest.mark.parametrize(
    "data",
    [
        {"phase": "speak", "until": ""},
        {"phase": "speak", "until": "holnap"},
        {"phase": "speak", "until": "9999-12-31"},
        {"phase": "read", "until": "2030-01-01"},
    ],
)
def test_prolonging_with_nonsense_is_told(mira, make, data):
    talk = make.conversation("speak")
    answer = mira.send(f"/conversations/{talk.id}/prolonging", data)
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_prolonging_into_the_past_is_told_on_the_page(mira, make):
    talk = make.conversation("speak")
    data = {"phase": "speak", "until": "2020-01-01"}
    assert mira.send(f"/conversations/{talk.id}/prolonging", data).status_code == 303
    assert "message-error" in mira.get(f"/conversations/{talk.id}").text


ACTS = ("opening", "closing", "reopening", "prolonging", "edit")


@pytest.mark.parametrize("act", ACTS)
def test_only_facilitators_act(app, client, make, people, act):
    talk = make.conversation("speak")
    ana = app.test_client().sign_in(people.ana)
    data = {"because": "x", "phase": "speak", "until": "2030-01-01"}
    assert ana.send(f"/conversations/{talk.id}/{act}", data).status_code == 403
    assert client.send(f"/conversations/{talk.id}/{act}", data).status_code == 302
    db.session.expire_all()
    assert talk.closing is None


@pytest.mark.parametrize("act", ACTS)
def test_every_act_needs_a_token(mira, make, act):
    talk = make.conversation("speak")
    answer = mira.post(f"/conversations/{talk.id}/{act}", data={"because": "x"})
    assert answer.status_code in {400, 422}
    db.session.expire_all()
    assert talk.closing is None


@pytest.mark.parametrize(("language", "words"), [("hu", "A kérdés magyarul"), ("en", "Hungarian")])
def test_the_form_speaks_both_languages(mira, language, words):
    mira.set_cookie("language", language)
    assert words in mira.get("/conversations/new").text
