"""Who stands behind each theme: people by place and age, read in one pass over the opinions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.themes import voices
from forum.themes.models import Membership, Theme

#: What is told of an opinion that is listed or quoted.
TOLD = (Opinion.year, Opinion.serial, Opinion.agrees, Opinion.disagrees, Opinion.passes)


@dataclass(slots=True)
class Crowd:
    """Who stands behind a theme: sets of people, and the opinions that share their wording."""

    opinions: int = 0
    people: set[int] = field(default_factory=set)
    others: set[int] = field(default_factory=set)
    said: list[voices.Said] = field(default_factory=list)
    places: dict[int | None, set[int]] = field(default_factory=lambda: defaultdict(set))
    ages: dict[int | None, set[int]] = field(default_factory=lambda: defaultdict(set))
    rows: list[Row[Any]] = field(default_factory=list)


def crowds_of(
    conversation: Conversation, theme: Theme | None, same: Mapping[int, int], with_quotes: bool
) -> dict[int, Crowd]:
    """Read the opinions of themes; rows with their words only where quotes are chosen from them."""
    quoted = (Membership.confidence, Membership.words, Opinion.text, *TOLD)
    query = (
        select(
            Membership.theme_id,
            Opinion.id,
            Opinion.author_id,
            Opinion.neighbourhood_id,
            Opinion.age_band_id,
            *(quoted if with_quotes else ()),
        )
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Membership.conversation_id == conversation.id, Opinion.visible)
    )
    only = query.where(Membership.theme_id == theme.id) if theme else query
    found: dict[int, Crowd] = defaultdict(Crowd)
    for row in db.session.execute(only.order_by(Opinion.id) if with_quotes else only):
        theme_id, opinion, person, place, age = row[:5]
        crowd = found[theme_id]
        crowd.opinions += 1
        crowd.people.add(person)
        crowd.places[place].add(person)
        crowd.ages[age].add(person)
        if opinion in same:
            crowd.said.append(voices.Said(opinion, person, same[opinion]))
        else:
            crowd.others.add(person)
        if with_quotes:
            crowd.rows.append(row)
    return found
