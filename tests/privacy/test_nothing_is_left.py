"""THE test: somebody does everything the city offers, is erased, and not a trace is left.

Afterwards every column of every table and every file of the instance is searched for every value
that was typed; what may stay is declared, with its reason, in ``traces.DECLARED``.
"""

import gzip
import hashlib
import io
import json
import re
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import Base
from sqlalchemy import select, text

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db, now
from forum.core.personal import Whose
from forum.events.registration.registrations import Registration
from forum.ideas.models import Idea, IdeaPicture
from forum.meetings.screens.questions import Question
from forum.moderation.decisions.statements import Statement
from forum.notices.models import Notice
from forum.opinions.models import Opinion
from forum.participation.booking import book
from forum.participation.recounting import mistakes
from forum.privacy.erasing.farewells import forget_farewells
from forum.privacy.own.gathering import kept_of
from forum.programs import life
from forum.programs.drafting import draft
from forum.programs.scheduling import add_session
from tests.planning.voters import open_season
from tests.privacy.traces import DECLARED, forms_of, in_files, in_tables, spelled

PASSWORD = "zsiráfok éjjel alszanak"
#: What the resident and the visitor type, each nowhere else.
ANA = {
    "name": "Zsuzsorka Anna",
    "email": "zsuzsorka.anna@pelda-posta.hu",
    "signature": "Zsuzsorkanéni",
    "speech": "Kérek több xylofonpadot a Búza térre",
    "earlier": "Kérek több okarinapadot a Búza térre",
    "idea": "Xilofonkör az udvarban",
    "idea_words": "Xilofonoznánk esténként együtt",
    "comment": "Nagyon xilofonpárti vagyok",
    "question": "Mikor lesz xilofonverseny nálunk?",
    "note": "Xilofonallergiám van és kerekesszékkel jövök",
    "phone": "+36 30 987 1234",
    "message": "Xilofonnal érkeznék a körbe",
    "flag": "Ez a xilofonellenes szöveg rólam szól",
    "good": "A xilofonos rész tetszett",
    "picture": "Xilofonom a konyhában",
    "file": "zsuzsorka-xilofon.jpg",
    "artist": "Zsuzsorka Fotós",
    "appeal": "Nem igaz, hogy xilofonreklám volt",
}
ZSIGA = {
    "name": "Bumbardó Zsigmond",
    "phone": "06 20 876 5432",
    "email": "bumbardo.zsigmond@pelda-posta.hu",
    "signature": "Bumbardózsiga",
    "speech": "Legyen tubaoktatás a bumbardóházban",
    "idea": "Tubaparti a bumbardóstrandon",
    "idea_words": "Tubáznánk a bumbardóvízparton",
    "club": "Tubabarátok",
    "note": "Bumbardóügyben hívjanak vissza",
    "message": "Tubával mennék a bumbardókörbe",
    "desk": "Bumbardókért telefonáltam be",
}
#: A telephone number in the spellings a person or a machine may write it.
SPELLINGS = {
    "+36 30 987 1234": ["+36309871234", "06309871234", "30/987-1234", "9871234"],
    "06 20 876 5432": ["+36208765432", "06208765432", "20/876-5432", "8765432"],
}
#: Documents and counters that nobody's erasure may change: read as they stand in the database.
FROZEN = (
    "publication",
    "publication_file",
    "plan_publication",
    "minutes_version",
    "ledger_line",
    "ledger_period",
    "reference_counter",
    "reaction",
)


def photograph():
    """A picture that tells whose it is."""
    image, kept = Image.new("RGB", (400, 300), "red"), io.BytesIO()
    exif = image.getexif()
    exif[Base.Artist] = ANA["artist"]
    image.save(kept, "JPEG", exif=exif.tobytes(), comment=ANA["artist"].encode())
    return io.BytesIO(kept.getvalue())


def well(answer):
    """The form was taken."""
    assert answer.status_code in {302, 303}, (answer.request.path, answer.status_code, answer.text)
    return answer.headers["Location"]


def markers(told):
    """Everything somebody typed, in every spelling."""
    return [spelling for value in told.values() for spelling in [value, *SPELLINGS.get(value, [])]]


def frozen():
    """Fingerprints of what must stay byte for byte, and the sums."""
    db.session.rollback()
    prints = {
        table: hashlib.sha256(
            repr(db.session.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all()).encode()
        ).hexdigest()
        for table in FROZEN
    }
    sums = db.session.execute(
        text(
            "SELECT (SELECT sum(opinions_count) FROM conversation),"
            " (SELECT sum(people_count) FROM conversation),"
            " (SELECT sum(weighings_count) FROM conversation),"
            " (SELECT sum(supports_count) FROM idea), (SELECT sum(comments_count) FROM idea),"
            " (SELECT sum(places_taken) FROM event), (SELECT count(*) FROM opinion),"
            " (SELECT count(*) FROM community_member), (SELECT count(*) FROM ballot)"
        )
    ).one()
    prints["sums"] = str(tuple(sums))
    db.session.rollback()
    return prints


def log_rows():
    """The log as it stands."""
    rows = db.session.execute(text("SELECT * FROM audit_entry ORDER BY id")).all()
    db.session.rollback()
    return [repr(row) for row in rows]


@pytest.fixture
def city(make, people):
    """A city where there is something of everything."""
    make.city()
    talk = make.conversation("both")
    other = make.opinion("Maradjon csend a parkban", talk)
    meeting = make.meeting("now", conversation=talk)
    with clock.at(now() - timedelta(days=2)):
        words = {"title_hu": "Klub", "season_id": make.season("Tavasz").id}
        program = draft(people.mira, "k", words)
        start = now() + timedelta(days=1)
        times = {"starts_at": start, "ends_at": start + timedelta(hours=2), "place_hu": "Terem"}
        add_session(program, people.mira, "s", times)
        life.announce(program, people.mira)
        db.session.commit()
    return {
        "talk": talk,
        "other": other,
        "meeting": meeting,
        "session": program.in_order[0].event,
        "event": make.event("coming", capacity=20),
        "open": make.event("now"),
        "season": open_season(make, people.paul, ["Sakk", "Dalest"]),
        "community": make.community(author=people.mira),
        "idea": make.idea("Ötlet, ami másé"),
    }


def in_one_life(client, office, city, run_jobs, people):
    """The resident does everything."""
    talk, me = city["talk"], ANA
    well(
        client.send(
            "/register",
            {
                "name": me["name"],
                "email": me["email"],
                "password": PASSWORD,
                "again": PASSWORD,
            },
        )
    )
    ana = db.session.scalars(select(Person).where(Person.email == me["email"])).one()
    letter = db.session.execute(text("SELECT body FROM outbox_message")).scalars().all()[-1]
    db.session.rollback()
    well(client.send(re.search(r"/confirm/[\w-]+", letter)[0]))
    client.send("/sign-in", {"email": me["email"], "password": "rossz jelszó ez itt"})
    client.sign_in(db.session.get(Person, ana.id))
    well(
        client.send(
            f"/conversations/{talk.id}/speak",
            {
                "text": me["earlier"],
                "signature": me["signature"],
                "submit_key": "a" * 22,
            },
        )
    )
    opinion = db.session.scalars(select(Opinion).where(Opinion.author_id == ana.id)).one()
    well(client.send(f"/opinions/{opinion.id}/edit", {"text": me["speech"]}))
    well(client.send(f"/opinions/{city['other'].id}/reaction", {"value": "1"}))
    well(
        client.send(
            "/ideas/new",
            {
                "title": me["idea"],
                "text": me["idea_words"],
                "signature": me["signature"],
                "picture": (photograph(), me["file"]),
                "alternative": me["picture"],
                "submit_key": "b" * 22,
            },
            content_type="multipart/form-data",
        )
    )
    assert db.session.scalars(select(Idea).where(Idea.author_id == ana.id)).one()
    well(
        client.send(
            f"/ideas/{city['idea'].id}/comments/new",
            {
                "side": "for",
                "text": me["comment"],
                "signature": me["signature"],
                "submit_key": "c" * 22,
            },
        )
    )
    well(client.send(f"/ideas/{city['idea'].id}/support", {"submit_key": "d" * 22}))
    well(
        client.send(
            f"/forums/{city['meeting'].id}/questions",
            {
                "text": me["question"],
                "signature": me["signature"],
                "submit_key": "e" * 22,
            },
        )
    )
    assert db.session.scalars(select(Question)).one().text == me["question"]
    well(
        client.send(
            f"/events/{city['event'].id}/registration",
            {
                "party": "2",
                "name": me["name"],
                "contact": me["phone"],
                "note": me["note"],
                "submit_key": "f" * 22,
            },
        )
    )
    well(
        client.send(
            f"/events/{city['open'].id}/registration",
            {
                "party": "1",
                "name": me["name"],
                "contact": me["email"],
                "submit_key": "g" * 22,
            },
        )
    )
    there = db.session.scalars(
        select(Registration).where(Registration.event_id == city["open"].id)
    ).one()
    sent = {"registration_id": there.id, "count": 1, "submit_key": "door"}
    well(office.send(f"/events/{city['open'].id}/check-ins", sent))
    well(
        client.send(
            f"/communities/{city['community'].id}/joining",
            {
                "name": me["name"],
                "contact": me["phone"],
                "message": me["message"],
                "submit_key": "h" * 22,
            },
        )
    )
    well(
        client.send(
            f"/events/{city['session'].id}/feedback",
            {
                "rating": "5",
                "good": me["good"],
                "better": "",
                "submit_key": "i" * 22,
            },
        )
    )
    candidate = db.session.execute(text("SELECT min(id) FROM candidate")).scalar()
    db.session.rollback()
    well(
        client.send(
            f"/seasons/{city['season'].id}/ballot",
            {
                "marks": [candidate],
                "submit_key": "j" * 22,
            },
        )
    )
    well(
        client.send(
            f"/moderation/opinion/{city['other'].id}/report",
            {
                "reason": "other",
                "note": me["flag"],
            },
        )
    )
    well(client.send(f"/following/community/{city['community'].id}"))
    run_jobs()
    opinion.hide(people.mira, "advertising", "Mert reklám.")
    db.session.commit()
    statement = db.session.scalars(select(Statement)).first()
    well(client.send(f"{statement.path}/appeal", {"words": me["appeal"]}))
    well(client.send("/account/data/download"))
    run_jobs()
    return ana.id


def with_codes(client, office, city):
    """A visitor does what one can without an account, and calls the desk once."""
    me, talk = ZSIGA, city["talk"]
    well(
        client.send(
            f"/conversations/{talk.id}/speak",
            {
                "text": me["speech"],
                "signature": me["signature"],
                "submit_key": "A" * 22,
            },
        )
    )
    well(client.send(f"/opinions/{city['other'].id}/reaction", {"value": "-1"}))
    well(
        client.send(
            "/ideas/new",
            {
                "title": me["idea"],
                "text": me["idea_words"],
                "signature": me["signature"],
                "contact": me["email"],
                "submit_key": "B" * 22,
            },
        )
    )
    slip = well(
        client.send(
            "/communities/new",
            {
                "name": me["club"],
                "description": "Együtt fújnánk.",
                "needed": "3",
                "person_name": me["name"],
                "contact": me["phone"],
                "submit_key": "C" * 22,
            },
        )
    )
    well(
        client.send(
            f"/events/{city['event'].id}/registration",
            {
                "party": "1",
                "name": me["name"],
                "contact": me["phone"],
                "note": me["note"],
                "submit_key": "D" * 22,
            },
        )
    )
    well(
        client.send(
            f"/communities/{city['community'].id}/joining",
            {
                "name": me["name"],
                "contact": me["email"],
                "message": me["message"],
                "submit_key": "E" * 22,
            },
        )
    )
    well(
        office.send(
            f"/conversations/{talk.id}/desk",
            {
                "text": me["desk"],
                "channel": "phone",
                "signature": me["signature"],
                "contact": me["phone"],
                "submit_key": "F" * 22,
            },
        )
    )
    well(
        office.send(
            f"/events/{city['open'].id}/walk-ins",
            {
                "name": me["name"],
                "contact": me["phone"],
                "submit_key": "G" * 22,
            },
        )
    )
    return re.search(r"codes/([A-Z0-9-]+)", slip)[1]


def left(app, told):
    """What is found of somebody, except where it is declared."""
    here = {place for place in in_tables(markers(told)) if place[:2] not in DECLARED}
    return here | in_files(Path(app.config["INSTANCE_DIR"]), markers(told))


def test_of_a_resident_nothing_is_left(client, app, city, people, run_jobs):
    office = app.test_client().sign_in(people.mira)
    number = in_one_life(client, office, city, run_jobs, people)
    book()
    db.session.commit()
    assert list(mistakes()) == []
    db.session.commit()
    found = in_tables(markers(ANA))
    assert len({table for table, _column, _marker in found}) > 12  # the test can see
    before, log = frozen(), log_rows()
    client.send("/account/proof?next=/account/data/erasure", {"password": PASSWORD})
    assert well(client.send("/account/data/erasure", {"words": "go", "sure": "y"})) == "/erased"
    assert log_rows()[: len(log)] == log
    assert frozen() == before
    assert list(mistakes()) == []
    booked = book()
    assert (booked.added, booked.taken_back) == (0, 0)
    db.session.rollback()
    said_goodbye = {("outbox_message", "recipient", ANA["email"])}
    assert {place for place in left(app, ANA) if len(place) == 3} <= said_goodbye
    letter = db.session.execute(text("UPDATE outbox_message SET due_at = NULL"))
    assert letter.rowcount >= 1
    db.session.commit()
    forget_farewells()
    assert left(app, ANA) == set()
    shown = repr(list(kept_of(Whose(person_ids=frozenset({number})), None)))
    assert not [marker for marker in markers(ANA) if marker in shown]


def test_of_a_visitor_with_codes_nothing_is_left(client, app, city, people, run_jobs):
    office = app.test_client().sign_in(people.mira)
    slip = with_codes(client, office, city)
    run_jobs()
    book()
    db.session.commit()
    before, log = frozen(), log_rows()
    assert len({table for table, _column, _marker in in_tables(markers(ZSIGA))}) > 7
    assert well(client.send("/my-data/erasure", {"words": "go", "sure": "y"})) == "/erased"
    # whoever founded it gave another contact in this browser, so it is known by its code alone
    assert well(client.send(f"/follow/{slip}/data/erasure", {"sure": "y"})) == "/erased"
    # what the desk wrote down and the walk-in are known by the contact alone
    runner = app.test_cli_runner()
    assert "would be" in runner.invoke(args=["privacy", "erase", ZSIGA["phone"]]).output
    assert "rows erased" in runner.invoke(args=["privacy", "erase", ZSIGA["phone"], "--yes"]).output
    assert frozen() == before
    assert log_rows()[: len(log)] == log
    assert list(mistakes()) == []
    db.session.rollback()
    declared = {("community", "name_hu", ZSIGA["club"]), ("search_entry", "title", ZSIGA["club"])}
    there = {place for place in left(app, ZSIGA) if place[-1] != ZSIGA["club"]}
    assert there - declared == set()


def test_the_search_for_traces_sees_through_whatever_packs_them(app, make):
    """Shown able to fail: bytes packed in each way it opens, in a column that holds bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("szavak.txt", ANA["speech"])
    words = ANA["speech"].encode()
    for content in (words, gzip.compress(words), zlib.compress(words), packed.getvalue()):
        idea = make.idea()
        drawn = {"media_type": "image/webp", "width": 1, "height": 1, "alternative": "Kép"}
        told = {"idea": idea, "author_id": idea.author_id, "submit_key": "k", **drawn}
        picture = make.save(IdeaPicture(content=content, small=b"", **told))
        where = {(table, column) for table, column, _marker in in_tables([ANA["speech"]])}
        assert where == {("idea_picture", "content")}
        db.session.delete(picture)
        db.session.commit()


CAPITALS = 'ÁRVÍZTŰRŐ Ödön „ÚJ” "Éva" 🎪'


def packed(words: bytes) -> bytes:
    """Bytes in a ZIP."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("szavak.txt", words)
    return kept.getvalue()


@pytest.mark.parametrize("way", [str.upper, str.lower, str])
def test_the_search_for_traces_sees_capitals_with_their_accents(app, make, tmp_path, way):
    """Shown able to fail: Á, Ő and Ű in a text, in JSON however it is written, in bytes, in a file."""
    words = way(CAPITALS)
    make.opinion(words)
    written = [json.dumps({"said": words}, ensure_ascii=plain) for plain in (True, False)]
    for said in written:
        make.community(description_hu=said)
    for said in (words, *written):
        for content in (said.encode(), gzip.compress(said.encode()), packed(said.encode())):
            assert any(form in part for part in forms_of(content) for form in spelled(CAPITALS))
    found = {(table, column) for table, column, _marker in in_tables([CAPITALS])}
    assert found >= {("opinion", "text"), ("community", "description_hu")}
    assert in_tables([CAPITALS + "x"]) == set()
    for number, said in enumerate((words, *written)):
        (tmp_path / f"{number}.json").write_text(said)
    assert {name for name, _marker in in_files(tmp_path, [CAPITALS])} == {
        f"{n}.json" for n in range(3)
    }


def test_json_that_was_written_by_the_application_is_read(app, make):
    """Columns of JSON: SQLite keeps their letters as numbers, PostgreSQL keeps them as letters."""
    person = make.person("resident")
    told = {"kind": "x", "key": "k", "details": {"said": CAPITALS.upper()}}
    make.save(Notice(person_id=person.id, **told))
    assert in_tables([CAPITALS]) == {("notice", "details", CAPITALS)}
