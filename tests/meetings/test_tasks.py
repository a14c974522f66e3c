"""Tasks given at forums: shown until done, the overdue ones first, and reminded of."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from forum.audit import AuditEntry
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.mail import OutboxMessage
from forum.meetings.hall.outcomes import MeetingTask
from forum.meetings.writing import (
    tasks,
)
from forum.meetings.writing.jobs import is_time, remind_of_tasks
from tests.meetings.held import hold_forum


@pytest.fixture
def held(make, people):
    return hold_forum(make, people)


def give(held, what, due_on, **more):
    row = {"who": "a főkertész", "key": f"key {what}", "meeting_id": held.meeting.id}
    task = MeetingTask(what=what, due_on=due_on, **row, **more)
    db.session.add(task)
    db.session.commit()
    return task


def test_everybody_sees_them_the_overdue_ones_first(client, held):
    today = tasks.today()
    give(held, "Nincs napja", None)
    give(held, "Régen lejárt", today - timedelta(days=30))
    give(held, "Tegnap lejárt", today - timedelta(days=1))
    give(held, "Ma esedékes", today)
    page = client.get("/tasks").text
    order = ["Régen lejárt", "Tegnap lejárt", "Ma esedékes", "Kiválasztja a padokat", "Nincs napja"]
    assert sorted(order, key=page.index) == order
    assert "2 feladat határideje lejárt." in page
    assert "30 napja lejárt" in page
    assert page.count("Lejárt a határideje") == 2


def test_tasks_of_a_draft_or_running_forum_are_not_shown(client, make, people, held):
    held.meeting.sitting.ended_at = None
    db.session.commit()
    assert "Kiválasztja a padokat" not in client.get("/tasks").text
    draft = make.meeting("draft")
    row = MeetingTask(meeting_id=draft.id, what="Titkos", who="x", key="k")
    db.session.add(row)
    db.session.commit()
    assert "Titkos" not in client.get("/tasks").text
    client.sign_in(people.mira)
    assert "Titkos" in client.get("/tasks").text


def test_staff_note_what_came_of_it(app, client, held, people):
    where = f"/tasks/{held.task.id}"
    staff = app.test_client().sign_in(people.mira)
    assert staff.send(f"{where}/done", {"result": ""}).status_code == 422
    assert (
        staff.send(f"{where}/done", {"result": "Hat tölgyfa pad áll a téren."}).status_code == 303
    )
    assert "Hat tölgyfa pad áll a téren." in client.get("/tasks?show=done").text
    assert "Kiválasztja a padokat" not in client.get("/tasks").text
    again = staff.send(f"{where}/done", {"result": "Másik eredmény"})
    assert again.status_code == 303
    db.session.expire_all()
    assert held.task.result == "Hat tölgyfa pad áll a téren."
    assert staff.send(f"{where}/undo").status_code == 303
    assert "Kiválasztja a padokat" in client.get("/tasks").text
    acts = [e.act for e in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts[-2:] == ["task.done", "task.undone"]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "task.done")).one()
    assert "főkertész" not in entry.sentence


def test_residents_note_nothing(client, held, people):
    for person in (None, people.ana):
        if person:
            client.sign_in(person)
        for act in ("done", "undo"):
            answer = client.send(f"/tasks/{held.task.id}/{act}", {"result": "Kész"})
            assert answer.status_code in {302, 303, 403}, act
    db.session.expire_all()
    assert held.task.done_at is None


def test_the_list_takes_as_many_queries_for_many_tasks(client, held, count_queries):
    def count():
        with count_queries() as log:
            assert client.get(f"/tasks?n={now().timestamp()}").status_code == 200
        return len(log)

    few = count()
    for number in range(15):
        give(held, f"Feladat {number}", tasks.today() + timedelta(days=number))
    held.meeting.changed()
    db.session.commit()
    assert count() == few


DUE = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("reminded_on", "day", "expected"),
    [
        (None, date(2026, 12, 7), True),
        (date(2026, 12, 7), date(2026, 12, 8), False),
        (date(2026, 12, 7), date(2026, 12, 10), False),
        (date(2026, 12, 7), date(2026, 12, 11), True),
        (date(2026, 12, 11), date(2026, 12, 17), False),
        (date(2026, 12, 11), date(2026, 12, 18), True),
        (None, date(2027, 1, 10), True),
    ],
)
def test_when_the_next_letter_goes_out(reminded_on, day, expected):
    assert is_time(DUE, reminded_on, day) is expected


def letters(paul):
    query = select(OutboxMessage).where(OutboxMessage.recipient == paul.email)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def test_whoever_follows_a_task_is_reminded_once_then_weekly(held, people):
    held.task.due_on = DUE
    db.session.commit()
    sent = []
    for day in range(1, 32):
        with at(datetime(2026, 12, day, 1, 40, tzinfo=UTC)):
            for _twice in range(2):
                remind_of_tasks()
        if len(letters(people.paul)) > len(sent):
            sent.append(day)
        assert len(letters(people.paul)) == len(sent)
    assert sent == [7, 11, 18, 25]
    first, second = letters(people.paul)[:2]
    assert first.subject == "Hamarosan esedékes feladat: Kiválasztja a padokat"
    assert "2026. december 10., még 3 nap van hátra" in first.body
    assert "1 napja lejárt" in second.body
    assert f"/tasks/{held.task.id}/done" in second.body


def test_nobody_is_reminded_of_what_is_done_or_not_followed(held, people):
    held.task.due_on = tasks.today()
    give(held, "Senki sem követi", tasks.today())
    tasks.finish(held.task, people.mira, "Kész.")
    db.session.commit()
    remind_of_tasks()
    assert letters(people.paul) == []
