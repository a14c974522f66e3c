"""Rules: what catches the eye in a text when it is written or changed.

A rule either lets a text appear and puts it into the review queue, or holds it until somebody has
looked. What staff wrote down or imported is not looked at: somebody has read it already.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from forum.moderation.covering.redactions import edited
from forum.moderation.review import queue, scoring
from forum.moderation.review.scoring import Finding
from forum.moderation.subjects import kind_of, subjects

_resting: ContextVar[bool] = ContextVar("rules-resting", default=False)


@contextmanager
def resting(rest: bool = True) -> Iterator[None]:
    """Look at nothing for a while: texts come from elsewhere, such as the demonstration city.

    ``resting(False)`` wakes the rules for a while inside.
    """
    token = _resting.set(rest)
    try:
        yield
    finally:
        _resting.reset(token)


def look_at(text: Any, changed: bool = False) -> bool:
    """Look at a new or changed text; True when a rule holds it until somebody has looked.

    What was shown, or would have been, and is held now is told to its author by a statement. Called in the transaction that writes the text, with the row written. ``changed`` is said of
    words that were here before in another form.
    """
    from forum.moderation.rules import again, finding

    if changed:
        queue.changed(text)
        edited(text)  # what was covered does not come back unseen
        again.look_again(text)
    subject = subjects().get(kind_of(text))
    looks = not _resting.get() and subject is not None and subject.sent(text)
    found = finding.findings(subject, text, changed) if looks and subject else finding.Found()
    rules = [] if text.waiting else _holding(found.findings)
    if text.waiting:
        found.findings.append(Finding(scoring.WAITS, scoring.WAITS_WEIGHT))
    if found.findings:
        queue.put_in(text, found.findings, found.campaign, held=bool(rules))
    if rules:
        text.wait(rules)
    return bool(rules)


def _holding(findings: Sequence[Finding]) -> list[str]:
    """Return the rules that hold a text, those that weigh most first."""
    holding = [one for one in findings if one.holds]
    return [one.kind for one in sorted(holding, key=lambda one: -one.weight)]
