"""Tasks: the public list, and what staff note when one is done."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.kept import public_page
from forum.meetings.hall.outcomes import MeetingTask
from forum.meetings.views import bp
from forum.meetings.writing import (
    tasks as following,
)
from forum.meetings.writing.forms_minutes import ResultForm
from forum.meetings.writing.tasks import visible_task


@bp.get("/tasks")
@public_page(following.stamp)
@permit("meetings:read")
def tasks() -> str:
    """List what was promised at forums: what is overdue first, or what is done."""
    person, done = current_person(), request.args.get("show") == "done"
    return render_template(
        "meetings/tasks.html",
        page=following.listed(person, done),
        counts=following.counts(person),
        done=done,
        today=following.today(),
    )


@bp.get("/tasks/<int:task_id>/done")
@permit("meetings:manage", visible_task)
def task_finishing(task: MeetingTask) -> Any:
    """Ask what came of a task."""
    return _result_page(task, ResultForm(result=task.result))


@bp.post("/tasks/<int:task_id>/done")
@permit("meetings:manage", visible_task)
def task_done(task: MeetingTask) -> Any:
    """Note that a task is done."""
    form = ResultForm()
    if not form.validate_on_submit():
        return _result_page(task, form), 422
    done = following.finish(task, current_person(), form.result.data)
    db.session.commit()
    told = _("Noted: the task is done.") if done else _("A colleague has noted it already.")
    flash(told, "success" if done else "info")
    return redirect(url_for("meetings.tasks"), 303)


def _result_page(task: MeetingTask, form: ResultForm) -> str:
    return render_template("meetings/task_done.html", task=task, form=form, today=following.today())


@bp.post("/tasks/<int:task_id>/undo")
@permit("meetings:manage", visible_task)
def task_undo(task: MeetingTask) -> Any:
    """Take a task up again."""
    done = following.reopen(task, current_person())
    db.session.commit()
    told = _("The task is open again.") if done else _("A colleague has noted it already.")
    flash(told, "success" if done else "info")
    return redirect(url_for("meetings.tasks"), 303)
