"""Who may moderate and report, appeal and answer, cover and remove, and say who is in charge."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator, facilitator, planner
from forum.core.access import Rule, allow, anyone, can
from forum.moderation.assigning.charge import in_charge, in_charge_of_place
from forum.moderation.decisions.appeals import may_answer
from forum.moderation.subjects import subject_for


def _may_decide(person: Any, text: Any) -> bool:
    subject = subject_for(text)
    if subject is None:
        return bool(person.at_least("facilitator"))
    return can(person, subject.permission, text) and in_charge(person, subject.place(text))


def _may_report(person: Any, text: Any) -> bool:
    """Nobody reports their own words, and nobody what is not shown any more."""
    if text is None:
        return True
    subject = subject_for(text)
    author = subject.author(text) if subject else text.author_id
    own = person.id is not None and author == person.id
    return bool(text.visible) and not own and (subject is None or subject.reportable(text))


allow("moderation:review", _l("See what waits for a look: new texts and reports"), facilitator)
allow(
    "moderation:act",
    _l("Hide, restore and let through what residents write, where one is in charge"),
    facilitator & Rule(_may_decide),
)
allow("moderation:report", _l("Report what somebody else has written"), Rule(_may_report))
allow("moderation:words", _l("Keep the list of watch words"), planner)
allow(
    "moderation:statement",
    _l("Read by its link why a text was hidden or changed, and appeal against it"),
    anyone,
)
allow(
    "moderation:appeals", _l("See the appeals of one's own conversations and forums"), facilitator
)
allow(
    "moderation:answer",
    _l("Answer an appeal against somebody else's decision"),
    facilitator & Rule(may_answer),
)
allow("moderation:redact", _l("Cover a part of a text or a picture"), in_charge_of_place)
allow("moderation:remove", _l("Remove a text because the law requires it"), planner)
allow("moderation:unseal", _l("Read the sealed words of a removed text"), administrator)
allow("moderation:assign", _l("Say who is in charge of a conversation or a forum"), planner)
allow("moderation:reason_words", _l("Keep words for decisions that come again"), planner)
allow("moderation:figures", _l("Read how many texts were moderated in each month"), anyone)
