"""Hiding, restoring, letting through, leaving and reporting: one way for every kind of text."""

import pytest

from forum.audit.models import AuditEntry
from forum.core import keeping
from forum.core.db import db
from forum.moderation.assigning.models import assign
from forum.moderation.models import Flag
from forum.moderation.reasons import REASONS
from forum.moderation.subjects import subjects
from tests.moderation.texts import HOSTILE, KINDS

BECAUSE = {"reason": "abuse", "because": "Név nélkül írja meg újra."}
#: Tables with words of residents that are no texts by themselves: they follow one that is.
FOLLOWS = {"capture", "search_entry", "search_term"}
every_kind = pytest.mark.parametrize("kind", KINDS)


def path(text, act):
    return f"/moderation/{text.__tablename__}/{text.id}/{act}"


def again(text):
    db.session.expire_all()
    return db.session.get(type(text), text.id)


def acts():
    return list(db.session.scalars(db.select(AuditEntry.act).order_by(AuditEntry.id)))


def test_every_kind_of_text_is_moderated(app):
    assert set(subjects()) == set(KINDS)


def test_whatever_the_map_of_data_calls_words_of_residents_is_moderated(app):
    worded = {table for table, _column, name in keeping.places() if name == "words"}
    assert worded - FOLLOWS - set(subjects()) == set()


@every_kind
def test_a_facilitator_hides_it_with_a_reason_and_restores_it(mira, texts, kind):
    text = texts(kind, HOSTILE)
    page = mira.get(path(text, "hiding"))
    assert page.status_code == 200
    assert HOSTILE not in page.text
    for data in ({}, {"reason": "abuse"}, {"because": "Szó"}, {**BECAUSE, "because": " "}):
        assert mira.send(path(text, "hiding"), data).status_code == 422
    assert "Szó" in mira.send(path(text, "hiding"), {"because": "Szó"}).text
    assert mira.send(path(text, "hiding"), BECAUSE).status_code == 303
    assert not again(text).visible
    page = mira.get(path(text, "restoring")).text
    assert BECAUSE["because"] in page
    assert HOSTILE not in page
    assert mira.send(path(text, "restoring"), {}).status_code == 422
    assert mira.send(path(text, "restoring"), {"because": "Tévedtem."}).status_code == 303
    assert again(text).visible
    assert [act for act in acts() if act in {"text.hidden", "text.restored"}] == [
        "text.hidden",
        "text.restored",
    ]


@every_kind
def test_the_second_is_told_who_was_faster(mira, browser, people, texts, kind):
    text, paul = texts(kind), browser(people.paul)
    mira.send(path(text, "hiding"), BECAUSE)
    next_page = {"next": "/moderation"}
    answer = paul.send(path(text, "hiding"), BECAUSE | next_page, follow_redirects=True)
    assert "Mira has hidden it already." in answer.text
    mira.send(path(text, "restoring"), {"because": "Mégis."})
    answer = paul.send(path(text, "restoring"), BECAUSE | next_page, follow_redirects=True)
    assert "Mira has restored it already." in answer.text
    assert acts().count("text.hidden") == acts().count("text.restored") == 1


@every_kind
def test_what_waits_is_let_through_once(mira, browser, people, texts, kind):
    text = texts(kind)
    text.wait()
    db.session.commit()
    assert mira.send(path(text, "approval")).status_code == 303
    assert again(text).visible
    answer = browser(people.paul).send(
        path(text, "approval"), {"next": "/moderation"}, follow_redirects=True
    )
    assert "Mira has let it appear already." in answer.text
    assert acts().count("text.approved") == 1


@every_kind
def test_reports_are_closed_once_and_the_text_stays(mira, make, texts, kind):
    text = texts(kind)
    text.flag(make.person("resident"), "abuse")
    db.session.commit()
    assert mira.send(path(text, "leaving")).status_code == 303
    assert again(text).visible
    answer = mira.send(path(text, "leaving"), {"next": "/moderation"}, follow_redirects=True)
    assert "has looked at the reports already." in answer.text
    assert acts().count("text.flag_closed") == 1


@every_kind
def test_residents_and_visitors_do_not_moderate(browser, people, texts, kind):
    text, ana, visitor = texts(kind), browser(people.ana), browser()
    for act in ("hiding", "restoring", "approval", "leaving", "decision"):
        assert "/sign-in" in visitor.send(path(text, act), BECAUSE).location
        assert ana.send(path(text, act), BECAUSE).status_code == 403
    assert again(text).visible


@every_kind
def test_nobody_learns_of_what_they_may_not_see(browser, people, texts, kind):
    text = texts(kind)
    text.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    for stranger in (browser(people.ana), browser()):
        for act in ("hiding", "restoring"):
            unknown = stranger.get(f"/moderation/{kind}/99999/{act}")
            assert stranger.get(path(text, act)).status_code == unknown.status_code
            assert unknown.status_code in {302, 303, 403}
        assert stranger.get(path(text, "report")).status_code == 404
        assert stranger.send(path(text, "report"), {"reason": "abuse"}).status_code == 404
    for unknown in (f"/moderation/{kind}/99999/report", "/moderation/person/1/report"):
        assert browser().get(unknown).status_code == 404


def test_facilitators_of_other_places_do_not_decide(browser, make, texts, people):

    text, other = texts("opinion"), make.person("facilitator", "Másik")
    assign(text.conversation, other, people.adam)
    db.session.commit()
    assert browser(people.mira).send(path(text, "hiding"), BECAUSE).status_code in {403, 404}
    assert again(text).visible
    assert browser(other).send(path(text, "hiding"), BECAUSE).status_code == 303


def test_after_an_act_one_is_back_where_one_came_from_but_only_here(mira, texts):
    for target, expected in (
        (
            "/moderation?show=reported&page=2#opinion-7",
            "/moderation?show=reported&page=2#opinion-7",
        ),
        ("https://evil.example/", None),
        ("//evil.example", None),
    ):
        text = texts("opinion")
        answer = mira.send(path(text, "hiding"), {**BECAUSE, "next": target})
        assert answer.location == (expected or f"/opinions/{text.id}")


# --- reports of residents ---


@every_kind
def test_anybody_reports_it_once_with_a_typed_reason(browser, texts, kind):
    text, visitor = texts(kind, HOSTILE), browser()
    page = visitor.get(path(text, "report"))
    assert page.status_code == 200
    assert HOSTILE not in page.text
    assert all(f'value="{reason}"' in page.text for reason in REASONS)
    assert visitor.send(path(text, "report"), {"note": "Nézzék meg!"}).status_code == 422
    assert "Nézzék" in visitor.send(path(text, "report"), {"note": "Nézzék meg!"}).text
    for reason in ("advertising", "abuse"):
        sent = {"reason": reason, "note": "Bolt."}
        assert visitor.send(path(text, "report"), sent).status_code == 303
    flag = db.session.scalars(db.select(Flag)).one()
    assert (flag.reason, flag.subject_kind) == ("abuse", kind)
    assert again(text).visible


@every_kind
def test_nobody_reports_their_own(browser, people, texts, kind):
    text = texts(kind, author=people.ana)
    ana = browser(people.ana)
    assert ana.get(path(text, "report")).status_code == 403
    assert ana.send(path(text, "report"), {"reason": "abuse"}).status_code == 403


def test_a_program_that_fills_in_everything_is_asked_again(browser, texts):
    text = texts("idea")
    sent = {"reason": "abuse", "note": "Bolt.", "website": "http://bolt.example"}
    answer = browser().send(path(text, "report"), sent)
    assert answer.status_code == 422
    assert "Bolt." in answer.text
    assert db.session.scalar(db.select(db.func.count(Flag.id))) == 0


def test_many_reports_from_one_address_have_to_wait(app, texts):
    text, report = texts("opinion"), {"reason": "abuse", "note": "Én is"}
    for _visitor in range(20):
        assert app.test_client().send(path(text, "report"), report).status_code == 303
    answer = app.test_client().send(path(text, "report"), report)
    assert answer.status_code == 429
    assert "Én is" in answer.text


def test_an_old_page_gives_the_words_back(client, texts):
    text = texts("opinion")
    answer = client.post(path(text, "report"), data={"reason": "abuse", "note": "Fontos szó"})
    assert answer.status_code == 400
    assert "Fontos szó" in answer.text


def test_a_report_that_was_looked_at_is_not_opened_again_by_the_same_person(
    browser, people, mira, texts
):
    text, ana = texts("opinion"), browser(people.ana)
    ana.send(path(text, "report"), {"reason": "abuse"})
    mira.send(path(text, "leaving"))
    answer = ana.send(path(text, "report"), {"reason": "abuse", "note": "Mégis"})
    assert answer.status_code == 409
    assert "Mégis" in answer.text


# --- what a room does besides ---


def test_an_interest_list_is_founded_when_it_appears(mira, make, texts):
    from forum.communities.models import CommunityMember

    community = texts("community")
    for number in range(community.needed):
        row = {"person": make.person("visitor"), "state": "member", "submit_key": f"m{number}"}
        make.save(CommunityMember(community=community, **row))
    community.wait()
    db.session.commit()
    mira.send(path(community, "approval"))
    assert again(community).is_founded


def test_a_hidden_text_leaves_the_public_pages_and_counts(mira, browser, texts):
    opinion, remark = texts("opinion", "Egyedi padszó"), texts("idea_comment", "Egyedi szó")
    idea = remark.idea
    assert (opinion.conversation.opinions_count, idea.comments_count) == (1, 1)
    for text in (opinion, remark):
        mira.send(path(text, "hiding"), BECAUSE)
    assert again(opinion).conversation.opinions_count == 0
    assert again(idea).comments_count == 0
    assert browser().get(f"/opinions/{opinion.id}").status_code == 404
    assert "Egyedi szó" not in browser().get(f"/ideas/{idea.id}").text
    assert "Egyedi" not in browser().get("/search?q=egyedi").text


def test_tools_and_the_report_link_stand_where_they_belong(mira, browser, people, texts):
    text = texts("opinion", author=people.ana)
    page = f"/opinions/{text.id}"
    assert path(text, "hiding") in mira.get(page).text
    assert path(text, "hiding") not in browser(people.ana).get(page).text
    assert path(text, "report") not in browser(people.ana).get(page).text
    assert path(text, "report") in browser().get(page).text
    question = texts("meeting_question")
    followed = browser().get(f"/forums/{question.meeting_id}/live").text
    assert question.text in followed
    assert path(question, "report") in followed


def test_one_does_not_report_ones_own_question_not_even_in_a_live_piece(browser, people, texts):
    question = texts("meeting_question", "Mikor lesz pad?", author=people.ana)
    link = f"/moderation/meeting_question/{question.id}/report"
    page = f"/forums/{question.meeting_id}/live"
    mine, others = browser(people.ana).get(page).text, browser().get(page).text
    assert link not in mine
    assert link in others
    # A piece that comes later is drawn for everybody; the page knows which questions are one's own.
    assert f'data-asked="{question.id}"' in mine
    assert 'data-asked=""' in others
    assert f'data-report="{question.id}"' in others
