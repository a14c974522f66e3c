"""Files as a way in: every upload there is gets every hostile file, and the server asks nobody."""

import csv
import io
import socket
import sys
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from urllib.request import urlopen

import pytest
from openpyxl import load_workbook
from sqlalchemy import LargeBinary, select

from forum.core.db import db
from forum.core.lists import UnreadableList, read
from forum.core.spreadsheets import Sheet, csv_bytes, xlsx_bytes
from forum.events.attending.sheets import key_sheet
from tests.attacks import files
from tests.attacks.pages import filled
from tests.attacks.pages import read as read_page

#: Where a file may be sent, by the end of the address; a new one has to be added here.
UPLOADS = {"imports", "pictures", "new", "documents", "sheets", "scan", "list"}
#: A hostile file is told from a good one within so many seconds.
PATIENCE = 10

_watched: list[list[str]] = []


def _hear(event, arguments):
    if _watched and event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname"}:
        _watched[-1].append(f"{event} {arguments[1:] if event == 'socket.connect' else arguments}")


sys.addaudithook(_hear)


@contextmanager
def recorder():
    """Record every address this process asks for, by whatever library."""
    _watched.append([])
    try:
        yield _watched[-1]
    finally:
        _watched.pop()


@pytest.fixture
def listener():
    """An address on this machine where somebody would notice being asked."""
    with socket.socket() as open_door:
        open_door.bind(("127.0.0.1", 0))
        open_door.listen()
        open_door.settimeout(5)
        yield f"http://127.0.0.1:{open_door.getsockname()[1]}/stolen"


def kept_files():
    """Yield (column, content) of whatever is kept as bytes anywhere."""
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                for content in db.session.scalars(select(column).where(column.is_not(None))):
                    yield f"{table.name}.{column.name}", bytes(content)


def test_the_recorder_hears_what_is_asked(listener):
    with recorder() as asked, pytest.raises(OSError):
        urlopen(listener, timeout=0.2)
    assert any("socket.connect" in each for each in asked)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_every_upload_gets_every_hostile_file(world, intruder, make, people):
    seen, slow = set(), []
    sent_files = files.hostile()
    mine = f"/ideas/{make.idea(author=people.ana).id}/pictures"
    sheet = f"/sheets/{key_sheet(world.event, 'attacked', people.mira, 3).id}"
    db.session.commit()
    for role, more in (("resident", mine), ("administrator", sheet)):
        somebody = intruder(role)
        shown = list(somebody.forms(world.shown()))
        somebody.enter()
        for form in [*shown, *read_page(more, somebody.client.get(more).text)[0]]:
            names = [each.name for each in form.inputs.values() if each.kind == "file"]
            if not names:
                continue
            seen.add(form.action.rsplit("/", 1)[-1])
            values = next(filled(form, "Szép pad"))
            with recorder() as asked:
                for name, kind, content in sent_files:
                    start = perf_counter()
                    somebody.enter()
                    given = {**values, **dict.fromkeys(names, (io.BytesIO(content), name, kind))}
                    answer = somebody.client.send(form.action, given)
                    answer.close()
                    db.session.rollback()
                    assert answer.status_code < 500, (form.action, name)
                    if perf_counter() - start > PATIENCE:
                        slow.append((form.action, name))
            assert asked == [], form.action
    assert seen == UPLOADS
    assert slow == []
    for column, content in kept_files():
        if column in {"import_batch.content", "idea_batch.content"}:
            continue  # kept as it was sent until it is taken in, and handed out to nobody
        assert not [word for word in (files.SCRIPT, b"<svg", *files.TOLD) if word in content], (
            column
        )
    assert not list(Path("/tmp").glob("kalaka-slipped*"))
    assert not list(Path("/etc").glob("kalaka-slipped*"))
    for role in ("visitor", "administrator"):
        for path, answer in intruder(role).pages(world.shown()):
            head = answer.headers.get("Content-Disposition", "")
            assert "X-Injected" not in answer.headers
            assert "/" not in head.partition("filename=")[2], path
            assert "svg" not in (answer.mimetype or "") or files.SCRIPT not in answer.data, path
            if answer.mimetype == "text/html":
                assert "<svg onload=xss" not in answer.text, path
                assert "\u202e" not in answer.text, path


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_the_server_asks_no_address_that_somebody_typed(world, intruder, run_jobs, listener):
    """Hostile addresses in every field there is, each page opened, all work done: nobody is asked."""
    with recorder() as asked:
        for role in ("resident", "facilitator", "administrator"):
            somebody, sent = intruder(role), 0
            for form in somebody.forms(world.shown()):
                for values in filled(form, listener):
                    values = {
                        name: listener if str(value).startswith("https://example.org/") else value
                        for name, value in values.items()
                    }
                    sent += somebody.send(form, values).status_code in {302, 303}
            assert sent > 15, role
        run_jobs()
        for _path, answer in intruder("administrator").pages(world.shown()):
            answer.close()
    assert asked == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_entities_are_refused_before_they_are_read(app, encoding):
    start = perf_counter()
    with pytest.raises(UnreadableList):
        read("l.xlsx", files.entity_bomb(encoding))
    assert perf_counter() - start < PATIENCE


@pytest.mark.parametrize("where", ["file:///etc/passwd", "listener"])
def test_a_workbook_reads_no_file_and_asks_no_address(app, listener, where):
    with recorder() as asked, pytest.raises(UnreadableList):
        read("l.xlsx", files.outside_entity(listener if where == "listener" else where))
    assert asked == []


def test_a_declaration_far_behind_is_found(app):
    with pytest.raises(UnreadableList):
        read("l.xlsx", files.late_declaration())


def test_a_bomb_is_refused_by_its_size_alone(app):
    start = perf_counter()
    with pytest.raises(UnreadableList):
        read("l.xlsx", files.zip_bomb())
    assert perf_counter() - start < 2
    assert len(files.zip_bomb()) < 1_000_000


def test_words_of_a_list_come_out_again_as_words():
    """In as a cell of a list, out as a cell of a table: nothing of it is computed."""
    evil = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']
    content = files.workbook([["text"], *([f"'{word}"] for word in evil)])
    assert len(read("l.xlsx", content)[1]) == len(evil)
    sheet = Sheet("Vélemények", ["szöveg"], [[word] for word in evil])
    cells = [
        row[0] for row in csv.reader(io.StringIO(csv_bytes([sheet]).decode("utf-8-sig"))) if row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    page = load_workbook(io.BytesIO(xlsx_bytes([sheet]))).active
    assert {cell.data_type for row in page.iter_rows(min_row=2) for cell in row} == {"s"}
