"""Files are read apart: nobody waits for the database meanwhile, and whoever may not any more is told."""

import io
from threading import Event, Thread

import pytest
from PIL import Image
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core import lists, pictures
from forum.core.apart import Busy, Turn, apart
from forum.core.db import db, now
from forum.core.limits import Attempt
from forum.ideas import picturing
from forum.ideas.models import Idea, IdeaPicture
from forum.meetings.models import AgendaDocument, AgendaItem
from tests.attacks.everything import Everything
from tests.test_permissions import person_of


def picture(size=(50, 50), kind="JPEG") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "red").save(kept, kind)
    return kept.getvalue()


LIST = "Név;Szöveg\ntext;Több padot\n".encode()
#: Where files are sent: by whom, under which name, and what.
PLACES = [
    ("visitor", "/ideas/new", "picture", picture()),
    ("author", "/ideas/{idea}/pictures", "picture", picture()),
    ("administrator", "/events/{event}/sheets", "file", picture()),
    ("administrator", "/sheets/{sheet}/scan", "file", picture()),
    ("administrator", "/forums/agenda/{item}/documents", "file", picture()),
    ("administrator", "/conversations/{talk}/imports", "file", LIST),
    ("administrator", "/ideas/imports", "file", LIST),
    ("administrator", "/participation/census/list", "list-file", LIST),
]
WORDS = {
    "title": "Új padok a parkba",
    "text": "Legyen több pad.",
    "different": "y",
    "alternative": "Egy pad",
    "signatures": "3",
    "list-source": "KSH",
    "list-year": "2022",
}


@pytest.fixture
def everything(make, people):
    make.city()
    make.category("Helytörténet")
    make.neighbourhood("Avas")
    make.age_band("18-24")
    return Everything(make, people)


@pytest.fixture
def meanwhile(app, monkeypatch):
    """Let somebody else do something while a file is read: ``meanwhile(act)``; returns a log."""
    done: list[str] = []

    def during(act):
        def acting(name):
            with app.app_context():
                act()
                db.session.commit()
            done.append(name)

        for module, name in ((pictures, "_drawn"), (lists, "_read")):
            read = getattr(module, name)

            def reading(*given, read=read, name=name):
                somebody = Thread(target=acting, args=(name,))
                somebody.start()
                somebody.join(5)
                assert name in done, "somebody else waits for the database"
                return read(*given)

            monkeypatch.setattr(module, name, reading)
        return done

    return during


def write() -> None:
    db.session.add(Attempt(bucket="somebody else"))


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)  # there one lock is for everything
@pytest.mark.parametrize(("who", "path", "field", "content"), PLACES, ids=[p[1] for p in PLACES])
def test_nobody_waits_while_a_file_is_read(
    client, everything, people, meanwhile, who, path, field, content
):
    known = everything
    path = path.format(
        idea=known.idea.id,
        event=known.event.id,
        sheet=known.first["attendance_sheet"],
        item=known.forum.items[0].id,
        talk=known.talk.id,
    )
    if who != "visitor":
        client.sign_in(known.other_person if who == "author" else person_of(people, who))
    db.session.rollback()
    done = meanwhile(write)
    sent = {**WORDS, field: (io.BytesIO(content), "fájl")}
    assert client.send(path, sent, content_type="multipart/form-data").status_code < 500
    assert done


def test_whoever_was_shut_out_meanwhile_adds_no_picture(client, make, people, meanwhile):
    idea, ana = make.idea(author=people.ana), people.ana.id
    client.sign_in(people.ana)
    path = f"/ideas/{idea.id}/pictures"

    def shut_out():
        db.session.get(Person, ana).disabled_at = now()

    db.session.rollback()
    meanwhile(shut_out)
    sent = {"alternative": "Egy pad", "picture": (io.BytesIO(picture()), "a.jpg")}
    answer = client.send(path, sent, content_type="multipart/form-data")
    assert answer.status_code in {302, 303, 403, 404}
    assert db.session.scalar(select(func.count()).select_from(IdeaPicture)) == 0


def test_what_was_taken_away_meanwhile_gets_no_document(client, everything, people, meanwhile):
    item = everything.forum.items[-1].id
    client.sign_in(people.adam)
    before = db.session.scalar(select(func.count()).select_from(AgendaDocument))

    def take_away():
        db.session.delete(db.session.get(AgendaItem, item))

    db.session.rollback()
    meanwhile(take_away)
    sent = {"title": "Terv", "file": (io.BytesIO(picture()), "a.jpg")}
    path = f"/forums/agenda/{item}/documents"
    assert client.send(path, sent, content_type="multipart/form-data").status_code == 404
    assert db.session.scalar(select(func.count()).select_from(AgendaDocument)) <= before


def test_one_at_a_time(app, monkeypatch):
    monkeypatch.setattr("forum.core.apart.PATIENCE", 0.1)
    turn, begun, over = Turn(), Event(), Event()

    def long_work():
        with turn.taken():
            begun.set()
            over.wait(10)

    working = Thread(target=long_work)
    working.start()
    begun.wait(10)
    with pytest.raises(Busy), turn.taken():
        raise AssertionError("two at once")
    over.set()
    working.join()
    with turn.taken(), turn.taken():
        pass  # within its own turn nobody waits


class Taken:
    """A turn that somebody else keeps."""

    def taken(self):
        raise Busy


def test_whoever_has_to_wait_for_a_picture_keeps_the_words(client, monkeypatch):
    monkeypatch.setattr(pictures, "_turn", Taken())
    sent = {**WORDS, "picture": (io.BytesIO(picture()), "a.jpg")}
    answer = client.send("/ideas/new", sent, content_type="multipart/form-data")
    assert answer.status_code == 503
    assert "Legyen több pad." in answer.text
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 0


def test_and_for_a_list_is_told_in_its_form(client, people, monkeypatch):
    monkeypatch.setattr(lists, "_turn", Taken())
    sent = {"file": (io.BytesIO(LIST), "l.csv")}
    path = "/ideas/imports"
    answer = client.sign_in(people.adam).send(path, sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_outside_of_a_request_nobody_is_asked(app, make):
    make.city()
    db.session.add(Attempt(bucket="not committed"))
    with apart():
        assert not db.session().in_transaction()
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_pictures_that_are_refused_count_too(client, monkeypatch):
    """Each costs as much as a good one; a form that misses something costs nothing and is free."""
    monkeypatch.setattr(picturing, "PER_ADDRESS", 3)

    def send(**more):
        sent = {**WORDS, "picture": (io.BytesIO(b"no picture"), "a.jpg"), **more}
        return client.send("/ideas/new", sent, content_type="multipart/form-data")

    assert [send(text="").status_code for _time in range(5)] == [422] * 5
    assert [send().status_code for _time in range(4)] == [422, 422, 422, 429]
    assert "Legyen több pad." in send().text
    assert client.send("/ideas/new", WORDS).status_code == 303  # without a picture it goes


def test_so_they_do_beside_an_idea(client, make, people, monkeypatch):
    monkeypatch.setattr(picturing, "PER_PERSON", 2)
    path = f"/ideas/{make.idea(author=people.ana).id}/pictures"
    client.sign_in(people.ana)

    def send():
        sent = {"alternative": "Egy pad", "picture": (io.BytesIO(b"no picture"), "a.jpg")}
        return client.send(path, sent, content_type="multipart/form-data").status_code

    assert [send() for _time in range(3)] == [422, 422, 429]
