"""The print of minutes: tagged, word for word, in both languages, and nothing in it computes."""

import io
import re

import pytest
from pypdf import PdfReader

from forum.core.db import db
from forum.meetings.hall import (
    leading,
)
from forum.meetings.writing import (
    minuting,
)
from forum.meetings.writing.dossier import compile_minutes, digest
from forum.meetings.writing.minutes_pdf import article, print_minutes
from forum.meetings.writing.reading_minutes import read
from tests.meetings.held import HOSTILE, approve_minutes, hold_forum, later, open_minutes


@pytest.fixture
def held(make, people):
    make.city(office_hu="Részvételi iroda", office_en="Participation office")
    return hold_forum(make, people)


@pytest.fixture
def approved(held, people):
    open_minutes(held.meeting, people.mira)
    with later():
        return approve_minutes(held.meeting, people.mira)


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_is_tagged_and_titled_in_its_language(approved):
    for content, lang, title in (
        (approved.pdf_hu, "hu", "Jegyzőkönyv: Nyitófórum"),
        (approved.pdf_en, "en", "Minutes of the forum: Opening forum"),
    ):
        reader = opened(content)
        root = reader.trailer["/Root"]
        assert root["/Lang"].startswith(lang)
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        assert reader.metadata.title == title


def test_it_holds_everything_that_was_noted(approved):
    text = words(opened(approved.pdf_hu))
    for said in (
        "A tér üres.",
        "Mindenki padot kér.",
        "Több padot a térre!",
        "Hat pad kerül a térre.",
        "Kézfeltartással: igen: 20, nem: 3, tartózkodott: 1",
        "Gyors szavazás: Jó ez így?",
        "Kiválasztja a padokat",
        "a főkertész",
        "A buszmegálló ügye",
        "12 ember vett részt.",
        "1 óra 30 perc",
        "Részvételi iroda",
        "Jóváhagyta: Mira".lower(),
    ):
        assert said in text or said in text.lower(), said
    english = words(opened(approved.pdf_en))
    assert "Show of hands: for: 20, against: 3, abstained: 1" in english
    assert "Több padot a térre!" in english


def test_page_and_print_say_the_same(approved):
    """Every word of the print stands on the page too, colophon and foot aside."""
    page = " ".join(re.sub(r"<[^>]+>", " ", approved.page_hu).split())
    for chapter in read(approved.data, "hu")["chapters"]:
        assert chapter["title"] in page
        assert chapter["title"] in words(opened(approved.pdf_hu))


def test_its_foot_and_end_tell_the_checksum(approved):
    reader = opened(approved.pdf_hu)
    for page in reader.pages:
        assert approved.digest[:16] in page.extract_text()
    assert approved.digest in words(reader).replace(" ", "")
    assert approved.digest == digest(approved.data)
    assert f"/minutes/{approved.number}" in words(reader).replace(" ", "")


def test_the_same_words_give_the_same_bytes(approved):
    reading = read(approved.data, "hu")
    again = print_minutes(reading, approved.at, approved.digest, approved.number)
    assert again == approved.pdf_hu
    assert str(article(reading)) == approved.page_hu


def test_hostile_words_are_printed_as_they_are(make, people):
    held = hold_forum(make, people, said=(HOSTILE,))
    item = held.meeting.items[0]
    item.notes = f"{HOSTILE}\n\n👍 arcok is"
    item.title_hu, held.task.what, held.point.outcome = HOSTILE, HOSTILE, HOSTILE
    db.session.commit()
    version = open_minutes(held.meeting, people.mira)
    text = words(opened(version.pdf_hu)).replace(" ", "")
    assert text.count("<svgonload=alert(1)>") >= 4
    assert "#evil[x]$a$" in text
    assert "□" in text
    assert "<svg onload" not in version.page_hu


def test_long_texts_and_empty_forums_are_set(make, people):
    held = hold_forum(make, people, said=("szó " * 600, "a" * 900))
    held.meeting.items[1].notes = "\n\n".join("Hosszú bekezdés. " * 60 for _each in range(12))
    db.session.commit()
    content = compile_minutes(minuting.grown(held.meeting), held.meeting)
    reader = opened(print_minutes(read(content, "hu"), held.meeting.sitting.ended_at))
    assert len(reader.pages) > 3


def test_a_forum_without_a_conversation_or_people_has_minutes_too(make, people):
    meeting = make.meeting("now")
    leading.start(meeting, people.mira)
    leading.end(meeting, people.mira)
    db.session.commit()
    version = open_minutes(meeting, people.mira)
    assert "Ennél a napirendi pontnál nem jegyeztünk fel semmit." in words(opened(version.pdf_hu))
    assert version.data["attendance"] is None
