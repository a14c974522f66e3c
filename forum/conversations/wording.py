"""What a conversation's page says: what can be done now, why not, and when each phase is."""

from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _

from forum.conversations.extensions import Way, way
from forum.conversations.models import Conversation
from forum.conversations.phases import PHASE_NAMES, Phase
from forum.core.access import can
from forum.core.i18n import show_date


class NextStep(NamedTuple):
    """One sentence on what to do now, the big button, and perhaps a second way."""

    sentence: str
    way: Way | None = None
    other: Way | None = None


def next_step(person: Any, conversation: Conversation, result: dict[str, str] | None) -> NextStep:
    """Tell ``person`` the one thing to do now; ``result`` is where the results can be read."""
    sentences = {
        "draft": _draft,
        "announced": _announced,
        "speak": _speak,
        "weigh": _weigh,
        "read": _read,
    }
    return sentences[conversation.state](person, conversation, result)


def _draft(person: Any, conversation: Conversation, _result: Any) -> NextStep:
    edit = Way(_url("conversations.edit", conversation), _("Edit the draft"), "edit")
    return NextStep(
        _("This is a draft: nobody outside the office can see it yet."),
        edit if can(person, "conversations:manage", conversation) else None,
    )


def _announced(_person: Any, conversation: Conversation, _result: Any) -> NextStep:
    sentence = _not_yet(conversation.coming) if conversation.coming else ""
    return NextStep(sentence, _opinions(conversation))


def _speak(person: Any, conversation: Conversation, _result: Any) -> NextStep:
    parts = [_("Say what you think, in a sentence or two."), _last(conversation.phase("speak"))]
    if not can(person, "conversations:speak", conversation):
        parts.append(_("You need an account for this; registering takes a minute."))
    return NextStep(" ".join(parts), way("speak", conversation), way("weigh", conversation))


def _weigh(person: Any, conversation: Conversation, _result: Any) -> NextStep:
    if not conversation.opinions_count:
        return NextStep(_("Nobody has said anything here, so there is nothing to weigh."))
    parts = [
        _("Read what others said, one opinion at a time, and tell whether you agree."),
        _last(conversation.phase("weigh")),
    ]
    if not can(person, "conversations:weigh", conversation):
        parts.append(_("You need an account for this; registering takes a minute."))
    return NextStep(" ".join(parts), way("weigh", conversation))


def _read(_person: Any, conversation: Conversation, result: dict[str, str] | None) -> NextStep:
    if conversation.closing is not None:
        sentence = why_not(conversation, "speak") or ""
    elif result:
        sentence = _("Speaking and weighing are over, and the results are here.")
    else:
        sentence = _("Speaking and weighing are over. The city is working on the results.")
    read = Way(result["url"], result["label"], "paper") if result else _opinions(conversation)
    return NextStep(sentence, read)


def _opinions(conversation: Conversation) -> Way | None:
    return Way("#opinions", _("Read the opinions"), "list") if conversation.opinions_count else None


def why_not(conversation: Conversation, kind: str) -> str | None:
    """Return the kind sentence why nobody can speak (or weigh) now; None when people can."""
    if conversation.in_phase(kind):
        return None
    if conversation.closing is not None:
        because = conversation.closing.because
        return _("This conversation has been closed. The reason: %(because)s", because=because)
    phase = conversation.phase(kind)
    if not conversation.is_open or phase is None:
        return _("This is not part of the conversation now.")
    return _over(phase) if phase.is_over else _not_yet(phase)


def _not_yet(phase: Phase) -> str:
    day = show_date(phase.first_day)
    if phase.kind == "speak":
        return _("You can say your opinion from this day on: %(day)s", day=day)
    return _("You can weigh the opinions from this day on: %(day)s", day=day)


def _over(phase: Phase) -> str:
    day = show_date(phase.last_day)
    if phase.kind == "speak":
        return _("Saying opinions is over; the last day was %(day)s", day=day)
    return _("Weighing is over; the last day was %(day)s", day=day)


def _last(phase: Phase | None) -> str:
    return _("Last day: %(day)s", day=show_date(phase.last_day)) if phase else ""


def phase_steps(conversation: Conversation) -> list[dict[str, str]]:
    """Return the phase strip: speak, weigh and read, with their days and what is on now."""
    order = [phase for kind in ("speak", "weigh") if (phase := conversation.phase(kind))]
    strip = [_step(phase.kind, _when(conversation, phase), phase.days) for phase in order]
    return [*strip, _step("read", "current" if conversation.state == "read" else "next", "")]


def _step(kind: str, state: str, text: str) -> dict[str, str]:
    icon = "paper" if kind == "read" else kind
    return {"label": str(PHASE_NAMES[kind]), "icon": icon, "state": state, "text": text}


def _when(conversation: Conversation, phase: Phase) -> str:
    if conversation.in_phase(phase.kind):
        return "current"
    return "done" if phase.is_over or conversation.closing is not None else "next"


def _url(endpoint: str, conversation: Conversation) -> str:
    return url_for(endpoint, conversation_id=conversation.id)
