"""Background work: asked for in a transaction, done once, found again when lost."""

import pytest
from sqlalchemy import select

from forum.core import jobs
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.jobs import MOST_TRIES, SILENCE, Job, enqueue, sweep

done: list[str] = []


@jobs.job("note")
def note(job: Job, word: str) -> None:
    """Work that leaves a trace."""
    job.report(1, 2)
    done.append(word)


@jobs.job("break")
def break_down(job: Job) -> None:
    """Work that fails."""
    raise ValueError("it broke")


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def the_job() -> Job:
    db.session.expire_all()
    return db.session.scalars(select(Job)).one()


def test_work_starts_after_the_commit(run_jobs):
    enqueue("note", word="egy")
    assert run_jobs() == 0
    db.session.commit()
    assert run_jobs() == 1
    assert done == ["egy"]
    assert the_job().state == "done"


def test_work_that_was_rolled_back_is_never_done(run_jobs):
    enqueue("note", word="egy")
    db.session.rollback()
    db.session.commit()
    assert run_jobs() == 0
    assert done == []


def test_an_unknown_kind_is_refused(app):
    with pytest.raises(KeyError):
        enqueue("nonsense")


def test_failure_is_kept_with_its_reason(run_jobs):
    enqueue("break")
    db.session.commit()
    run_jobs()
    assert the_job().state == "failed"
    assert "it broke" in the_job().error


def test_work_sent_twice_is_done_once(run_jobs):
    job_id = enqueue("note", word="egy").id
    db.session.commit()
    jobs.perform(job_id)
    jobs.perform(job_id)
    assert done == ["egy"]


def test_the_sweep_sends_what_the_queue_lost(app, run_jobs):
    enqueue("note", word="egy")
    db.session.commit()
    app.extensions["huey"].storage.flush_all()
    sweep()
    run_jobs()
    assert done == ["egy"]


def test_work_of_a_dead_worker_is_begun_again(app, run_jobs):
    with at(now() - 2 * SILENCE):
        db.session.add(Job(kind="note", arguments={"word": "egy"}, state="running", alive_at=now()))
        db.session.commit()
    sweep()
    run_jobs()
    assert done == ["egy"]


def test_work_that_keeps_dying_is_given_up(app, run_jobs):
    dead = now() - 2 * SILENCE
    db.session.add(Job(kind="note", state="running", alive_at=dead, tries=MOST_TRIES))
    db.session.commit()
    sweep()
    assert run_jobs() == 0
    assert the_job().state == "failed"
