"""An archive has an end, and says kindly inside what did not fit in."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from forum.core import clock
from forum.core.owned import written
from forum.core.personal import Document, Gathered, Record
from forum.privacy.own import archive
from forum.privacy.own.gathering import RoomData


@pytest.mark.parametrize("language", ["hu", "en"])
def test_what_does_not_fit_is_named_over_all_rooms(app, monkeypatch, language):
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    kept = [
        RoomData(room, [Gathered("x", [Record("x", 1, {"a": 1})], [Document("k.png", b"1234567")])])
        for room in ("ideas", "events")
    ]
    with app.test_request_context(headers={"Accept-Language": language}):
        packed = zipfile.ZipFile(io.BytesIO(archive.zipped(kept)))
    with packed:
        names = packed.namelist()
        told = json.loads(packed.read("index.json"))
        page = packed.read("index.html").decode()
    assert "files/ideas/k.png" in names
    assert "files/events/k.png" not in names
    assert told["left_out"] == ["files/events/k.png"]
    assert "files/events/k.png" in page


def test_the_page_inside_says_whose_it_is_and_when_it_was_made(app, make):
    make.city(office_hu="Részvételi Iroda", contact_phone="+36 46 000 001")
    kept = [RoomData("accounts", [Gathered("A fiókom", [Record("person", 1, {"Név": "<b>Ana"})])])]
    with app.test_request_context(headers={"Accept-Language": "hu"}):
        with clock.at(datetime(2026, 11, 23, 6, 59, tzinfo=UTC)):
            packed = zipfile.ZipFile(io.BytesIO(archive.zipped(kept, visiting=True)))
        with packed:
            page = packed.read("index.html").decode()
    for words in ("Próbaváros", "Részvételi Iroda", "+36 46 000 001", "2026. november 23. 7:59"):
        assert words in page
    assert "<style>" in page
    assert "&lt;b&gt;Ana" in page
    assert "Fiók nélkül" in page
    assert "A fiókom" not in page


@pytest.mark.parametrize(
    ("spoken", "told"), [("hu", "2026. november 23. 7:59"), ("en", "November 23, 2026, 7:59")]
)
def test_moments_are_written_out(app, spoken, told):
    with app.test_request_context(headers={"Accept-Language": spoken}):
        assert written(datetime(2026, 11, 23, 6, 59, tzinfo=UTC)) == told


def test_when_all_fits_nothing_is_said(app):
    kept = [RoomData("ideas", [Gathered("x", [], [Document("k.png", b"1")])])]
    with app.test_request_context(), zipfile.ZipFile(io.BytesIO(archive.zipped(kept))) as packed:
        assert "left_out" not in json.loads(packed.read("index.json"))
