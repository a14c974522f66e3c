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


#: What an entry takes over from its opinion, in the order of its fields.
_COLUMNS = (
    Opinion.id,
    Opinion.text,
    Opinion.author_id,
    Opinion.channel,
    Opinion.neighbourhood_id,
    Opinion.age_band_id,
    Opinion.agrees,
    Opinion.disagrees,
    Opinion.passes,
)


def read_ledger(conversation: Conversation) -> dict[str, Entry]:
    """Read the shown opinions of a conversation by their reference, with two statements."""
    themes = _themes(conversation)
    shown = (Opinion.conversation_id == conversation.id, Opinion.visible)
    rows = db.session.execute(
        select(Opinion.year, Opinion.serial, *_COLUMNS)
        .where(*shown)
        .order_by(Opinion.year, Opinion.serial)
    )
    found = {}
    for year, serial, number, *said in rows:
        name = reference.write(year, serial)
        found[name] = Entry(number, name, *said, tuple(themes[number]))
    return found


def _themes(conversation: Conversation) -> dict[int, list[int]]:
    """Read the themes of each opinion, in order."""
    themes: dict[int, list[int]] = defaultdict(list)
    pairs = select(Membership.opinion_id, Membership.theme_id).order_by(Membership.theme_id)
    for opinion_id, theme_id in db.session.execute(
        pairs.where(Membership.conversation_id == conversation.id)
    ):
        themes[opinion_id].append(theme_id)
    return themes


def people(entries: Iterable[Entry]) -> int:
    """Return how many different people said these."""
    return len({entry.author for entry in entries})
