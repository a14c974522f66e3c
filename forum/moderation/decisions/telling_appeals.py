"""How answers to appeals are told, and how staff are reminded to answer."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core import news
from forum.core.news import Details, News, Words
from forum.moderation.decisions.telling import SAMPLE, address_of_statement
from forum.moderation.subjects import is_picture


def _appeal_title(details: Details) -> str:
    reference, picture = details["reference"], is_picture(details.get("kind") or "")
    if details["outcome"] == "overturned" and picture:
        return _("You were right about your picture %(reference)s", reference=reference)
    if details["outcome"] == "overturned":
        return _("You were right about your text %(reference)s", reference=reference)
    if picture:
        return _("Your picture %(reference)s was looked at again", reference=reference)
    return _("Your text %(reference)s was looked at again", reference=reference)


def _appeal_paragraphs(details: Details) -> list[str]:
    if details["outcome"] == "overturned":
        first = _("Another person looked at it and took the decision back.")
    else:
        first = _("Another person looked at it and the decision stays as it was.")
    said = [first, _("Their words: “%(answer)s”", answer=details["answer"])]
    if details.get("unseen"):
        said.insert(1, _("It is still not shown, for another reason than this decision."))
    return said


def _late_title(details: Details) -> str:
    if details["days"] < 0:
        return _(
            "The answer to an appeal is overdue: %(reference)s", reference=details["reference"]
        )
    return _("An appeal has to be answered soon: %(reference)s", reference=details["reference"])


def _late(details: Details) -> list[str]:
    return [_("Somebody did not agree with a decision and waits for another person’s answer.")]


ANSWERED = news.declare(
    "appeal_answered",
    Words(
        _appeal_title,
        _appeal_paragraphs,
        _l("Read the answer"),
        "decision",
        at_once=True,
        sample={**SAMPLE, "outcome": "overturned", "answer": "Igaza van, elnézést kérünk."},
        address=address_of_statement,
    ),
)
WAITING = news.declare(
    "appeal_waiting",
    Words(
        _late_title,
        _late,
        _l("See the appeal"),
        "clock",
        at_once=True,
        sample={**SAMPLE, "days": 3},
    ),
)


def tell_answer(appeal: Any) -> None:
    """Tell whoever asked for another look what came of it, once."""
    statement = appeal.statement
    author_id = statement.author_id
    if author_id is None:
        return
    details = {
        "reference": statement.reference,
        "kind": statement.subject_kind,
        "outcome": appeal.outcome,
        "answer": appeal.answer,
        "unseen": appeal.outcome == "overturned" and statement.is_unseen,
    }
    key, topic = f"appeal-{appeal.id}", ("statement", statement.id)
    news.tell(News(ANSWERED, key, topic, "", details), [author_id])


def remind_of(appeal: Any, person_ids: list[int]) -> None:
    """Tell staff that an appeal waits: once before its last day, then once in each week."""
    late = appeal.is_late
    details = {"reference": appeal.statement.reference, "days": -1 if late else appeal.days_left}
    path = f"/moderation/appeals/{appeal.id}"
    week = f"-{appeal.weeks_late}" if appeal.weeks_late else ""
    key = f"appeal-{appeal.id}-{'late' if late else 'soon'}{week if late else ''}"
    news.tell(News(WAITING, key, ("appeal", appeal.id), path, details), person_ids)
