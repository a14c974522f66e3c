"""The printed summary: tagged, in its language, word for word, and nothing in it computes."""

import io
import json
import unicodedata
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from forum.core.db import db
from forum.core.glyphs import PRINTABLE, printable
from forum.reports import blocks
from forum.reports.drafting import draft, save
from forum.reports.publishing import publish

HOSTILE = '#evil[x] $a$ *b* _c_ \\ `d` <e> @f = g\n// h /* i */ #import "x.typ" ~ -- ő Ű'


def opened(content, publication, code="hu") -> PdfReader:
    return PdfReader(io.BytesIO(content(publication, f"summary.{code}.pdf")))


def words(reader: PdfReader) -> str:
    """The text as one line: where a line breaks is the printer's business."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_is_tagged_and_titled_in_its_language(story, published, content):
    for code, lang in (("hu", "hu"), ("en", "en")):
        reader = opened(content, published, code)
        root = reader.trailer["/Root"]
        assert root["/Lang"].startswith(lang)
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.title == getattr(story.summary, f"title_{code}")
        assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_its_chapters_are_in_the_outline(published, content):
    reader = opened(content, published)
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)]


def test_it_holds_quotes_decisions_and_counts(story, published, content):
    text = words(opened(content, published))
    quotes = [q for t in json.loads(content(published, "data.json"))["themes"] for q in t["quotes"]]
    assert len(quotes) == 6
    for quote in quotes:
        assert quote["text"] in text
        assert quote["reference"] in text
    for said in ("Húsz padot teszünk ki.", "Közös terek", "az őszi napokra"):
        assert said in text
    assert story.project.identifier in text
    english = words(opened(content, published, "en"))
    assert "We put out twenty." in english


def test_the_foot_tells_number_and_checksum(published, content):
    data = next(file for file in published.files if file.name == "data.json")
    reader = opened(content, published)
    assert len(reader.pages) >= 3
    for page in reader.pages[1:]:
        assert data.sha256[:16] in page.extract_text()
    assert data.sha256 in words(reader).replace(" ", "")


def test_quotations_lead_to_their_opinions(story, published, content):
    links = {
        annotation.get_object().get("/A", {}).get("/URI", "")
        for page in opened(content, published).pages
        for annotation in page.get("/Annots", [])
    }
    assert any(link.endswith(f"/opinions/{story.said[0].id}") for link in links)
    assert any(link.endswith(f"/themes/{story.benches.id}") for link in links)


def test_hostile_words_are_printed_as_they_are(make, people, content):
    talk, theme = make.conversation("read"), make.theme("#evil[x] téma")
    for number in range(5):
        make.membership(make.opinion(f"{number} {HOSTILE}", talk), theme)
    summary = draft(talk, people.paul)
    new = blocks.reword(
        summary.blocks, {"text-1": {"title_hu": HOSTILE[:60], "hu": HOSTILE, "en": HOSTILE}}
    )
    save(summary, people.paul, 1, {"hu": f"Cím {HOSTILE}", "en": ""}, new)
    publication = publish(summary, people.paul, 2)
    db.session.commit()
    text = words(opened(content, publication))
    assert text.count('#evil[x] $a$ *b* _c_ \\ `d` <e> @f = g // h /* i */ #import "x.typ"') >= 3


def test_the_same_content_gives_the_same_bytes(story):
    from forum.reports.dossier import Stamp, compile_dossier
    from forum.reports.evidence import gather
    from forum.reports.files import make_files

    at = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    made = []
    for _time in range(2):
        evidence = gather(story.talk)
        dossier = compile_dossier(story.summary, evidence, Stamp(at, 5))
        made.append([file.sha256 for file in make_files(dossier, evidence.voices, at)])
    assert made[0] == made[1]


def print_words(story, said, content):
    new = blocks.reword(story.summary.blocks, {"text-1": {"title_hu": "Betűk", "hu": said}})
    save(story.summary, story.paul, story.summary.version, {"hu": "Betűk", "en": "Letters"}, new)
    publication = publish(story.summary, story.paul, story.summary.version)
    db.session.commit()
    return words(opened(content, publication))


def test_every_printable_character_can_be_printed(story, content):
    letters = "".join(
        chr(code)
        for first, last in PRINTABLE
        for code in range(first, last + 1)
        if unicodedata.category(chr(code)) not in {"Cn", "Cc", "Cs", "Co"}
    )
    lines = "\n".join(letters[i : i + 60] for i in range(0, len(letters), 60))
    assert printable(lines).replace("\u200b", "") == lines.replace("\u200b", "")
    assert "árvíztűrő" in print_words(story, f"{lines}\n\nárvíztűrő tükörfúrógép", content)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Jó ötlet 👍👍 nagyon", "Jó ötlet □ nagyon"),
        ("Szív ❤\ufe0f", "Szív ❤"),
        ("你好 Miskolc", "□ Miskolc"),
        ("csengő\x07 és tab\tis", "csengő□ és tab is"),
        ("két\nsor", "két\nsor"),
    ],
)
def test_what_cannot_be_printed_becomes_one_square(said, kept):
    assert printable(said) == kept


def test_faces_and_foreign_letters_do_not_stop_the_press(story, content):
    text = print_words(story, "Szuper! 😀🇭🇺 你好 \u202e\ufeff مرحبا " + "x" * 500, content)
    assert "Szuper! □" in text
