"""Changing one's own words, reporting those of others, and what staff may do with an opinion."""

import pytest

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.core.errors import Refused
from forum.moderation.models import Flag
from forum.opinions.models import AGREE, Opinion

BECAUSE = {"reason": "abuse", "because": "Valakit megsértett."}


@pytest.fixture
def opinion(make, people):
    return make.opinion("Több padot!", make.conversation("both"), people.ana)


@pytest.fixture
def ana(app, people):
    return in_english(app.test_client().sign_in(people.ana))


@pytest.fixture
def mira(app, people):
    return in_english(app.test_client().sign_in(people.mira))


@pytest.fixture
def paul(app, people):
    return in_english(app.test_client().sign_in(people.paul))


def in_english(browser):
    browser.set_cookie("language", "en")
    return browser


def again(opinion) -> Opinion:
    db.session.expire_all()
    return db.session.get(Opinion, opinion.id)


def acts() -> list[str]:
    return list(db.session.scalars(db.select(AuditEntry.act).order_by(AuditEntry.id)))


# --- the author changes the words ---


def test_an_author_changes_the_words(ana, client, opinion):
    path = f"/opinions/{opinion.id}"
    assert "Több padot!" in ana.get(f"{path}/edit").text
    assert ana.send(f"{path}/edit", {"text": "Sok padot!"}).location == path
    assert "Sok padot!" in client.get(path).text


def test_earlier_words_are_for_the_author_and_staff(ana, mira, client, opinion):
    ana.send(f"/opinions/{opinion.id}/edit", {"text": "Sok padot!"})
    path = f"/opinions/{opinion.id}"
    assert "Több padot!" in ana.get(path).text
    assert "Több padot!" in mira.get(path).text
    assert "Több padot!" not in client.get(path).text


def test_empty_new_words_are_asked_again(ana, opinion):
    answer = ana.send(f"/opinions/{opinion.id}/edit", {"text": " "})
    assert answer.status_code == 422
    assert again(opinion).text == "Több padot!"


def test_once_weighed_the_words_stay_and_the_new_ones_come_back(ana, people, opinion):
    opinion.weigh(people.paul, AGREE)
    db.session.commit()
    answer = ana.send(f"/opinions/{opinion.id}/edit", {"text": "Egészen más"})
    assert answer.status_code == 403
    assert "Egészen más" in answer.text
    assert again(opinion).text == "Több padot!"


def test_after_the_phase_of_speaking_words_stay(app, make, people):
    opinion = make.opinion(conversation=make.conversation("weigh"), author=people.ana)
    browser = app.test_client().sign_in(people.ana)
    assert browser.get(f"/opinions/{opinion.id}/edit").status_code == 403


def test_nobody_changes_the_words_of_another(app, client, mira, make, opinion):
    path = f"/opinions/{opinion.id}/edit"
    assert "/sign-in" in client.get(path).location
    assert mira.get(path).status_code == 403
    assert app.test_client().sign_in(make.person("resident")).get(path).status_code == 403
    assert "/sign-in" in client.send(path, {"text": "Csere"}).location
    assert again(opinion).text == "Több padot!"


def test_where_opinions_wait_new_words_wait_again(app, make, people):
    talk = make.conversation("speak", moderation="before")
    opinion = make.opinion("Jó szó", talk, people.ana)
    opinion.approve(people.mira)
    db.session.commit()
    assert talk.opinions_count == 1
    browser = app.test_client().sign_in(people.ana)
    browser.send(f"/opinions/{opinion.id}/edit", {"text": "Rossz szó"})
    opinion = again(opinion)
    assert (opinion.visible, opinion.waiting) == (False, True)
    assert opinion.conversation.opinions_count == 0
    assert opinion.approve(people.mira)
    db.session.commit()
    assert again(opinion).visible


# --- somebody reports it ---


def test_a_visitor_reports_an_opinion_once(client, opinion):
    path = f"/opinions/{opinion.id}/flag"
    assert client.get(path).status_code == 200
    client.send(path, {"reason": "advertising", "note": "Bolt."})
    client.send(path, {"reason": "abuse", "note": "Mégsem az."})
    flag = db.session.scalars(db.select(Flag)).one()
    assert (flag.reason, flag.note) == ("abuse", "Mégsem az.")
    assert again(opinion).visible


def test_a_report_without_a_reason_comes_back_with_its_note(client, opinion):
    answer = client.send(f"/opinions/{opinion.id}/flag", {"note": "Nézzék meg!"})
    assert answer.status_code == 422
    assert "Nézzék meg!" in answer.text
    answer = client.send(f"/opinions/{opinion.id}/flag", {"reason": "made-up"})
    assert answer.status_code == 422
    assert db.session.scalar(db.select(db.func.count(Flag.id))) == 0


def test_ones_own_and_hidden_opinions_are_not_reported(ana, client, people, opinion):
    assert ana.get(f"/opinions/{opinion.id}/flag").status_code == 403
    assert "/flag" not in ana.get(f"/opinions/{opinion.id}").text
    opinion.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert client.send(f"/opinions/{opinion.id}/flag", {"reason": "abuse"}).status_code == 404


def test_many_reports_from_one_address_have_to_wait(app, make, opinion):
    path, report = f"/opinions/{opinion.id}/flag", {"reason": "abuse", "note": "Én is"}
    for _visitor in range(20):
        assert app.test_client().send(path, report).status_code == 303
    answer = app.test_client().send(path, report)
    assert answer.status_code == 429
    assert "Én is" in answer.text


def test_a_report_that_was_looked_at_is_not_opened_again_by_the_same_person(make, people, opinion):
    opinion.flag(people.paul, "abuse")
    assert opinion.leave(people.mira)
    with pytest.raises(Refused):
        opinion.flag(people.paul, "abuse")
    opinion.flag(people.adam, "abuse")


# --- staff act ---


def test_hiding_asks_for_a_reason_and_words(mira, opinion):
    path = f"/opinions/{opinion.id}/hiding"
    assert mira.get(path).status_code == 200
    for data in ({}, {"reason": "abuse"}, {"because": "Szó"}, {**BECAUSE, "because": "  "}):
        answer = mira.send(path, data)
        assert answer.status_code == 422
    assert "Szó" in mira.send(path, {"because": "Szó"}).text
    assert again(opinion).visible


def test_a_facilitator_hides_and_restores(mira, client, opinion):
    path = f"/opinions/{opinion.id}"
    assert mira.send(f"{path}/hiding", BECAUSE).location == path
    assert client.get(path).status_code == 404
    assert "Valakit megsértett." in mira.get(f"{path}/restoring").text
    assert mira.send(f"{path}/restoring", {}).status_code == 422
    mira.send(f"{path}/restoring", {"because": "Tévedtem."})
    assert client.get(path).status_code == 200
    assert acts()[-2:] == ["text.hidden", "text.restored"]


def test_the_second_of_two_facilitators_is_told_who_was_faster(mira, paul, opinion):
    path = f"/opinions/{opinion.id}"
    mira.send(f"{path}/hiding", BECAUSE)
    answer = paul.send(f"{path}/hiding", BECAUSE, follow_redirects=True)
    assert (answer.status_code, "Mira has hidden it already." in answer.text) == (200, True)
    assert "Mira has hidden it already." in paul.get(f"{path}/hiding", follow_redirects=True).text
    mira.send(f"{path}/restoring", {"because": "Mégis."})
    answer = paul.send(f"{path}/restoring", {"because": "Igen."}, follow_redirects=True)
    assert "Mira has restored it already." in answer.text
    assert acts().count("text.hidden") == acts().count("text.restored") == 1


def test_a_waiting_opinion_is_let_through_once(mira, paul, client, make):
    opinion = make.opinion(conversation=make.conversation("speak", moderation="before"))
    path = f"/opinions/{opinion.id}"
    assert client.get(path).status_code == 404
    mira.send(f"{path}/approval")
    assert client.get(path).status_code == 200
    answer = paul.send(f"{path}/approval", follow_redirects=True)
    assert "Mira has let it appear already." in answer.text
    assert acts().count("text.approved") == 1


def test_reports_are_closed_once(mira, paul, people, make, opinion):
    opinion.flag(make.person("resident"), "abuse")
    db.session.commit()
    path = f"/opinions/{opinion.id}/leaving"
    mira.send(path)
    assert again(opinion).visible
    answer = paul.send(path, follow_redirects=True)
    assert "Mira has looked at the reports already." in answer.text
    assert acts().count("text.flag_closed") == 1


def test_a_waiting_opinion_that_is_hidden_leaves_the_queue(make, people, mira):
    opinion = make.opinion("Várok", make.conversation("speak", moderation="before"))
    opinion.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert "Várok" not in mira.get("/moderation?show=waiting").text
    opinion.restore(people.mira, "Mégis.")
    db.session.commit()
    assert again(opinion).visible


def test_after_an_act_one_is_back_where_one_came_from_but_only_here(mira, make):
    for target, expected in (
        ("/moderation?show=flagged&page=2#opinion-7", "/moderation?show=flagged&page=2#opinion-7"),
        ("https://evil.example/", None),
        ("//evil.example", None),
    ):
        opinion = make.opinion(conversation=make.conversation("speak"))
        answer = mira.send(f"/opinions/{opinion.id}/hiding", {**BECAUSE, "next": target})
        assert answer.location == (expected or f"/opinions/{opinion.id}")


@pytest.mark.parametrize("act", ["hiding", "restoring", "approval", "leaving"])
def test_residents_do_not_moderate(client, ana, opinion, act):
    path = f"/opinions/{opinion.id}/{act}"
    assert "/sign-in" in client.send(path, BECAUSE).location
    assert ana.send(path, BECAUSE).status_code == 403
    assert again(opinion).visible


def test_tools_are_for_staff_alone(ana, mira, client, opinion):
    path = f"/opinions/{opinion.id}"
    assert "/hiding" in mira.get(path).text
    assert "/hiding" not in ana.get(path).text + client.get(path).text


def test_changing_ones_words_again_and_again_is_slowed_down(client, make, people):
    opinion = make.opinion("Több padot!", author=people.ana)
    ana = client.sign_in(people.ana)
    answers = [
        ana.send(f"/opinions/{opinion.id}/edit", {"text": f"Több padot! {number}"})
        for number in range(22)
    ]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429] * 2
    assert "Több padot! 21" in answers[-1].text
