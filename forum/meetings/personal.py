"""What forums keep of somebody: questions, comments on the minutes, votes, requests to speak."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.owned import Owned, keep_owned
from forum.core.personal import Whose
from forum.meetings.hall.captures import PollVote, SpeakerRequest, StrawPoll
from forum.meetings.screens.questions import Question, QuestionSupport
from forum.meetings.writing.commenting import MinutesComment
from forum.meetings.writing.minutes import MinutesLetter


def _gone(row: Any, _whose: Whose) -> None:
    """Take it off the screens; who asked for the answer too still counts."""
    row.visible = row.waiting = False


def _changed(row: Any, _whose: Whose) -> None:
    row.meeting.changed()


def _page(row: Any) -> str:
    return f"/events/{row.meeting.event_id}"


def _question(row: QuestionSupport) -> str:
    question = db.session.get(Question, row.question_id)
    return question.text if question and question.visible else str(row.question_id)


def _poll(row: PollVote) -> str:
    poll = db.session.get(StrawPoll, row.poll_id)
    return poll.question if poll else str(row.poll_id)


#: What a text with a name under it has, whichever page of a forum it stands on.
_SIGNED: dict[str, Any] = {
    "mine": ("author_id",),
    "forget": {"signature": ""},
    "words": {"text": ""},
    "clear": ("signature",),
    "alone": True,
    "path": _page,
    "before": _changed,
    "after": _gone,
}

keep_owned(
    "meetings",
    30,
    [
        Owned(
            Question,
            _l("Questions at forums"),
            [
                ("text", _l("Words")),
                ("signature", _l("Signed as")),
                ("created_at", _l("When")),
            ],
            options=(joinedload(Question.meeting),),
            **_SIGNED,
        ),
        Owned(
            QuestionSupport,
            _l("Questions I would like answered"),
            [(_question, _l("Question")), ("at", _l("When"))],
            stays=True,
        ),
        Owned(
            MinutesComment,
            _l("Comments on minutes"),
            [
                ("text", _l("Words")),
                ("signature", _l("Signed as")),
                ("answer", _l("What was answered")),
                ("created_at", _l("When")),
            ],
            options=(joinedload(MinutesComment.meeting),),
            **_SIGNED,
            note=_l("Minutes that were approved are a document and stay as they are."),
        ),
        Owned(
            PollVote,
            _l("Votes by phone at forums"),
            [(_poll, _l("Poll")), ("at", _l("When"))],
            stays=True,
            note=_l("These stay in the sums; once you are erased, nothing says they are yours."),
        ),
        Owned(
            SpeakerRequest,
            _l("When I asked to speak"),
            [("name", _l("Name")), ("at", _l("When"))],
            names=("name",),
            keys=("key",),
        ),
        Owned(
            MinutesLetter,
            _l("Letters about minutes"),
            [("at", _l("When"))],
            stays=True,
        ),
    ],
)
