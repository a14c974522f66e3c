"""What one can choose among programs, and the list that comes of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import joinedload
from wtforms import StringField
from wtforms.validators import Length

from forum.city import queries as city
from forum.city.models import AgeBand, Neighbourhood
from forum.core import search
from forum.core.db import db, now
from forum.core.forms import Flag, Form, OptionalSelect, tidy
from forum.core.pages import paginate
from forum.events.life import Announcement, Cancellation
from forum.events.models import Event
from forum.programs.models import Program, ProgramSession, Season

#: "Soon" for somebody who looks for a free place.
SOON = timedelta(days=14)
LONGEST_SEARCH = 200


class FilterForm(Form):
    """Which programs to show; it changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    q = StringField(_l("Words"), filters=[tidy], validators=[Length(max=LONGEST_SEARCH)])
    season = OptionalSelect(_l("Season"))
    category = OptionalSelect(_l("Kind of program"))
    neighbourhood = OptionalSelect(_l("Part of the city"))
    age = OptionalSelect(_l("Age"))
    free = Flag(_l("There is a free place in the next two weeks"))

    def __init__(self, seasons: list[Season]) -> None:
        super().__init__(formdata=request.args)
        self.season.offer(seasons, _l("Now"))
        self.category.offer(city.categories(), _l("All"))
        self.neighbourhood.offer(city.neighbourhoods(), _l("All"))
        self.age.offer(city.age_bands(), _l("All ages"))

    def asked(self) -> "Asked":
        """Return what was asked for; a field that makes no sense counts as left alone."""
        self.validate()
        good = {field.name: None if field.errors else field.data for field in self}
        return Asked(
            words=good["q"] or "",
            season=good["season"],
            category=good["category"],
            neighbourhood=good["neighbourhood"],
            age=good["age"],
            free=bool(good["free"]),
        )


@dataclass(frozen=True)
class Asked:
    """Which programs to show."""

    words: str = ""
    season: int | None = None
    category: int | None = None
    neighbourhood: int | None = None
    age: int | None = None
    free: bool = False

    @property
    def narrowing(self) -> bool:
        """Whether anything but the season leaves something out."""
        return bool(self.words or self.category or self.neighbourhood or self.age or self.free)

    def address(self, **more: Any) -> str:
        """Return the address of the list for a season."""
        return url_for("programs.index", **more)


class Card(NamedTuple):
    """A program as lists show it: with its state, its next session and how many are to come."""

    program: Program
    state: str
    next: Event | None
    coming: int
    sessions: int


def listed(seasons: list[Season], asked: Asked) -> Pagination:
    """Return a page of announced programs of these seasons: what is on next first, the rest last."""
    following = _next_begin()
    query = select(Program).where(
        Program.announced_at.is_not(None),
        Program.season_id.in_([season.id for season in seasons]),
        *_chosen(asked),
    )
    query = query.options(joinedload(Program.category), joinedload(Program.community))
    over = case((Program.cancelled_at.is_not(None), 2), (Program.done_at.is_not(None), 1), else_=0)
    order = (over, following.is_(None), following, Program.id)
    return paginate(query.order_by(*order))


def _next_begin() -> Any:
    """When the next session of a program begins; null when none is to come."""
    query = select(func.min(Event.starts_at)).select_from(ProgramSession)
    query = query.join(Event, Event.id == ProgramSession.event_id)
    query = query.where(ProgramSession.program_id == Program.id, *_to_come())
    return query.correlate(Program).scalar_subquery()


def _to_come() -> list[ColumnElement[bool]]:
    return [
        Event.ends_at > now(),
        exists().where(Announcement.event_id == Event.id).correlate(Event),
        ~exists().where(Cancellation.event_id == Event.id).correlate(Event),
    ]


def _chosen(asked: Asked) -> list[ColumnElement[bool]]:
    rules = []
    if asked.category:
        rules.append(Program.category_id == asked.category)
    if asked.neighbourhood:
        places = Program.neighbourhoods
        rules.append(or_(places.any(Neighbourhood.id == asked.neighbourhood), ~places.any()))
    if asked.age:
        bands = Program.age_bands
        rules.append(or_(bands.any(AgeBand.id == asked.age), ~bands.any()))
    if asked.free:
        rules.append(_has_room_soon())
    if asked.words:
        found = search.matching(asked.words, "program", None)
        rules.append(Program.id.in_(found) if found is not None else db.false())
    return rules


def _has_room_soon() -> ColumnElement[bool]:
    closed = Event.registration_closes_at
    open_still = or_(closed.is_(None), closed > now())
    room = or_(Event.capacity.is_(None), Event.capacity > Event.places_taken)
    mine = select(ProgramSession.id).join(Event, Event.id == ProgramSession.event_id)
    mine = mine.where(
        ProgramSession.program_id == Program.id,
        Event.starts_at < now() + SOON,
        or_(~Event.takes_registrations, open_still & room),
        *_to_come(),
    )
    return mine.correlate(Program).exists()


def cards(programs: list[Program]) -> list[Card]:
    """Return programs as lists show them, with two queries for however many."""
    ids = [program.id for program in programs]
    counts = {row.program_id: row for row in db.session.execute(_counts(ids))}
    following = _following(ids)
    return [_card(each, counts.get(each.id), following.get(each.id)) for each in programs]


def _counts(ids: list[int]) -> Any:
    """Select how many sessions take place, have begun and are to come, for each program."""
    standing = ~exists().where(Cancellation.event_id == Event.id).correlate(Event)
    query = select(
        ProgramSession.program_id,
        func.count().filter(standing).label("sessions"),
        func.count().filter(standing, Event.starts_at <= now()).label("begun"),
        func.count().filter(*_to_come()).label("coming"),
    ).join(Event, Event.id == ProgramSession.event_id)
    return query.where(ProgramSession.program_id.in_(ids)).group_by(ProgramSession.program_id)


def _following(ids: list[int]) -> dict[int, Event]:
    """Return the next session of each program, of which a window numbers the rows."""
    place = func.row_number().over(
        partition_by=ProgramSession.program_id, order_by=(Event.starts_at, Event.id)
    )
    rows = (
        select(ProgramSession.program_id, ProgramSession.event_id, place.label("place"))
        .join(Event, Event.id == ProgramSession.event_id)
        .where(ProgramSession.program_id.in_(ids), *_to_come())
        .subquery()
    )
    query = select(rows.c.program_id, Event).join(Event, Event.id == rows.c.event_id)
    found = db.session.execute(query.where(rows.c.place == 1)).unique().tuples()
    return dict(found.all())


def _card(program: Program, counted: Any, following: Event | None) -> Card:
    begun, coming, sessions = (
        (counted.begun, counted.coming, counted.sessions) if counted else (0, 0, 0)
    )
    return Card(program, program.state_if(begun > 0), following, coming, sessions)
