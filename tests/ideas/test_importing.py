"""Lists of ideas: every bad row is told, and a list goes in whole or not at all."""

import io
from time import perf_counter

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from forum.audit import AuditEntry
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.lists import read
from forum.ideas.importing_files import check
from forum.ideas.life import IdeaBatch
from forum.ideas.models import Idea

GOOD = (
    "cím;szöveg;programfajta;városrész;költség;elérhetőség\n"
    "Padavató;Üljünk le.;Közösség;Avas;12 000 Ft;anna@example.org\n"
    "=1+1;<svg onload=alert(1)>;;;;\n"
)


@pytest.fixture
def mira(client, people, make):
    make.neighbourhood("Avas")
    make.category("Közösség")
    client.set_cookie("language", "en")
    return client.sign_in(people.mira)


@pytest.fixture
def upload(mira):
    def send(content, name="lista.csv"):
        data = content if isinstance(content, bytes) else content.encode()
        return mira.send(
            "/ideas/imports",
            {"file": (io.BytesIO(data), name)},
            content_type="multipart/form-data",
            follow_redirects=True,
        )

    return send


def newest():
    db.session.expire_all()
    return db.session.scalars(select(IdeaBatch).order_by(IdeaBatch.id.desc())).first()


def count():
    return db.session.scalar(select(func.count(Idea.id)))


def take_in(mira, run_jobs):
    answer = mira.send(f"/ideas/imports/{newest().id}/start")
    run_jobs()
    return answer


def test_only_facilitators_take_in_lists(client, people):
    assert client.get("/ideas/imports").status_code == 302
    assert client.sign_in(people.ana).get("/ideas/imports").status_code == 403


def test_a_list_is_looked_at_and_then_taken_in(upload, mira, run_jobs):
    page = upload(GOOD).text
    assert "Padavató" in page
    assert "<svg onload" not in page
    assert count() == 0
    take_in(mira, run_jobs)
    first, second = db.session.scalars(select(Idea).order_by(Idea.id)).all()
    assert (first.title, first.cost, first.channel) == ("Padavató", 12000, "import")
    assert first.contact_key == contact_key("anna@example.org")
    assert (first.category.name_hu, first.neighbourhoods[0].name_hu) == ("Közösség", "Avas")
    assert second.title == "=1+1"
    assert newest().content == b""
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "ideas.imported")).one()
    assert entry.details == {"count": 2}
    assert mira.get(f"/ideas/imports/{newest().id}/progress").json["state"] == "done"


def test_the_very_same_list_is_not_taken_in_again(upload, mira, run_jobs):
    for _time in range(2):
        upload(GOOD)
        answer = take_in(mira, run_jobs)
    assert answer.status_code == 409
    assert count() == 2


def test_starting_twice_takes_in_once(upload, mira, run_jobs):
    upload(GOOD)
    for _time in range(2):
        mira.send(f"/ideas/imports/{newest().id}/start")
    run_jobs()
    assert count() == 2


def test_each_bad_row_is_told_and_nothing_is_taken_in(upload, mira, run_jobs):
    rows = [
        "title,text,neighbourhood,category,cost,contact,channel",
        "Jó,Jó sor.,Avas,,,,paper",
        ",Nincs címe.,,,,,",
        "Van,,,,,,",
        "Hol,Ez hol van?,Atlantisz,,,,",
        "Fajta,Mi ez?,,Búvárkodás,,,",
        "Ár,Mennyi?,,,sok,,",
        "Cím,Kié?,,,,nem cím,",
        "Út,Honnan?,,,,,galamb",
        f"{'x' * 121},Hosszú cím.,,,,,",
    ]
    page = upload("\n".join(rows)).text
    assert "Atlantisz" in page
    report = newest().report
    assert [(error["row"], error["column"]) for error in report["errors"]] == [
        (3, "title"),
        (4, "text"),
        (5, "neighbourhood"),
        (6, "category"),
        (7, "cost"),
        (8, "contact"),
        (9, "channel"),
        (10, "title"),
    ]
    assert take_in(mira, run_jobs).status_code == 409
    assert count() == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 not a zip", b"\n\n"])
def test_what_is_no_list_is_refused_kindly(upload, content):
    answer = upload(content)
    assert answer.status_code == 422 or "title" in answer.text
    assert count() == 0


def test_a_workbook_is_read_like_a_list(app):
    book, file = Workbook(), io.BytesIO()
    for row in (["title", "text", "cost"], ["Padavató", "Üljünk le.", 5000]):
        book.active.append(row)
    book.save(file)
    checked = check(*read("l.xlsx", file.getvalue()))
    assert [(one.title, one.cost) for one in checked.proposals] == [("Padavató", 5000)]


@pytest.mark.parametrize("language", ["hu", "en"])
def test_the_template_is_a_good_list(mira, language):
    mira.set_cookie("language", language)
    template = mira.get("/ideas/imports/template.csv").data
    db.session.rollback()  # a file is read while nothing is held
    checked = check(*read("t.csv", template))
    assert (checked.errors, checked.ignored, len(checked.proposals)) == ([], [], 1)


def test_five_thousand_rows_go_in(upload, mira, run_jobs):
    lines = (f"{number}. ötlet,Mert jó volna {number}.,Avas" for number in range(5000))
    upload("title,text,neighbourhood\n" + "\n".join(lines))
    start = perf_counter()
    take_in(mira, run_jobs)
    assert count() == 5000
    assert perf_counter() - start < 90
