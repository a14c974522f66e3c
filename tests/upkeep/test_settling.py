"""After a restore nothing is back that was revoked, used up or erased since the backup."""

import json
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import func, select, update

from forum.accounts.devices import SignInSession, add_device
from forum.accounts.models import Person
from forum.accounts.proving import recovery
from forum.accounts.tokens import OneTimeToken
from forum.api.models import ApiToken, issue, working_token
from forum.audit.models import AuditEntry
from forum.audit.verifying import verify as verify_log
from forum.communities.models import Community
from forum.core.clock import at, now
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.personal import Whose
from forum.core.restored import revoke_everything
from forum.opinions.models import Opinion
from forum.privacy.erasing import erase, erasures
from forum.upkeep.backup import restoring
from forum.upkeep.backup.making import make as back_up
from tests.upkeep.conftest import address
from tests.upkeep.filling import everything

DORA = "dora@pelda.hu"


@pytest.fixture
def city(app, make, backups):
    """A city with Ana, Béla, Cili, Dóra known by her contact alone, and what opens something."""
    adam = make.person("administrator", "Ádám", password="hosszú és titkos jelszó")
    people = {name: make.person("resident", name) for name in ("Ana", "Cili")}
    talk = make.conversation()
    for name, person in people.items():
        make.opinion(f"{name} szava", talk, author=person, signature=f"{name} néni")
    make.opinion("Béla szava", talk, signature="Béla bácsi", contact_key=contact_key("06301234567"))
    make.opinion("Dóra szava", talk, signature="Dóra", contact_key=contact_key(DORA))
    make.community(contact_email=DORA)
    secrets = {
        "device": add_device(adam, "password", "Firefox", stay=True, second=True),
        "reset": adam.give_token("reset"),
        "token": issue(adam, "tábla", adam, "key"),
        "code": recovery.renew(adam)[0],
    }
    db.session.commit()
    return {**people, "adam": adam, "secrets": secrets, "made": back_up()}


def erase_and_commit(whose):
    erase(whose)
    db.session.commit()


def restored(new_house, kind, made, app, *more):
    """Another house, with the same key, into which the command has restored the backup."""
    second = new_house(kind)
    second.config["SECRET_KEY"] = app.config["SECRET_KEY"]
    with second.app_context():
        done = second.test_cli_runner().invoke(args=["restore", str(made.path), *more])
        db.session.remove()
    return second, done


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_who_was_erased_since_is_erased_again(app, city, new_house, kind):
    opinion = db.session.scalars(select(Opinion).where(Opinion.signature == "Béla bácsi")).one()
    erase_and_commit(Whose(person_ids=frozenset({city["Ana"].id})))
    erase_and_commit(Whose(only=("opinion", opinion.id), keep_words=True))
    done = app.test_cli_runner().invoke(args=["privacy", "erase", DORA, "--yes"])
    assert done.exit_code == 0, done.output
    db.session.remove()
    second, done = restored(new_house, kind, city["made"], app)
    assert done.exit_code == 0, done.output
    assert "Erasures done again: 3." in done.output
    with second.app_context():
        there = repr(everything(address(second)))
        for gone in ("Ana", "Béla bácsi", "Dóra", DORA, contact_key(DORA), "resident1@"):
            assert gone not in there, gone
        assert "Béla szava" in there  # the words stay where that was asked for
        assert "Cili néni" in there
        assert db.session.scalars(select(Person).where(Person.name == "Cili")).one().is_active
        assert db.session.scalar(select(Community.contact_email)) in ("", None)
        assert verify_log().fault == ""
        said = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert said.act == "upkeep.restored"
        assert said.public
        assert "was brought back" in said.sentence or "visszaállí" in said.sentence
        db.session.remove()


def test_nothing_that_opened_something_opens_it_again(app, city, new_house):
    secrets, adam = city["secrets"], city["adam"]
    db.session.execute(update(ApiToken).values(revoked_at=now()))
    adam.sign_out_everywhere()
    adam.void_tokens()
    assert recovery.accepts(adam, secrets["code"])
    db.session.commit()
    number = adam.id
    db.session.remove()
    second, done = restored(new_house, db.engine.dialect.name, city["made"], app)
    assert "1 API tokens, 1 one-use links, 10 recovery codes, 1 sign-ins" in done.output
    with second.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInSession)) == 0
        assert working_token(secrets["token"]) is None
        assert not any(token.works for token in db.session.scalars(select(OneTimeToken)))
        adam = db.session.get(Person, number)
        assert not recovery.accepts(adam, secrets["code"])
        assert adam.session_stamp >= 1000
        assert adam.password_hash
        db.session.remove()


def test_passwords_go_when_that_is_asked(app, city, new_house):
    second, done = restored(new_house, db.engine.dialect.name, city["made"], app, "--new-passwords")
    assert "1 passwords" in done.output
    with second.app_context():
        assert set(db.session.scalars(select(Person.password_hash))) == {None}
        db.session.remove()


def test_the_ledger_holds_nothing_of_anybody(app, city, backups):
    ana = city["Ana"]
    told = [ana.email, ana.name, contact_key(ana.email), contact_key(DORA), DORA, f'"{ana.id}"']
    erase_and_commit(Whose(person_ids=frozenset({ana.id})))
    app.test_cli_runner().invoke(args=["privacy", "erase", DORA, "--yes"])
    for folder in (backups, Path(app.instance_path)):
        path = folder / erasures.NAME
        words = path.read_text()
        assert path.stat().st_mode & 0o077 == 0
        assert words.count('"erased"') >= 2
        for secret in told:
            assert secret not in words, secret


def test_what_was_asked_without_a_commit_is_not_in_it(app, city, backups):
    before = (backups / erasures.NAME).read_bytes()
    erase(Whose(person_ids=frozenset({city["Ana"].id})))
    db.session.rollback()
    db.session.commit()
    app.test_cli_runner().invoke(args=["privacy", "erase", DORA])  # only counts
    assert (backups / erasures.NAME).read_bytes() == before


def test_an_erasure_that_failed_in_its_commit_is_taken_back(app, city, backups, monkeypatch):
    number, start = city["Ana"].id, now() - timedelta(minutes=5)
    places = [folder / erasures.NAME for folder in erasures.folders()]
    before = len(erasures.erased_since(start, places))

    def fails(*_arguments):
        raise OSError("No space left on device")

    erase(Whose(person_ids=frozenset({number})))
    monkeypatch.setattr(type(db.session().connection().dialect), "do_commit", fails)
    with pytest.raises(OSError):
        db.session.commit()
    monkeypatch.undo()
    db.session.rollback()
    assert "withdrawn" in (backups / erasures.NAME).read_text()
    assert len(erasures.erased_since(start, places)) == before


def test_who_came_back_after_an_erasure_stays(app, make, backups, new_house):
    """An erasure before the backup was made is in it, and is not done to what came later."""
    with at(now() - timedelta(hours=2)):
        erase_and_commit(Whose(contact_keys=frozenset({contact_key(DORA)})))
    make.opinion("Megjöttem", signature="Dóra", contact_key=contact_key(DORA))
    db.session.remove()
    second, done = restored(new_house, db.engine.dialect.name, back_up(), app)
    assert "Erasures done again: 0." in done.output
    with second.app_context():
        assert db.session.scalars(select(Opinion.signature)).all() == ["Dóra"]
        db.session.remove()


def test_whoever_got_the_number_of_somebody_erased_is_somebody_else(app, city, new_house):
    """Numbers are given out again after a restore: the ledger knows a person by their birth too."""
    from tests.factories import Make

    late = Make().person("resident", "Késői")
    erase_and_commit(Whose(person_ids=frozenset({late.id})))
    number = late.id
    db.session.remove()
    second, _done = restored(new_house, "sqlite", city["made"], app)
    with second.app_context():
        db.session.add(Person(id=number, role="resident", name="Új", email="uj@example.org"))
        db.session.commit()
        db.session.remove()
        second.config["BACKUP_DIR"] = str(Path(second.instance_path) / "backups")
        again = back_up()
        db.session.remove()
    third, done = restored(new_house, "sqlite", again, app)
    assert done.exit_code == 0, done.output
    with third.app_context():
        assert db.session.get(Person, number).name == "Új"
        db.session.remove()


def test_without_a_ledger_it_says_so_and_touches_nothing(app, city, new_house, tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    file = Path(copy(city["made"].path, alone))
    second = new_house("sqlite")
    run = second.test_cli_runner().invoke
    with second.app_context():
        done = run(args=["restore", str(file)])
        assert done.exit_code == 1
        assert "there is no erased.jsonl beside the backup" in done.output
        assert not (Path(second.instance_path) / "forum.db").exists()
        done = run(args=["restore", str(file), "--without-erased"])
        assert done.exit_code == 0, done.output
        db.session.remove()


def test_a_newer_ledger_can_be_named(app, city, backups, new_house, tmp_path):
    alone, newer = tmp_path / "alone", tmp_path / "newer.jsonl"
    alone.mkdir()
    file = Path(copy(city["made"].path, alone))
    erase_and_commit(Whose(person_ids=frozenset({city["Ana"].id})))
    copy(backups / erasures.NAME, newer)
    second = new_house("sqlite")
    second.config["SECRET_KEY"] = app.config["SECRET_KEY"]
    with second.app_context():
        done = second.test_cli_runner().invoke(args=["restore", str(file), "--erased", str(newer)])
        assert "Erasures done again: 1." in done.output
        assert "Ana néni" not in set(db.session.scalars(select(Opinion.signature)))
        db.session.remove()
    kept = (Path(second.instance_path) / erasures.NAME).read_text()
    assert kept.count('"erased"') >= 1  # for the next restore


def test_a_restore_that_was_broken_off_is_served_by_nobody_and_goes_on(
    app, city, new_house, monkeypatch
):
    from forum.upkeep.backup import cli

    erase_and_commit(Whose(person_ids=frozenset({city["Ana"].id})))
    db.session.remove()

    def dies(*_arguments, **_named):
        raise KeyboardInterrupt

    second = new_house("sqlite")
    second.config["SECRET_KEY"] = app.config["SECRET_KEY"]
    run = second.test_cli_runner().invoke
    with second.app_context():
        with monkeypatch.context() as patch:
            patch.setattr(cli, "settle", dies)
            assert run(args=["restore", str(city["made"].path)]).exit_code == 1
        assert restoring.is_unfinished()
        served = run(args=["serve"])
        assert served.exit_code == 1
        assert "not finished" in served.output
        assert second.test_client().get("/readyz").json["checks"]["restored"] is False
        done = run(args=["restore", str(city["made"].path)])
        assert done.exit_code == 0, done.output
        assert not restoring.is_unfinished()
        assert "Ana néni" not in set(db.session.scalars(select(Opinion.signature)))
        assert run(args=["restore", str(city["made"].path)]).exit_code == 1  # in use now
        db.session.remove()


def test_lines_cut_off_or_strange_are_left_out(app, tmp_path):
    good = {
        "erased": "a", "at": now().isoformat(), "people": [], "contacts": [],
        "thing": None, "keeps_words": False,
    }  # fmt: skip
    file = tmp_path / "erased.jsonl"
    lines = ["", "{", "[]", '"x"', '{"erased": 1}', json.dumps(good), json.dumps({**good, "at": 3})]
    file.write_text("\n".join(lines) + "\n" + json.dumps({**good, "erased": "torn"}))
    found = erasures.erased_since(now() - timedelta(minutes=1), [file, file, tmp_path / "none"])
    assert [each.number for each in found] == ["a"]
    erasures._append(file, b'{"after": 1}\n')  # what comes after a torn line begins a new one
    assert file.read_text().endswith('\n{"after": 1}\n')


def test_a_disk_of_backups_that_is_away_stops_no_erasure(app, make, backups, tmp_path):
    ana = make.person("resident", "Ana")
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    app.config["BACKUP_DIR"] = str(blocked)
    erase_and_commit(Whose(person_ids=frozenset({ana.id})))
    app.config["BACKUP_DIR"] = str(backups)
    erasures.bring_together()
    own = (Path(app.instance_path) / erasures.NAME).read_text().splitlines()
    assert set((backups / erasures.NAME).read_text().splitlines()) == set(own)


def test_rooms_that_open_something_have_said_how_it_ends(app):
    """Whatever column holds what opens something is known here, with what becomes of it."""
    told = {
        "one_time_token.hash": "voided",
        "sign_in_session.hash": "deleted",
        "challenge.hash": "deleted",
        "recovery_code.hash": "voided",
        "api_token.hash": "revoked",
        "person.password_hash": "--new-passwords",
        "person.visitor_key": "a browser knows its own visitor: no rights",
        "code_app.secret": "a factor, needs the phone",
        "guardian.token_hash": "of one account: the erasure a guardian asked for is done again",
        "statement.secret": "shows the author their own statement",
        "statement.token_hash": "the same",
        "double.code_hash": "a claim code on paper",
        "community.claim_hash": "the same",
        "community_member.claim_hash": "the same",
        "idea.claim_hash": "the same",
        "opinion.claim_hash": "the same",
        "registration.code_hash": "the same",
        "meeting_table.code_hash": "of a table in the hall, for one evening",
        "analysis.input_hash": "opens nothing",
    }
    found = {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if "hash" in column.name or "secret" in column.name or column.name == "visitor_key"
    }
    assert found == set(told)
    assert set(revoke_everything()) == {"API tokens", "one-use links", "recovery codes", "sign-ins"}
