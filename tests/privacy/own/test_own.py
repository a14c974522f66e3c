"""One's own data: seen, taken away and erased, by account, code and browser."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.audit.models import AuditEntry
from forum.core import clock
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.core.mail import OutboxMessage
from forum.events.registration.registering import Wish, register
from forum.events.registration.registrations import Registration
from forum.ideas.models import HelpOffer, Idea
from forum.notices.models import Following, Preference
from forum.opinions.models import Opinion, Reaction, recount
from forum.opinions.operations import claim_code
from forum.privacy.erasing import farewells
from forum.privacy.keepsakes import DataArchive
from forum.privacy.own import desks
from forum.privacy.own.archive import forget_archives, safe_name

PASSWORD = "hosszú és titkos jelszó"
SURE = {"words": "go", "sure": "y"}
HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
def english(client):
    client.set_cookie("language", "en")


@pytest.fixture
def ana(make):
    return make.person("resident", "Ana", password=PASSWORD)


def prove(client, target="/account/data/erasure"):
    """Show the password again, as the page asks."""
    return client.send(f"/account/proof?next={target}", {"password": PASSWORD})


def erase(client, path="/account/data/erasure", **more):
    prove(client, path)
    return client.send(path, {**SURE, **more})


def test_everything_of_mine_is_on_one_page_and_nothing_of_others(client, make, ana):
    make.opinion("Az én véleményem", author=ana, signature="Anikó")
    make.opinion("A másiké")
    make.idea("Az én ötletem", author=ana)
    assert client.get("/account/data").status_code == 302
    page = client.sign_in(ana).get("/account/data")
    for words in ("Az én véleményem", "Anikó", "Az én ötletem", ana.email):
        assert words in page.text
    assert "A másiké" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "/account/data/erasure/opinion/" in page.text


def test_the_page_asks_as_many_questions_however_much_there_is(client, make, ana, count_queries):
    talk = make.conversation()
    make.opinion("Egy", talk, ana)
    client.sign_in(ana)
    client.get("/account/data")
    db.session.rollback()
    with count_queries() as few:
        client.get("/account/data")
    for number in range(12):
        make.opinion(f"Vélemény {number}", talk, ana)
    db.session.rollback()
    with count_queries() as many:
        client.get("/account/data")
    assert len(many) <= len(few)


def test_the_archive_is_made_in_the_background_and_is_its_owners_alone(
    client, app, make, ana, run_jobs
):
    make.opinion(f"Szó {HOSTILE}", author=ana, signature=HOSTILE)
    client.sign_in(ana)
    assert client.send("/account/data/download").headers["Location"] == "/account/data#archive"
    client.send("/account/data/download")
    assert db.session.scalar(select(func.count()).select_from(DataArchive)) == 1
    assert client.get("/account/data/progress").json["over"] is False
    run_jobs()
    assert client.get("/account/data/progress").json["over"] is True
    link = re.search(r'/account/data/archives/([\w-]{32})"', client.get("/account/data").text)
    answer = client.get(link[0][:-1])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kalaka.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    said = json.loads(archive.read("opinions.json"))
    assert f"Szó {HOSTILE}" in said[0]["records"][0].values()
    assert "<img" not in archive.read("index.html").decode()
    assert "http" not in archive.read("index.html").decode()
    assert {"index.json", "index.html", "accounts.json"} <= set(archive.namelist())
    # somebody else has the address, but not the account
    other = app.test_client().sign_in(make.person("administrator"))
    assert other.get(link[0][:-1]).status_code == 404
    assert app.test_client().get(link[0][:-1]).status_code in {302, 404}
    with clock.at(now() + timedelta(hours=25)):
        forget_archives()
    assert client.get(link[0][:-1]).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(DataArchive)) == 0


def test_many_archives_have_to_wait(client, ana, monkeypatch):
    monkeypatch.setattr(desks, "ARCHIVES", 1)
    client.sign_in(ana).send("/account/data/download")
    answer = client.send("/account/data/download", follow_redirects=True)
    assert "Please try again in an hour" in answer.text


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\x.exe", "/root", ".hidden", "a/b", "kép\x00.jpg", "..", ""]
)
def test_names_in_an_archive_lead_nowhere(name):
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", safe_name(name))


def test_an_account_is_erased_only_with_a_fresh_proof_and_a_tick(client, ana):
    client.sign_in(ana)
    assert "/account/proof" in client.get("/account/data/erasure").headers["Location"]
    assert "/account/proof" in client.send("/account/data/erasure", SURE).headers["Location"]
    prove(client)
    page = client.get("/account/data/erasure")
    assert "What stays, and why" in page.text
    answer = client.send("/account/data/erasure", {"words": "go"})
    assert answer.status_code == 422
    assert "Please tick this" in answer.text
    assert client.send("/account/data/erasure", {"sure": "y"}).status_code == 422
    assert db.session.get(Person, ana.id).email == ana.email


def test_words_can_stay_without_a_name(client, make, ana):
    opinion = make.opinion("Legyen több pad", author=ana, signature="Anikó")
    number = opinion.id
    client.sign_in(ana)
    assert erase(client, words="keep").headers["Location"] == "/erased"
    db.session.expire_all()
    kept = db.session.get(Opinion, number)
    assert (kept.text, kept.signature, kept.visible) == ("Legyen több pad", "", True)
    assert kept.claim_hash is None
    assert kept.author.name == ""
    page = client.get(f"/opinions/{number}")
    assert "Legyen több pad" in page.text
    assert "Anikó" not in page.text
    assert client.get("/account").status_code == 302  # signed out


def test_erased_words_leave_a_number_and_the_sums(client, make, ana):
    talk = make.conversation("both")
    opinion = make.opinion("Legyen több pad", talk, ana)
    other = make.opinion("Legyen árnyék", talk)
    opinion.weigh(make.person(), 1)
    other.weigh(ana, -1)
    db.session.commit()
    before = (talk.opinions_count, talk.people_count, talk.weighings_count)
    client.sign_in(ana)
    erase(client)
    db.session.expire_all()
    recount(talk)
    db.session.commit()
    assert (talk.opinions_count, talk.people_count, talk.weighings_count) == before
    assert db.session.scalar(select(func.count()).select_from(Reaction)) == 2
    page = client.get(f"/opinions/{opinion.id}")
    assert page.status_code == 200
    assert "Erased by its author" in page.text
    assert opinion.reference in page.text
    assert "pad" not in client.get(f"/conversations/{talk.id}").text
    assert client.get("/search?q=pad").text.count("/opinions/") == 0


def test_an_erased_idea_keeps_its_number_support_and_page(client, make, ana):
    idea = make.idea("Titkos cím", author=ana, signature="Anikó")
    make.support(idea)
    client.sign_in(ana)
    erase(client)
    db.session.expire_all()
    page = client.get(f"/ideas/{idea.id}")
    assert "Erased by its author" in page.text
    assert "Titkos" not in page.text
    assert db.session.get(Idea, idea.id).supports_count == 1
    assert idea.reference in page.text


def test_one_thing_can_go_alone_and_nobody_elses(client, make, ana):
    mine, others = make.opinion("Az enyém", author=ana), make.opinion("A másé")
    also = make.opinion("Ez marad", author=ana)
    client.sign_in(ana)
    for path in (
        f"/account/data/erasure/opinion/{others.id}",
        "/account/data/erasure/opinion/99999",
        f"/account/data/erasure/person/{ana.id}",
        f"/account/data/erasure/reaction/{mine.id}",
        "/account/data/erasure/nothing/1",
    ):
        assert client.get(path).status_code == 404
        assert client.send(path, SURE).status_code == 404
    page = client.get(f"/account/data/erasure/opinion/{mine.id}")
    assert "Az enyém" in page.text
    assert (
        client.send(f"/account/data/erasure/opinion/{mine.id}", {"words": "go"}).status_code == 422
    )
    answer = client.send(f"/account/data/erasure/opinion/{mine.id}", SURE)
    assert answer.headers["Location"] == "/account/data"
    db.session.expire_all()
    assert db.session.get(Opinion, mine.id).text == ""
    assert db.session.get(Opinion, also.id).text == "Ez marad"
    assert db.session.get(Person, ana.id).email


def test_erasing_one_thing_leaves_the_letters_to_the_account(client, make, ana):
    mine = make.opinion("Az enyém", author=ana)
    letter = OutboxMessage(person_id=ana.id, recipient=ana.email, subject="A link", body="Press")
    db.session.add(letter)
    db.session.commit()
    client.sign_in(ana)
    path = f"/account/data/erasure/opinion/{mine.id}"
    assert "Letters sent to me" not in client.get(path).text
    client.send(path, SURE)
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_an_archive_made_before_goes_with_the_thing_erased(client, make, ana, run_jobs):
    mine = make.opinion("Az enyém", author=ana)
    client.sign_in(ana)
    client.send("/account/data/download")
    run_jobs()
    link = re.search(r"/account/data/archives/[\w-]{32}", client.get("/account/data").text)[0]
    assert client.get(link).status_code == 200
    client.send(f"/account/data/erasure/opinion/{mine.id}", SURE)
    assert client.get(link).status_code == 404


def test_letters_to_the_account_stay_even_where_the_thing_holds_its_address(client, make, ana):
    idea = make.idea("Sakkest", author=ana, contact_key=contact_key(ana.email))
    letter = OutboxMessage(person_id=ana.id, recipient=ana.email, subject="A link", body="Press")
    db.session.add(letter)
    db.session.commit()
    client.sign_in(ana)
    client.send(f"/account/data/erasure/idea/{idea.id}", SURE)
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_sending_it_twice_erases_once(client, app, make, ana):
    opinion = make.opinion("Az enyém", author=ana)
    client.sign_in(ana)
    path = f"/account/data/erasure/opinion/{opinion.id}"
    assert client.send(path, SURE).status_code == 303
    assert client.send(path, SURE).status_code == 303
    assert db.session.get(Opinion, opinion.id).text == ""


def test_the_last_administrator_stays(client, make):
    adam = make.person("administrator", "Ádám", password=PASSWORD)
    client.sign_in(adam)
    answer = erase(client)
    assert answer.status_code == 409
    assert "Somebody must stay administrator" in answer.text
    db.session.expire_all()
    assert db.session.get(Person, adam.id).email


def test_staff_can_go_and_the_log_keeps_their_name(client, make, people):
    paul = make.person("planner", "Tervező Pál", password=PASSWORD)
    opinion = make.opinion()
    opinion.hide(paul, "abuse", "Mert")
    db.session.commit()
    client.sign_in(paul)
    assert "Your own name stays" in (prove(client), client.get("/account/data/erasure"))[1].text
    assert erase(client).status_code == 303
    db.session.expire_all()
    assert db.session.get(Person, paul.id).role == "resident"
    names = set(db.session.scalars(select(AuditEntry.actor_name)))
    assert "Tervező Pál" in names


def test_a_code_shows_and_erases_what_the_slip_is_about(client, make):
    visitor = make.person("visitor")
    opinion = make.opinion("A cetlimen ez áll", author=visitor, submit_key="k" * 22)
    second = make.opinion("Ezt is én írtam", author=visitor)
    code = claim_code("k" * 22)
    assert f'href="/follow/{code}/data"' in client.get(f"/follow/{code}").text
    page = client.get(f"/follow/{code}/data")
    assert "A cetlimen ez áll" in page.text
    assert "Ezt is én írtam" not in page.text
    archive = zipfile.ZipFile(io.BytesIO(client.send(f"/follow/{code}/data/download").data))
    assert "A cetlimen ez áll" in archive.read("opinions.json").decode()
    assert client.send(f"/follow/{code}/data/erasure", {"words": "go"}).status_code == 422
    assert client.send(f"/follow/{code}/data/erasure", SURE).headers["Location"] == "/erased"
    db.session.expire_all()
    assert db.session.get(Opinion, opinion.id).text == ""
    assert db.session.get(Opinion, second.id).text == "Ezt is én írtam"
    assert client.get(f"/follow/{code}/data").status_code == 404
    assert client.get(f"/follow/{code}").status_code == 404


def test_nothing_of_mine_is_shown_as_a_code(client, make):
    client.set_cookie("language", "hu")
    zoe = make.person("resident", "Zoé", language="hu")
    idea = make.idea("Padok", author=zoe)
    make.save(HelpOffer(idea_id=idea.id, person_id=zoe.id, kind="volunteer"))
    make.save(Following(person_id=zoe.id, topic_kind="idea", topic_id=idea.id))
    make.save(Preference(person_id=zoe.id, pace="daily"))
    client.set_cookie("language", "hu")
    page = client.sign_in(zoe).get("/account/data").text
    shown = re.findall(r'class="own-value">([^<]*)<', page)
    assert "Magyar" in shown
    assert idea.reference in shown
    assert not {"volunteer", "hu", "idea", "daily", "resident"} & set(shown)


def test_one_thing_is_said_to_be_one_thing(client, make):
    make.opinion("A cetlimen ez áll", author=make.person("visitor"), submit_key="k" * 22)
    erasing = f"/follow/{claim_code('k' * 22)}/data/erasure"
    asked = client.get(erasing).text
    assert "that were given with this one thing" in asked
    for of_all in ("wherever they stand", "the codes on your slips", "attendance sheets"):
        assert of_all not in asked
    client.send(erasing, SURE)
    told = client.get("/erased").text
    assert "Everything else is as it was" in told
    assert "Nothing here tells who you are" not in told


def test_whoever_only_opens_the_last_page_is_told_of_no_erasure(client, make, ana):
    assert "Nothing here tells who you are" not in client.get("/erased").text
    client.sign_in(ana)
    prove(client)
    assert "wherever they stand" in client.get("/account/data/erasure").text
    erase(client)
    assert "Nothing here tells who you are" in client.get("/erased").text
    assert "Nothing here tells who you are" not in client.get("/erased").text


def test_a_code_of_a_thing_in_an_account_leads_to_the_account(client, make, ana):
    make.opinion("Fiókban", author=ana, submit_key="k" * 22)
    code = claim_code("k" * 22)
    answer = client.get(f"/follow/{code}/data")
    assert answer.headers["Location"] == "/account/data"
    assert "Fiókban" not in answer.text
    assert client.send(f"/follow/{code}/data/download").status_code == 404
    assert client.send(f"/follow/{code}/data/erasure", SURE).status_code == 404


def test_a_registration_goes_by_its_code_and_its_place_stays(client, make):
    event = make.event(capacity=5)
    wish = Wish(name="Kovács Piroska", contact="piroska@example.org", note="Tolószékkel", party=2)
    row = register(event, wish, "k1")
    db.session.commit()
    code = row.code
    assert f'href="/follow/{code}/data"' in client.get(f"/registrations/{code}").text
    assert "Tolószékkel" in client.get(f"/follow/{code}/data").text
    client.send(f"/follow/{code}/data/erasure", {"sure": "y"})
    db.session.expire_all()
    kept = db.session.get(Registration, row.id)
    assert (kept.name, kept.contact, kept.note, kept.party) == ("–", "", "", 2)
    assert kept.contact_key.startswith("~")
    assert event.places_taken == 2
    assert client.get(f"/registrations/{code}").status_code == 404
    letters = db.session.scalars(select(OutboxMessage)).all()
    assert [letter.subject for letter in letters] == ["Your data were erased"]


def test_wrong_codes_are_counted(client, monkeypatch):
    monkeypatch.setattr("forum.core.limits.WRONG_CODES", 3)
    for number in range(3):
        assert client.get(f"/follow/AAAA-AAAA-A{number}/data").status_code == 404
    assert db.session.execute(db.text("SELECT count(*) FROM attempt")).scalar() == 3


def test_a_browser_sees_and_erases_what_it_wrote(client, app, make):
    talk = make.conversation()
    assert "Nothing is kept of you here" in client.get("/my-data").text
    client.send(
        f"/conversations/{talk.id}/speak", {"text": "Böngészőből írtam", "signature": "Bea"}
    )
    assert "Böngészőből írtam" in client.get("/my-data").text
    assert "Böngészőből írtam" not in app.test_client().get("/my-data").text
    with client.session_transaction() as session:
        number = session["visitor"]
    assert client.send("/my-data/erasure", SURE).headers["Location"] == "/erased"
    with client.session_transaction() as session:
        assert "visitor" not in session
        session["visitor"] = number  # a copy of the cookie from before
    client.send(f"/conversations/{talk.id}/speak", {"text": "Újra itt"})
    said = db.session.scalars(select(Opinion).order_by(Opinion.id)).all()
    assert [one.text for one in said] == ["", "Újra itt"]
    assert said[1].author_id != number


def test_one_letter_says_farewell_and_goes_once_it_was_sent(client, app, make, ana, monkeypatch):
    address = ana.email
    client.sign_in(ana)
    erase(client)
    letter = db.session.scalars(select(OutboxMessage)).one()
    assert letter.recipient == address
    assert "Ana" not in letter.body
    farewells.forget_farewells()
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 1
    letter = db.session.scalars(select(OutboxMessage)).one()
    letter.sent_at, letter.due_at = now(), None
    db.session.commit()
    farewells.forget_farewells()
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_the_same_address_can_register_anew(client, make, ana):
    address = ana.email
    client.sign_in(ana)
    erase(client)
    form = {"name": "Ana", "email": address, "password": PASSWORD, "again": PASSWORD}
    assert client.send("/register", form).status_code in {200, 302, 303}
    assert db.session.scalar(select(Person.email).where(Person.email == address)) == address


def test_whoever_has_no_account_is_not_told_of_one(client, make):
    talk = make.conversation()
    client.send(f"/conversations/{talk.id}/speak", {"text": "Több padot!"})
    page = client.get("/my-data").text
    assert "Több padot!" in page
    assert ">My account<" not in page
