"""Attacks on what the site promises of trust: second steps, appeals, covers, places, backups."""

import json
import zipfile

import pytest
from sqlalchemy import select
from webauthn.helpers import bytes_to_base64url

from forum.accounts.devices import add_device
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.personal import Whose
from forum.moderation.assigning.models import assign
from forum.moderation.covering.removals import removal_of
from forum.moderation.covering.removing import remove
from forum.moderation.covering.spans import words_of
from forum.moderation.covering.texts import cover as cover_words
from forum.moderation.decisions.appeals import appeal, may_answer
from forum.moderation.decisions.statements import Statement
from forum.moderation.rules import copies
from forum.privacy.erasing import erase
from forum.themes.models import Membership
from forum.upkeep.backup.archive import Damaged, opened
from tests.accounts.authenticator import Authenticator
from tests.accounts.conftest import (  # noqa: F401 - fixtures
    enter,
    eva,
    mira,
    prove,
    quick_hashes,
    strict,
)


def cover(opinion, by, *wanted):
    """Cover words of an opinion."""
    numbers = [word.number for word in words_of(opinion.text) if word.text in wanted]
    row = cover_words(opinion, by, "text", numbers, "name", "Név nélkül is érthető.")
    db.session.commit()
    return row


def client_data(challenge):
    return bytes_to_base64url(json.dumps({"challenge": challenge}).encode())


@pytest.mark.parametrize(
    "said",
    [
        {"id": "\ud800", "response": {"clientDataJSON": client_data("AAAA")}},
        {"id": "x\x00", "response": {"clientDataJSON": client_data("AAAA")}},
        {"id": "x", "response": {"clientDataJSON": client_data("\ud800")}},
        {"id": "x", "response": {"clientDataJSON": client_data("A\x00")}},
    ],
)
def test_letters_no_database_keeps_are_no_passkey(strict, client, said):  # noqa: F811
    client.get("/sign-in")
    answer = client.send("/sign-in/passkey", {"credential": json.dumps(said)})
    assert answer.headers["Location"] == "/sign-in"


def test_strange_ways_to_reach_a_passkey_are_left_out(strict, client, enter, eva):  # noqa: F811
    enter()
    options = client.send("/account/factors/passkeys/options").get_json()
    said = json.loads(Authenticator().make(options))
    said["response"]["transports"] = [["usb"], {}, 7, "usb"]
    sent = {"name": "Telefon", "credential": json.dumps(said)}
    assert client.send("/account/factors/passkeys/new", sent).status_code == 200


def test_with_the_password_alone_nobody_gets_new_recovery_codes(
    strict,  # noqa: F811
    client,
    enter,  # noqa: F811
    mira,  # noqa: F811
    prove,  # noqa: F811
):
    """A browser that was let in at the very moment the second step was set up in another."""
    enter("mira@example.org")
    prove(client, mira)
    late = strict.test_client()
    secret = add_device(mira, "password", "", False, False)
    db.session.commit()
    with late.session_transaction() as session:
        session["_user_id"], session["device"] = mira.get_id(), secret
    for path in ("/account/factors/codes", "/account/factors/app/new"):
        assert late.send(path).headers["Location"] == "/sign-in/second", path
    assert late.get("/account/factors").headers["Location"] == "/sign-in/second"


def test_an_author_on_the_staff_does_not_decide_their_own_appeal(make, people):
    fanni = make.person("facilitator", "Fanni")
    opinion = make.opinion("Ez az én véleményem.", author=fanni)
    opinion.hide(people.mira, "abuse", "Sértő.")
    statement = db.session.scalars(select(Statement)).one()
    row = appeal(statement, "Nem értek egyet.")[0]
    db.session.commit()
    assert not may_answer(fanni, row)
    assert fanni not in row.deciders()
    with pytest.raises(Refused):
        row.decide(fanni, "overturned", "Igazam volt.")
    assert may_answer(people.paul, row)


def test_a_cover_taken_off_leaves_the_others_on_earlier_versions_too(make, people):
    opinion = make.opinion("Kovács János itt, Nagy Béla ott.", author=people.ana)
    opinion.edit(people.ana, "Kovács János itt, Nagy Béla ott. Mindig.")
    db.session.commit()
    first = cover(opinion, people.mira, "Kovács", "János")
    cover(opinion, people.mira, "Nagy", "Béla")
    first.undo(people.mira, "Tévedés volt.")
    db.session.commit()
    assert [row.text for row in opinion.revisions] == ["Kovács János itt, [név] ott."]


def test_an_author_cannot_shield_a_name_by_moving_it_under_an_old_cover(make, people):
    opinion = make.opinion("A Kovács itt van, nem ott.", author=people.ana)
    cover(opinion, people.mira, "Kovács")
    opinion.edit(people.ana, "A Béla volt az, aki.")
    db.session.commit()
    cover(opinion, people.mira, "Béla")
    assert opinion.text == "A [név] volt az, aki."


def test_removed_words_are_not_written_back_by_their_author(make, people, client):
    opinion = make.opinion("Tiltott szavak.", author=people.ana)
    remove(opinion, people.paul, "unlawful", "1", "Törvény tiltja.")
    db.session.commit()
    path = f"/opinions/{opinion.id}/edit"
    answer = client.sign_in(people.ana).send(path, {"text": "Tiltott szavak."})
    assert answer.status_code == 409
    db.session.expire_all()
    assert "Tiltott" not in opinion.text


@pytest.mark.parametrize("keeps", [False, True])
def test_what_its_author_had_erased_is_not_put_back(make, people, keeps):
    ana = make.person("resident", "Panni")
    opinion = make.opinion("Tiltott szavak.", author=ana, signature="Panni néni")
    remove(opinion, people.paul, "unlawful", "1", "Törvény tiltja.")
    db.session.commit()
    erase(Whose(frozenset({ana.id}), keep_words=keeps), ana)
    db.session.commit()
    if keeps:
        assert removal_of(opinion).put_back(people.paul, "Tévedés volt.")
        db.session.commit()
        assert (opinion.text, opinion.signature) == ("Tiltott szavak.", "")
    else:
        with pytest.raises(Refused):
            removal_of(opinion).put_back(people.paul, "Tévedés volt.")
        db.session.rollback()
        assert (opinion.text, opinion.visible) == ("", False)


def test_a_covered_word_does_not_stay_among_those_that_sorted_it(make, people):
    opinion = make.opinion("A Kovács miatt nincs pad.", author=people.ana)
    row = make.membership(opinion, make.theme(), words=["kovács", "pad"])
    cover(opinion, people.mira, "Kovács")
    db.session.refresh(row)
    assert row.words == []
    assert not any(row.words for row in db.session.scalars(select(Membership)))


@pytest.mark.parametrize(
    ("role", "seen"), [("facilitator", False), ("planner", True), ("administrator", True)]
)
def test_hidden_opinions_are_read_where_one_is_in_charge(make, people, client, role, seen):
    opinion = make.opinion("Rejtett vélemény.")
    other = make.opinion("Másik rejtett.")
    for one in (opinion, other):
        one.hide(people.mira, "abuse", "Sértő.")
    draft = make.opinion("Vázlatban.")
    db.session.delete(draft.conversation.opening)
    assign(opinion.conversation, people.mira, people.adam)
    assign(draft.conversation, people.mira, people.adam)
    db.session.commit()
    client.sign_in(make.person(role, "Idegen"))
    assert ("Rejtett" in client.get(f"/opinions/{opinion.id}").text) is seen
    assert (client.get(f"/opinions/{draft.id}").status_code == 200) is seen
    assert "Másik rejtett" in client.get(f"/opinions/{other.id}").text, "it is nobody's place"
    assert "Rejtett" in client.sign_in(people.mira).get(f"/opinions/{opinion.id}").text


def test_long_texts_do_not_fill_the_memory():
    """Of 3000 letters of nonsense the runs take 300 kB; many thousands are written in a year."""
    assert not hasattr(copies.grams, "cache_info"), "they are made of the new text alone"
    assert copies.flat.cache_info().maxsize <= 2048


@pytest.mark.parametrize("lost", ["schema", "sequences", "sha256", "rows", "columns"])
def test_a_backup_with_half_a_manifest_is_called_damaged(app, tmp_path, lost):
    table = {"file": "tables/a.jsonl", "rows": 0, "sha256": "", "columns": [["id", "number"]]}
    manifest = {"format": "kalaka-backup/1", "schema": "0001", "sequences": {}}
    manifest["tables"] = {"a": {name: value for name, value in table.items() if name != lost}}
    manifest.pop(lost, None)
    path = tmp_path / "hostile.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("manifest.json", json.dumps(manifest))
        file.writestr("tables/a.jsonl", b"")
    with pytest.raises(Damaged), opened(path):
        pass


@pytest.mark.parametrize("row", [b"{{{", b'{"a": 1}', b"[1]", b"\xff\xfe"])
def test_rows_that_are_none_are_called_damaged(app, tmp_path, row):
    table = {"file": "tables/a.jsonl", "rows": 1, "sha256": "", "columns": [["id", "number"]]}
    manifest = {"format": "kalaka-backup/1", "schema": "0001", "sequences": {}}
    path = tmp_path / "hostile.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("manifest.json", json.dumps({**manifest, "tables": {"a": table}}))
        file.writestr("tables/a.jsonl", row)
    with pytest.raises(Damaged), opened(path) as (archive, _manifest):
        json.loads(archive.read("tables/a.jsonl"))[4]
