"""What is written down at the console: opinions, straw polls, things parked, decisions, tasks."""

from typing import Any

from flask import request, session
from flask_babel import lazy_gettext as _l

from forum.accounts.queries import colleagues
from forum.core.access import current_person, permit
from forum.core.errors import Refused
from forum.core.fields import GROUPED
from forum.meetings import (
    queries,
)
from forum.meetings.hall import (
    polling,
)
from forum.meetings.hall.captures import ParkedPoint, StrawPoll
from forum.meetings.hall.capturing import capture
from forum.meetings.hall.concluding import decide, give_task, park, settle, take_back
from forum.meetings.hall.forms_live import (
    CaptureForm,
    DecisionForm,
    ParkForm,
    PollForm,
    SettleForm,
    TaskForm,
)
from forum.meetings.hall.outcomes import MeetingDecision, MeetingTask
from forum.meetings.hall.views_console import act, take
from forum.meetings.models import AgendaItem, Meeting
from forum.meetings.queries import visible_meeting
from forum.meetings.views import bp

#: What stays chosen from one opinion to the next.
STICKY = ("table", "neighbourhood")


@bp.post("/forums/<int:meeting_id>/captures")
@permit("meetings:manage", visible_meeting)
def captures(meeting: Meeting) -> Any:
    """Keep what somebody says; the same key twice is one opinion."""
    form = CaptureForm(meeting)
    session[f"console{meeting.id}"] = {name: form[name].data for name in STICKY}
    return take(
        meeting,
        "capture",
        form,
        lambda: capture(
            _item(meeting, form.item.data),
            form.text.data,
            form.key,
            by=current_person(),
            table=form.from_table,
            neighbourhood_id=form.neighbourhood.data,
        ),
    )


def _item(meeting: Meeting, number: int | None) -> AgendaItem:
    """Return the item that was on the page when it was said, else the current or the last one."""
    item = queries.item_of(meeting, number) or meeting.current_item
    if item is None and not meeting.items:
        raise Refused(_l("Please give the forum an agenda first."))
    return item or meeting.items[-1]


@bp.post("/forums/<int:meeting_id>/polls")
@permit("meetings:manage", visible_meeting)
def polls(meeting: Meeting) -> Any:
    """Put a question to the hall."""
    form = PollForm()
    return take(
        meeting,
        "poll",
        form,
        lambda: polling.open_poll(
            meeting,
            form.question.data,
            form.options(),
            form.key,
            current_person(),
            by_phone=not form.hands_only.data,
        ),
    )


@bp.post("/forums/polls/<int:poll_id>/hands")
@permit("meetings:manage", queries.straw_poll)
def hands(poll: StrawPoll) -> Any:
    """Note how many hands there were."""
    counted = {option.id: _hands(f"hands{option.id}") for option in poll.options}
    told = {number: hands for number, hands in counted.items() if hands is not None}
    return act(poll.meeting, "poll", lambda: polling.count_hands(poll, told, current_person()))


def _hands(name: str) -> int | None:
    """Read a number of hands; what is no number, or none a hall holds, counts nothing."""
    text = GROUPED.sub("", request.form.get(name, "").strip())
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    return number if number is not None and number <= polling.MOST_HANDS else None


@bp.post("/forums/polls/<int:poll_id>/closing")
@permit("meetings:manage", queries.straw_poll)
def poll_closing(poll: StrawPoll) -> Any:
    """Take no more answers."""
    return act(poll.meeting, "poll", lambda: polling.close_poll(poll, current_person()))


@bp.post("/forums/<int:meeting_id>/parking")
@permit("meetings:manage", visible_meeting)
def parking(meeting: Meeting) -> Any:
    """Keep something for later."""
    form = ParkForm()
    return take(
        meeting,
        "parking",
        form,
        lambda: park(meeting, form.point.data, form.key, current_person()),
    )


@bp.post("/forums/parking/<int:point_id>")
@permit("meetings:manage", queries.parked_point)
def parking_outcome(point: ParkedPoint) -> Any:
    """Note what became of something parked."""
    form = SettleForm()
    return take(
        point.meeting,
        "settle",
        form,
        lambda: settle(point, form.outcome.data, current_person()),
    )


@bp.post("/forums/<int:meeting_id>/decisions")
@permit("meetings:manage", visible_meeting)
def decisions(meeting: Meeting) -> Any:
    """Write down what the forum decided."""
    form = DecisionForm()
    votes = {name: form[name].data for name in ("votes_for", "votes_against", "abstentions")}
    return take(
        meeting,
        "decision",
        form,
        lambda: decide(meeting, form.decision.data, form.key, current_person(), **votes),
    )


@bp.post("/forums/decisions/<int:decision_id>/removal")
@permit("meetings:manage", queries.decision)
def decision_removal(decision: MeetingDecision) -> Any:
    """Take back a decision written down by mistake."""
    return act(decision.meeting, "decision", lambda: take_back(decision, current_person()))


@bp.post("/forums/<int:meeting_id>/tasks")
@permit("meetings:manage", visible_meeting)
def meeting_tasks(meeting: Meeting) -> Any:
    """Write down who does what by when."""
    form = TaskForm(colleagues())
    return take(
        meeting,
        "task",
        form,
        lambda: give_task(
            meeting,
            form.what.data,
            form.who.data,
            form.key,
            current_person(),
            form.due_on.data,
            form.follower,
        ),
    )


@bp.post("/forums/tasks/<int:task_id>/removal")
@permit("meetings:manage", queries.task)
def task_removal(task: MeetingTask) -> Any:
    """Take back a task written down by mistake."""
    return act(task.meeting, "task", lambda: take_back(task, current_person()))
