"""THE promise, in a full city: whoever is erased is nowhere, and what was counted stays as it was.

One resident fills in every form the city shows them, staff write their name wherever names are
written, everything is published; then they are erased. What may stay is declared below.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from forum.accounts.models import Person
from forum.accounts.personal import whose
from forum.audit.verifying import verify
from forum.city.models import Project
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.jobs import Job
from forum.core.owned import owned_tables
from forum.core.personal import Whose
from forum.participation.booking import book
from forum.participation.recounting import mistakes
from forum.privacy.erasing.farewells import forget_farewells
from forum.privacy.retention import runs
from forum.privacy.retention.warning import warn
from tests.privacy.citizen import NUMBERS, STEM, Citizen, figures_for_everybody, rows_of
from tests.privacy.full_city import EMAIL, FORMER, NAME, PASSWORD, FullCity
from tests.privacy.traces import in_files, in_tables

#: Where the resident's words may still stand, and why; the page of erasing says so beforehand.
DECLARED = {
    ("publication_file", "content"): "a published summary is never changed",
}
#: Tables that ask once for each sort of thing followed or told of, however many there are.
BY_SORT = {"following", "notice"}
#: Forms the resident must have sent, so that this test cannot become empty unseen.
SENT = (
    *("/account", "/account/data/download", "/account/notices", "/password"),
    *("/speak", "/reaction", "/edit", "/comments/new", "/support", "/ideas/new", "/pictures"),
    *("/registration", "/joining", "/communities/new", "/questions", "/hands", "/comment"),
    *("/ballot", "/report", "/appeal", "/reply", "/feedback", "/members", "/closing"),
)
#: What must have held something of them before, table by table.
HELD = (
    *("api_token", "appeal", "attendance", "attendance_sheet", "community", "community_member"),
    *("data_archive", "external_identity", "flag", "guardian", "hiding", "idea", "idea_answer"),
    *("idea_comment", "idea_picture", "import_batch", "meeting_question", "minutes_comment"),
    *("notice", "opinion", "outbox_message", "passkey", "person", "publication_file"),
    *("registration", "revision", "search_entry", "search_term", "speaker_request", "statement"),
)
FROZEN = (
    *("publication", "publication_file", "publication_opinion", "plan_publication"),
    *("minutes_version", "published_cells", "ledger_line", "ledger_period", "participant"),
    *("reference_counter", "reaction", "stored_figures"),
)
LOG = ("audit_entry", "audit_seal")


@pytest.fixture
def city(app, make, people, run_jobs):
    """A full city with the resident in it, everything published, the evening's letters written."""
    city = FullCity(app, make, people, run_jobs)
    city.live_a_life()
    city.publish_everything()
    city.evening()
    city.fetch_archive()
    return city


def files(client, city) -> dict[str, bytes]:
    """Every published file, as everybody gets it."""
    return {path: client.get(path).data for path in city.published_files()}


def sums() -> tuple:
    """Every counter that is shown."""
    columns = {
        "conversation": "opinions_count people_count weighings_count",
        "idea": "supports_count comments_count",
        "event": "places_taken people_waiting",
    }
    parts = [
        f"(SELECT sum({name}) FROM {table})"
        for table, names in columns.items()
        for name in names.split()
    ]
    found = tuple(db.session.execute(text(f"SELECT {', '.join(parts)}")).one())
    db.session.rollback()
    return found


def left(markers) -> set[tuple[str, ...]]:
    """Where something is found in the tables, except where it is declared."""
    return {place for place in in_tables(markers) if place[:2] not in DECLARED}


def greedy(theirs: Whose, count_queries) -> dict[str, tuple[int, int]]:
    """The tables that ask more for all of somebody's rows than for one of them, and how often."""
    asked: dict[str, list[int]] = {}
    for table in (each for each in owned_tables().values() if each.kind not in BY_SORT):
        for most in (1, 50):
            db.session.rollback()
            with count_queries() as log:
                table.gather(theirs, most)
            asked.setdefault(table.kind, []).append(len(log))
    return {kind: (one, many) for kind, (one, many) in asked.items() if many > one}


def erase_account(city) -> None:
    """Let the resident erase everything of theirs on their page."""
    ana = city.citizen
    ana.enter()
    proof = "/account/proof?next=/account/data/erasure"
    ana.client.send(proof, {"password": PASSWORD})
    answer = ana.client.send("/account/data/erasure", {"words": "go", "sure": "y"})
    assert answer.headers.get("Location") == "/erased", answer.text[:2000]


def letters_go_out() -> None:
    """The post takes every letter."""
    db.session.execute(text("UPDATE outbox_message SET due_at = NULL"))
    db.session.commit()
    forget_farewells()


def test_in_a_full_city_nothing_is_left_of_an_account(app, client, city, count_queries):
    sent = " ".join(sorted(city.citizen.taken))
    assert [part for part in SENT if part not in sent] == []
    markers = [STEM, *NUMBERS]
    tables = {table for table, _column, _marker in in_tables(markers)}
    assert set(HELD) - tables == set()
    keys = sorted(city.citizen.keys)
    log, frozen, published = rows_of(*LOG), rows_of(*FROZEN), files(client, city)
    numbers, counted = figures_for_everybody(app, city.world.shown()), sums()
    assert len(published) > 8
    assert len(numbers) > 10
    with app.test_request_context():
        assert greedy(whose([city.number]), count_queries) == {}
    erase_account(city)
    letters_go_out()
    assert left(markers) == set()
    assert in_tables(keys) == set()
    # what is published stands in the file of the database too, so here words of theirs alone
    own = [*city.citizen.words(), NAME, EMAIL, FORMER, *NUMBERS]
    assert in_files(Path(app.config["INSTANCE_DIR"]), own) == set()
    after = rows_of(*LOG)
    assert [after[name][: len(log[name])] for name in LOG] == [log[name] for name in LOG]
    assert verify().fault == ""
    assert rows_of(*FROZEN) == frozen
    assert files(client, city) == published
    assert sums() == counted
    assert figures_for_everybody(app, city.world.shown()) == numbers
    assert list(mistakes()) == []
    booked = book()
    assert (booked.added, booked.taken_back) == (0, 0)
    db.session.rollback()
    assert not [job for job in db.session.query(Job) if EMAIL in f"{job.arguments}{job.error}"]


def test_in_a_full_city_time_takes_names_and_changes_no_figure(app, client, city, run_jobs):
    """Twenty years on, every period has run out: what the office held of people goes by itself."""
    told = [EMAIL, FORMER, NAME, *NUMBERS]
    for project in db.session.query(Project):  # until then the grant holds its evidence
        project.maintenance_until = date.today() + timedelta(days=10 * 365)
    db.session.get(Person, city.number).name = NAME  # as the office knows them and notes it
    db.session.commit()
    assert {table for table, _column, _marker in in_tables(told)} >= {"person", "registration"}
    log, frozen, published = rows_of(*LOG), rows_of(*FROZEN), files(client, city)
    shown = city.world.shown()
    numbers, counted = figures_for_everybody(app, shown), sums()
    db.session.rollback()
    for years in (18, 19, 20):  # warned of, warned and gone, and once more for what came of that
        with at(now() + timedelta(days=365 * years)):
            warn()
            db.session.commit()
            db.session.execute(text("UPDATE outbox_message SET sent_at = due_at, due_at = NULL"))
            runs.start()
            db.session.commit()
            run_jobs()
    forget_farewells()
    found = in_tables(told)
    assert {place for place in found if place[:2] not in DECLARED} == set()
    assert db.session.get(Person, city.number).email is None
    after = rows_of(*LOG)
    assert [after[name][: len(log[name])] for name in LOG] == [log[name] for name in LOG]
    assert verify().fault == ""
    assert rows_of(*FROZEN) == frozen
    assert files(client, city) == published
    assert sums() == counted
    assert figures_for_everybody(app, shown) == numbers
    assert list(mistakes()) == []


#: What a visitor without an account may send and gets a code for; ``{n}`` is filled in.
SLIPS = {
    "/conversations/{talk}/speak": {"text": "words", "signature": "name"},
    "/ideas/new": {"title": "words", "text": "words", "signature": "name", "contact": "email"},
    "/communities/new": {"name": "words", "description": "words", "needed": "3"}
    | {"person_name": "name", "contact": "tel"},
    "/communities/{community}/joining": {"name": "name", "contact": "email", "message": "words"},
    "/events/{event}/registration": {"party": "1", "name": "name", "contact": "tel"}
    | {"note": "words"},
}
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")


@pytest.mark.parametrize("form", SLIPS)
def test_in_a_full_city_nothing_is_left_of_what_a_code_was_for(app, make, people, run_jobs, form):
    city = FullCity(app, make, people, run_jobs, name="Ica")
    slip = Citizen(app, make.person("resident", name="Más"))  # who makes words up
    visitor, world = app.test_client(), city.world
    numbers = {"talk": world.talk.id, "event": world.event.id, "community": world.community.id}
    sent = {
        name: slip.word(kind) if kind in {"words", "name", "email", "tel"} else kind
        for name, kind in SLIPS[form].items()
    }
    answer = visitor.send(form.format(**numbers), {**sent, "submit_key": "s" * 22})
    assert answer.status_code == 303, answer.text.partition("<main")[2][:3000]
    there = answer.headers["Location"]
    code = CODE.search(there + visitor.get(there).text)[0]
    city.publish_everything(quoting=False)
    city.evening()
    markers = [STEM, *NUMBERS]
    assert len({table for table, _column, _marker in in_tables(markers)}) > 0
    log, frozen, counted = rows_of(*LOG), rows_of(*FROZEN), sums()
    page = f"/follow/{code}/data"
    assert STEM.capitalize() in app.test_client().get(page).text
    gone = app.test_client().send(f"{page}/erasure", {"words": "go", "sure": "y"})
    assert gone.headers.get("Location") == "/erased", gone.text
    letters_go_out()
    assert left(markers) == set()
    assert in_files(Path(app.config["INSTANCE_DIR"]), [*slip.words(), *NUMBERS]) == set()
    after = rows_of(*LOG)
    assert [after[name][: len(log[name])] for name in LOG] == [log[name] for name in LOG]
    assert rows_of(*FROZEN) == frozen
    assert sums() == counted
    assert (
        app.test_client().get(page).status_code == 404
        or STEM not in app.test_client().get(page).text.lower()
    )
