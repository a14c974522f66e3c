"""The office's list: what waits the longest, what looks alike, and the same as a table."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from forum.core import search
from forum.core.db import db, now
from forum.ideas import office
from forum.ideas.answering import Reason, answer
from forum.ideas.merging import merge

HOSTILE = '=HYPERLINK("x") <svg onload=alert(1)>'


@pytest.fixture
def findable(make):
    """Make an idea that search knows."""

    def idea(title, **kwargs):
        made = make.idea(title, **kwargs)
        search.add(made.findable())
        db.session.commit()
        return made

    return idea


@pytest.fixture
def mira(client, people):
    client.set_cookie("language", "en")
    return client.sign_in(people.mira)


def test_only_the_office_reads_it(client, people):
    for path in ("/ideas/office", "/ideas/export.csv"):
        assert client.get(path).status_code == 302
        assert client.sign_in(people.ana).get(path).status_code == 403
        assert client.sign_in(people.mira).get(path).status_code == 200
        client.delete_cookie("kalaka")
    assert client.sign_in(people.mira).get("/ideas/export.pdf").status_code == 404


def test_what_waits_the_longest_stands_first(mira, make):
    def waiting(title, days):
        at = now() - timedelta(days=days)
        make.idea(title, created_at=at, state_at=at)

    waiting("Fiatal", 2)
    waiting("Régi", 40)
    page = mira.get("/ideas/office").text
    assert page.index("Régi") < page.index("Fiatal")
    assert "waiting for 40 days" in page


def test_lists_and_counts(mira, make, people):
    answered, below, hidden = make.idea("Felelt"), make.idea("Alatta"), make.idea("Rejtett")
    answer(answered, "accepted", Reason("Jó."), people.paul, "k1")
    merge(below, make.idea("Vezető"), people.paul, because="Ugyanaz.")
    hidden.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    found = office.counts()
    assert (found["new"], found["accepted"], found["merged"], found["hidden"]) == (1, 1, 1, 1)
    assert "Felelt" in mira.get("/ideas/office?list=accepted").text
    assert "Vezető" in mira.get("/ideas/office?list=merged").text
    assert "Rejtett" in mira.get("/ideas/office?list=hidden").text
    assert "Rejtett" not in mira.get("/ideas/office?list=nonsense").text


@pytest.mark.parametrize("typed", ["P-2026-00007", "p 2026 7", "2026-00007"])
def test_an_idea_is_found_by_its_number(mira, make, typed):
    make.idea("Hetes", serial=7)
    make.idea("Másik", serial=70)
    page = mira.get("/ideas/office", query_string={"q": typed}).text
    assert "Hetes" in page
    assert "Másik" not in page


def test_filters_and_words(mira, findable, make):
    place, kind = make.neighbourhood("Diósgyőr"), make.category("Tánc")
    one = findable("Néptánc este", category=kind)
    one.neighbourhoods = [place]
    make.save(one)
    findable("Sakk-kör")
    for query in ({"q": "néptánc"}, {"category": kind.id}, {"neighbourhood": place.id}):
        page = mira.get("/ideas/office", query_string=query).text
        assert "Néptánc este" in page
        assert "Sakk-kör" not in page
    assert mira.get("/ideas/office?category=x&neighbourhood=-1&order=??&page=0").status_code == 200


def test_likely_duplicates_are_told(findable, people):
    one, other = findable("Esti társasjáték klub"), findable("Társasjáték klub időseknek")
    third = findable("Biciklis túra")
    found = office.look_alikes([one, other, third])
    assert (found[one.id], found[other.id], found[third.id]) == ([other], [one], [])
    merge(other, one, people.paul, because="Ugyanazt kérik.")
    db.session.commit()
    assert office.look_alikes([one, other]) == {one.id: []}


def test_a_page_of_many_asks_as_much_as_a_page_of_few(mira, findable, count_queries):
    def questions():
        mira.get("/ideas/office")  # so that what is kept between requests is kept
        with count_queries() as log:
            assert mira.get("/ideas/office").status_code == 200
        return len(log)

    for number in range(2):
        findable(f"Közös főzés {number}")
    few = questions()
    for number in range(16):
        findable(f"Közös éneklés {number}")
    assert questions() <= few


class TestExports:
    """The list as a table."""

    def test_a_table_holds_what_is_public_and_no_formula(self, mira, make, people):
        make.idea(HOSTILE, contact_key="titkos-lenyomat", cost=12000)
        raw = mira.get("/ideas/export.csv").data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(raw)))
        head, row = rows[1], rows[2]
        assert row[head.index("Title")] == f"'{HOSTILE}"
        assert row[head.index("Cost in forints")] == "12000"
        assert "titkos" not in raw

    def test_a_workbook_holds_the_same(self, mira, make, people):
        idea = make.idea(HOSTILE)
        answer(idea, "declined", Reason("Nincs rá keret."), people.paul, "k1")
        db.session.commit()
        book = mira.get("/ideas/export.xlsx?list=declined").data
        sheet = load_workbook(io.BytesIO(book)).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert HOSTILE in [cell.value for cell in cells]
        assert "Nincs rá keret." in [cell.value for cell in cells]
        assert all(cell.data_type != "f" for cell in cells)

    def test_as_it_is_chosen(self, mira, make):
        make.idea("Új")
        make.idea("Elfogadott", state="accepted")
        text = mira.get("/ideas/export.csv?list=accepted").data.decode("utf-8-sig")
        assert "Elfogadott" in text
        assert "Új" not in text


def test_the_menu_says_how_many_ideas_wait(client, mira, make):
    assert ">Ideas: the office<" in client.get("/ideas/office").text
    make.idea("Vár")
    assert "Ideas: the office (1)" in client.get("/ideas/office").text
