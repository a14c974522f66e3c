"""Each summary prints the head of the sealed log, and the log can be held against it."""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from forum.audit import verifying
from forum.audit.seals import head
from forum.audit.verifying import printed_in, verify
from forum.core.db import db
from forum.planning.seasons.approving import approve
from forum.planning.seasons.publishing import publish as publish_plan
from forum.reports.dossier import Stamp, compile_dossier
from forum.reports.evidence import gather
from forum.reports.publishing import publish
from forum.reports.reading import read
from tests.audit.test_sealing import tamper
from tests.meetings.held import hold_forum, open_minutes
from tests.planning.test_publication import Story as Season


def published(story):
    """A summary, and the head of the log in the moment before."""
    before = head()
    publication = publish(story.summary, story.paul, 1)
    db.session.commit()
    return publication, before


def test_it_stands_in_the_page_the_print_and_the_data(story, content):
    publication, before = published(story)
    assert before.number > 0
    log = json.loads(content(publication, "data.json"))["log"]
    assert log == {"format": "kalaka-log/1", "number": before.number, "digest": before.digest}
    for code, words in (("hu", "lepecsételt napló"), ("en", "sealed log")):
        page = content(publication, f"summary.{code}.html").decode()
        assert before.digest in page
        assert words in page.lower()
        pages = PdfReader(BytesIO(content(publication, f"summary.{code}.pdf"))).pages
        printed = "".join("".join(page.extract_text() for page in pages).split())
        assert before.digest in printed


def test_a_draft_prints_none(story):
    dossier = compile_dossier(
        story.summary, gather(story.summary.conversation), Stamp(story.summary.changed_at)
    )
    assert dossier["log"] is None
    assert read(dossier, "hu")["log"] == ""


def test_the_log_is_held_against_what_was_printed(app, story):
    publication, before = published(story)
    assert printed_in(f"summary no. {publication.number}") == before
    assert verify().fault == ""
    run = app.test_cli_runner().invoke
    number = str(publication.number)
    good = run(args=["audit", "verify", "--publication", number])
    assert good.exit_code == 0
    assert f"head {before.number} is in the chain" in good.output
    # somebody takes back the last entries with their seals: by itself the rest is whole
    tamper(
        "DELETE FROM audit_entry WHERE id IN "
        f"(SELECT entry_id FROM audit_seal WHERE id >= {before.number})",
        f"DELETE FROM audit_seal WHERE id >= {before.number}",
    )
    assert verify().fault == f"the head printed in summary no. {number} is not in the chain"
    assert run(args=["audit", "verify", "--publication", number]).exit_code == 1


def test_summaries_from_before_the_seals_stay_as_they_are(story):
    """Their data has no head: nothing is asked of them, and nothing is added."""
    publication, _before = published(story)
    old = {"log": None}
    assert read({**json.loads(data_of(publication)), **old}, "en")["log"] == ""
    without = json.loads(data_of(publication))
    del without["log"]
    assert read(without, "en")["log"] == ""


def data_of(publication) -> bytes:
    return next(file.content for file in publication.files if file.name == "data.json")


@pytest.fixture
def printed(story, make, people):
    """(where, page, prints, head) of a summary, of minutes and of a plan that were published."""
    before = [head()]
    summary = publish(story.summary, story.paul, 1)
    db.session.commit()
    held = hold_forum(make, people)
    before.append(head())
    minutes = open_minutes(held.meeting, people.mira)
    season = Season(make, people)
    approve(season.plan, people.paul)
    db.session.commit()
    before.append(head())
    plan = publish_plan(season.plan, people.paul)
    db.session.commit()
    files = {file.name: file.content for file in summary.files}
    paths = (
        f"/summaries/{summary.number}",
        f"/forums/{held.meeting.id}/minutes/1",
        f"/seasons/{season.season.id}",
    )
    named = (
        f"summary no. {summary.number}",
        f"the minutes of forum {held.meeting.id}, version 1",
        f"the plan {plan.plan_id}",
    )
    prints = (
        {code: files[f"summary.{code}.pdf"] for code in ("hu", "en")},
        {"hu": minutes.pdf_hu, "en": minutes.pdf_en},
        {"hu": plan.pdf_hu, "en": plan.pdf_en},
    )
    return list(zip(named, paths, prints, before, strict=True))


def test_each_kind_of_publication_shows_it_on_its_page_and_in_its_print(client, printed):
    assert len({before.digest for _where, _path, _prints, before in printed}) == 3
    for where, path, prints, before in printed:
        assert printed_in(where) == before
        for code, said in (("hu", "lepecsételt napló"), ("en", "sealed log")):
            client.set_cookie("language", code)
            page = client.get(path).text
            assert before.digest in page, (where, code)
            assert said in page.lower(), (where, code)
            pages = PdfReader(BytesIO(prints[code])).pages
            words = "".join("".join(page.extract_text() for page in pages).split())
            assert before.digest in words, (where, code)


def test_each_kind_of_publication_is_held_against_the_log(printed, monkeypatch):
    """Whatever froze a head is asked for it: a head that is nowhere in the chain is found."""
    named = [found.where for source in verifying._printed for found in source()]
    assert sorted(named) == sorted(where for where, *_rest in printed)
    assert verify().fault == ""
    for where, _path, _prints, before in printed:
        monkeypatch.setattr(verifying, "is_in_chain", lambda known, lost=before: known != lost)
        assert verify().fault == f"the head printed in {where} is not in the chain"
