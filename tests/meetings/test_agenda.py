"""The agenda: items, their order, their documents; what has begun stays as it was."""

import io

import pytest
from PIL import Image

from forum.core.db import db
from forum.meetings.hall import (
    leading,
)
from forum.meetings.models import AgendaDocument, AgendaItem
from forum.meetings.templates_of_types import TEMPLATES, agenda_of

ITEM = {"title_hu": "Séta a parkban", "minutes": "25", "submit_key": "i" * 22}


@pytest.fixture(autouse=True)
def mira(client, people):
    client.set_cookie("language", "en")
    return client.sign_in(people.mira)


@pytest.fixture
def meeting(make):
    return make.meeting("coming", items=3, conversation=make.conversation())


def titles(meeting):
    db.session.expire_all()
    return [item.title_hu for item in meeting.items]


def picture(kind="PNG", size=(40, 20), **saved):
    file = io.BytesIO()
    Image.new("RGB", size, "green").save(file, kind, **saved)
    return file.getvalue()


def upload(client, item, content, name="kep.png", **more):
    data = {"title": "Térkép", "file": (io.BytesIO(content), name), **more}
    path = f"/forums/agenda/{item.id}/documents"
    return client.send(path, data, content_type="multipart/form-data")


@pytest.mark.parametrize("type_of_forum", TEMPLATES)
def test_each_type_has_an_agenda_in_both_languages(type_of_forum):
    items = agenda_of(type_of_forum)
    assert 60 <= sum(item.minutes for item in items) <= 120
    for item in items:
        assert item.title_hu != item.title_en
        assert item.aim_hu
        assert item.aim_en
        assert item.guide
    assert any(item.at_tables for item in items)


def test_an_item_is_added_once(mira, meeting):
    path = f"/forums/{meeting.id}/agenda"
    assert mira.send(path, ITEM).status_code == 303
    mira.send(path, ITEM)
    assert titles(meeting)[-1:] == ["Séta a parkban"]
    assert len(meeting.items) == 4
    assert meeting.items[-1].minutes == 25


@pytest.mark.parametrize("minutes", ["", "0", "601", "sok", "-5"])
def test_minutes_have_to_make_sense(mira, meeting, minutes):
    answer = mira.send(f"/forums/{meeting.id}/agenda", {**ITEM, "minutes": minutes})
    assert answer.status_code == 422
    assert 'value="Séta a parkban"' in answer.text
    assert len(titles(meeting)) == 3


def test_items_are_moved_by_buttons(mira, meeting):
    first, second, third = meeting.items
    assert titles(meeting)[0] == first.title_hu
    mira.send(f"/forums/agenda/{third.id}/place", {"step": "up"})
    assert titles(meeting) == [first.title_hu, third.title_hu, second.title_hu]
    mira.send(f"/forums/agenda/{first.id}/place", {"step": "down"})
    assert titles(meeting) == [third.title_hu, first.title_hu, second.title_hu]
    mira.send(f"/forums/agenda/{third.id}/place", {"step": "up"})
    assert titles(meeting)[0] == third.title_hu, "the first one stays first"


def test_an_item_is_changed_and_removed(mira, meeting):
    item = meeting.items[1]
    mira.send(f"/forums/agenda/{item.id}", {**ITEM, "at_tables": "y", "presenter": "Nagy Éva"})
    db.session.expire_all()
    assert (item.title_hu, item.at_tables, item.presenter) == ("Séta a parkban", True, "Nagy Éva")
    mira.send(f"/forums/agenda/{item.id}/removal")
    assert len(titles(meeting)) == 2


def test_what_has_begun_stays(mira, make, people):
    meeting = make.meeting("now", items=3)
    first, second, third = meeting.items
    leading.start(meeting, people.mira)
    leading.go_to(second, people.mira)
    db.session.commit()
    before = titles(meeting)
    mira.send(f"/forums/agenda/{first.id}", ITEM)
    mira.send(f"/forums/agenda/{first.id}/removal")
    mira.send(f"/forums/agenda/{second.id}/removal")
    mira.send(f"/forums/agenda/{third.id}/place", {"step": "up"})
    assert titles(meeting) == before
    mira.send(f"/forums/agenda/{second.id}", {**ITEM, "title_hu": "A mostani pont"})
    mira.send(f"/forums/agenda/{third.id}/removal")
    assert titles(meeting) == [before[0], "A mostani pont"]
    leading.end(meeting, people.mira)
    db.session.commit()
    assert mira.send(f"/forums/{meeting.id}/agenda", ITEM).status_code == 409
    assert len(titles(meeting)) == 2


def test_the_length_of_the_agenda_is_told(mira, meeting):
    page = mira.get(f"/forums/{meeting.id}/agenda").text
    assert "The agenda takes 30 of 120 minutes." in page
    mira.send(f"/forums/{meeting.id}/agenda", {**ITEM, "minutes": "100"})
    assert "It is 10 minutes longer than the event" in mira.get(f"/forums/{meeting.id}/agenda").text


def test_a_picture_is_drawn_anew(mira, client, meeting):
    item = meeting.items[0]
    exif = Image.Exif()
    exif[0x010E] = "Titkos hely"
    content = picture("JPEG", (3000, 100), exif=exif)
    assert b"Titkos hely" in content
    assert upload(mira, item, content, "kep.jpg", submit_key="d" * 22).status_code == 303
    upload(mira, item, content, "kep.jpg", submit_key="d" * 22)
    document = db.session.query(AgendaDocument).one()
    assert document.media_type == "image/jpeg"
    assert b"Titkos hely" not in document.content
    assert max(Image.open(io.BytesIO(document.content)).size) == 2400
    answer = mira.get(f"/forums/documents/{document.id}")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_is_only_saved_and_under_a_name_of_ours(mira, meeting):
    upload(mira, meeting.items[0], b"%PDF-1.7 valami", "<svg onload=alert(1)>.html")
    document = db.session.query(AgendaDocument).one()
    answer = mira.get(f"/forums/documents/{document.id}")
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "svg" not in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "content", [b"<svg onload=alert(1)>", b"GIF89a", b"", b"\x89PNG\r\n\x1a\nbroken"]
)
def test_other_files_are_refused_kindly(mira, meeting, content):
    answer = upload(mira, meeting.items[0], content, "valami.pdf")
    assert answer.status_code == 422
    assert db.session.query(AgendaDocument).count() == 0


def test_a_file_beyond_the_limit_is_refused(mira, meeting, monkeypatch):
    monkeypatch.setattr("forum.meetings.documents.LARGEST_FILE", 100)
    answer = upload(mira, meeting.items[0], b"%PDF-" + b"x" * 200, "nagy.pdf")
    assert answer.status_code == 422
    assert "too large" in answer.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/a", "https://", "nem"])
def test_only_web_addresses_are_taken(mira, meeting, url):
    path = f"/forums/agenda/{meeting.items[0].id}/documents"
    assert mira.send(path, {"title": "Térkép", "url": url}).status_code == 422
    assert db.session.query(AgendaDocument).count() == 0


def test_a_document_is_an_address_or_a_file_not_both(mira, meeting):
    item = meeting.items[0]
    path = f"/forums/agenda/{item.id}/documents"
    assert mira.send(path, {"title": "Semmi"}).status_code == 422
    assert upload(mira, item, picture(), url="https://example.org").status_code == 422
    mira.send(path, {"title": "Térkép", "url": "https://example.org/terkep"})
    document = db.session.query(AgendaDocument).one()
    assert 'href="https://example.org/terkep"' in mira.get(f"/forums/{meeting.id}").text
    mira.send(f"/forums/documents/{document.id}/removal")
    assert db.session.query(AgendaDocument).count() == 0


def test_documents_of_a_draft_are_not_for_visitors(app, mira, make):
    draft = make.meeting("draft")
    upload(mira, draft.items[0], picture())
    document = db.session.query(AgendaDocument).one()
    stranger = app.test_client()
    assert stranger.get(f"/forums/documents/{document.id}").status_code == 404
    assert mira.get(f"/forums/documents/{document.id}").status_code == 200


def test_residents_change_no_agenda(client, people, meeting):
    client.sign_in(people.ana)
    item = meeting.items[0]
    assert client.get(f"/forums/{meeting.id}/agenda").status_code == 403
    for path in ("", "/place", "/removal", "/documents"):
        assert client.send(f"/forums/agenda/{item.id}{path}", ITEM).status_code == 403
    assert db.session.query(AgendaItem).count() == 3


def test_hostile_words_on_the_agenda(mira, meeting):
    mira.send(f"/forums/{meeting.id}/agenda", {**ITEM, "title_hu": '"><img src=x>'})
    for path in ("/agenda", "", "/console"):
        page = mira.get(f"/forums/{meeting.id}{path}").text
        assert "<img src=x" not in page
        assert "&lt;img src=x&gt;" in page


def test_an_item_changed_meanwhile_is_shown_again(client, make, people):
    meeting = make.meeting("coming")
    item = meeting.items[0]
    client.sign_in(people.mira)
    page = f"/forums/agenda/{item.id}"
    seen = item.fingerprint
    mine = {"title_hu": "Az enyém", "minutes": "10", "seen": seen}
    assert client.send(page, {**mine, "title_hu": "A kollégáé"}).status_code == 303
    answer = client.send(page, {**mine, "submit_key": "mine"})
    assert answer.status_code == 409
    assert "Az enyém" in answer.text
    db.session.expire_all()
    assert item.title_hu == "A kollégáé"
    assert client.send(page, {**mine, "seen": item.fingerprint}).status_code == 303
    db.session.expire_all()
    assert item.title_hu == "Az enyém"
