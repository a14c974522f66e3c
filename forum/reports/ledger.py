"""The stored opinions behind a summary: what every number and quote in it is counted from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from forum.conversations.models import Conversation
from forum.core import reference
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.themes.models import Membership


@dataclass(frozen=True, slots=True)
class Entry:
    """A shown opinion as it is stored, with the themes it is in."""

    id: int
    reference: str
    text: str
    author: int
    channel: str
    neighbourhood: int | None
    age_band: int | None
    agrees: int
    disagrees: int
    passes: int
    themes: tuple[int, ...]


Ledger = Mapping[str, Entry]


def read_ledger(conversation: Conversation) -> dict[str, Entry]:
    """Read the shown opinions of a conversation by their reference, with two statements."""
    themes: dict[int, list[int]] = defaultdict(list)
    pairs = select(Membership.opinion_id, Membership.theme_id).order_by(Membership.theme_id)
    for opinion_id, theme_id in db.session.execute(
        pairs.where(Membership.conversation_id == conversation.id)
    ):
        themes[opinion_id].append(theme_id)
    rows = db.session.execute(
        select(
            Opinion.id,
            Opinion.year,
            Opinion.serial,
            Opinion.text,
            Opinion.author_id,
            Opinion.channel,
            Opinion.neighbourhood_id,
            Opinion.age_band_id,
            Opinion.agrees,
            Opinion.disagrees,
            Opinion.passes,
        )
        .where(Opinion.conversation_id == conversation.id, Opinion.visible)
        .order_by(Opinion.year, Opinion.serial)
    )
    found = {}
    for row in rows:
        name = reference.write(row.year, row.serial)
        found[name] = Entry(
            row.id,
            name,
            row.text,
            row.author_id,
            row.channel,
            row.neighbourhood_id,
            row.age_band_id,
            row.agrees,
            row.disagrees,
            row.passes,
            tuple(themes[row.id]),
        )
    return found


def people(entries: Iterable[Entry]) -> int:
    """Return how many different people said these."""
    return len({entry.author for entry in entries})
