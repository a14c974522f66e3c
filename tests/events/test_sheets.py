"""The signed sheet: lines become entries once, all or nothing, and nobody counts twice."""

from io import BytesIO

import pytest
from flask_babel import force_locale
from pypdf import PdfReader
from sqlalchemy import select

from forum.accounts.consents import Consent
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.errors import Refused
from forum.events.attending import (
    door,
)
from forum.events.attending.attendance import Attendance
from forum.events.attending.door_list import is_signed_for, total
from forum.events.attending.scans import read_scan
from forum.events.attending.sheet_print import print_sheet
from forum.events.attending.sheets import (
    Keyed,
    Line,
    Signed,
    difference,
    explain,
    key_lines,
    key_sheet,
)
from forum.events.registration.registrations import Registration
from tests.events.test_scans import A_PDF


@pytest.fixture
def event(make):
    return make.event("now", project=make.project(counts_sex=True))


@pytest.fixture
def register(make, event):
    def registration(name="Kovács Anna", party=1, contact="", **more):
        key = f"reg-{name}-{contact}"
        told = {"contact": contact, "contact_key": contact_key(contact), "code_hash": key, **more}
        return make.save(Registration(event=event, submit_key=key, name=name, party=party, **told))

    return registration


@pytest.fixture
def sheet(event, people):
    taken_in = key_sheet(event, "the-sheet", people.mira, 5)
    db.session.commit()
    return taken_in


def test_a_sheet_is_taken_in_once_with_its_scan(event, people):
    first = key_sheet(event, "key", people.mira, 7, read_scan(A_PDF, "iv.pdf"), "első lap")
    db.session.commit()
    assert key_sheet(event, "key", people.paul, 7) is first
    assert (first.signatures, first.scan, first.filename) == (7, A_PDF, "iv.pdf")
    assert difference(first) == 7


def test_lines_registrations_and_the_rest_become_entries(sheet, event, register, people, make):
    anna, avas = register(party=2), make.neighbourhood()
    lines = {1: Line("Kiss Béla", "06301234567", avas.id, None, "m"), 3: Line()}
    outcome = key_lines(sheet, Keyed([Signed(anna, 2)], lines, 1), "batch", people.mira)
    db.session.commit()
    assert (outcome.added, outcome.known) == (5, [])
    assert (difference(sheet), total(event)) == (0, 5)
    bela = db.session.scalars(select(Attendance).where(Attendance.line == 1)).one()
    assert (bela.name, bela.sex, bela.named) == ("Kiss Béla", "m", 1)
    assert bela.contact_key == contact_key("+36301234567")
    assert bela.happened_at == event.starts_at


def test_the_same_form_sent_again_adds_nothing(sheet, event, people, register):
    keyed = Keyed([Signed(register())], {1: Line("Kiss Béla"), 2: Line()}, 2)
    first = key_lines(sheet, keyed, "batch", people.mira)
    again = key_lines(sheet, keyed, "batch", people.mira)
    assert first.added == again.added == total(event) == 5
    assert difference(sheet) == 0


def test_lines_changed_after_they_were_saved_are_not_lost_silently(sheet, people):
    key_lines(sheet, Keyed(lines={1: Line("Kiss Béla")}), "batch", people.mira)
    with pytest.raises(Refused):
        key_lines(sheet, Keyed(lines={1: Line("Nagy Béla")}), "batch", people.mira)


def test_whoever_was_in_by_registration_is_not_counted_again(sheet, event, register, people):
    anna = register(party=3)
    at_door = door.check_in(anna, 3, "tap", people.mira).entry
    outcome = key_lines(sheet, Keyed([Signed(anna, 3)]), "batch", people.mira)
    assert (outcome.added, total(event)) == (0, 3)
    assert [entry.same_as_id for entry in outcome.known] == [at_door.id]
    assert difference(sheet) == 2


def test_those_who_came_later_to_a_party_are_added(sheet, event, register, people):
    anna = register(party=3)
    door.check_in(anna, 1, "tap", people.mira)
    outcome = key_lines(sheet, Keyed([Signed(anna, 3)]), "batch", people.mira)
    assert (outcome.added, total(event), difference(sheet)) == (2, 3, 2)


def test_whoever_was_in_by_contact_is_not_counted_again(sheet, event, register, people):
    register(contact="anna@example.org")
    door.walk_in(event, "w1", people.mira, contact="anna@example.org")
    door.walk_in(event, "w2", people.mira, name="Béla", contact="06301234567")
    lines = {
        1: Line("Anna", "ANNA@example.org"),
        2: Line("Béla", "+36 30 123 4567"),
        3: Line("Cili", "cili@example.org"),
    }
    outcome = key_lines(sheet, Keyed(lines=lines), "batch", people.mira)
    assert (outcome.added, len(outcome.known), total(event)) == (1, 2, 3)
    assert difference(sheet) == 2


def test_a_tap_that_arrives_after_the_sheet_counts_nobody_twice(sheet, event, register, people):
    anna = register(contact="anna@example.org")
    key_lines(sheet, Keyed(lines={1: Line("Anna", "anna@example.org")}), "batch", people.mira)
    late = door.check_in(anna, 1, "late-tap", people.paul)
    assert not late.fresh
    assert total(event) == 1


def test_all_or_nothing(sheet, event, people):
    keyed = Keyed(lines={1: Line("Jó"), 2: Line("Rossz", "no contact at all")})
    with pytest.raises(Refused):
        key_lines(sheet, keyed, "batch", people.mira)
    db.session.rollback()
    assert total(event) == 0


def test_a_difference_is_explained_until_it_changes(sheet, people):
    key_lines(sheet, Keyed(lines={1: Line("Béla")}, rest=2), "batch", people.mira)
    assert explain(sheet, people.mira, "Két aláírás olvashatatlan.").difference == 2
    entry = db.session.scalars(select(Attendance).where(Attendance.line == 1)).one()
    door.correct(entry, "undo", people.mira, "Kétszer írta alá")
    assert difference(sheet) == 3
    key_lines(sheet, Keyed(rest=3), "batch-2", people.mira)
    with pytest.raises(Refused):
        explain(sheet, people.mira, "Nincs mit.")


def test_sheet_of_one_event_is_not_that_of_another(event, people, make):
    key_sheet(event, "key", people.mira, 1)
    with pytest.raises(Refused):
        key_sheet(make.event("now"), "key", people.mira, 1)


def test_a_signature_for_an_entry_is_remembered(sheet, event, register, people):
    at_door = door.check_in(register(), 1, "tap", people.mira).entry
    assert not is_signed_for(at_door)
    key_lines(sheet, Keyed([Signed(at_door.registration)]), "batch", people.mira)
    assert is_signed_for(at_door)


def text_of(pdf):
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_the_printed_sheet_names_everything_in_hungarian_order(app, event, register, make):
    names = ("Zsiga Ede", "Csorba Éva", "Cukor Péter", "Ágoston Béla", "Őry Ida", "Zöld Pál")
    for name in names:
        register(name=name)
    register(name="Lemondó Lajos", cancelled_at=event.created_at)
    register(name="Váró Vera", waiting=True)
    with app.test_request_context():
        pdf = print_sheet(event)
    pages = text_of(pdf)
    text = " ".join(pages)
    order = ["Ágoston Béla", "Cukor Péter", "Csorba Éva", "Őry Ida", "Zöld Pál", "Zsiga Ede"]
    places = [text.index(name) for name in order]
    assert places == sorted(places)
    assert "Lemondó" not in text
    assert "Váró Vera" not in text
    for word in (event.title_hu, event.place_hu, event.project.identifier, "1 / "):
        assert word in text
    catalogue = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    assert catalogue["/Lang"] in {"hu", "en"}


def heights_of(page):
    """Return how far above the lower edge each piece of text stands, in millimetres."""
    found = []

    def note(text, cm, tm, _font, _size):
        if text.strip():
            found.append((tm[4] * cm[1] + tm[5] * cm[3] + cm[5]) * 25.4 / 72)

    page.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("spoken", ["hu", "en"])
def test_nothing_runs_off_the_paper(app, monkeypatch, make, register, spoken):
    office = " ".join(["Próbavárosi Önkormányzat Közösségi Részvételi és Pályázati Iroda"] * 3)
    make.city(office_hu=office, office_en=office)
    event = make.event("now", project=make.project(counts_sex=True))
    for number in range(30):
        register(name=f"Vendég {number:02}")
    base = "https://www.reszvetel-es-kozosseg.probavaros-megyei-jogu-varos.hu"
    monkeypatch.setitem(app.config, "BASE_URL", base)
    with app.test_request_context(), force_locale(spoken):
        pages = PdfReader(BytesIO(print_sheet(event))).pages
    for page in pages:
        assert f"{base}/privacy" in page.extract_text().replace("\n", "")
        assert min(heights_of(page)) > 8


def test_the_printed_sheet_has_room_for_everybody(app, event, register):
    for number in range(70):
        register(name=f"Vendég {number:02}", party=3)
    with app.test_request_context():
        pages = text_of(print_sheet(event))
    assert len(pages) > 5
    assert f"{70 + 140 + 23} " in pages[-1]
    assert all(f"{number} / {len(pages)}" in page for number, page in enumerate(pages, start=1))


def test_names_are_printed_and_never_computed(app, event, register):
    hostile = (
        "#panic()",
        '"><img src=x>',
        "=1+1",
        "$x$ *b* _i_",
        "<svg onload=alert(1)>",
        "😀 Ottó",
    )
    for name in hostile:
        register(name=name)
    with app.test_request_context():
        text = " ".join(text_of(print_sheet(event)))
    for name in hostile[:-1]:
        assert name in text
    assert "Ottó" in text


def test_names_are_keyed_only_from_a_sheet_with_the_notice(app, sheet, people):
    desk, path = app.test_client().sign_in(people.mira), f"/sheets/{sheet.id}/lines"
    lines = {"lines-0-name": "Kiss Béla", "lines-1-neighbourhood": "", "rest": "2"}
    refused = desk.send(path, {**lines, "submit_key": "k", "first": "1", "consent": ""})
    assert refused.status_code == 422
    assert 'value="Kiss Béla"' in refused.text
    assert total(sheet.event) == 0
    assert desk.send(path, {"rest": "2", "submit_key": "r", "consent": ""}).status_code == 303
    assert db.session.scalars(select(Consent)).all() == []
    for _twice in range(2):
        sent = {**lines, "submit_key": "k", "first": "1"}
        assert desk.send(path, sent).status_code == 303
    (row,) = db.session.scalars(select(Consent))
    bela = db.session.scalars(select(Attendance).where(Attendance.name == "Kiss Béla")).one()
    assert (row.about, row.how, row.noted_by_id) == (
        f"attendance {bela.id}",
        "paper",
        people.mira.id,
    )
    assert row.version == 1


@pytest.mark.parametrize("lang", ["hu", "en"])
def test_the_printed_sheet_tells_who_keeps_it_why_how_long_and_where_to_read_more(
    app, event, make, lang
):
    make.city()
    with app.test_request_context(headers={"Accept-Language": lang}):
        text = " ".join(" ".join(text_of(print_sheet(event))).split())
    told = {
        "hu": ("Az ívet őrzi: Próbaváros", "támogatás", "5 év", "1. változat"),
        "en": ("kept by: Testtown", "evidence for the grant", "5 years", "version 1"),
    }
    for words in (*told[lang], "/privacy"):
        assert words in text, words
