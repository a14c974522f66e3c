"""Changing one's own words."""

import pytest

from forum.core.db import db
from forum.opinions.models import AGREE, Opinion


@pytest.fixture
def opinion(make, people):
    return make.opinion("Több padot!", make.conversation("both"), people.ana)


@pytest.fixture
def ana(app, people):
    return in_english(app.test_client().sign_in(people.ana))


@pytest.fixture
def mira(app, people):
    return in_english(app.test_client().sign_in(people.mira))


def in_english(browser):
    browser.set_cookie("language", "en")
    return browser


def again(opinion) -> Opinion:
    db.session.expire_all()
    return db.session.get(Opinion, opinion.id)


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


def test_changing_ones_words_again_and_again_is_slowed_down(client, make, people):
    opinion = make.opinion("Több padot!", author=people.ana)
    ana = client.sign_in(people.ana)
    answers = [
        ana.send(f"/opinions/{opinion.id}/edit", {"text": f"Több padot! {number}"})
        for number in range(22)
    ]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429] * 2
    assert "Több padot! 21" in answers[-1].text
