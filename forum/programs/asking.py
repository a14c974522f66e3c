"""The conversation in which those who came to a program say how it was."""

from datetime import timedelta

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.days import begin_of, day_of, end_of
from forum.core.db import now
from forum.core.i18n import az
from forum.programs.models import Program

#: So many days after the last session one can still say how it was.
FEEDBACK_DAYS = 30


def question_of(program: Program) -> dict[str, str]:
    """Return the question in both languages, with the article the Hungarian title asks for."""
    title_en = program.title_en or program.title_hu
    return {
        "question_hu": f"Hogy érezte magát {az(f'„{program.title_hu}”')} programon?",
        "question_en": f"How was “{title_en}”?",
    }


def _introduction() -> dict[str, str]:
    return {
        "introduction_hu": "Itt azok mondják el, akik ott voltak: mi volt jó, és mi legyen másképp.",
        "introduction_en": "Those who were there say here what was good, and what should be "
        "different.",
    }


def open_conversation(program: Program, by: Person) -> None:
    """Open the program's own conversation, from its first session to 30 days after the last."""
    days = [each.event.day for each in program.held_sessions]
    values = {"project_id": program.project_id, **question_of(program), **_introduction()}
    conversation = Conversation(purpose="feedback", neighbourhoods=list(program.neighbourhoods))
    last = max(days) + timedelta(days=FEEDBACK_DAYS)
    conversation.draft(by, values, {"speak": (min(days), last)})
    conversation.open(by)
    program.conversation = conversation


def keep_open(program: Program, by: Person) -> None:
    """Let the speaking of the conversation follow the sessions; it never ends earlier by this."""
    talk = program.conversation
    days = [each.event.day for each in program.held_sessions]
    phase = talk.phase("speak") if talk is not None else None
    if talk is None or phase is None or not days:
        return
    until = end_of(max(days) + timedelta(days=FEEDBACK_DAYS))
    if until > phase.ends_at and until > now():
        talk.prolong("speak", until, by)
    if min(days) < day_of(phase.starts_at):
        phase.starts_at = begin_of(min(days))
        talk.changed()


def reword(program: Program, by: Person) -> None:
    """Let the question follow the title, unless somebody has answered it already."""
    talk = program.conversation
    if talk is not None and not talk.question_is_held:
        talk.edit(by, question_of(program))
