"""Public pages of summaries, and what is left of one that was withdrawn."""

import json
import re

import pytest

from forum.audit import AuditEntry
from forum.core import search
from forum.core.db import db
from forum.reports.models import Publication, PublicationFile
from forum.reports.presenters import publication_json
from forum.reports.publishing import publish

NAMES = (
    "data.json",
    "themes.csv",
    "opinions.csv",
    "summary.hu.html",
    "summary.en.html",
    "summary.hu.pdf",
    "summary.en.pdf",
    "SHA256SUMS",
)


def test_without_summaries_the_list_says_so(client):
    page = client.get("/summaries")
    assert page.status_code == 200
    assert "/conversations" in page.text


def test_the_list_leads_to_the_newest_first(client, story, people, published):
    publish(story.summary, people.paul, story.summary.version)
    db.session.commit()
    page = client.get("/summaries").text
    assert page.index("/summaries/2") < page.index("/summaries/1")
    assert "/summaries/2/summary.hu.pdf" in page


@pytest.fixture
def many(story):
    """Publications made without a press: only what a list needs of them."""

    def make_some(numbers):
        for number in numbers:
            file = PublicationFile(
                name="summary.hu.pdf",
                media_type="application/pdf",
                sha256="0" * 64,
                size=1,
                content=b"x",
            )
            publication = Publication(
                number=number,
                summary=story.summary,
                draft_version=number,
                conversation=story.talk,
                title_hu=f"{number}. cím",
                checksum="0" * 64,
                files=[file],
            )
            db.session.add(publication)
        db.session.commit()
        db.session.expire_all()

    return make_some


def test_the_list_asks_a_constant_number_of_questions(client, many, count_queries):
    logs = []
    for numbers in (range(1, 3), range(3, 13)):
        many(numbers)
        with count_queries() as log:
            client.get("/summaries")
        logs.append(len(log))
    assert logs[0] == logs[1]


def test_long_lists_have_pages(client, many):
    many(range(1, 22))
    assert '/summaries/1"' not in client.get("/summaries").text
    assert '/summaries/1"' in client.get("/summaries?page=2").text


def test_a_summary_is_read_in_either_language(client, published):
    for lang, said in (("hu", "Húsz padot"), ("en", "We put out twenty")):
        page = client.get("/summaries/1", headers={"Accept-Language": lang})
        assert said in page.text
        assert f'<article class="publication" lang="{lang}">' in page.text
        assert published.checksum in page.text
        for name in NAMES:
            assert f"/summaries/1/{name}" in page.text


def test_the_page_is_the_frozen_article(client, published, content):
    page = client.get("/summaries/1", headers={"Accept-Language": "hu"}).text
    assert content(published, "summary.hu.html").decode("utf-8-sig") in page


def test_the_way_back_to_the_contents_stands_around_the_frozen_article(client, published, content):
    page = client.get(f"/summaries/{published.number}").text
    assert page.index('id="publication-start"') < page.index('<article class="publication"')
    assert page.index("</article>") < page.index('href="#publication-start"')
    for name in ("summary.hu.html", "summary.en.html"):
        assert b"publication-start" not in content(published, name)


def test_the_page_is_kept_and_known_again(client, published):
    first = client.get("/summaries/1")
    again = client.get("/summaries/1", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_no_visitor_gets_a_form_with_a_token(client, published):
    assert "csrf_token" not in client.get("/summaries/1").text


def test_what_is_not_there_is_not_there(client, published):
    for rest in ("2", "0", "1/x.exe", "1/..%2fdata.json", "x"):
        assert client.get(f"/summaries/{rest}").status_code == 404, rest


def test_files_are_sent_as_they_were_frozen(client, published, content):
    for kept in published.files:
        answer = client.get(f"/summaries/1/{kept.name}")
        assert answer.data == content(published, kept.name)
        assert answer.headers["Content-Type"] == kept.media_type
        saved_as = f'attachment; filename="kalaka-1-{kept.name}"'
        assert answer.headers["Content-Disposition"] == saved_as
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["ETag"] == f'"{kept.sha256}"'


def test_who_has_a_file_is_not_sent_it_again(client, published):
    for encoding in ("", "gzip", "br"):
        asked = {"Accept-Encoding": encoding}
        first = client.get("/summaries/1/data.json", headers=asked)
        asked["If-None-Match"] = first.headers["ETag"]
        again = client.get("/summaries/1/data.json", headers=asked)
        assert (first.status_code, again.status_code, again.data) == (200, 304, b""), encoding


def test_planners_see_no_way_to_withdraw(client, published, people):
    client.sign_in(people.paul)
    assert "withdrawal" not in client.get("/summaries/1").text
    assert client.get("/summaries/1/withdrawal").status_code == 403
    assert client.send("/summaries/1/withdrawal", {"because": "x"}).status_code == 403


def test_an_administrator_is_asked_for_the_reason(client, published, people):
    client.sign_in(people.adam)
    assert "/summaries/1/withdrawal" in client.get("/summaries/1").text
    assert client.get("/summaries/1/withdrawal").status_code == 200
    assert client.send("/summaries/1/withdrawal", {"because": " "}).status_code == 422
    too_long = client.send("/summaries/1/withdrawal", {"because": "x" * 1001})
    assert (too_long.status_code, "x" * 1001 in too_long.text) == (422, True)
    assert published.takedown is None


@pytest.fixture
def withdrawn(app, published, people):
    """The publication, withdrawn by Adam."""
    browser = app.test_client().sign_in(people.adam)
    answer = browser.send("/summaries/1/withdrawal", {"because": "Végzés <svg onload=alert(1)>"})
    assert answer.status_code == 303
    db.session.expire_all()
    return published


def test_a_withdrawn_summary_is_gone_and_says_why(client, story, withdrawn):
    page = client.get("/summaries/1")
    assert page.status_code == 410
    assert "Végzés &lt;svg onload=alert(1)&gt;" in page.text
    assert "<svg onload" not in page.text
    assert "Húsz padot" not in page.text
    assert story.summary.title_hu not in page.text
    for name in NAMES:
        assert client.get(f"/summaries/1/{name}").status_code == 410, name


def test_its_files_are_kept_for_administrators(client, people, withdrawn, content):
    client.sign_in(people.adam)
    answer = client.get("/summaries/1/data.json")
    assert (answer.status_code, answer.data) == (200, content(withdrawn, "data.json"))
    client.sign_in(people.paul)
    assert client.get("/summaries/1/data.json").status_code == 410


def test_its_withdrawal_is_listed_logged_and_it_is_not_found(app, client, story, withdrawn):
    page = client.get("/summaries").text
    assert "Végzés" in page
    assert story.summary.title_hu not in page
    entry = db.session.scalars(db.select(AuditEntry).filter_by(act="summary.taken_down")).one()
    assert (entry.public, entry.reference) == (True, "1")
    with app.test_request_context():
        assert list(search.find("húsz padot", "summary")) == []


def test_withdrawing_twice_is_one_withdrawal(client, people, withdrawn):
    client.sign_in(people.adam)
    assert client.send("/summaries/1/withdrawal", {"because": "Megint"}).status_code == 303
    assert withdrawn.takedown.because.startswith("Végzés")


def test_the_next_number_is_not_that_of_a_withdrawn_one(story, people, withdrawn):
    assert publish(story.summary, people.paul, story.summary.version).number == 2


def test_as_json(app, published, people):
    with app.test_request_context():
        told = publication_json(published)
    assert (told["number"], told["counts"]) == (1, {"opinions": 11, "people": 11})
    assert {file["name"] for file in told["files"]} == set(NAMES)
    assert re.fullmatch(r"http://localhost/summaries/1/\S+", told["files"][0]["url"])
    published.take_down(people.adam, "Végzés")
    db.session.commit()
    with app.test_request_context():
        told = publication_json(published)
    assert (told["files"], told["title"]["hu"]) == ([], "")
    assert told["withdrawn_at"]
    assert json.dumps(told)
