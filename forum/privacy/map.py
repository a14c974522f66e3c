"""The data map: the classes of data in plain words, as people read them."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.city import queries as city
from forum.core.days import day_of
from forum.core.db import db, now
from forum.core.keeping import DataClass, classes
from forum.privacy.retention.holds import Held, Holds
from forum.privacy.retention.models import RetentionHold, RetentionPeriod
from forum.privacy.retention.periods import all_days
from forum.privacy.retention.words import happens_words, held_words, spelled


@dataclass(frozen=True)
class MapEntry:
    """A class of data as the map shows it."""

    name: str
    title: str
    what: str
    why: str
    ground: str
    how_long: list[str]
    who: str


def data_map() -> list[MapEntry]:
    """Return what is kept of people, in the language of the page."""
    days, holds = all_days(), Holds()
    return [
        MapEntry(
            one.name,
            str(one.title),
            str(one.what),
            str(one.why),
            str(one.ground),
            how_long(one, days.get(one.name), next(iter(holds.of(one)), None)),
            str(one.who),
        )
        for one in classes()
    ]


def map_stamp() -> tuple[object, ...]:
    """Return what changes when the map does: the city’s words, a period, a hold, the day."""
    lifted = select(func.count()).where(RetentionHold.lifted_at.is_not(None)).scalar_subquery()
    last = select(
        select(func.max(RetentionPeriod.id)).scalar_subquery(),
        select(func.max(RetentionHold.id)).scalar_subquery(),
        lifted,
    )
    return (city.stamp(), day_of(now()), *db.session.execute(last).one())


def how_long(one: DataClass, days: int | None, held: Held | None) -> list[str]:
    """Return sentences on how long a class is kept, and what happens then."""
    told = [_capital(str(one.how_long))] if one.how_long else []
    if one.retention and days is not None:
        told.append(
            _capital(
                _(
                    "At most %(period)s %(since)s; then %(happens)s.",
                    period=spelled(days),
                    since=str(one.retention.since),
                    happens=happens_words(one.retention.happens),
                )
            )
        )
    if held:
        told.append(held_words(held))
    return told


def _capital(text: str) -> str:
    closed = text if text.endswith(".") else f"{text}."
    return closed[:1].upper() + closed[1:]
