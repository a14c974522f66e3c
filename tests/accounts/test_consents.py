"""The privacy notice has versions; a name or a contact is taken with a yes to the one in force."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from forum.accounts import consents
from forum.accounts.consents import Consent, PrivacyNotice
from forum.core.db import db
from forum.ideas.models import Support
from forum.opinions.models import Opinion

NO = {"consent": ""}
EN = {"Accept-Language": "en"}
CHANGE = {"changed_hu": "Ezentúl 3 évig őrizzük.", "changed_en": "From now on we keep it 3 years."}


@pytest.fixture
def change(people):
    """Put another version in force."""

    def publish(key="v2", hu="Rövidebb ideig őrizzük."):
        consents.publish(people.adam, hu, "We keep it for less.", key)
        db.session.commit()

    return publish


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def answers(person):
    rows = select(Consent.version, Consent.agreed, Consent.how).where(
        Consent.person_id == person.id
    )
    return db.session.execute(rows.order_by(Consent.id)).tuples().all()


def test_without_a_yes_no_name_is_taken_and_nothing_typed_is_lost(client, make):
    talk = make.conversation("speak")
    path = f"/conversations/{talk.id}/speak"
    sent = {"text": "Több padot kérünk!", "signature": "Kati néni"}
    answer = client.send(path, {**sent, **NO})
    assert answer.status_code == 422
    assert "Több padot" in answer.text
    assert "Kati néni" in answer.text
    assert count(Opinion) == 0
    assert client.send(path, {**sent, "signature": "", **NO}).status_code == 303
    assert count(Consent) == 0
    assert client.send(path, sent).status_code == 303
    author = db.session.scalars(select(Opinion).order_by(Opinion.id.desc())).first().author
    assert answers(author) == [(1, True, "form")]


def test_weighing_and_supporting_without_a_contact_need_none(client, make):
    idea = make.idea()
    path = f"/ideas/{idea.id}/support"
    assert client.send(path, NO).status_code == 303
    assert client.send(path, {"contact": "kati@example.org", **NO}).status_code == 422
    assert client.send(path, {"contact": "kati@example.org"}).status_code == 303
    assert (count(Support), count(Consent)) == (1, 1)


def test_a_form_sent_twice_is_one_consent(client, make):
    path = f"/events/{make.event().id}/registration"
    for _twice in range(2):
        sent = {"party": "1", "name": "Kati", "submit_key": "abcdefghijklmnopqrstuv"}
        assert client.send(path, sent).status_code == 303
    assert count(Consent) == 1


def test_registering_an_account_needs_a_yes(client, register):
    data = {"name": "Éva", "email": "eva@example.org", "password": "kék ló almát eszik"}
    assert client.send("/register", {**data, **NO}).status_code == 422
    assert count(Consent) == 0
    assert register().status_code == 302
    assert count(Consent) == 1


def test_only_administrators_publish_and_a_double_click_is_one_version(app, client, people):
    for person in (people.ana, people.mira, people.paul):
        browser = app.test_client().sign_in(person)
        assert browser.send("/privacy/versions", CHANGE).status_code == 403
        assert 'name="changed_hu"' not in browser.get("/privacy/versions").text
    client.sign_in(people.adam)
    assert client.send("/privacy/versions", {**CHANGE, "changed_en": ""}).status_code == 422
    for _twice in range(2):
        assert client.send("/privacy/versions", {**CHANGE, "submit_key": "k"}).status_code == 303
    assert consents.present() == 2
    assert "3 évig" in app.test_client().get("/privacy/versions").text
    assert "3 years" in app.test_client().get("/privacy/versions", headers=EN).text


def test_two_versions_at_one_moment_have_two_numbers_or_one_is_refused(app, people):
    browsers = [app.test_client().sign_in(people.adam) for _each in range(4)]
    db.session.commit()
    barrier, told = Barrier(4, timeout=20), []

    def send(number):
        barrier.wait()
        sent = {**CHANGE, "submit_key": f"k{number}"}
        told.append(browsers[number].send("/privacy/versions", sent).status_code)

    threads = [Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    numbers = db.session.scalars(select(PrivacyNotice.number).order_by(PrivacyNotice.id)).all()
    assert sorted(numbers) == list(range(2, len(numbers) + 2))
    assert set(told) <= {303, 400, 409, 422}


def test_who_agreed_to_an_older_version_is_asked_and_says_yes(client, people, make, change):
    consents.note(people.ana)
    db.session.commit()
    client.sign_in(people.ana)
    assert "/account/consent" not in client.get("/conversations").text
    change()
    assert "/account/consent?next=/conversations" in client.get("/conversations").text
    assert "Rövidebb ideig" in client.get("/account/consent").text
    path = f"/conversations/{make.conversation('speak').id}/speak"
    sent = {"text": "Több padot!", "signature": "Ana"}
    assert client.send(path, {**sent, **NO}).status_code == 422
    answer = client.send("/account/consent", {"answer": "yes", "next": "/conversations"})
    assert answer.location == "/conversations"
    assert answers(people.ana)[-1] == (2, True, "form")
    assert "/account/consent" not in client.get("/conversations").text
    assert 'name="consent"' not in client.get(path).text
    assert client.send(path, {**sent, **NO}).status_code == 303


def test_who_says_no_is_led_to_their_data_and_not_asked_again(client, people, make, change):
    change()
    client.sign_in(people.ana)
    answer = client.send("/account/consent", {"answer": "no"})
    assert answer.location == consents.OWN_DATA
    assert answers(people.ana) == [(2, False, "form")]
    assert "/account/consent?" not in client.get("/conversations").text
    path = f"/conversations/{make.conversation('speak').id}/speak"
    assert client.send(path, {"text": "Több padot!", **NO}).status_code == 303
    sent = {"text": "Több padot!", "signature": "Ana", **NO}
    assert client.send(path, sent).status_code == 422


def test_the_answer_leads_to_no_other_site(client, people, change):
    change()
    client.sign_in(people.ana)
    answer = client.send("/account/consent", {"answer": "yes", "next": "//evil.example/"})
    assert answer.location == "/account"


def test_staff_are_not_asked_and_visitors_have_no_page(app, client, people, change):
    change()
    staff = app.test_client().sign_in(people.mira)
    assert "/account/consent?" not in staff.get("/conversations").text
    assert client.get("/account/consent").status_code == 302


def test_at_the_desk_staff_note_that_the_sheet_was_signed(client, people, make):
    talk = make.conversation("speak")
    client.sign_in(people.mira)
    path = f"/conversations/{talk.id}/desk"
    sent = {"text": "Több padot!", "channel": "paper", "contact": "kati@example.org"}
    assert client.send(path, {**sent, **NO}).status_code == 422
    assert client.send(path, sent).status_code == 303
    row = db.session.scalars(select(Consent)).one()
    assert (row.how, row.noted_by_id) == ("paper", people.mira.id)


def test_what_changed_is_text_and_nothing_else(client, change):
    change(hu='<svg onload=alert(1)>"><img src=x>')
    page = client.get("/privacy/versions").text
    assert "<svg onload" not in page
    assert "<img src=x" not in page


def test_asking_takes_the_same_number_of_questions_however_many_versions(
    client, people, change, count_queries
):
    client.sign_in(people.ana)
    change("a")
    client.get("/conversations")
    with count_queries() as one:
        client.get("/conversations")
    for number in range(5):
        change(f"b{number}")
    client.get("/conversations")
    with count_queries() as many:
        client.get("/conversations")
    assert len(one) == len(many)


def test_taking_it_back_asks_once_more_and_no_form_takes_a_name_afterwards(client, people, make):
    consents.note(people.ana)
    db.session.commit()
    page = client.sign_in(people.ana).get("/account/consent").text
    assert "/account/consent/withdrawal" in page
    assert 'value="no"' not in page
    asked = client.get("/account/consent/withdrawal").text
    assert 'value="no"' in asked
    assert answers(people.ana) == [(1, True, "form")]
    answer = client.send("/account/consent", {"answer": "no"})
    assert answer.location == consents.OWN_DATA
    path = f"/conversations/{make.conversation('speak').id}/speak"
    sent = {"text": "Több padot!", "signature": "Ana", **NO}
    assert client.send(path, sent).status_code == 422
    assert client.get("/account/consent/withdrawal").status_code == 303
