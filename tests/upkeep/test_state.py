"""The administrator's page: what waits, what failed, and what the night did."""

from datetime import timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import select, update

from forum.audit import record
from forum.core.db import db, now
from forum.core.jobs import Job, enqueue, job, pass_the_night
from forum.core.mail import OutboxMessage, post
from forum.notices.models import Notice
from forum.upkeep import health, jobs, state
from forum.upkeep.backup import folder
from forum.upkeep.backup.making import make
from tests.audit.test_models import TESTED
from tests.audit.test_sealing import tamper

HOSTILE = "<svg onload=alert(1)>"


@job("fails by words")
def fails(_job: Job) -> None:
    """Work that fails."""
    raise RuntimeError(f"no {HOSTILE} today")


@pytest.fixture
def adam(client, people):
    client.set_cookie("language", "en")
    return client.sign_in(people.adam)


def lines():
    with force_locale("en"):
        found = {line.name: line for section in state.sections() for line in section.lines}
    db.session.rollback()
    return found


@pytest.mark.parametrize("role", ["visitor", "ana", "mira", "paul"])
def test_only_administrators_look_and_act(client, people, role):
    if role != "visitor":
        client.sign_in(getattr(people, role))
    for send in (
        lambda: client.get("/upkeep"),
        lambda: client.send("/upkeep/backups"),
        lambda: client.send("/upkeep/log-checks"),
        lambda: client.send("/upkeep/jobs/1/retry"),
    ):
        answer = send()
        assert answer.status_code in {302, 303, 403, 404}
        assert answer.status_code != 302 or "/sign-in" in answer.headers["Location"]
    assert db.session.scalars(select(Job)).all() == []


def test_the_page_tells_each_state_in_words(adam, backups, people):
    page = adam.get("/upkeep").text
    for words in ("State of the system", "Background work", "Backups", "There is none"):
        assert words in page
    assert "Not in order" in page
    assert "badge-bad" in page
    assert "/upkeep" in adam.get("/outbox").text  # the tabs of the settings lead here


def test_in_hungarian_too(adam, backups):
    adam.set_cookie("language", "hu")
    page = adam.get("/upkeep").text
    assert "A rendszer állapota" in page
    assert "biztonsági mentés" in page.lower()


def test_the_page_costs_the_same_however_much_there_is(adam, backups, count_queries, app):
    def cost():
        with count_queries() as log:
            assert adam.get("/upkeep").status_code == 200
        return len(log)

    def more(count):
        for number in range(count):
            post(f"p{number}@example.org", "Szia", "Szia")
            db.session.add(Job(kind="verify_log", state="failed", error="x", finished_at=now()))
            db.session.add(Job(kind="backup", state="running", total=5))
        db.session.commit()

    more(1)
    before = cost()
    more(8)
    assert cost() == before


def test_a_backup_is_made_by_one_click_and_seen(adam, backups, run_jobs):
    for _twice in range(2):
        assert adam.send("/upkeep/backups").status_code == 303
    assert len(db.session.scalars(select(Job)).all()) == 1
    assert run_jobs() == 1
    work = db.session.scalars(select(Job)).one()
    assert work.state == "done", work.error
    assert work.done == work.total > 50
    assert len(folder.backups()) == 1
    page = adam.get("/upkeep").text
    assert "Read back" in page
    assert "Not encrypted" in page
    assert str(backups) not in page  # where it lies is for the keeper of the server
    assert lines()["Newest"].level == "good"


def test_no_page_hands_out_a_backup(app, adam, backups):
    make()
    name = folder.backups()[0].path.name
    for path in (f"/upkeep/backups/{name}", f"/upkeep/{name}", f"/static/../backups/{name}"):
        assert adam.get(path).status_code in {404, 405}


def test_what_failed_is_shown_without_its_words_and_begun_again(adam, run_jobs, app):
    enqueue("fails by words")
    db.session.commit()
    run_jobs()
    work = db.session.scalars(select(Job)).one()
    page = adam.get("/upkeep").text
    assert "RuntimeError" in page
    assert HOSTILE not in page
    assert adam.send(f"/upkeep/jobs/{work.id}/retry").status_code == 303
    db.session.expire_all()
    assert (work.state, work.error, work.tries) == ("queued", "", 0)
    run_jobs()
    assert work.state == "failed"
    assert work.tries == 1
    db.session.execute(update(Job).values(state="done"))
    db.session.commit()
    again = adam.send(f"/upkeep/jobs/{work.id}/retry", follow_redirects=True)
    assert again.status_code == 200
    db.session.expire_all()
    assert work.state == "done"
    assert adam.send("/upkeep/jobs/999999/retry").status_code == 404


def test_old_backups_late_letters_and_stuck_work_are_named(app, backups, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    make()
    enqueue("verify_log")
    post("ana@example.org", "Szia", "Szia")
    db.session.commit()
    assert {lines()[name].level for name in ("Newest", "Waiting")} == {"good"}
    (made,) = folder.backups()
    for days, level in ((2, "warn"), (9, "bad")):
        moment = now() - timedelta(days=days)
        path = made.path.with_name(folder.name_at(moment, encrypted=False))
        made.path.rename(path)
        made = made._replace(path=path)
        assert lines()["Newest"].level == level
    long_ago = now() - timedelta(hours=3)
    db.session.execute(update(Job).values(created_at=long_ago))
    db.session.execute(update(OutboxMessage).values(due_at=long_ago))
    db.session.commit()
    assert [line.level for line in state._queue()[:1] + state._mail()[:1]] == ["bad", "bad"]
    monkeypatch.setattr(health, "LEAST_DISK", 10**18)
    assert state.worst(state.sections()) == "bad"


def told(people) -> list[str]:
    query = select(Notice.kind).where(Notice.person_id == people.adam.id).order_by(Notice.id)
    return list(db.session.scalars(query))


def test_the_night_makes_a_backup_and_looks_at_the_log(app, backups, people, run_jobs):
    record(TESTED, None)
    db.session.commit()
    pass_the_night()
    run_jobs()
    done = {work.kind: work.state for work in db.session.scalars(select(Job))}
    assert {done["backup"], done["verify_log"]} == {"done"}
    assert len(folder.backups()) == 1
    assert told(people) == []
    assert lines()["Seals of the log"].level == "good"


def test_the_demo_city_needs_no_backups(app, backups, run_jobs, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    jobs.look_after()
    run_jobs()
    assert folder.backups() == []


def test_a_backup_that_failed_is_told_to_administrators_once_a_day(
    app, backups, people, run_jobs, monkeypatch
):
    monkeypatch.setitem(app.config, "BACKUP_RECIPIENT", "nonsense")
    assert people.adam
    assert people.paul
    for _night in range(2):
        jobs.look_after()
        run_jobs()
    assert told(people) == ["upkeep_backup_failed"]
    others = db.session.scalars(select(Notice.person_id).distinct()).all()
    assert others == [people.adam.id]


def test_a_broken_log_is_told_and_shown_with_its_place(adam, app, people, run_jobs):
    record(TESTED, None)
    db.session.commit()
    tamper("UPDATE audit_entry SET actor_name = 'senki'")
    jobs.look_after()
    run_jobs()
    assert "upkeep_log_broken" in told(people)
    line = lines()["Seals of the log"]
    assert line.level == "bad"
    assert "or its seal was changed" in line.hint
    assert "or its seal was changed" in adam.get("/upkeep").text


def test_the_log_is_checked_when_asked_for_and_the_page_says_what_was_found(
    adam, run_jobs, make, people
):
    make.opinion().hide(people.mira, "abuse", "Mert")
    db.session.commit()
    assert "not looked at yet" in adam.get("/upkeep").text
    for _twice in range(2):
        assert adam.send("/upkeep/log-checks").headers["Location"].endswith("#state-data")
    assert [work.kind for work in db.session.scalars(select(Job))].count(jobs.LOG) == 1
    assert "It is being checked now" in adam.get("/upkeep").text
    run_jobs()
    told = adam.get("/upkeep").text
    assert "Every entry fits its seal." in told
    assert "not looked at yet" not in told
    assert "It is being checked now" not in told
