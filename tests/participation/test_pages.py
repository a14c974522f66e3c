"""Pages of the ledger: who sees what, exactly or without small numbers, in both languages."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from forum.core.clock import at
from forum.core.db import db, now
from forum.participation import definition, storing

HOSTILE = '<svg onload=alert(1)>"><img src=x>'
PLANNERS = ("ledger", "periods", "targets", "census", "ledger.csv", "ledger.xlsx")


@pytest.fixture
def city(make):
    """Two neighbourhoods, two age bands."""
    make.city()
    return {
        "avas": make.neighbourhood("Avas"),
        "pereces": make.neighbourhood("Pereces"),
        "young": make.age_band("18-29", youngest=18, oldest=29),
        "old": make.age_band("65+", youngest=65),
    }


@pytest.fixture
def last_month(office, make, city):
    """Two months ago 30 from Avas came and 2 from Pereces; the figures are made now."""
    with at(now() - timedelta(days=62)):
        event = make.event("now", title_hu="Nyitófórum")
        office.tally(event, 30, neighbourhood_id=city["avas"].id, age_band_id=city["young"].id)
        office.tally(event, 12, neighbourhood_id=city["avas"].id, age_band_id=city["old"].id)
        office.tally(event, 2, neighbourhood_id=city["pereces"].id, age_band_id=city["old"].id)
        office.tally(event, 9)
    office.book()
    return event


@pytest.mark.parametrize("page", PLANNERS)
@pytest.mark.parametrize("name", ["ana", "mira"])
def test_the_ledger_is_for_planners(app, people, office, page, name):
    office.book()
    browser = app.test_client().sign_in(getattr(people, name))
    assert browser.get(f"/participation/{page}").status_code == 403
    assert app.test_client().get(f"/participation/{page}").status_code == 302


@pytest.mark.parametrize("page", ["ledger/booking", "periods", "targets", "census", "census/list"])
def test_nobody_else_changes_it(app, people, page):
    browser = app.test_client().sign_in(people.mira)
    assert browser.send(f"/participation/{page}").status_code == 403


@pytest.mark.parametrize("page", ["", "/coverage", "/ledger", "/periods", "/targets", "/census"])
def test_an_empty_city_has_pages(paul, page):
    assert paul.get(f"/participation{page}").status_code == 200


def test_downloads_wait_for_the_first_booking(paul, office):
    assert paul.get("/participation/figures.csv").status_code == 404
    assert paul.get("/participation/ledger.csv").status_code == 404
    office.book()
    assert paul.get("/participation/figures.csv").status_code == 200
    assert paul.get("/participation/figures.exe").status_code == 404


class TestPublicPage:
    @pytest.mark.parametrize("language", ["hu", "en"])
    def test_shows_the_definition(self, client, language, last_month):
        client.set_cookie("language", language)
        page = client.get("/participation").text
        for name, text in definition.PARAGRAPHS:
            assert name[language] in page
            assert text[language][:80] in page

    def test_tells_no_small_number_and_none_it_follows_from(self, visitor, last_month):
        told = dict(storing.stored(storing.PUBLIC).data["by"]["neighbourhood"])
        assert all(count is None or count % 5 == 0 for count in told.values())
        page = visitor.get("/participation").text
        assert "steps of five" in page
        assert not re.search(r'Pereces</th>\s*<td><span class="bar-line">', page)

    def test_hides_the_same_in_both_languages_and_in_the_file(self, visitor, last_month):
        found = []
        for language in ("hu", "en"):
            visitor.set_cookie("language", language)
            text = visitor.get("/participation/figures.csv").text
            found.append(re.findall(r",(\d+|…)\r\n", text)[5:])
        assert found[0] == found[1]

    def test_the_tables_wait_for_the_end_of_the_month(self, visitor, office, make, last_month):
        before = storing.stored(storing.PUBLIC).data
        office.tally(make.event("now"), 40)
        data = office.figures()
        assert storing.stored(storing.PUBLIC).data == before
        assert f"<dd>{data['participations']}</dd>" in visitor.get("/participation").text
        with at(now() + timedelta(days=32)):
            office.book()
        after = storing.stored(storing.PUBLIC)
        assert sum(n or 0 for _m, n in after.data["by"]["month"]) > 53
        assert after.through >= date.today() - timedelta(days=1)

    def test_what_is_entered_late_waits_too(self, office, make, last_month):
        """Somebody who watches the page must not see one person being added to last month."""
        before = storing.stored(storing.PUBLIC).data
        with at(now() - timedelta(days=61)):
            office.tally(make.event("now"), 1)
        office.book()
        assert storing.stored(storing.PUBLIC).data == before

    def test_answers_from_its_kept_page(self, client, last_month, count_queries):
        """Kept pages live for some seconds, and a test may just meet the end of them."""
        costs = []
        for _again in range(3):
            with count_queries() as log:
                assert client.get("/participation").status_code == 200
            costs.append(len(log))
        assert min(costs) <= 3


class TestLedger:
    def test_each_line_leads_to_its_source(self, paul, office, make, people):
        event, talk = make.event("now"), make.conversation("both")
        office.register(event, name="Béla", contact="bela@example.org")
        office.tally(event, 3)
        opinion = make.opinion("Több padot!", talk)
        office.weigh(opinion, people.ana)
        office.book()
        page = paul.get("/participation/ledger").text
        for path in (
            f"/events/{event.id}",
            f"/events/{event.id}/registrations",
            f"/events/{event.id}/attendance",
            f"/conversations/{talk.id}",
            f"/opinions/{opinion.id}",
        ):
            assert f'href="{path}"' in page
        assert opinion.reference in page
        assert "Béla" not in page
        assert "bela@" not in page

    def test_can_be_narrowed(self, paul, office, make):
        first, second = make.event("now"), make.event("now")
        office.tally(first, 3)
        office.tally(second, 4)
        make.opinion("Több padot!")
        office.book()

        def lines(query):
            return paul.get(f"/participation/ledger?{query}").text.count('id="line-')

        assert lines("") == 3
        assert lines("kind=attended") == 2
        assert lines(f"event={second.id}") == 1
        period = office.lines()[0].period_id
        assert lines(f"period={period}") == 3
        assert lines(f"period={period + 99}&kind=attended") == 0
        for nonsense in ("period=x", "kind=%3Csvg", "event=99999999999999", "event=-1"):
            assert paul.get(f"/participation/ledger?{nonsense}").status_code == 200

    def test_costs_the_same_however_many_lines(self, paul, office, make, count_queries):
        def cost():
            office.book()
            with count_queries() as log:
                assert paul.get("/participation/ledger").status_code == 200
            return len(log)

        def fill(number):
            for _one in range(number):
                event = make.event("now", by=office.people.mira)
                office.tally(event, 3)
                office.register(event, name="Béla")
                make.opinion("Szó", make.conversation(by=office.people.mira))

        fill(2)
        few = cost()
        fill(8)
        assert cost() == few

    def test_books_at_the_press_of_a_button(self, paul, office, make):
        office.tally(make.event("now"), 3)
        assert paul.send("/participation/ledger/booking").status_code == 303
        assert sum(line.count for line in office.lines()) == 3

    def test_what_residents_typed_is_harmless(self, paul, visitor, office, make, city):
        city["avas"].name_hu = "=1+1"
        event = make.event("now", title_hu=HOSTILE)
        office.tally(event, 30, neighbourhood_id=city["avas"].id)
        office.register(event, name=HOSTILE)
        db.session.commit()
        office.book()
        assert HOSTILE not in paul.get("/participation/ledger").text
        text = paul.get("/participation/ledger.csv").text
        assert ",=1+1" not in text
        assert "'=1+1" in text
        book = load_workbook(BytesIO(paul.get("/participation/ledger.xlsx").data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert "=1+1" in {cell.value for cell in cells}


def test_the_workbook_begins_with_the_definition_and_holds_still(paul, last_month):
    book = load_workbook(BytesIO(paul.get("/participation/ledger.xlsx").data))
    first, *others = book.worksheets
    assert first["A1"].value == definition.PARAGRAPHS[0][0]["en"]
    assert definition.PARAGRAPHS[0][1]["en"] == first["A2"].value
    assert {sheet.freeze_panes for sheet in others} == {"A2"}
    csv = paul.get("/participation/ledger.csv")
    assert csv.headers["Cache-Control"] == "no-store"
    assert csv.data.startswith(b"\xef\xbb\xbf")


def test_every_line_of_the_workbook_names_what_it_was(paul, office, make):
    office.tally(make.event("now", title_hu="Bográcsozás", title_en="Cooking together"), 3)
    office.book()
    book = load_workbook(BytesIO(paul.get("/participation/ledger.xlsx").data))
    head, line = list(book.worksheets[-1].values)[:2]
    assert dict(zip(head, line, strict=True))["Activity"] == "Cooking together"


class TestPeriods:
    def test_are_closed_on_the_page(self, paul, office, make):
        office.tally(make.event("now"), 12)
        office.book()
        refused = paul.send("/participation/periods", {"name": "", "seen": "1"})
        assert refused.status_code == 422
        number = storing.stored(storing.NOW) and office.lines()[0].period_id
        closed = paul.send("/participation/periods", {"name": HOSTILE[:60], "seen": str(number)})
        assert closed.status_code == 303
        page = paul.get("/participation/periods").text
        assert "&lt;svg" in page
        assert "<svg onload" not in page
        again = paul.send("/participation/periods", {"name": "Még", "seen": str(number)})
        assert again.status_code == 409
        assert paul.send("/participation/periods", {"name": "Még", "seen": "x"}).status_code == 409


class TestTargets:
    def target(self, grant, **changes):
        return {
            "submit_key": "k" * 22,
            "project": grant.id,
            "indicator": "participations",
            "kinds": ["attended"],
            "amount": "1 000",
            "by_day": "2030-12-31",
            **changes,
        }

    def test_count_the_kinds_they_name(self, paul, visitor, office, make):
        project = make.project()
        event = make.event("now", project_id=project.id)
        office.tally(event, 250)
        office.register(event, name="Béla")
        office.tally(make.event("now"), 99)
        office.book()
        assert paul.send("/participation/targets", self.target(project)).status_code == 303
        page = visitor.get("/participation").text
        assert "Surely reached so far: 25%." in page
        (only,) = storing.aims()
        assert only[1]["participations"] == 250

    def test_sent_twice_there_is_one(self, paul, make):
        project = make.project()
        for _again in range(2):
            assert paul.send("/participation/targets", self.target(project)).status_code == 303
        assert len(storing.targets()) == 1
        paul.send(f"/participation/targets/{storing.targets()[0].id}/removal")
        assert storing.targets() == []

    @pytest.mark.parametrize(
        "wrong",
        [
            {"amount": "0"},
            {"amount": "sok"},
            {"kinds": []},
            {"kinds": ["walked"]},
            {"indicator": "x"},
            {"by_day": "holnap"},
            {"project": "999"},
        ],
    )
    def test_are_checked(self, paul, make, wrong):
        answer = paul.send("/participation/targets", self.target(make.project(), **wrong))
        assert answer.status_code == 422
        assert storing.targets() == []

    def test_of_participants_are_reached_by_the_lower_number(self, paul, visitor, office, make):
        project = make.project()
        for _hall in range(4):
            office.tally(make.event("now", project_id=project.id), 250)
        office.book()
        paul.send("/participation/targets", self.target(project, indicator="participants"))
        page = visitor.get("/participation").text
        assert "Surely reached so far: 25%." in page
