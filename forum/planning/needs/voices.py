"""What each person said towards something: words in themes, single opinions, ideas, support.

A need rests on themes, opinions and ideas; a program or a candidate on needs and ideas. Whoever
wrote a shown opinion, proposed a shown idea or supports one asks for it, also where that idea was
put under another; whoever only agreed with an opinion does not.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, func, or_, select, union_all
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.ideas.models import Idea, Support
from forum.opinions.models import Opinion
from forum.planning.needs.models import NeedIdea, NeedOpinion, NeedTheme
from forum.themes.models import Membership, Theme


class Voice(NamedTuple):
    """Somebody asked for ``subject``: who, when, and what they told of themselves."""

    subject: int
    person_id: int
    contact_key: str | None
    home_id: int | None
    age_band_id: int | None
    at: datetime


def links(*selected: Select[Any]) -> Subquery:
    """Join selections of (subject, number of a need or an idea) into one."""
    return union_all(*selected).subquery()


def of_needs(needs: Subquery) -> list[Voice]:
    """Return what was said towards the needs of each subject, with four questions."""
    subject, number = needs.c[0], needs.c[1]
    ideas = select(subject, NeedIdea.idea_id).join(NeedIdea, NeedIdea.need_id == number)
    return [*_spoken(needs), *of_ideas(links(ideas))]


def of_ideas(ideas: Subquery) -> list[Voice]:
    """Return who proposed or supports the ideas of each subject, also those put under them."""
    subject, number = ideas.c[0], ideas.c[1]
    here = or_(Idea.id == number, Idea.lead_id == number)
    told = (Idea.author_id, Idea.contact_key, Idea.home_id, Idea.age_band_id, Idea.created_at)
    proposed = select(subject, *told).join(Idea, here).where(Idea.visible)
    told = (Support.person_id, Support.contact_key, Support.home_id, Support.age_band_id)
    supported = (
        select(subject, *told, Support.at)
        .join(Idea, here)
        .join(Support, Support.idea_id == Idea.id)
        .where(Idea.visible, Support.withdrawn_at.is_(None))
    )
    return [*_read(proposed), *_read(supported)]


def _spoken(needs: Subquery) -> Iterator[Voice]:
    """Read the opinions in the themes of needs, and those that stand for themselves."""
    subject, number = needs.c[0], needs.c[1]
    written = (
        Opinion.author_id,
        Opinion.contact_key,
        Opinion.neighbourhood_id,
        Opinion.age_band_id,
        Opinion.created_at,
    )
    themed = (
        select(subject, *written)
        .join(NeedTheme, NeedTheme.need_id == number)
        .join(Theme, Theme.id == NeedTheme.theme_id)
        .join(Membership, sorted_there(NeedTheme, Theme))
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Opinion.visible)
    )
    single = (
        select(subject, *written)
        .join(NeedOpinion, NeedOpinion.need_id == number)
        .join(Opinion, Opinion.id == NeedOpinion.opinion_id)
        .where(Opinion.visible)
    )
    yield from _read(themed)
    yield from _read(single)


def sorted_there(link: Any, theme: Any) -> Any:
    """Say which memberships belong to a cited theme; one merged away goes on as the other.

    Two steps are followed: themes merged once more after that are cited anew.
    """
    other = aliased(Theme)
    further = select(other.merged_into_id).where(other.id == theme.merged_into_id)
    goes_on = func.coalesce(further.scalar_subquery(), theme.merged_into_id, theme.id)
    here = Membership.conversation_id == link.conversation_id
    return here & (Membership.theme_id == goes_on)


def _read(query: Select[Any]) -> Iterator[Voice]:
    return (Voice(*row) for row in db.session.execute(query))


#: With more people than this, all contacts ever given are read at once.
MOST_NAMED = 5000


def contacts_of(people: Iterable[int]) -> list[tuple[int, str]]:
    """Return the contacts that were ever given together with each of ``people``."""
    ids = set(people)
    pairs: list[tuple[int, str]] = []
    opinion, idea, support = aliased(Opinion), aliased(Idea), aliased(Support)
    for who, contact in (
        (opinion.author_id, opinion.contact_key),
        (idea.author_id, idea.contact_key),
        (support.person_id, support.contact_key),
    ):
        query = select(who, contact).where(contact.is_not(None)).distinct()
        if len(ids) <= MOST_NAMED:
            query = query.where(who.in_(ids))
        pairs += ((row[0], row[1]) for row in db.session.execute(query) if row[0] in ids)
    return sorted(set(pairs))
