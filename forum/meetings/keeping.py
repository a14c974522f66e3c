"""What is kept of forums: questions, comments, the line of speakers, guests named in the minutes."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists

from forum.core.covering import covered
from forum.core.db import db
from forum.core.grounds import PUBLIC_TASK
from forum.core.keeping import NOBODY, DataClass, also, deleting, emptying, impersonal, keep_class

also(
    "words",
    {
        "meeting_question": "text author_id submit_key created_at",
        "minutes_comment": "text author_id submit_key created_at",
        "capture": "opinion_id at",
    },
)
also(
    "signature",
    {"meeting_question": "signature", "minutes_comment": "signature"},
    lambda: (
        emptying("meeting_question", "created_at", {"signature": ""}),
        emptying("minutes_comment", "created_at", {"signature": ""}),
    ),
)
also("weighing", {"poll_vote": "option_id person_id at"})
also(
    "passing",
    {
        "question_support": "person_id at",
        "speaker_request": "name first_time person_id at called_at done_at withdrawn_at",
        "minutes_letter": "registration_id person_id at",
    },
    lambda: (
        deleting("question_support", "at"),
        emptying("speaker_request", "at", {"person_id": None, "name": NOBODY}),
    ),
)
keep_class(
    DataClass(
        "named",
        _l("Who is named in an invitation or in minutes"),
        _l("Invited guests, presenters, who took on a task, and minutes as they were approved"),
        _l("so that it can be read who answered for what"),
        PUBLIC_TASK,
        _l("everybody"),
        {
            "event": "contact_name contact_email contact_phone",
            "meeting_invitation": "name role came",
            "agenda_item": "presenter notes",
            "agenda_document": "title filename content",
            "meeting_task": "who what result",
            "meeting_decision": "text",
            "parked_point": "text outcome",
            "minutes": "foreword afterword",
            "minutes_version": "data page_hu page_en pdf_hu pdf_en",
            "minutes_withdrawal": "because",
        },
        how_long=_l("always: approved minutes are frozen"),
        order=81,
    )
)


def _open(row: Any) -> Any:
    """Return whether the minutes a row goes into are not approved yet, and so not frozen."""
    minutes = db.metadata.tables["minutes"]
    approved = (minutes.c.meeting_id == row.meeting_id, minutes.c.approved_at.is_not(None))
    return ~exists().where(*approved)


covered({"minutes_comment": "answer"})
covered(
    {
        "agenda_item": "notes",
        "meeting_decision": "text",
        "meeting_task": "who what result",
        "minutes": "foreword afterword",
        "parked_point": "text outcome",
    },
    _open,
)

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "meeting": "facilitator_id created_by_id",
        "meeting_decision": "by_id",
        "meeting_task": "followed_by_id by_id done_by_id",
        "minutes": "begun_by_id changed_by_id",
        "minutes_comment": "answered_by_id",
        "minutes_version": "by_id",
        "minutes_withdrawal": "by_id",
        "parked_point": "by_id",
        "sitting": "started_by_id ended_by_id",
    },
)
impersonal(
    {
        "agenda_document": "id item_id url media_type submit_key",
        "agenda_item": "id meeting_id position title_hu title_en aim_hu aim_en minutes at_tables "
        "is_current current_since seconds_before left_at guide submit_key",
        "capture": "id meeting_id item_id table_id",
        "meeting": "id event_id conversation_id type newcomers_first takes_questions "
        "anonymous_questions shows_speakers comment_days submit_key created_at tick",
        "meeting_decision": "id meeting_id item_id key votes_for votes_against abstentions at",
        "meeting_invitation": "id meeting_id",
        "meeting_question": "id meeting_id item_id supports merged_into_id taken_up_at answered_at "
        "visible waiting",
        "meeting_table": "id meeting_id number name neighbourhood_id seed code_hash",
        "meeting_task": "id meeting_id item_id key due_on at done_at reminded_at",
        "minutes": "id meeting_id begun_at changed_at opened_at comments_until approved_at",
        "minutes_comment": "id meeting_id item_id answer answered_at visible waiting",
        "minutes_letter": "id version_id",
        "minutes_version": "id meeting_id number state at digest content_digest",
        "minutes_withdrawal": "id version_id at",
        "parked_point": "id meeting_id item_id key at settled_at",
        "poll_option": "id poll_id position text hands",
        "poll_vote": "id poll_id",
        "question_support": "id question_id",
        "sitting": "id meeting_id started_at ended_at",
        "speaker_request": "id meeting_id item_id key",
        "straw_poll": "id meeting_id item_id key question by_phone opened_at closed_at",
    }
)
