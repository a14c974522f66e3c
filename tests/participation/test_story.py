"""One person, four participations: on pages, in exports, and counted again."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from forum.core.db import db
from forum.participation.models import LedgerLine


@pytest.fixture
def story(office, make, people):
    """Ana registers online, is checked in, hands in a slip with her address, and weighs."""
    event, talk = make.event("now", title_hu="Nyitófórum"), make.conversation("both")
    registration = office.register(event, name="Ana", contact=people.ana.email.upper())
    office.check_in(registration)
    office.slip(talk, f" {people.ana.email} ")
    office.weigh(office.make.opinion("Legyen árnyék!", talk, people.mira), people.ana)
    return event, talk


def of_ana(lines):
    return [line for line in lines if line.participant_id == 1]


def test_it_is_one_participant_with_four_participations(story, office):
    data = office.figures()
    (ana,) = {x.participant_id for x in office.lines() if x.kind != "spoken"}
    kinds = sorted(x.kind for x in office.lines() if x.participant_id == ana)
    assert kinds == ["attended", "registered", "spoken", "weighed"]
    # Mira spoke too: two people, and nobody is unknown.
    assert (data["participations"], data["low"], data["high"]) == (5, 2, 2)


def test_every_page_says_so(story, office, visitor, paul):
    office.book()
    for browser, path in ((visitor, "/participation"), (paul, "/participation/ledger")):
        page = browser.get(path).text
        assert "<dt>Participations</dt><dd>5</dd>" in page, path
        assert "<dt>Participants</dt><dd>2</dd>" in page, path


def test_every_export_says_so(story, office, visitor, paul):
    office.book()
    book = load_workbook(BytesIO(paul.get("/participation/ledger.xlsx").data))
    totals = {row[0].value: row[1].value for row in book.worksheets[1]}
    assert {5, 2} <= set(totals.values())
    lines = list(book.worksheets[-1].values)[1:]
    assert sorted(row[4] for row in lines).count(lines[0][4]) == 4
    for path in ("/participation/ledger.csv", "/participation/figures.csv"):
        text = paul.get(path).text
        assert "Participations,5\r\n" in text, path
        assert 'Participants, at least",2' in text, path


def test_the_recount_says_so(story, office, app):
    office.book()
    result = app.test_cli_runner().invoke(args=["participation", "recount"])
    assert result.exit_code == 0, result.output
    assert db.session.query(LedgerLine).count() == 5


def test_booked_again_nothing_changes(story, office):
    assert office.book() == (5, 0)
    assert office.book() == (0, 0)
