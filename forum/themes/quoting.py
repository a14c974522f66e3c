"""The quotes of a theme, chosen from its opinions and told with where they come from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from forum.core import reference
from forum.core.db import db
from forum.themes import quotes, records
from forum.themes.memory import remembered
from forum.themes.models import Membership

#: Quotes shown for a theme.
QUOTES = 3
#: Opinions a theme's quotes are chosen from, the surest first: more take time and change nothing.
QUOTE_POOL = 250


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact span of a stored opinion: ``text`` equals the opinion's text from start to end."""

    opinion_id: int
    reference: str
    text: str
    start: int
    end: int
    neighbourhood: str = ""


def together_of(conversation_id: int) -> Mapping[int, float]:
    """Return the sum of each opinion's confidences, over all themes it is in."""
    query = select(Membership.opinion_id, func.sum(Membership.confidence))
    here = query.where(Membership.conversation_id == conversation_id)
    return {row[0]: row[1] for row in db.session.execute(here.group_by(Membership.opinion_id))}


def quotes_of(
    rows: Sequence[Row[Any]], places: Mapping[int, str], together: Mapping[int, float]
) -> tuple[Quote, ...]:
    """Choose the quotes of a theme from its opinions (rows with their confidence and words)."""
    focus = {row.id: quotes.focus(row.confidence, together[row.id]) for row in rows}
    surest = sorted(rows, key=lambda row: (-focus[row.id], row.id))[:QUOTE_POOL]
    words = Counter(word.lower() for row in rows for word in row.words or ())
    by_id = {row.id: row for row in surest}
    plain = [
        records.Opinion(
            row.id,
            row.text,
            row.author_id,
            row.neighbourhood_id,
            row.age_band_id,
            agrees=int(row.agrees > row.disagrees),
            disagrees=int(row.agrees < row.disagrees),
        )
        for row in surest
    ]
    read = (plain, {row.id: focus[row.id] for row in surest}, QUOTES, dict(sorted(words.items())))
    chosen = remembered(repr(read), lambda: quotes.choose(*read))
    return tuple(
        Quote(
            each.opinion_id,
            reference.write(row.year, row.serial),
            each.text,
            each.start,
            each.end,
            places.get(row.neighbourhood_id, ""),
        )
        for each in chosen
        for row in (by_id[each.opinion_id],)
    )
