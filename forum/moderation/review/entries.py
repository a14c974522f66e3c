"""The items on a page of the queue, each with all that is shown of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select

from forum.core.db import db
from forum.moderation.models import Hiding
from forum.moderation.queries import Report, hidings_of, open_reports
from forum.moderation.review import campaigns, scoring, wordings
from forum.moderation.review.hidden import Why, why
from forum.moderation.review.joint.models import AT_ONCE, JointDecision
from forum.moderation.review.joint.queries import pending
from forum.moderation.review.models import ReviewItem
from forum.moderation.review.wordings import Wording
from forum.moderation.subjects import Card, cards_of, subjects


@dataclass
class Entry:
    """One item of the page: a text, or a campaign of near-copies led by its oldest text."""

    item: ReviewItem
    card: Card
    number: int = 1
    stamp: str = ""
    reports: list[Report] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hiding: Hiding | None = None
    #: Why its texts were hidden, when there are several.
    why_hidden: list[Why] = field(default_factory=list)
    #: In how many ways it is worded, and the first of those that are not on the card.
    wordings: int = 1
    others: list[Wording] = field(default_factory=list)
    #: The decision its texts wait for, while the worker is at it.
    joint: JointDecision | None = None

    @property
    def takes_long(self) -> bool:
        """Whether there are so many that the worker decides on them."""
        return self.number > AT_ONCE

    @property
    def key(self) -> str:
        """What forms call it."""
        return campaigns.key_of(self.item)

    @property
    def score(self) -> int:
        """The sum of its parts."""
        return self.item.score + scoring.copies_weight(self.number)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """The parts of the score: what it is, and how much it weighs."""
        found = [(cause.sentence, cause.weight) for cause in self.item.causes]
        more = scoring.copies_weight(self.number)
        return [*found, (scoring.told_copies(self.number), more)] if more else found

    @property
    def kind_name(self) -> str:
        """What a text of its kind is called."""
        return str(subjects()[self.item.subject_kind].name)

    @property
    def reason(self) -> str:
        """The kind of reason most people reported it for; empty when nobody did."""
        return self.reports[0].kind if self.reports else ""


class Told(NamedTuple):
    """An item that a joint decision left as it is, and why."""

    card: Card
    why: str


def told_items(items: Sequence[ReviewItem]) -> list[Told]:
    """Say of items why they were left as they are."""
    cards = cards_of(item.about for item in items)
    found = ((cards.get(item.about), item) for item in items)
    return [Told(card, campaigns.left_as_is(item, card.reference)) for card, item in found if card]


def entries_of(rows: Iterable[Any], hidden: bool) -> list[Entry]:
    """Return the entries of these rows: (item, number, and two sums of a stamp)."""
    found = {row[0]: row for row in rows}
    query = select(ReviewItem).where(ReviewItem.id.in_(found))
    items = {item.id: item for item in db.session.scalars(query)}
    keys = [item.about for item in items.values()]
    cards = cards_of(keys)
    reports, notes = open_reports([] if hidden else keys)
    hidings = hidings_of(keys) if hidden else {}
    entries = []
    for number, row in found.items():
        item = items[number]
        key = item.about
        if key not in cards:
            continue
        stamp = f"{row[1]}.{row[2]}.{row[3]}"
        words = reports.get(key, []), notes.get(key, [])
        entries.append(Entry(item, cards[key], row[1], stamp, *words, hidings.get(key)))
    return _with_campaigns(entries, hidden)


def _with_campaigns(entries: list[Entry], hidden: bool) -> list[Entry]:
    """Add to each campaign in how many ways it is worded, and who is deciding on it already."""
    several = [entry.item.campaign for entry in entries if entry.number > 1]
    worded = wordings.of_campaigns(several, campaigns.together(hidden))
    reasons = why(several) if hidden else {}
    waiting = pending([entry.item.campaign for entry in entries])
    for entry in entries:
        found = worded.get(entry.item.campaign, [])
        entry.wordings = max(len(found), 1)
        others = [one for one in found if entry.item.subject_id not in one.ids]
        entry.others = others[: campaigns.MOST_SHOWN] if entry.number > 1 else []
        entry.joint = waiting.get(entry.item.campaign)
        entry.why_hidden = reasons.get(entry.item.campaign, []) if entry.number > 1 else []
    return entries
