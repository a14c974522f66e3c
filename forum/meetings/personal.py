"""What forums keep of somebody: questions, comments on the minutes, votes, requests to speak."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.owned import Owned, Together, keep_owned
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


def _questions(rows: Sequence[QuestionSupport]) -> list[str]:
    wanted = Question.id.in_({row.question_id for row in rows})
    query = select(Question.id, Question.text).where(wanted, Question.visible)
    found = dict(db.session.execute(query).tuples().all())
    return [found.get(row.question_id, str(row.question_id)) for row in rows]


def _polls(rows: Sequence[PollVote]) -> list[str]:
    wanted = StrawPoll.id.in_({row.poll_id for row in rows})
    query = select(StrawPoll.id, StrawPoll.question).where(wanted)
    found = dict(db.session.execute(query).tuples().all())
    return [found[row.poll_id] for row in rows]


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
            [(Together(_questions), _l("Question")), ("at", _l("When"))],
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
            [(Together(_polls), _l("Poll")), ("at", _l("When"))],
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
