"""Looking at changed words again: what was found before and is gone is a cause no more."""

from typing import Any

from forum.moderation.review import queue, scoring
from forum.moderation.review.models import ReviewItem
from forum.moderation.review.scoring import Finding
from forum.moderation.rules import finding
from forum.moderation.subjects import subject_for

#: What the words themselves show; who wrote them, and how often, does not change with them.
OF_WORDS = frozenset({scoring.LINK, scoring.PHONE, scoring.NAME, scoring.WATCH_WORD})


def look_again(text: Any) -> None:
    """Bring the causes of a text that is in the queue up to its words as they are now."""
    item, subject = queue.item_of(text), subject_for(text)
    if item is None or not item.is_open or subject is None:
        return
    # What staff wrote down was never looked at, so it is not begun now.
    found = finding.of_words(subject, text) if subject.sent(text) else []
    kinds = {one.kind for one in found}
    gone = [cause for cause in item.causes if cause.kind in OF_WORDS and cause.kind not in kinds]
    for cause in gone:
        item.causes.remove(cause)
    if gone and not item.causes and not text.waiting:
        item.rest()  # nothing speaks for looking at it any more
    elif gone:
        _weigh(item, text, found)


def _weigh(item: ReviewItem, text: Any, found: list[Finding]) -> None:
    """Sum up what is left of the causes, and whether one of them holds the text."""
    left = {cause.kind for cause in item.causes}
    item.held = item.held and (scoring.COPY in left or any(one.holds for one in found))
    findings = [one for one in found if one.kind in left]
    if text.waiting and not left:
        findings.append(Finding(scoring.WAITS, scoring.WAITS_WEIGHT))
    item.weigh(findings)
