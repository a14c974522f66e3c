"""What the hall screen and those who follow on a phone see: the same, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from forum.conversations import saying
from forum.conversations.models import Conversation
from forum.core.db import db
from forum.core.mail import site_url
from forum.core.qr import qr_svg
from forum.events.life import Announcement, Cancellation
from forum.events.models import Event
from forum.meetings.hall.captures import Capture, SpeakerRequest, StrawPoll
from forum.meetings.hall.desk import speakers
from forum.meetings.hall.outcomes import MeetingDecision
from forum.meetings.hall.polling import phone_votes
from forum.meetings.models import AgendaItem, Meeting
from forum.meetings.screens.asking import shown_questions, takes_questions
from forum.meetings.screens.questions import Question

#: Pieces of the page that can be watched, and the template of each.
VIEWS = {"screen": "meetings/_screen_now.html", "follow": "meetings/_follow_now.html"}
#: Opinions read for the screen; as many are shown as there is room for.
LATEST = 12
#: A result stays until so many opinions have been caught after it.
RESULT_STAYS = 3
DECISIONS = 2
#: Letters of a poll that leave room to draw it larger, or ask for less; answers that ask for less.
SHORT_POLL, LONG_POLL, MANY_ANSWERS = 170, 300, 4


@dataclass(frozen=True)
class Answer:
    """One answer of a poll: its hands (None until counted) and its votes by phone."""

    id: int
    text: str
    hands: int | None
    phones: int
    #: Its length in the picture, 0 to 100.
    share: float = 0.0

    @property
    def total(self) -> int:
        """How many chose it."""
        return (self.hands or 0) + self.phones


@dataclass(frozen=True)
class Heard:
    """An opinion caught in the hall."""

    id: int
    text: str
    where: str


@dataclass
class Scene:
    """All there is to see of a forum at one moment."""

    meeting: Meeting
    #: One of coming, live, over and off.
    state: str
    item: AgendaItem | None = None
    number: int = 0
    poll: StrawPoll | None = None
    answers: list[Answer] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    speaking: list[SpeakerRequest] = field(default_factory=list)
    waiting: list[SpeakerRequest] = field(default_factory=list)
    decisions: Sequence[MeetingDecision] = ()
    question: Question | None = None
    questions: list[Question] = field(default_factory=list)
    takes_questions: bool = False

    @property
    def votes(self) -> int:
        """How many have answered the poll."""
        return sum(answer.total for answer in self.answers)

    @property
    def poll_size(self) -> str:
        """How large the poll is drawn in the hall: closed, small, normal or big."""
        if self.poll is None or not self.poll.is_open:
            return "closed"
        letters = len(self.poll.question) + sum(len(answer.text) for answer in self.answers)
        if letters > LONG_POLL or len(self.answers) > MANY_ANSWERS:
            return "small"
        return "big" if letters < SHORT_POLL else "normal"


def state_of(meeting: Meeting) -> str:
    """Return where a forum is in its life, as a screen tells it."""
    if meeting.event.is_cancelled:
        return "off"
    if meeting.is_live:
        return "live"
    return "over" if meeting.was_held or meeting.event.is_over else "coming"


def scene(meeting: Meeting) -> Scene:
    """Gather what is to be seen of a forum now."""
    made = Scene(meeting, state_of(meeting), takes_questions=takes_questions(meeting))
    if made.state in {"coming", "live"}:
        made.questions = shown_questions(meeting)
    if made.state != "live":
        return made
    made.item = meeting.current_item
    made.number = meeting.items.index(made.item) + 1 if made.item else 0
    captures = _captures(meeting)
    made.heard = _heard(captures)
    made.poll = _poll(meeting, captures)
    made.answers = _answers(made.poll) if made.poll else []
    line = speakers(meeting)
    made.speaking, made.waiting = line["called"], line["waiting"]
    made.decisions = _decisions(meeting)
    made.question = next((q for q in made.questions if q.taken_up_at), None)
    return made


def _captures(meeting: Meeting) -> Sequence[Capture]:
    query = select(Capture).where(Capture.meeting_id == meeting.id)
    return db.session.scalars(query.order_by(Capture.id.desc()).limit(LATEST)).all()


def _heard(captures: Sequence[Capture]) -> list[Heard]:
    told = saying.told([capture.opinion_id for capture in captures])
    shown = [(capture, told[capture.opinion_id]) for capture in captures]
    return [
        Heard(one.id, one.text, capture.table.label if capture.table else "")
        for capture, one in shown
        if one.visible
    ]


def _poll(meeting: Meeting, captures: Sequence[Capture]) -> StrawPoll | None:
    """Return the open poll, or the result of the last one while it is fresh."""
    query = select(StrawPoll).where(StrawPoll.meeting_id == meeting.id)
    poll = db.session.scalars(query.order_by(StrawPoll.id.desc()).limit(1)).first()
    if poll is None or poll.is_open:
        return poll
    current = meeting.current_item
    if current is not None and poll.item_id != current.id:
        return None
    later = [each for each in captures if poll.closed_at and each.at > poll.closed_at]
    return poll if len(later) < RESULT_STAYS else None


def _answers(poll: StrawPoll) -> list[Answer]:
    phones = phone_votes([poll])
    rows = [Answer(o.id, o.text, o.hands, phones.get(o.id, 0)) for o in poll.options]
    most = max((row.total for row in rows), default=0) or 1
    return [
        Answer(row.id, row.text, row.hands, row.phones, round(100 * row.total / most, 1))
        for row in rows
    ]


def _decisions(meeting: Meeting) -> Sequence[MeetingDecision]:
    query = select(MeetingDecision).where(MeetingDecision.meeting_id == meeting.id)
    return db.session.scalars(query.order_by(MeetingDecision.id.desc()).limit(DECISIONS)).all()


def ticks(ids: Sequence[int]) -> dict[int, str]:
    """Return what changes with the screens of these forums; only of those everybody may see."""
    query = (
        select(Meeting.id, Meeting.tick, Event.tick, Conversation.tick)
        .join(Event, Event.id == Meeting.event_id)
        .join(Announcement, Announcement.event_id == Event.id)
        .outerjoin(Cancellation, Cancellation.event_id == Event.id)
        .outerjoin(Conversation, Conversation.id == Meeting.conversation_id)
        .where(Meeting.id.in_(ids), Cancellation.id.is_(None))
    )
    return {row[0]: f"{row[1]}-{row[2]}-{row[3] or 0}" for row in db.session.execute(query)}


def stamp(meeting_id: int) -> object:
    """Return what changes whenever a kept page of a forum's screen must be made anew."""
    return ticks([meeting_id]).get(meeting_id, "")


def watched(_person: object, meeting_id: int) -> Meeting | None:
    """Return the forum if everybody may watch it."""
    return db.session.get(Meeting, meeting_id) if ticks([meeting_id]) else None


def draw(view: str, meeting_id: int) -> str:
    """Draw the piece of a page that changes, the same for everybody."""
    meeting = db.session.get_one(Meeting, meeting_id)
    return render_template(VIEWS[view], scene=scene(meeting), own=None)


def section(_person: object, meeting: Meeting) -> dict[str, Any] | None:
    """Let one put a question in advance from the page of a forum that is still to come."""
    if state_of(meeting) != "coming" or not takes_questions(meeting):
        return None
    asked = len(shown_questions(meeting))
    return {"template": "meetings/_follow_section.html", "meeting": meeting, "asked": asked}


def address(meeting: Meeting) -> str:
    """Return the short address where one can take part, as one would say it."""
    return site_url(url_for("meetings.short", meeting_id=meeting.id)).partition("://")[2]


def qr(meeting: Meeting) -> Markup:
    """Draw the short address as a QR picture that can be read across a hall."""
    url = site_url(url_for("meetings.short", meeting_id=meeting.id))
    return qr_svg(url, _("QR code: take part in this forum on a phone"), border=2)
