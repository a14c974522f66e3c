"""Backups beside the kills: what looks finished is whole, and what was acknowledged is in it."""

from types import SimpleNamespace

import pytest

from forum.core.db import db
from forum.upkeep.backup.making import make as back_up
from torture.backup import _differing
from torture.backups import Backups
from torture.clients import Deed, Ledger
from torture.figures import Figures

KEY = "k" * 22


@pytest.fixture
def kept(sqlite, make, tmp_path, monkeypatch):
    """A folder with one finished backup, in which one acknowledged opinion is kept."""
    folder = tmp_path / "city.backups"
    monkeypatch.setitem(sqlite.config, "BACKUP_DIR", str(folder))
    make.opinion("Több padot!", submit_key=KEY)
    db.session.remove()
    said = Deed("opinion", KEY, "/", {"text": "Több padot!"}, "")
    ledger = Ledger(tried={KEY: said}, done={KEY: said})
    known = {"INSTANCE_DIR": str(tmp_path / "city")}
    backups = Backups(SimpleNamespace(environment={}), known, ledger)  # type: ignore[arg-type]
    backups.finished.append(back_up().path)
    backups.kept = Ledger(done=dict(ledger.done))
    monkeypatch.setattr(backups, "turn", lambda *_figures, **_wait: None)
    yield backups
    db.session.remove()


def wrong(backups) -> str:
    return "\n".join(backups.wrong(Figures("backups")))


def test_a_good_folder_is_left_in_peace(kept):
    assert wrong(kept) == ""


def test_half_a_backup_and_what_is_missing_in_the_last_one_are_found(kept):
    first = kept.finished[0]
    half = first.with_name("kalaka-20260101T000000Z.zip")
    half.write_bytes(first.read_bytes()[:-200])
    (kept.folder / "kalaka-20260102T000000Z.zip.part").write_bytes(b"x")
    kept.kept.done["x" * 22] = Deed("opinion", "x" * 22, "/", {}, "")
    found = wrong(kept)
    assert "kalaka-20260101T000000Z.zip looks finished, but" in found
    assert "half a backup is left behind" in found
    assert "restored: an acknowledged opinion is there 0 times" in found


def test_rows_that_differ_are_counted():
    assert _differing([(1, "a"), (2, "b")], [(1, "a"), (2, "b")]) == 0
    assert _differing([(1, "a"), (2, "b")], [(1, "a"), (2, "c")]) == 2
    assert _differing([(1, "a"), (1, "a")], [(1, "a")]) == 1
