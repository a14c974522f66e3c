"""Backups: everything that was acknowledged is in them, and comes back row by row."""

import hashlib
import json
import os
import random
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pyrage
import pytest
from sqlalchemy import select, text

from forum import ROOT
from forum.audit import record
from forum.audit.seals import head
from forum.audit.verifying import verify as verify_log
from forum.conversations.models import Conversation
from forum.core.clock import at, now
from forum.core.db import db
from forum.core.jobs import Job, enqueue
from forum.opinions.models import Opinion
from forum.upkeep.backup import archive, folder, making, restoring
from forum.upkeep.backup.encryption import WrongKey
from forum.upkeep.backup.making import NoBackup
from forum.upkeep.backup.making import make as back_up
from forum.upkeep.backup.restoring import NotRestored, readable, restore
from forum.upkeep.jobs import BACKUP
from tests.audit.test_models import TESTED
from tests.factories import Make
from tests.upkeep.conftest import address
from tests.upkeep.filling import ROWS, everything, fill, outside, schema_of, types_of


@pytest.fixture
def filled(app):
    """The house with rows in every table, and a log that is whole."""
    for number in range(5):
        record(TESTED, None, what=f"Ő{number}")
    db.session.commit()
    db.session.remove()
    assert fill(address(app)) > 300
    return app


def bring_back(house, path):
    with house.app_context():
        manifest = restore(path)
        db.session.remove()
    return manifest


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_row_of_every_table_comes_back(filled, backups, new_house, kind):
    """From each database into each database."""
    last = head()
    db.session.remove()
    made, second = back_up(), new_house(kind)
    manifest = bring_back(second, made.path)
    before, after = everything(address(filled)), everything(address(second))
    assert set(before) == set(after)
    for name in before:
        assert before[name] == after[name], name
        assert repr(before[name]) == repr(after[name]), name  # true is not 1, a number no text
        assert len(after[name]) == manifest["tables"][name]["rows"]
        assert after[name] or name == "audit_seal"
    with second.app_context():
        assert verify_log() == (last, "")
        db.session.remove()
    assert manifest["log"] == {"number": 5, "digest": last.digest}


def test_every_cell_is_of_the_type_it_was(filled, backups, new_house):
    """What SQLite keeps beside each cell, and what the driver of PostgreSQL gives, are compared."""
    kind = db.engine.dialect.name
    second = new_house(kind)
    bring_back(second, back_up().path)
    first, again = types_of(address(filled)), types_of(address(second))
    assert first == again
    assert {"blob", "bytea"} & first.keys()
    assert sum(first.values()) > 3000


@pytest.mark.parametrize("damage", ["UPDATE opinion SET text = 'más' WHERE id = 2"])
def test_the_comparison_would_notice_one_cell(filled, damage):
    before = everything(address(filled))
    with outside(address(filled)) as connection:
        connection.exec_driver_sql(damage)
    after = everything(address(filled))
    assert [name for name in before if repr(before[name]) != repr(after[name])] == ["opinion"]


def test_the_restored_house_is_built_like_the_first_and_lives_on(filled, backups, new_house):
    kind = db.engine.dialect.name
    second = new_house(kind)
    bring_back(second, back_up().path)
    assert schema_of(address(second)) == schema_of(address(filled))
    with second.app_context():
        entry = record(TESTED, None, what="after")
        db.session.commit()
        known = everything(address(second))["audit_entry"]
        assert entry.id > ROWS
        assert len({row[-1] for row in known}) >= 1
        if kind == "postgresql":  # numbers go on where they stood, also after rows that are gone
            assert db.session.scalar(text("SELECT last_value FROM opinion_id_seq")) == 50
        assert verify_log().fault == ""
        with pytest.raises(Exception, match="append-only"):
            db.session.execute(text("DELETE FROM audit_entry"))
        db.session.rollback()
        db.session.remove()


def test_what_was_acknowledged_before_is_in_it_while_people_go_on_writing(
    app, make, backups, new_house
):
    talk, stop, acknowledged, failed = make.conversation(), Event(), [], []
    enqueue(BACKUP)
    db.session.commit()
    number = talk.id
    db.session.remove()

    def write(who: int) -> None:
        turn = 0
        try:
            with app.app_context():
                while not stop.is_set() and turn < 400:
                    turn += 1
                    words = f"{who}-{turn}"
                    record(TESTED, None, what=words)
                    talk = db.session.get(Conversation, number)
                    Make().opinion(words, talk, submit_key=f"key-{words}")
                    acknowledged.append(words)
                    db.session.remove()
        except Exception as error:
            failed.append(error)

    writers = [Thread(target=write, args=(who,)) for who in range(3)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 30 and not failed:
        pass
    before = set(acknowledged)
    work = db.session.scalars(select(Job).where(Job.kind == BACKUP)).one()
    made = back_up(work.report)  # it writes too: how far it is
    after = len(acknowledged)
    stop.set()
    for writer in writers:
        writer.join(60)
    assert failed == []
    assert after > len(before)  # they did go on meanwhile
    second = new_house(db.engine.dialect.name)
    bring_back(second, made.path)
    with second.app_context():
        there = set(db.session.scalars(select(Opinion.text)))
        assert before <= there
        counted = second.test_cli_runner().invoke(args=["recount"])  # counters are what rows say
        assert counted.exit_code == 0, counted.output
        talk = db.session.get(Conversation, number)
        assert talk.opinions_count == len(there)
        verdict = verify_log()  # the log and its seals are of the same moment
        assert verdict.fault == ""
        assert verdict.head.number == made.note["log"]["number"] >= len(there)
        db.session.remove()


def test_a_backup_says_what_is_in_it_and_nobody_else_may_read_it(filled, backups):
    made = back_up()
    assert made.verified
    assert not made.encrypted
    assert made.path.stat().st_mode & 0o077 == 0
    assert backups.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(made.path) as file:
        manifest = json.loads(file.read("manifest.json"))
    assert manifest["format"] == "kalaka-backup/1"
    assert (
        manifest["schema"]
        == made.note["schema"]
        == "".join(db.session.scalars(text("SELECT version_num FROM alembic_version")))
    )
    assert manifest["tables"]["opinion"]["rows"] == ROWS
    assert filled.config["SECRET_KEY"] not in Path(made.path).read_bytes().decode("latin-1")


def test_a_backup_for_a_recipient_can_be_read_with_the_key_only(
    filled, backups, new_house, tmp_path
):
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    filled.config["BACKUP_RECIPIENT"] = str(key.to_public())
    good, bad, none = (tmp_path / name for name in ("good", "bad", "none"))
    good.write_text(f"# created: today\n{key}\n")
    bad.write_text(f"{other}\n")
    none.write_text("no key at all\n")
    made = back_up()
    assert made.encrypted
    content = made.path.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert b"opinion" not in content
    assert not list(Path(filled.instance_path).glob("kalaka-*"))
    for key_file in (bad, none, None):
        with pytest.raises(WrongKey), readable(made.path, key_file):
            pass
    second = new_house("sqlite")
    with second.app_context(), readable(made.path, good) as plain:
        restore(plain)
        db.session.remove()
    assert everything(address(second)) == everything(address(filled))
    assert [
        path.name for path in Path(second.instance_path).iterdir() if "restore" in path.name
    ] == []
    made.path.write_bytes(content[:-20])
    with pytest.raises(WrongKey), readable(made.path, good):
        pass


def test_a_wrong_recipient_is_refused_before_anything_is_written(app, backups):
    app.config["BACKUP_RECIPIENT"] = "age1nonsense"
    with pytest.raises(ValueError, match="BACKUP_RECIPIENT"):
        back_up()
    assert not backups.exists()


def test_wherever_it_is_damaged_it_is_noticed_and_nothing_is_touched(filled, backups, new_house):
    made, second = back_up(), new_house("sqlite")
    content, dice = made.path.read_bytes(), random.Random(7)
    spoilt = backups / "spoilt.zip"
    for _turn in range(12):
        place = dice.randrange(len(content))
        changed = bytearray(content)
        changed[place] ^= 1 << dice.randrange(8)
        spoilt.write_bytes(changed)
        with second.app_context():
            try:
                restore(spoilt)
            except archive.Damaged:
                pass
            else:  # a bit of a date or of padding in the ZIP itself: the rows must be the same
                assert everything(address(second)) == everything(address(filled))
                db.session.remove()
                db.engine.dispose()
                second = new_house("sqlite")
    for length in (0, 10, len(content) // 2, len(content) - 1):
        spoilt.write_bytes(content[:length])
        with second.app_context(), pytest.raises(archive.Damaged):
            restore(spoilt)
    assert not (Path(second.instance_path) / "forum.db").exists()


def rewritten(made, target, change) -> Path:
    """A copy of a backup, changed as somebody would who knows the format."""
    with zipfile.ZipFile(made.path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(parts["manifest.json"])
    change(manifest, parts)
    parts["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target


def _slips(manifest, parts):
    parts["../../slipped"] = b"[]\n"


def _slips_by_manifest(manifest, parts):
    parts["tables/../../slipped"] = parts.pop("tables/opinion.jsonl")
    manifest["tables"]["opinion"]["file"] = "tables/../../slipped"


def _loses_a_row(manifest, parts):
    parts["tables/opinion.jsonl"] = b"".join(parts["tables/opinion.jsonl"].splitlines(True)[1:])


def _loses_a_file(manifest, parts):
    del parts["tables/opinion.jsonl"]


def _has_one_more(manifest, parts):
    parts["tables/one_more.jsonl"] = b""


def _is_a_bomb(manifest, parts):
    parts["tables/opinion.jsonl"] = b"0" * 210_000_000


def _has_a_row_without_end(manifest, parts):
    parts["tables/opinion.jsonl"] = os.urandom(1000).hex().encode() * 55_000


def _other_format(manifest, parts):
    manifest["format"] = "kalaka-backup/9"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_slips, "not what its manifest says"),
        (_slips_by_manifest, "strange name"),
        (_loses_a_row, "checksum of the table opinion"),
        (_loses_a_file, "not what its manifest says"),
        (_has_one_more, "not what its manifest says"),
        (_is_a_bomb, "unpacks to far more"),
        (_has_a_row_without_end, "longer than any row"),
        (_other_format, "kalaka-backup/9"),
    ],
)
def test_what_is_not_as_its_manifest_says_is_refused(
    filled, backups, new_house, tmp_path, change, words
):
    spoilt = rewritten(back_up(), tmp_path / "spoilt.zip", change)
    second = new_house("sqlite")
    with second.app_context(), pytest.raises(archive.Damaged, match=words):
        restore(spoilt)
    assert not (tmp_path / "slipped").exists()
    assert not (tmp_path.parent / "slipped").exists()
    assert not (Path(second.instance_path) / "forum.db").exists()


def test_a_backup_of_a_newer_version_is_refused_in_clear_words(
    filled, backups, new_house, tmp_path
):
    def newer(manifest, _parts):
        manifest["schema"] = "9999"

    file = rewritten(back_up(), tmp_path / "newer.zip", newer)
    with new_house("sqlite").app_context(), pytest.raises(NotRestored, match="newer version"):
        restore(file)


def test_a_row_without_the_row_it_belongs_to_brings_nothing_back(
    app, make, backups, new_house, tmp_path
):
    make.opinion("Árva")
    db.session.remove()

    def orphan(manifest, parts):
        parts["tables/conversation.jsonl"] = b""
        empty = hashlib.sha256(b"").hexdigest()
        manifest["tables"]["conversation"] |= {"rows": 0, "sha256": empty}

    file = rewritten(back_up(), tmp_path / "orphan.zip", orphan)
    for kind in ("sqlite", "postgresql"):
        second = new_house(kind)
        with second.app_context():
            with pytest.raises(Exception, match=r"conversation"):
                restore(file)
            db.session.remove()
            db.engine.dispose()
        assert not any(everything(address(second)).values())
        bring_back(second, back_up_again(backups))  # and it is still open to a good one
        assert any(everything(address(second)).values())


def back_up_again(backups) -> Path:
    return max(backups.glob("kalaka-*.zip"))


def test_nothing_is_restored_over_what_somebody_wrote(app, make, backups, new_house):
    make.opinion("Itt vagyok")
    db.session.remove()
    made = back_up()
    before = everything(address(app))
    with pytest.raises(NotRestored, match="in use"):
        restore(made.path)
    assert everything(address(app)) == before


def test_half_a_backup_never_carries_its_name(filled, backups, monkeypatch):
    """Whatever happens while it is written, nothing is left but what was there."""
    good = back_up()

    def fails(*_arguments, **_named):
        raise OSError("No space left on device")

    monkeypatch.setattr(making, "_ensure_room", lambda *_: None)
    for where, name in (
        (archive, "write"),
        (archive, "check"),
        (folder, "to_disk"),
        (os, "replace"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(where, name, fails)
            with pytest.raises(OSError):
                back_up_later(patch)
        names = sorted(path.name for path in backups.iterdir())
        known = [".lock", "erased.jsonl", good.path.name, f"{good.path.name}.json"]
        assert names == sorted(known)
        assert not list(Path(filled.instance_path).glob("*.part"))


def back_up_later(patch):
    """Make a backup in another second."""
    with at(now() + timedelta(seconds=5)):
        return back_up()


def test_what_a_killed_backup_left_is_tidied_up(app, backups):
    backups.mkdir()
    (backups / "kalaka-20260101T000000Z.zip.part").write_bytes(b"half")
    (Path(app.instance_path) / "kalaka-20260101T000000Z.zip.age.plain.part").write_bytes(b"half")
    (backups / "something else").write_bytes(b"stays")
    back_up()
    assert not list(backups.glob("*.part"))
    assert not list(Path(app.instance_path).glob("*.part"))
    assert (backups / "something else").exists()


def test_it_does_not_begin_what_could_fill_the_disk(app, backups, monkeypatch):
    monkeypatch.setattr(making, "ROOM", 10**18)
    with pytest.raises(NoBackup, match="too little room"):
        back_up()
    assert not list(backups.glob("kalaka-*"))


def test_two_at_once_make_one(app, backups):
    with _held(backups), pytest.raises(NoBackup, match="another backup"):
        back_up()


def _held(backups):
    backups.mkdir()
    return making._alone(backups)


def test_old_ones_go_as_the_rule_says(app, backups):
    """Seven days, four weeks, twelve months; the newest of each."""
    backups.mkdir()
    newest = datetime(2026, 11, 22, 1, 40, tzinfo=UTC)
    for day in range(500):
        for hours in (0, 5):
            name = folder.name_at(newest - timedelta(days=day, hours=hours), encrypted=False)
            (backups / name).write_bytes(b"x")
            (backups / f"{name}.json").write_text("{}")
    (backups / "notes.txt").write_text("mine")
    folder.forget_old()
    kept = [backup.at for backup in folder.backups()]
    assert kept[:4] == [newest - timedelta(hours=hours) for hours in (0, 5, 24, 29)]
    days = list(dict.fromkeys(at.date() for at in kept))
    assert days[:7] == [(newest - timedelta(days=n)).date() for n in range(7)]
    assert len({at.isocalendar()[:2] for at in kept[:14]}) >= 4
    assert len({(at.year, at.month) for at in kept}) == 12
    assert len(kept) <= 4 + 7 + 4 + 12
    assert (backups / "notes.txt").exists()
    assert len(list(backups.glob("*.json"))) == len(kept)


def test_the_commands_tell_what_they_did(filled, backups, new_house, tmp_path):
    run = filled.test_cli_runner().invoke
    assert "No backups" in run(args=["backup", "--list"]).output
    made = run(args=["backup"])
    assert made.exit_code == 0, made.output
    assert "SECRET_KEY is not in any backup" in made.output
    assert "not encrypted" in made.output
    (path,) = backups.glob("kalaka-*.zip")
    assert str(path) in run(args=["backup", "--list"]).output
    good = run(args=["backup", "--verify", str(path)])
    assert "every checksum is right" in good.output
    assert good.exit_code == 0
    second = new_house("sqlite")
    with second.app_context():
        back = second.test_cli_runner().invoke(args=["restore", str(path)])
        assert back.exit_code == 0, back.output
        assert "The log is whole." in back.output
        again = second.test_cli_runner().invoke(args=["restore", str(path)])
    assert again.exit_code == 1
    assert "Nothing was restored: this instance is in use" in again.output
    path.write_bytes(path.read_bytes()[:-1])
    assert run(args=["backup", "--verify", str(path)]).exit_code == 1
    filled.config["BACKUP_KEEP"] = "many"
    assert "BACKUP_KEEP must be three numbers" in run(args=["backup"]).output


def test_where_the_files_are_is_known():
    """Everything that is kept is kept in tables: no room writes files of its own."""
    writers = ("write_bytes(", "write_text(", '"wb"', "'wb'", "shutil.copy", ".save(")
    allowed = {"config.py", "upkeep", "demo", "printing.py", "qr.py", "supervising.py"}
    for path in (ROOT / "forum").rglob("*.py"):
        words = path.read_text()
        if not allowed & {path.name, path.relative_to(ROOT / "forum").parts[0]}:
            suspicious = [word for word in writers if word in words]
            if suspicious:
                assert suspicious == [".save("], f"{path} writes files: {suspicious}"


def test_restoring_needs_no_key_that_was_lost(filled, backups, new_house):
    """Another SECRET_KEY opens the same city; what hangs on the old one is told by the command."""
    second = new_house("sqlite")
    bring_back(second, back_up().path)
    assert second.config["SECRET_KEY"] != filled.config["SECRET_KEY"]
    assert restoring.USED
