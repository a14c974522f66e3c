"""Prints: one sheet for the door whatever stands on it, and the month for the notice board."""

import io
from datetime import date, time, timedelta

import pytest
from pypdf import PdfReader

from forum.core import printing
from forum.core.days import moment_of
from forum.core.db import db
from forum.events.calendars import (
    posters,
)

HOSTILE = '#evil[x] $a$ *b* \\ `d` <e> =1+1 "><img src=x> #import "x.typ" ő Ű'


def opened(client, path, language="hu") -> PdfReader:
    client.set_cookie("language", language)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    return PdfReader(io.BytesIO(answer.data))


def words(reader: PdfReader) -> str:
    joined = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return joined.replace("\u200b", "")


@pytest.fixture
def forum(make):
    """A forum with everything told, in a city with a grant."""
    make.city(name_hu="Miskolc", office_hu="Közösségi Iroda")
    project = make.project(identifier="TOP-6.9.2", fund_hu="Európai Szociális Alap")
    start = moment_of(date(2030, 12, 3), time(17))
    return make.event(
        "coming", title_hu="Nyitófórum az Avason", title_en="Opening forum in Avas",
        starts_at=start, ends_at=start + timedelta(hours=2), address="Középszer utca 28.",
        description_hu="Jöjjön el, és mondja el!", step_free=True, access_hu="Lift balra.",
        organiser_hu="Közösségi Iroda", contact_phone="+36 46 512 700", project_id=project.id,
    )  # fmt: skip


def test_a_poster_tells_what_when_and_where_in_that_order(client, forum):
    reader = opened(client, f"/events/{forum.id}/poster.pdf")
    assert len(reader.pages) == 1
    text = words(reader)
    told = (
        "Miskolc", "Nyitófórum az Avason", "2030. december 3., kedd", "17:00–19:00",
        "Avasi Közösségi Ház", "Középszer utca 28.", "A részvétel ingyenes",
        "Jöjjön el, és mondja el!", "Lift balra.", "Itt jelentkezhet", f"/events/{forum.id}",
        "Közösségi Iroda", "+36 46 512 700", "Az Európai Unió társfinanszírozásával", "TOP-6.9.2",
    )  # fmt: skip
    places = [text.find(each) for each in told]
    assert -1 not in places
    assert places == sorted(places)


def test_it_is_tagged_and_titled_in_its_language(client, forum):
    for code, title in (("hu", "Nyitófórum az Avason"), ("en", "Opening forum in Avas")):
        reader = opened(client, f"/events/{forum.id}/poster.pdf", code)
        root = reader.trailer["/Root"]
        assert root["/Lang"].startswith(code)
        assert root["/MarkInfo"]["/Marked"]
        assert reader.metadata.title == title
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        assert title in words(reader)


def test_the_qr_picture_leads_to_the_page(client, forum):
    reader = opened(client, f"/events/{forum.id}/poster.pdf")
    links = {
        note.get_object().get("/A", {}).get("/URI", "")
        for note in reader.pages[0].get("/Annots", [])
    }
    assert any(link.endswith(f"/events/{forum.id}") for link in links)
    drawn = printing.qr_for_print("https://example.org/events/1")
    assert drawn.startswith("<svg xmlns=")


@pytest.mark.parametrize(
    "long",
    [
        "Nagyon hosszú cím sok szóval " * 6,
        "Megszentségteleníthetetlenség" * 6,
        "W" * 200,
        HOSTILE * 2,
    ],
)
def test_whatever_stands_on_it_it_stays_one_sheet(client, make, long):
    event = make.event(
        "coming", title_hu=long[:200], description_hu=long * 20, place_hu=long[:200],
        address=long[:200], access_hu=long[:500], audience_hu=long[:300], children_hu=long[:300],
        organiser_hu=long[:200], contact_name=long[:120], online_link="https://talk.example.org/",
    )  # fmt: skip
    reader = opened(client, f"/events/{event.id}/poster.pdf")
    assert len(reader.pages) == 1
    page = reader.pages[0]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    outside = []

    def place(text, _matrix, at, _font, size):
        if text.strip() and not (0 <= at[4] <= width and 0 <= at[5] <= height):
            outside.append((text, at))

    page.extract_text(visitor_text=place)
    assert outside == []


def test_hostile_words_are_printed_as_they_are(client, make):
    event = make.event("coming", title_hu=HOSTILE, place_hu=HOSTILE)
    assert words(opened(client, f"/events/{event.id}/poster.pdf")).count('#import "x.typ"') >= 2
    month = words(opened(client, f"/events/month/{event.day:%Y}-{event.day.month}.pdf"))
    assert "#evil[x] $a$ *b* \\ `d` <e> =1+1" in month


def test_what_was_called_off_says_so_large(client, make, people):
    event = make.event("coming", title_hu="Kirándulás")
    event.cancel(people.mira, "Vihar jön.")
    db.session.commit()
    text = words(opened(client, f"/events/{event.id}/poster.pdf"))
    assert "Elmarad" in text
    assert "Vihar jön." in text
    assert "Itt jelentkezhet" not in text
    assert "ELMARAD" in words(opened(client, f"/events/month/{event.day:%Y}-{event.day.month}.pdf"))


def test_the_sheet_of_a_month_has_each_event_under_its_day(client, make, forum):
    for day, title in ((5, "Séta"), (3, "Sakk"), (31, "Szilveszter")):
        start = moment_of(date(2030, 12, day), time(10))
        make.event("coming", title_hu=title, starts_at=start, ends_at=start + timedelta(hours=1))
    start = moment_of(date(2031, 1, 1), time(0))
    make.event("coming", title_hu="Újév", starts_at=start, ends_at=start + timedelta(hours=1))
    make.event("draft", title_hu="Vázlat", starts_at=moment_of(date(2030, 12, 9), time(9)),
               ends_at=moment_of(date(2030, 12, 9), time(10)))  # fmt: skip
    text = words(opened(client, "/events/month/2030-12.pdf"))
    told = (
        "Események: Miskolc", "2030. december", "2030. december 3., kedd", "10:00–11:00", "Sakk",
        "17:00–19:00", "Nyitófórum az Avason", "2030. december 5.", "Séta",
        "2030. december 31., kedd", "Szilveszter",
    )  # fmt: skip
    places = [text.find(each) for each in told]
    assert -1 not in places
    assert places == sorted(places)
    assert "Újév" not in text
    assert "Vázlat" not in text


@pytest.mark.parametrize("month", ["2030-0", "2030-13", "1999-1", "2101-1", "2030-11", "2030"])
def test_a_month_without_events_has_no_sheet(client, forum, month):
    assert client.get(f"/events/month/{month}.pdf").status_code == 404


def test_a_full_month_is_cut_and_says_so(client, make, forum, monkeypatch):
    monkeypatch.setattr(posters, "MOST_ON_SHEET", 2)
    for hour in range(10, 14):
        start = moment_of(date(2030, 12, 4), time(hour))
        make.event(
            "coming", title_hu=f"{hour}", starts_at=start, ends_at=start + timedelta(hours=1)
        )
    text = words(opened(client, "/events/month/2030-12.pdf"))
    assert "Még 3 esemény olvasható az oldalon." in text


def test_the_press_works_once_for_the_same_words(client, forum, monkeypatch):
    made = []
    original = printing.typeset
    monkeypatch.setattr(printing, "typeset", lambda *a: made.append(1) or original(*a))
    first = client.get(f"/events/{forum.id}/poster.pdf?again=1").data
    second = client.get(f"/events/{forum.id}/poster.pdf?again=2").data
    assert first == second
    assert len(made) <= 1
