"""What the calendar reads: announced events only, chosen and in order."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from forum.city.models import AgeBand, Neighbourhood
from forum.core import search
from forum.core.days import begin_of, day_of, end_of
from forum.core.db import db, now
from forum.core.i18n import in_language
from forum.core.pages import paginate
from forum.events.calendars.choosing import Asked
from forum.events.life import Announcement, Cancellation
from forum.events.models import Event

#: Most events in a feed: what is to come first, then what is over. Calendars on old phones grow
#: slow with more.
MOST_IN_FEED = 1000
#: How long what is over stays in a feed, so that calendars learn of what was called off.
FEED_DAYS = 90
#: Most events of a month that are drawn or printed.
MOST_IN_MONTH = 600
LATELY = 50


def announced() -> Select[tuple[Event]]:
    """Select the events residents may see, with what a list shows of them."""
    query = select(Event).join(Event.announcement)
    return query.options(contains_eager(Event.announcement), joinedload(Event.category))


def _bare() -> Select[tuple[Event]]:
    """Select announced events where nobody asks for their parts of the city and ages."""
    return announced().options(lazyload(Event.neighbourhoods), lazyload(Event.age_bands))


def announced_event(_person: Any, event_id: int) -> Event | None:
    """Return the event if it was announced; drafts are neither printed nor fed to anybody."""
    return db.session.scalars(announced().where(Event.id == event_id)).unique().first()


def stamp(**_arguments: object) -> object:
    """Return what changes whenever a page or feed of the calendar must be made anew."""
    return tuple(db.session.execute(select(func.count(Event.id), func.sum(Event.tick))).one())


def listed(asked: Asked) -> Pagination:
    """Return a page of the events asked for, the next first, or of the past the last first."""
    past = asked.when == "past" and not asked.day
    order = (Event.starts_at.desc(), Event.id.desc()) if past else (Event.starts_at, Event.id)
    return paginate(announced().where(*_chosen(asked), *_days(asked)).order_by(*order))


def _days(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions on days."""
    moment = now()
    today = day_of(moment)
    if asked.day:
        return _between(begin_of(asked.day), end_of(asked.day))
    if asked.when == "past":
        return [Event.ends_at <= moment]
    ends = {
        "today": end_of(today),
        "week": end_of(today + timedelta(days=6 - today.weekday())),
        "month": end_of(today + timedelta(days=30)),
    }
    coming = [Event.ends_at > moment]
    return [*coming, Event.starts_at < ends[asked.when]] if asked.when in ends else coming


def _between(begin: datetime, end: datetime) -> list[ColumnElement[bool]]:
    return [Event.starts_at < end, Event.ends_at > begin]


def _chosen(asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions on everything but days."""
    rules = []
    if asked.neighbourhood:
        rules.append(_in_or_everywhere(asked.neighbourhood))
    if asked.age:
        bands = Event.age_bands
        rules.append(or_(bands.any(AgeBand.id == asked.age), ~bands.any()))
    if asked.category:
        rules.append(Event.category_id == asked.category)
    if asked.kind:
        rules.append(Event.kind == asked.kind)
    if asked.accessible:
        rules.append(Event.step_free)
    if asked.free:
        rules += _has_room()
    if asked.words:
        found = search.matching(asked.words, "event", None)
        rules.append(Event.id.in_(found) if found is not None else db.false())
    return rules


def _in_or_everywhere(neighbourhood_id: int) -> ColumnElement[bool]:
    """Whether an event is for this part of the city, or for the whole of it."""
    places = Event.neighbourhoods
    return or_(places.any(Neighbourhood.id == neighbourhood_id), ~places.any())


def _has_room() -> list[ColumnElement[bool]]:
    """Return what it takes that one who comes now gets a place."""
    places = Event.capacity > Event.places_taken
    still = or_(Event.registration_closes_at.is_(None), Event.registration_closes_at > now())
    free = or_(~Event.takes_registrations, still & or_(Event.capacity.is_(None), places))
    return [free, ~Event.cancellation.has(), Event.ends_at > now()]


class Entry(NamedTuple):
    """An event in the table of a month."""

    id: int
    title_hu: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    cancellation_id: int | None

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return in_language(self, "title")


def of_month(asked: Asked, first: date, after: date) -> list[Entry]:
    """Return the events between two days, with one narrow statement."""
    columns = (Event.id, Event.title_hu, Event.title_en, Event.starts_at, Event.ends_at)
    query = (
        select(*columns, Cancellation.id)
        .join(Announcement)
        .outerjoin(Cancellation)
        .where(*_chosen(asked), *_between(begin_of(first), begin_of(after)))
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_IN_MONTH)
    )
    return [Entry(*row) for row in db.session.execute(query)]


def events_of_month(first: date, after: date) -> list[Event]:
    """Return the events that begin in a month, as they are printed."""
    query = _bare().where(Event.starts_at >= begin_of(first), Event.starts_at < begin_of(after))
    query = query.order_by(Event.starts_at, Event.id).limit(MOST_IN_MONTH)
    return list(db.session.scalars(query).unique())


def bounds() -> tuple[date, date]:
    """Return the days on which the first announced event begins and the last one ends."""
    query = select(func.min(Event.starts_at), func.max(Event.ends_at)).join(Announcement)
    first, last = db.session.execute(query).one()
    return day_of(first or now()), day_of(last or now())


def upcoming(limit: int) -> list[Event]:
    """Return the next events that will take place."""
    query = _bare().where(Event.ends_at > now(), ~Event.cancellation.has())
    query = query.order_by(Event.starts_at, Event.id).limit(limit)
    return list(db.session.scalars(query).unique())


def for_feed(neighbourhood: Neighbourhood | None = None) -> list[Event]:
    """Return what a calendar subscribes to: all to come and the last 90 days, at most 1,000."""
    moment = now()
    query = _bare().where(Event.ends_at > moment - timedelta(days=FEED_DAYS))
    if neighbourhood:
        query = query.where(_in_or_everywhere(neighbourhood.id))
    over = db.case((Event.ends_at > moment, 0), else_=1)
    query = query.order_by(over, Event.starts_at, Event.id).limit(MOST_IN_FEED)
    return sorted(db.session.scalars(query).unique(), key=lambda event: (event.starts_at, event.id))


def lately_changed() -> list[Event]:
    """Return the events announced or changed last, the latest first."""
    at = db.case((Announcement.at > Event.changed_at, Announcement.at), else_=Event.changed_at)
    query = _bare().order_by(at.desc(), Event.id.desc()).limit(LATELY)
    return list(db.session.scalars(query).unique())
