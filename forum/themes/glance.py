"""What a theme's card shows at a glance: its words and a quote, chosen when it was analysed.

Choosing quotes reads hundreds of texts of each theme, which is too slow while somebody waits for
the board. So the worker chooses them after each analysis; themes made since are read briefly.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, select

from forum.city.models import Neighbourhood
from forum.conversations.models import Conversation
from forum.core import reference
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.opinions.placing import large_places
from forum.themes.models import Analysis, Membership
from forum.themes.quoting import QUOTE_POOL, Quote, quotes_of, together_of

#: Opinions read of a theme no analysis has chosen a quote for.
BRIEF_POOL = 25


def card_words(analysis: Analysis | None) -> dict[int, list[str]]:
    """Return a few words of each theme, as the analysis found them."""
    found = analysis.words if analysis else {}
    return {int(theme): told.get("often", []) for theme, told in found.items()}


def keep_quotes(analysis_id: int) -> None:
    """Choose quotes for the cards of an analysed conversation; commits, computes in between."""
    analysis = db.session.get_one(Analysis, analysis_id)
    pools, together = (
        _pools(analysis.conversation_id, QUOTE_POOL),
        together_of(analysis.conversation_id),
    )
    db.session.rollback()
    chosen = {theme: quotes_of(rows, {}, together) for theme, rows in pools.items()}
    analysis = db.session.get_one(Analysis, analysis_id)
    analysis.quotes = {
        str(theme): [[quote.opinion_id, quote.start, quote.end] for quote in quotes]
        for theme, quotes in chosen.items()
    }
    db.session.commit()


def quotes(
    conversation: Conversation, analysis: Analysis | None, themes: Sequence[int]
) -> dict[int, tuple[Quote, ...]]:
    """Return the quotes of these themes; those whose opinion is gone from there are left out."""
    kept = {int(theme): spans for theme, spans in (analysis.quotes if analysis else {}).items()}
    told = large_places(conversation.id)
    rows_of_places = select(Neighbourhood).where(Neighbourhood.id.in_(told))
    places = {place.id: place.name for place in db.session.scalars(rows_of_places)}
    rows = _still_there(conversation, [span[0] for spans in kept.values() for span in spans])
    found = {
        theme: tuple(
            _quote(rows[theme, opinion], start, end, places)
            for opinion, start, end in kept.get(theme, ())
            if (theme, opinion) in rows and end <= len(rows[theme, opinion].text)
        )
        for theme in themes
    }
    missing = [theme for theme in themes if not found[theme]]
    if missing:
        pools = _pools(conversation.id, BRIEF_POOL, missing)
        together = {row.id: row.confidence for pool in pools.values() for row in pool}
        found |= {theme: quotes_of(rows, places, together) for theme, rows in pools.items()}
    return found


def _quote(row: Row[Any], start: int, end: int, places: Mapping[int, str]) -> Quote:
    number, place = reference.write(row.year, row.serial), places.get(row.neighbourhood_id, "")
    return Quote(row.id, number, row.text[start:end], start, end, place)


def _still_there(
    conversation: Conversation, opinions: Sequence[int]
) -> dict[tuple[int, int], Row[Any]]:
    """Return shown opinions by theme and number."""
    query = (
        select(
            Membership.theme_id,
            Opinion.id,
            Opinion.year,
            Opinion.serial,
            Opinion.text,
            Opinion.neighbourhood_id,
        )
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Membership.opinion_id.in_(opinions), Opinion.visible)
        .where(Membership.conversation_id == conversation.id)
    )
    return {(row.theme_id, row.id): row for row in db.session.execute(query)}


def _pools(
    conversation_id: int, size: int, themes: Sequence[int] | None = None
) -> dict[int, list[Row[Any]]]:
    """Return the surest shown opinions of each theme, with what quotes are chosen by."""
    rank = func.row_number().over(
        partition_by=Membership.theme_id, order_by=(Membership.confidence.desc(), Opinion.id)
    )
    ranked = (
        select(Membership.id.label("member"), rank.label("rank"))
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Membership.conversation_id == conversation_id, Opinion.visible)
    )
    if themes is not None:
        ranked = ranked.where(Membership.theme_id.in_(themes))
    first = ranked.subquery()
    query = (
        select(
            Membership.theme_id,
            Membership.confidence,
            Membership.words,
            Opinion.id,
            Opinion.year,
            Opinion.serial,
            Opinion.text,
            Opinion.author_id,
            Opinion.neighbourhood_id,
            Opinion.age_band_id,
            Opinion.agrees,
            Opinion.disagrees,
        )
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .join(first, first.c.member == Membership.id)
        .where(first.c.rank <= size)
        .order_by(Opinion.id)
    )
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.theme_id].append(row)
    return found
