"""Publishing: numbered, dated, checksummed, once."""

import csv
import hashlib
import io
import json
from threading import Barrier, Thread

import pytest

from forum.audit import AuditEntry
from forum.conversations.models import Conversation
from forum.core import search
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.reports import blocks
from forum.reports.drafting import Overtaken, draft, save
from forum.reports.files import SUMS
from forum.reports.models import (
    Publication,
    PublicationFile,
    PublicationOpinion,
    Summary,
    summary_published,
)
from forum.reports.publishing import publish

NASTY = '<svg onload=alert(1)> "><img src=x> =1+1 #evil[x] $a$'


def files_of(publication):
    return {file.name: file for file in publication.files}


def test_a_publication_has_a_number_and_every_file(published):
    assert published.number == 1
    assert set(files_of(published)) == {
        "data.json",
        "themes.csv",
        "opinions.csv",
        "summary.hu.html",
        "summary.en.html",
        "summary.hu.pdf",
        "summary.en.pdf",
        SUMS,
    }
    assert (published.opinions_count, published.people_count) == (11, 11)


def test_the_checksums_are_those_of_the_files(published, fingerprints):
    found = fingerprints()
    for name, file in files_of(published).items():
        assert file.sha256 == found[published.id, name]
        assert file.size == len(file.content)
    listed = files_of(published)[SUMS].content.decode()
    assert listed.splitlines() == sorted(
        (f"{file.sha256}  {name}" for name, file in files_of(published).items() if name != SUMS),
        key=lambda line: line[66:],
    )
    assert published.checksum == hashlib.sha256(listed.encode()).hexdigest()


def test_the_data_hold_what_was_said_and_decided(story, published, content):
    data = json.loads(content(published, "data.json"))
    assert data["number"] == 1
    assert (data["figures"]["opinions"], data["figures"]["people"]) == (11, 11)
    benches, lamps = data["themes"]
    assert benches["name"] == {"hu": "padok", "en": "benches"}
    assert benches["decision"]["choice"] == "adopt"
    assert benches["decision"]["will"]["hu"] == "Húsz padot teszünk ki."
    assert benches["references"] == [opinion.reference for opinion in story.said]
    assert lamps["decision"] is None
    texts = {opinion.id: opinion.text for opinion in story.said}
    assert len(benches["quotes"]) == 3
    for quote in benches["quotes"]:
        assert quote["text"] in texts[quote["opinion"]]


def test_the_table_of_opinions_holds_them_all(story, published, content):
    table = io.StringIO(content(published, "opinions.csv").decode("utf-8-sig"), newline="")
    rows = list(csv.DictReader(table))
    assert [row["text"] for row in rows] == [o.text for o in (*story.said, *story.lit)]
    assert rows[0]["themes_hu"] == "padok"


def test_people_are_nowhere_in_it(make, people, content):
    talk = make.conversation("read")
    kati = make.person("resident", "Titkos Katalin")
    make.opinion("Padot kérünk, írjanak: kati@pelda.hu", talk, kati, signature="Kati néni")
    summary = draft(talk, people.paul)
    publication = publish(summary, people.paul, 1)
    db.session.commit()
    for file in publication.files:
        for secret in ("Katalin", "Kati néni", "kati@pelda.hu", kati.email):
            assert secret.encode() not in file.content, (file.name, secret)


def test_small_groups_are_not_told(make, people, content):
    talk, theme = make.conversation("read"), make.theme("padok")
    places = [make.neighbourhood("Avas").id, make.neighbourhood("Szirma").id]
    for number in range(9):
        place = places[0] if number < 7 else places[1]
        make.membership(make.opinion(f"{number}. pad", talk, neighbourhood_id=place), theme)
    publication = publish(draft(talk, people.paul), people.paul, 1)
    db.session.commit()
    data = json.loads(content(publication, "data.json"))
    for groups in (data["figures"]["by_neighbourhood"], data["themes"][0]["by_neighbourhood"]):
        assert [(g["people"], g["suppressed"]) for g in groups] == [(5, False)]  # seven and two


def test_opinions_know_where_they_went(story, published):
    rows = db.session.scalars(db.select(PublicationOpinion)).all()
    assert {row.opinion_id for row in rows} == {o.id for o in (*story.said, *story.lit)}
    assert sum(row.quoted for row in rows) == 6
    first = next(row for row in rows if row.opinion_id == story.said[0].id)
    assert first.themes == [{"id": story.benches.id, "hu": "padok", "en": "benches"}]


def test_a_left_out_theme_is_named_at_the_end(story, content):
    left = blocks.arrange(story.summary.blocks, f"out:theme-{story.lamps.id}")
    save(story.summary, story.paul, 1, {"hu": "Cím", "en": "Title"}, left)
    publication = publish(story.summary, story.paul, 2)
    db.session.commit()
    page = content(publication, "summary.hu.html").decode()
    assert page.index("közvilágítás") > page.index('id="left-out"')
    assert json.loads(content(publication, "data.json"))["left_out"][0]["people"] == 5


def test_a_hidden_opinion_is_not_in_it(story, people, content):
    story.said[0].hide(by=people.mira, reason="abuse", because="Sértő.")
    publication = publish(story.summary, story.paul, 1)
    db.session.commit()
    for file in publication.files:
        assert story.said[0].text.encode() not in file.content
    assert publication.opinions_count == 10


def test_the_same_version_is_published_once(story, published):
    assert publish(story.summary, story.paul, 1).id == published.id
    assert db.session.query(Publication).count() == 1


def test_a_changed_draft_is_not_published_unseen(story):
    save(story.summary, story.paul, 1, {"hu": "Más", "en": ""}, story.summary.blocks)
    db.session.commit()
    with pytest.raises(Overtaken):
        publish(story.summary, story.paul, 1)


def test_a_draft_can_be_published_again_under_the_next_number(story, published):
    second = publish(story.summary, story.paul, story.summary.version)
    db.session.commit()
    assert (published.number, second.number) == (1, 2)


def test_eight_clicks_at_the_same_moment_are_one(app, story):
    clicks = press(app, [story.summary.id] * 8, story.paul.id)
    assert clicks == [1] * 8
    assert db.session.query(Publication).count() == 1


def test_two_summaries_at_the_same_moment_get_two_numbers(app, story, make, people):
    other = make.conversation("read", question_hu="Mi legyen a téren?")
    make.opinion("Szökőkút!", other)
    second = draft(other, people.paul)
    db.session.commit()
    assert sorted(press(app, [story.summary.id, second.id], people.paul.id)) == [1, 2]


def press(app, summary_ids, person_id):
    """Publish in parallel, each in a thread of its own; return the numbers given."""
    from forum.accounts.models import Person

    start, numbers, failures = Barrier(len(summary_ids)), [], []
    db.session.rollback()

    def click(summary_id):
        with app.app_context():
            start.wait()
            try:
                summary = db.session.get(Summary, summary_id)
                by = db.session.get(Person, person_id)
                numbers.append(publish(summary, by, 1).number)
                db.session.commit()
            except Exception as error:  # the test tells which
                failures.append(error)
            db.session.remove()

    threads = [Thread(target=click, args=(each,)) for each in summary_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return numbers


def test_a_failure_leaves_no_gap_and_no_half(story, monkeypatch):
    from forum.reports import publishing

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "make_files", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish(story.summary, story.paul, 1)
    db.session.rollback()
    assert db.session.query(PublicationFile).count() == 0
    assert publish(story.summary, story.paul, 1).number == 1


def test_publishing_is_logged_and_told_and_findable(app, story):
    heard = []

    def listen(publication):
        heard.append((publication.number, db.session.query(PublicationOpinion).count()))

    with summary_published.connected_to(listen):
        publication = publish(story.summary, story.paul, 1)
    db.session.commit()
    assert heard == [(1, 11)]
    entry = db.session.scalars(db.select(AuditEntry).filter_by(act="summary.published")).one()
    assert entry.public
    assert (entry.reference, entry.details["checksum"]) == ("1", publication.checksum)
    with app.test_request_context():
        assert [e.path for e in search.find("húsz padot", "summary")] == ["/summaries/1"]


def test_hostile_words_stay_words(make, people, content):
    talk = make.conversation("read", question_hu=f"Mi? {NASTY}", question_en=NASTY)
    theme = make.theme(NASTY, name_en=NASTY, description_hu=NASTY)
    for number in range(6):
        make.membership(make.opinion(f"{NASTY} padot kérünk {number}", talk), theme)
    summary = draft(talk, people.paul)
    words = dict.fromkeys(blocks.TEXT_WORDS, NASTY)
    new = blocks.reword(summary.blocks, {"text-1": words})
    save(summary, people.paul, 1, {"hu": NASTY, "en": NASTY}, new)
    publication = publish(summary, people.paul, 2)
    db.session.commit()
    for code in ("hu", "en"):
        page = content(publication, f"summary.{code}.html").decode()
        assert "<svg onload" not in page
        assert "<img src=x" not in page
        assert "&lt;svg onload=alert(1)&gt;" in page


def test_numbers_of_queries_do_not_grow(make, people, count_queries):
    counts = []
    for size in (2, 12):
        talk = make.conversation("read")
        for number in range(size):
            theme = make.theme(f"téma {number}")
            make.membership(make.opinion(f"{number}. vélemény", talk), theme)
        summary = draft(talk, people.paul)
        db.session.commit()
        with count_queries() as log:
            publish(summary, people.paul, 1)
        counts.append(len(log))
        db.session.commit()
    assert counts[1] <= counts[0], counts  # the first also begins the counting
    assert db.session.query(Opinion).count() == 14
    assert db.session.query(Conversation).count() == 2
