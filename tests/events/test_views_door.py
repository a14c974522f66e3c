"""The page of the door, the list of entries, the desk of the sheets: who may, and what they say."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import func, select

from forum.accounts import consents
from forum.accounts.consents import Consent
from forum.core.codes import token_hash
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.events.attending import (
    door,
)
from forum.events.attending.attendance import Attendance, AttendanceSheet
from forum.events.attending.door_list import total
from forum.events.attending.sheets import key_sheet
from forum.events.registration.registrations import Registration, registration_code
from tests.events.test_scans import A_PDF, picture

HOSTILE = ("<svg onload=alert(1)>", '"><img src=x>', "=1+1")
JSON = {"Accept": "application/json"}


@pytest.fixture
def event(make, people):
    return make.event("now", by=people.mira)


@pytest.fixture
def register(make, event):
    def registration(name="Kovács Anna", party=1, contact="", **more):
        key = f"reg-{name}-{contact}"
        values = {
            "event": event,
            "submit_key": key,
            "code_hash": token_hash(registration_code(key)),
            "contact_key": contact_key(contact),
            **more,
        }
        return make.save(Registration(name=name, party=party, contact=contact, **values))

    return registration


@pytest.fixture
def desk(client, people):
    return client.sign_in(people.mira)


def count_entries():
    return db.session.scalar(select(func.count(Attendance.id)))


def test_only_staff_may_open_or_tap_anything(client, people, event, make):
    entry = door.tally(event, 1, "k", people.mira).entry
    sheet = key_sheet(event, "s", people.mira, 1)
    db.session.commit()
    pages = [
        f"/events/{event.id}/door",
        f"/events/{event.id}/attendance",
        f"/events/{event.id}/attendance.pdf",
        f"/events/{event.id}/sheets",
        f"/sheets/{sheet.id}",
        f"/sheets/{sheet.id}/scan",
        f"/attendance/{entry.id}/correction",
    ]
    acts = [f"/events/{event.id}/{act}" for act in ("check-ins", "tallies", "walk-ins", "undo")]
    acts += [f"/events/{event.id}/sheets", f"/sheets/{sheet.id}/lines", f"/sheets/{sheet.id}/scan"]
    acts += [f"/sheets/{sheet.id}/explanation", f"/attendance/{entry.id}/correction"]
    for path in pages:
        assert client.get(path).status_code == 302
    for path in acts:
        assert client.send(path, {"count": 1}, headers=JSON).status_code == 401
    ana = client.sign_in(people.ana)
    assert {ana.get(path).status_code for path in pages} == {403}
    assert {ana.send(path, {"count": 1}).status_code for path in acts} == {403}
    assert count_entries() == 1


def test_what_is_not_there_is_not_found(desk, event):
    for path in ("/events/999/door", "/sheets/999", "/sheets/999/scan", "/attendance/9/correction"):
        assert desk.get(path).status_code == 404


def test_one_finds_people_without_accents(desk, event, register):
    register("Őry Ágnes")
    register("Kiss Béla")
    page = desk.get(f"/events/{event.id}/door?q=ory+agn").text
    assert "Őry Ágnes" in page
    assert "Kiss Béla" not in page
    code = registration_code("reg-Kiss Béla-")
    assert "Kiss Béla" in desk.get(f"/events/{event.id}/door?q={code.lower()}").text
    assert (
        "Senki"
        in desk.get(f"/events/{event.id}/door?q=xyz", headers={"Accept-Language": "hu"}).text
    )


def test_one_tap_lets_in_and_a_second_is_told_kindly(desk, event, register):
    anna = register(party=3)
    path, sent = f"/events/{event.id}/check-ins", {"registration_id": anna.id, "count": 2}
    first = desk.send(path, {**sent, "submit_key": "one"}, follow_redirects=True)
    assert first.status_code == 200
    assert "Kovács Anna" in first.text
    again = desk.send(path, {**sent, "submit_key": "two"}, headers=JSON).json
    assert again["already"]
    assert again["total"] == again["count"] == 2
    desk.get(f"/events/{event.id}/door")  # the sentence was said
    same = desk.send(path, {**sent, "submit_key": "one"}, follow_redirects=True)
    assert "Kovács Anna megérkezett." in same.text
    assert count_entries() == 1


def test_a_code_checks_in_however_it_is_typed(desk, event, register, make):
    register()
    code = registration_code("reg-Kovács Anna-")
    path = f"/events/{event.id}/check-ins"
    told = desk.send(
        path, {"code": code.lower().replace("-", " "), "submit_key": "k"}, headers=JSON
    )
    assert told.json["total"] == 1
    elsewhere = f"/events/{make.event('now').id}/check-ins"
    assert desk.send(elsewhere, {"code": code, "submit_key": "l"}, headers=JSON).status_code == 409
    assert desk.send(path, {"code": "NONE", "submit_key": "m"}, headers=JSON).status_code == 404
    for number in ("", "x", "99999999999", "-1"):
        sent = {"registration_id": number, "submit_key": f"n{number}"}
        assert desk.send(path, sent, headers=JSON).status_code == 404


def test_taps_without_javascript_keep_what_was_chosen(desk, event, make):
    avas, old = make.neighbourhood(), make.age_band("65+", youngest=65)
    sent = {"neighbourhood": avas.id, "age_band": old.id, "count": 3, "submit_key": "k"}
    answer = desk.send(f"/events/{event.id}/tallies", sent)
    assert answer.status_code == 303
    entry = db.session.scalars(select(Attendance)).one()
    assert (entry.count, entry.neighbourhood_id, entry.age_band_id) == (3, avas.id, old.id)
    page = desk.get(f"/events/{event.id}/door").text
    assert f'<option selected value="{avas.id}">' in page
    assert f'name="of" value="{entry.key}"' in page
    desk.send(f"/events/{event.id}/undo", {"of": entry.key, "submit_key": "u", "count": 1})
    assert total(event) == 0
    assert desk.send(f"/events/{event.id}/undo", {"of": "zz"}, headers=JSON).status_code == 409


@pytest.mark.parametrize("count", ["0", "-3", "501", "many", "1e9", "999999999999999999999"])
def test_nonsense_is_not_counted(desk, event, count):
    answer = desk.send(f"/events/{event.id}/tallies", {"count": count}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json["error"]["message"]
    assert desk.send(f"/events/{event.id}/tallies", {"count": count}).status_code == 422
    assert count_entries() == 0


@pytest.mark.parametrize(
    "told", ["", "yesterday", "2026-13-45", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z"]
)
def test_a_broken_clock_counts_as_now(desk, event, told):
    sent = {"submit_key": "k", "happened_at": told}
    assert desk.send(f"/events/{event.id}/tallies", sent, headers=JSON).status_code == 200
    assert db.session.scalars(select(Attendance)).one().happened_at is not None


def test_a_named_walk_in_is_asked_for_a_name_or_contact(desk, event):
    path = f"/events/{event.id}/walk-ins"
    assert desk.send(path, {"submit_key": "a"}).status_code == 422
    wrong = desk.send(path, {"submit_key": "a", "name": "Béla", "contact": "nonsense"})
    assert wrong.status_code == 422
    assert 'value="Béla"' in wrong.text
    assert desk.send(path, {"submit_key": "a", "name": "x" * 81}).status_code == 422
    assert desk.send(path, {"submit_key": "a", "name": "Béla"}).status_code == 303
    assert total(event) == 1


def test_a_named_walk_in_saw_the_notice_and_staff_noted_which(desk, event, people):
    path = f"/events/{event.id}/walk-ins"
    unseen = {"submit_key": "a", "name": "Béla", "consent": ""}
    assert desk.send(path, unseen).status_code == 422
    assert desk.send(path, unseen, headers=JSON).status_code == 422
    assert total(event) == 0
    consents.publish(people.adam, "Rövidebb ideig.", "Shorter.", "v2")
    db.session.commit()
    for _offline_and_sent_again in range(2):
        sent = {**unseen, "consent": "y", "notice": "1"}  # ticked before the new version
        assert desk.send(path, sent, headers=JSON).status_code == 200
    entry = db.session.scalars(select(Attendance)).one()
    (row,) = db.session.scalars(select(Consent))
    assert (row.about, row.version, row.how) == (f"attendance {entry.id}", 1, "desk")
    assert row.noted_by_id == people.mira.id
    for number, told in enumerate(("", "99", "-1", "kettő")):
        sent = {"submit_key": f"b{number}", "name": f"Más {number}", "notice": told}
        assert desk.send(path, sent, headers=JSON).status_code == 200
    assert [each.version for each in db.session.scalars(select(Consent))][1:] == [2] * 4


def test_people_without_a_name_need_no_tick(desk, event):
    sent = {"submit_key": "k", "consent": ""}
    assert desk.send(f"/events/{event.id}/tallies", sent, headers=JSON).status_code == 200


def test_the_page_asks_for_the_state_of_the_door(desk, event, register, people):
    anna = register()
    door.check_in(anna, 1, "k", people.mira)
    db.session.commit()
    answer = desk.get(f"/events/{event.id}/door", headers=JSON)
    assert answer.json["total"] == 1
    assert answer.json["inside"][str(anna.id)]["key"] == "k"
    assert answer.headers["Cache-Control"] == "no-store"


def test_sex_is_asked_only_if_the_grant_wants_it(desk, event, make):
    assert 'name="sex"' not in desk.get(f"/events/{event.id}/door").text
    event.project = make.project(counts_sex=True)
    db.session.commit()
    assert 'name="sex"' in desk.get(f"/events/{event.id}/door").text


def test_the_grant_says_whether_sex_is_counted(client, people, make):
    project = make.project(total_cost=1)
    adam, path = client.sign_in(people.adam), f"/city/projects/{project.id}/edit"
    assert 'name="counts_sex"' in adam.get(path).text
    sent = {"name_hu": "Próba", "identifier": "T-1", "total_cost": "1", "currency": "HUF"}
    for tick, told in (({"counts_sex": "y"}, True), ({}, False)):
        assert adam.send(path, {**sent, "rate_of_support": "100", **tick}).status_code == 303
        db.session.expire_all()
        assert project.counts_sex is told


def test_names_are_never_markup(desk, event, register, people):
    for number, name in enumerate(HOSTILE):
        register(name)
        door.walk_in(event, f"k{number}", people.mira, name=name)
    db.session.commit()
    for path in ("door", "attendance", "sheets"):
        page = desk.get(f"/events/{event.id}/{path}").text
        assert "<svg onload" not in page
        assert "<img src=x" not in page


def test_a_correction_says_why_and_both_entries_stay(desk, event, people):
    entry = door.tally(event, 4, "k", people.mira).entry
    db.session.commit()
    path = f"/attendance/{entry.id}/correction"
    assert desk.get(path).status_code == 200
    assert desk.send(path, {"because": "", "submit_key": "u"}).status_code == 422
    for _again in range(2):
        assert (
            desk.send(path, {"because": "Kétszer ütöttük be", "submit_key": "u"}).status_code == 303
        )
    page = desk.get(f"/events/{event.id}/attendance").text
    assert "Kétszer ütöttük be" in page
    assert "<del>" in page
    assert (count_entries(), total(event)) == (2, 0)


def test_pages_take_as_many_queries_for_many_people_as_for_few(
    desk, event, register, people, count_queries
):
    def visit():
        with count_queries() as log:
            for path in ("door", "attendance", "sheets"):
                assert desk.get(f"/events/{event.id}/{path}").status_code == 200
        return len(log)

    register("Első")
    door.correct(door.tally(event, 1, "k", people.mira).entry, "u", people.mira)
    key_sheet(event, "s", people.mira, 3)
    db.session.commit()
    few = visit()
    for number in range(30):
        door.check_in(register(f"Vendég {number}"), 1, f"in{number}", people.mira)
        door.correct(
            door.tally(event, 1, f"t{number}", people.mira).entry, f"u{number}", people.mira
        )
        key_sheet(event, f"s{number}", people.mira, 3)
    db.session.commit()
    assert visit() <= few + 1  # one more page of a list is counted


def test_the_printed_sheet_is_only_for_the_office(desk, event, register):
    register("Őry Ágnes")
    answer = desk.get(f"/events/{event.id}/attendance.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Őry Ágnes" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


def take_in(desk, event, data=A_PDF, filename="iv.pdf", **more):
    sent = {"signatures": "5", "submit_key": "sheet", "file": (BytesIO(data), filename), **more}
    return desk.send(f"/events/{event.id}/sheets", sent)


def the_sheet():
    return db.session.scalars(select(AttendanceSheet)).one()


def test_a_scan_is_given_out_only_as_a_download(desk, event, people):
    assert take_in(desk, event, filename='a"\r\nX: <svg>.pdf').status_code == 303
    answer = desk.get(f"/sheets/{the_sheet().id}/scan")
    assert answer.data == A_PDF
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    assert "svg" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<svg>" not in desk.get(f"/sheets/{the_sheet().id}").text
    people.mira.role = "resident"
    db.session.commit()
    assert desk.get(f"/sheets/{the_sheet().id}/scan").status_code == 403


def test_a_photo_of_a_sheet_is_kept_without_its_secrets(desk, event):
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    take_in(desk, event, picture(exif=exif.tobytes()), "x.html")
    answer = desk.get(f"/sheets/{the_sheet().id}/scan")
    assert answer.mimetype == "image/jpeg"
    assert b"SecretPhone" not in answer.data


def test_a_wrong_file_is_refused_and_what_was_typed_stays(desk, event):
    answer = take_in(desk, event, b"<svg onload=alert(1)>", note="második lap")
    assert answer.status_code == 422
    assert "második lap" in answer.text
    assert take_in(desk, event, signatures="").status_code == 422
    assert db.session.scalars(select(AttendanceSheet)).first() is None


def test_a_scan_can_be_added_later_and_is_never_replaced(desk, event, people):
    sheet = key_sheet(event, "s", people.mira, 3)
    db.session.commit()
    path = f"/sheets/{sheet.id}/scan"
    assert desk.get(path).status_code == 404
    assert desk.send(path, {}).status_code == 422
    assert desk.send(path, {"file": (BytesIO(A_PDF), "a.pdf")}).status_code == 303
    assert desk.send(path, {"file": (BytesIO(picture()), "b.jpg")}).status_code == 422
    assert desk.get(path).data == A_PDF


def test_many_lines_are_keyed_in_one_form(desk, event, register, make):
    anna, avas = register(party=2), make.neighbourhood()
    take_in(desk, event)
    sent = {
        "submit_key": "batch",
        "first": "1",
        "signed": [anna.id],
        f"people-{anna.id}": "2",
        "lines-0-name": "Kiss Béla",
        "lines-0-contact": "06 30 123 4567",
        "lines-1-neighbourhood": avas.id,
        "lines-2-name": "",
        "rest": "1",
    }
    for _again in range(2):
        assert desk.send(f"/sheets/{the_sheet().id}/lines", sent).status_code == 303
    assert total(event) == 5
    page = desk.get(f"/sheets/{the_sheet().id}").text
    assert "Kiss Béla" in page
    assert "123 4567" not in page


def test_lines_on_a_page_that_came_back_are_not_keyed_again(desk, event):
    take_in(desk, event)
    sent = {"submit_key": "batch", "first": "1", "lines-0-name": "Kiss Béla"}
    path = f"/sheets/{the_sheet().id}/lines"
    desk.send(path, sent)
    desk.send(path, {**sent, "rest": "1"})
    assert list(db.session.scalars(select(Attendance.name))).count("Kiss Béla") == 1
    assert total(event) <= 2


def test_another_sheet_of_the_same_name_is_another_sheet(desk, event):
    """A telephone that calls every photograph the same, and a page that came back."""
    for data in (A_PDF, A_PDF, picture()):
        take_in(desk, event, data, "image.jpg")
    assert len(db.session.scalars(select(AttendanceSheet)).all()) == 2


def test_wrong_lines_are_told_by_number_and_nothing_is_lost_or_saved(desk, event, register):
    anna = register()
    take_in(desk, event)
    sent = {
        "submit_key": "batch",
        "first": "11",
        "signed": [anna.id],
        f"people-{anna.id}": "1000",
        "lines-0-name": "Jó Béla",
        "lines-0-contact": "bela@example.org",
        "lines-1-name": "Rossz Rezső",
        "lines-1-contact": "nonsense",
        "lines-2-contact": "BELA@example.org",
        "rest": "-1",
    }
    answer = desk.send(f"/sheets/{the_sheet().id}/lines", sent, headers={"Accept-Language": "hu"})
    assert answer.status_code == 422
    for word in ("12. sor", "13. sor", "Jó Béla", "Rossz Rezső", "nonsense", 'name="signed"'):
        assert word in answer.text
    assert "checked" in answer.text
    assert count_entries() == 0
    empty = desk.send(f"/sheets/{the_sheet().id}/lines", {"submit_key": "e"})
    assert empty.status_code == 422


@pytest.mark.parametrize("first", ["", "x", "-4", "999999", "²"])
def test_a_strange_number_of_the_first_line_is_mended(desk, event, first):
    take_in(desk, event)
    sent = {"submit_key": "b", "first": first, "lines-0-name": "Béla"}
    assert desk.send(f"/sheets/{the_sheet().id}/lines", sent).status_code == 303
    assert db.session.scalars(select(Attendance)).one().line in {1, 10_000}


def test_a_difference_is_shown_until_it_is_explained(desk, event):
    take_in(desk, event)
    page = f"/sheets/{the_sheet().id}"
    hungarian = {"Accept-Language": "hu"}
    assert "5 aláíráshoz még nincs bejegyzés" in desk.get(page, headers=hungarian).text
    assert desk.send(f"{page}/explanation", {"because": ""}).status_code == 422
    desk.send(f"{page}/explanation", {"because": "Olvashatatlan lap"})
    shown = desk.get(page, headers=hungarian).text
    assert "Olvashatatlan lap" in shown
    assert "még nincs bejegyzés" not in shown
