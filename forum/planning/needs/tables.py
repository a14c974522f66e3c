"""The public tables of who asked for needs, programs and candidates: brought up to date hourly."""

from collections import Counter
from collections.abc import Iterator, Mapping

from sqlalchemy import select

from forum.core.db import db
from forum.planning.needs.asked import asked_by_kind, asked_of_needs, table_name
from forum.planning.needs.models import Need

#: Traits by which people are counted, in the order of the page of a need.
TRAITS = ("neighbourhood", "age_band")
name_of = table_name


def tables() -> Iterator[tuple[str, Mapping[str, int]]]:
    """Count who asked for each published need, each program and each candidate."""
    ids = db.session.scalars(select(Need.id).where(Need.published_at.is_not(None)))
    for number, asked in sorted(asked_of_needs(ids).items()):
        counted = (asked.by_neighbourhood(), asked.by_age_band())
        for trait, people in zip(TRAITS, counted, strict=True):
            yield table_name("need", number, trait), _by_key(people)
    for kind, number, asked in asked_by_kind():
        yield table_name(kind, number, "neighbourhood"), _by_key(asked.by_neighbourhood())


def _by_key(people: Counter[int | None]) -> dict[str, int]:
    return {str(key): count for key, count in people.items() if count}
