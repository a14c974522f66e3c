"""Telling whoever follows a conversation that a phase of it has begun."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from forum.conversations.models import PHASE_NAMES, Closing, Conversation, Opening, Phase
from forum.core.db import db, now
from forum.core.jobs import hourly
from forum.core.news import Details, News, Words, declare, tell
from forum.notices import standing
from forum.notices.models import Following
from forum.notices.words import titled

#: Phases that began longer ago are not told any more, even after an outage.
TOO_LATE = timedelta(days=1)

PHASE_BEGAN = declare(
    "conversation_phase",
    Words(
        lambda d: _(
            "“%(question)s”: a new phase has begun",
            question=titled(d, "question"),
        ),
        lambda d: [_sentence(d)],
        _l("Go to the conversation"),
        "speak",
        still=standing.conversation,
        sample={
            "question_hu": "Mi legyen a parkban?",
            "question_en": "What for the park?",
            "phase": "weigh",
        },
    ),
)


def _sentence(details: Details) -> str:
    if details["phase"] == "speak":
        return _("From now on you can say what you think, in your own words.")
    if details["phase"] == "weigh":
        return _("From now on you can weigh what others have said: agree, disagree or pass.")
    return _("The phase is called: %(phase)s.", phase=PHASE_NAMES[details["phase"]])


@hourly
def tell_of_phases() -> None:
    """Tell those who followed a conversation before a phase of it began, each once."""
    moment = now()
    begun = (
        select(Phase, Conversation)
        .join(Conversation, Conversation.id == Phase.conversation_id)
        .join(Opening, Opening.conversation_id == Conversation.id)
        .where(Phase.starts_at <= moment, Phase.starts_at > moment - TOO_LATE)
        .where(Phase.ends_at > moment, exists().where(_follows(Phase.conversation_id)))
        .where(
            ~exists().where(
                Closing.conversation_id == Conversation.id, Closing.reopened_at.is_(None)
            )
        )
    )
    for phase, conversation in db.session.execute(begun).unique().all():
        early = select(Following.person_id).where(
            _follows(conversation.id), Following.at < phase.starts_at
        )
        tell(_news(phase, conversation), db.session.scalars(early).all())
        db.session.commit()


def _follows(number: Any) -> Any:
    return (Following.topic_kind == "conversation") & (Following.topic_id == number)


def _news(phase: Phase, conversation: Conversation) -> News:
    details = {
        "question_hu": conversation.question_hu,
        "question_en": conversation.question_en,
        "phase": phase.kind,
    }
    key = f"{conversation.id}:{phase.kind}:{phase.starts_at:%Y-%m-%d}"
    topic, path = ("conversation", conversation.id), f"/conversations/{conversation.id}"
    return News(PHASE_BEGAN, key, topic, path, details)
