"""Everything the rules find in one text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import has_request_context
from sqlalchemy import exists, select, union_all

from forum.core.db import db, now
from forum.core.limits import attempts, network_address, too_many
from forum.moderation.review import queue, scoring
from forum.moderation.review.scoring import Finding
from forum.moderation.rules import copies, reaching, reading, watching
from forum.moderation.subjects import Subject, subjects

#: Texts from one address within so many minutes that somebody should look: a family writes fewer.
BURST, BURST_MINUTES = 8, 10
#: Where a name, a number or a link is meant to stand, so that people can be reached.
MEANT_TO_REACH = {"contact_name", "contact_phone", "contact_email", "website"}
#: Texts a new one is compared with, and for how long a campaign usually goes on.
MOST_COMPARED, COMPARED_FOR = 200, timedelta(days=14)


@dataclass
class Found:
    """What was found, and the campaign the text belongs to, if it is a near-copy."""

    findings: list[Finding] = field(default_factory=list)
    campaign: str = ""


def findings(subject: Subject, text: Any, changed: bool) -> Found:
    """Ask every rule about a text that is written in the present transaction."""
    found = Found(of_words(subject, text))
    if not changed and _is_first(subject, text):
        found.findings.append(Finding(scoring.FIRST, scoring.FIRST_WEIGHT))
    if not changed and subject.bursts and _bursts():
        found.findings.append(Finding(scoring.BURST, scoring.BURST_WEIGHT))
    original = _original(subject, text)
    if original is not None:
        holds, found.campaign = _join(original)
        found.findings.append(Finding(scoring.COPY, scoring.COPY_WEIGHT, holds=holds))
    return found


def of_words(subject: Subject, text: Any) -> list[Finding]:
    """Ask the rules that look at nothing but the words."""
    said = [name for name in subject.words if name not in MEANT_TO_REACH]
    others = _joined(text, [name for name in said if name != "signature"])
    found = in_words(_joined(text, said), others, subject.safety(text))
    return [*found, *_watch_words(_joined(text, subject.words))]


def _joined(text: Any, names: Sequence[str]) -> str:
    return "\n".join(str(getattr(text, name) or "") for name in names)


def in_words(words: str, of_others: str, safety: bool) -> list[Finding]:
    """Return what the words themselves show; a pure function.

    Where crime or traffic is spoken of, what points at somebody waits for a look; ``of_others``
    are the words without the author's own signature.
    """
    found = []
    if reaching.has_link(words):
        found.append(Finding(scoring.LINK, scoring.LINK_WEIGHT))
    if reaching.has_phone(words):
        found.append(Finding(scoring.PHONE, scoring.PHONE_WEIGHT, holds=safety))
    if safety and reading.names_somebody(of_others):
        found.append(Finding(scoring.NAME, scoring.NAME_WEIGHT, holds=True))
    return found


def _watch_words(words: str) -> list[Finding]:
    found = watching.matching(words, watching.watched())
    if not found:
        return []
    weight = min(sum(word.weight for word in found), watching.MOST_WEIGHT)
    details = {"words": [word.word for word in found][:10]}
    holds = any(word.holds for word in found)
    return [Finding(scoring.WATCH_WORD, weight, details, holds=holds)]


def _is_first(subject: Subject, text: Any) -> bool:
    """Whether nothing else of its author has appeared, of whatever kind; one question."""
    author = subject.author(text)
    if author is None:
        return False
    parts = []
    for one in subjects().values():
        query = select(one.model.id).where(one.model.author_id == author, one.model.visible)
        if one is subject:
            query = query.where(one.model.id != text.id)
        parts.append(query)
    return not db.session.scalar(select(exists(union_all(*parts).subquery().select())))


def _bursts() -> bool:
    """Note one more text from this address (a keyed hash of the day); tell whether it is many."""
    if not has_request_context():
        return False
    address = network_address()
    too_many("written", address, 1_000_000, BURST_MINUTES)
    return attempts("written", address, BURST_MINUTES) >= BURST


def _original(subject: Subject, text: Any) -> Any:
    """Return the text this one nearly repeats, of the same kind and place."""
    said = str(getattr(text, subject.words[0]) or "")
    if len(said) < copies.SHORTEST:
        return None
    model, column = subject.model, getattr(subject.model, subject.words[0])
    query = select(model.id, column).where(
        model.id != text.id, model.created_at >= now() - COMPARED_FOR
    )
    place = subject.place(text)
    if place is not None:
        query = query.where(getattr(model, f"{place.kind}_id") == place.id)
    rows = db.session.execute(query.order_by(model.id.desc()).limit(MOST_COMPARED))
    number = copies.nearest(said, rows.tuples())
    return db.session.get(model, number) if number is not None else None


def _join(original: Any) -> tuple[bool, str]:
    """Return whether a copy of this text is held, and the campaign both belong to.

    Copies of what was hidden wait for a look; the first of a new campaign is looked at with it.
    """
    item = queue.item_of(original)
    if item is None or item.is_open:
        copied = [Finding(scoring.COPY, scoring.COPY_WEIGHT)]
        return False, queue.put_in(original, copied).campaign
    return item.decided_act in {"hidden", "removed"}, item.campaign
