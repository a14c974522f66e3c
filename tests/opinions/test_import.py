"""Taking in lists: every bad row is told, and a list goes in whole or not at all."""

import io
import zipfile
from time import perf_counter

import pytest
from flask_babel import gettext
from openpyxl import Workbook
from sqlalchemy import func, select

from forum.conversations.models import Conversation
from forum.core import lists
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.lists import UnreadableList, plain, read
from forum.opinions import imports
from forum.opinions.list_files import check
from forum.opinions.models import ImportBatch, Opinion

GOOD = "text,neighbourhood,age_group\nTöbb pad!,Avas,65+\n„Csendet” kérünk,,\n"


def list_of(content: str | bytes, name="lista.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return {"file": (io.BytesIO(data), name)}


def workbook(rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.fixture
def talk(make):
    make.neighbourhood("Avas")
    make.neighbourhood("Martin-Kertváros", aliases=["Kertváros"])
    make.age_band("65+")
    return make.conversation().id


@pytest.fixture
def upload(client, people, talk):
    client.sign_in(people.mira)

    def send(content, name="lista.csv"):
        path = f"/conversations/{talk}/imports"
        return client.send(
            path, list_of(content, name), content_type="multipart/form-data", follow_redirects=True
        )

    return send


def count():
    return db.session.scalar(select(func.count(Opinion.id)))


def newest_batch():
    return db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first()


def test_a_list_is_shown_before_it_is_taken_in(upload):
    page = upload(GOOD).text
    assert "Több pad!" in page
    assert count() == 0


def test_a_good_list_is_taken_in_in_the_background(upload, client, run_jobs, talk):
    upload(GOOD)
    client.send(f"/imports/{newest_batch().id}/start")
    assert count() == 0
    run_jobs()
    assert [o.text for o in db.session.scalars(select(Opinion))] == [
        "Több pad!",
        "„Csendet” kérünk",
    ]
    counted = db.session.get(Conversation, talk)
    assert (counted.opinions_count, counted.people_count) == (2, 2)
    assert client.get(f"/imports/{newest_batch().id}/progress").json["state"] == "done"


def test_starting_twice_takes_in_once(upload, client, run_jobs):
    upload(GOOD)
    for _time in range(2):
        client.send(f"/imports/{newest_batch().id}/start")
    run_jobs()
    assert count() == 2


def test_what_somebody_took_in_while_it_was_read_is_not_taken_in_again(upload, monkeypatch):
    upload(GOOD)
    batch, real = newest_batch(), imports.check_file

    def while_somebody_takes_it_in(*given):
        checked = real(*given)
        newest_batch().imported_at = now()
        db.session.commit()
        return checked

    monkeypatch.setattr(imports, "check_file", while_somebody_takes_it_in)
    with pytest.raises(Refused):
        imports.finish(batch)
    assert count() == 0


def test_the_very_same_list_is_not_taken_in_again(upload, client, run_jobs):
    for _time in range(2):
        upload(GOOD)
        client.send(f"/imports/{newest_batch().id}/start")
        run_jobs()
    assert count() == 2


def test_each_bad_row_is_told_and_nothing_is_taken_in(upload, client, run_jobs):
    page = upload("text,neighbourhood\nJó sor,Avas\n,Avas\nHol ez?,Atlantisz\n").text
    assert "Atlantisz" in page
    report = newest_batch().report
    assert [(error["row"], error["column"]) for error in report["errors"]] == [
        (3, "text"),
        (4, "neighbourhood"),
    ]
    assert client.send(f"/imports/{newest_batch().id}/start").status_code == 409
    run_jobs()
    assert count() == 0


def test_an_error_names_the_column_as_the_file_does(upload):
    upload("szöveg;városrész\nHol ez?;Atlantisz\n")
    assert [error["column"] for error in newest_batch().report["errors"]] == ["városrész"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 not a zip", b"\n\n"])
def test_what_is_no_list_is_refused_kindly(upload, content):
    answer = upload(content)
    assert answer.status_code == 422 or "text" in answer.text
    assert count() == 0


def test_names_may_be_written_in_several_ways(app):
    assert plain("Martin-Kertváros") == plain("martinkertvaros")
    assert plain("65+") != plain("65")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_encodings_of_real_life(app, delimiter):
    text = delimiter.join(["szöveg", "városrész"]) + "\r\n" + delimiter.join(["őszi tűz", "Avas"])
    for encoding in ("utf-8", "utf-8-sig", "cp1250"):
        headings, rows = read("l.csv", text.encode(encoding))
        checked = check(headings, rows, {plain("Avas"): 7}, {})
        assert [(s.text, s.neighbourhood_id) for s in checked.sayings] == [("őszi tűz", 7)]


def test_a_workbook_is_read_like_a_list(app):
    headings, rows = read("l.xlsx", workbook([["text", "channel"], ["pad", "papír"], [None, None]]))
    checked = check(headings, rows, {}, {})
    assert [(s.text, s.channel) for s in checked.sayings] == [("pad", "paper")]


def test_a_broken_workbook_is_refused(app):
    with pytest.raises(UnreadableList):
        read("l.xlsx", b"PK\x03\x04broken")


def altered(change) -> bytes:
    """Return a workbook whose parts went through ``change(name, content)``; None drops one."""
    good = zipfile.ZipFile(io.BytesIO(workbook([["text"], ["pad"]])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            content = change(name, good.read(name))
            if content is not None:
                bad.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("content", [None, b"<broken", b""])
@pytest.mark.parametrize(
    "part", ["workbook.xml", "worksheets/sheet1.xml", "_rels/workbook.xml.rels"]
)
def test_a_workbook_broken_inside_is_refused(app, part, content):
    with pytest.raises(UnreadableList):
        read("l.xlsx", altered(lambda name, was: content if name == f"xl/{part}" else was))


@pytest.mark.parametrize(
    ("was", "lie"), [(b'r="A1"', b'r="!!!"'), (b'<row r="1"', b'<row r="one"')]
)
def test_a_sheet_with_impossible_places_is_refused(app, was, lie):
    with pytest.raises(UnreadableList):
        read("l.xlsx", altered(lambda name, part: part.replace(was, lie)))


def test_a_small_workbook_cannot_claim_a_huge_sheet(app):
    def claim(_name, part):
        far = part.replace(b'<row r="2"', b'<row r="1000000"')
        return far.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')

    start = perf_counter()
    with pytest.raises(UnreadableList):
        read("l.xlsx", altered(claim))
    assert perf_counter() - start < 10


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>',
    "</sheetData></worksheet>",
)
SHARED, INLINE = '<c t="s"><v>7</v></c>', '<c t="inlineStr"><is><t>szöveg</t></is></c>'


def packed(**parts) -> bytes:
    """Return a workbook with other parts: ``packed(sheet=...)``, ``strings``, ``styles``."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "styles": "xl/styles.xml"}
    names["strings"] = "xl/sharedStrings.xml"
    other = {names[part]: content for part, content in parts.items()}
    return altered(lambda name, was: other.get(name, was))


def sheet(row: str, times: int) -> str:
    return (f"<row>{row}</row>" * times).join(SHEET)


VALUE = '<c t="str"><v>a</v></c>'
RICH = '<c t="inlineStr"><is><r><t>a</t></r></is></c>'
TRICKS = {
    "wide": lambda: {"sheet": sheet(VALUE * 80, 17_000)},
    "in another encoding": lambda: {"sheet": sheet(VALUE * 80, 17_000).encode("utf-16")},
    "bare": lambda: {"sheet": sheet("<c/>" * 60, 50_000)},
    "values without cells": lambda: {"sheet": sheet("<v/>" * 60, 50_000)},
    "unknown": lambda: {"sheet": ("<z/>" * 110_000).join(SHEET)},
    "rich": lambda: {"sheet": sheet(RICH * 3, 40_000)},
    "styles": lambda: {"styles": "<xf><alignment/></xf>" * 60_000},
}
HONEST = {
    "words in their cells": lambda: {"sheet": sheet(INLINE * 12, 50_001)},
    "words by themselves": lambda: {
        "sheet": sheet(SHARED * 12, 50_001),
        "strings": "<si><t>x</t></si>" * 600_000,
    },
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_few_bytes_cannot_take_long(app, trick):
    content = packed(**TRICKS[trick]())
    assert len(content) < 300_000
    start = perf_counter()
    with pytest.raises(UnreadableList) as told:
        read("l.xlsx", content)
    assert str(told.value) == gettext("This workbook is too large.")
    assert perf_counter() - start < 5


@pytest.mark.parametrize("kind", HONEST)
def test_the_longest_honest_list_is_let_in(app, kind):
    with zipfile.ZipFile(io.BytesIO(packed(**HONEST[kind]()))) as archive:
        lists._ensure_harmless(archive)


def test_what_a_sheet_says_of_its_size_is_not_believed(app):
    def claim(_name, part):
        return part.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')

    headings, rows = read("l.xlsx", altered(claim))
    assert len(headings) < 100
    assert [s.text for s in check(headings, rows, {}, {}).sayings] == ["pad"]


def test_a_strange_file_name_is_kept_as_one_line(upload):
    upload(GOOD, "li\x00s\u202eta.csv")
    assert db.session.scalars(select(ImportBatch)).one().filename == "lista.csv"


def test_formulas_and_markup_stay_words(app):
    headings, rows = read("l.csv", b'text\n"=1+1"\n<svg onload=alert(1)>\n')
    assert [s.text for s in check(headings, rows, {}, {}).sayings] == [
        "=1+1",
        "<svg onload=alert(1)>",
    ]


def test_the_command_line_takes_in_a_list(app, talk, people, tmp_path):
    file = tmp_path / "l.csv"
    file.write_text(GOOD, encoding="utf-8")
    assert people.mira
    result = app.test_cli_runner().invoke(args=["opinions", "import", str(file)])
    assert result.exit_code == 0, result.output
    assert count() == 2
    again = app.test_cli_runner().invoke(args=["opinions", "import", str(file)])
    assert again.exit_code == 1
    assert count() == 2


def test_the_command_line_tells_bad_rows(app, talk, people, tmp_path):
    file = tmp_path / "l.csv"
    file.write_text("text,age_group\npad,999\n", encoding="utf-8")
    assert people.mira
    result = app.test_cli_runner().invoke(args=["opinions", "import", str(file)])
    assert result.exit_code == 1
    assert "row 2, age_group" in result.output
