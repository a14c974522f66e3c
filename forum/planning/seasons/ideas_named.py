"""Finding the ideas a candidate would answer: the accepted ones, or any by its number."""

import re
from collections.abc import Iterable

from sqlalchemy import Select, or_, select

from forum.core.db import db
from forum.ideas.models import Idea

#: Accepted ideas offered for ticking; others are named by their numbers.
MOST_OFFERED = 60
#: Ideas named in one line.
MOST_NAMED = 20
_REFERENCE = re.compile(r"(?:[pP]-?)?(\d{4})-(\d{1,7})")


def accepted_ideas(also: Iterable[int] | None = None) -> list[Idea]:
    """Return accepted ideas that lead or stand alone, the most supported first, and ``also``."""
    wanted = Idea.state == "accepted"
    query = select(Idea).where(Idea.visible, Idea.lead_id.is_(None), wanted)
    query = query.order_by(Idea.supports_count.desc(), Idea.id).limit(MOST_OFFERED)
    found = list(db.session.scalars(query))
    more = set(also or ()) - {idea.id for idea in found}
    if more:
        found += db.session.scalars(select(Idea).where(Idea.id.in_(more), Idea.visible))
    return found


def ideas_named(line: str | None) -> tuple[list[Idea], list[str]]:
    """Return the visible ideas whose numbers stand in ``line``, and what is the number of none.

    Ideas are called P-2026-00042; of an idea put under another, its lead is meant.
    """
    named = [word for word in re.split(r"[,;\s]+", line or "") if word][:MOST_NAMED]
    read = {word: _REFERENCE.fullmatch(word) for word in named}
    wanted = {word: (int(m[1]), int(m[2])) for word, m in read.items() if m}
    found = list(db.session.scalars(_numbered(wanted.values()))) if wanted else []
    known = {(idea.year, idea.serial) for idea in found}
    leads = [idea.lead or idea for idea in found]
    return [idea for idea in leads if idea.visible], [
        word for word in named if wanted.get(word) not in known
    ]


def _numbered(numbers: Iterable[tuple[int, int]]) -> Select[tuple[Idea]]:
    either = or_(*((Idea.year == year) & (Idea.serial == number) for year, number in numbers))
    return select(Idea).where(Idea.visible, either).order_by(Idea.id)
