"""The sessions of a program: single ones, series by a rule, and days that are left out."""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import record
from forum.core.days import day_of, local, zone
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.once import once
from forum.events.forms import WORDS
from forum.events.models import Event
from forum.programs import acts, asking
from forum.programs.drafting import SHARED
from forum.programs.models import Program, ProgramSession, Series, sessions_added
from forum.programs.rules import Rule, Slot, days_of, slot_of, slots_of, window_of

#: What the sessions of a series have in common, beside their words.
_LISTS = ("neighbourhoods", "age_bands")
_LINKS = ("category_id", "project_id")


def usual_values(program: Program) -> dict[str, Any]:
    """Return what a session has from its program: words, ages, parts of the city, kind, project."""
    values = {theirs: getattr(program, ours) for ours, theirs in SHARED.items()}
    return {
        name: list(value) if isinstance(value, list) else value for name, value in values.items()
    }


def add_session(
    program: Program, by: Person, key: str, event_values: dict[str, Any]
) -> ProgramSession:
    """Add one session, which is an event; the same key twice is one session."""
    program.hold()
    _takes_sessions(program)
    values = {**usual_values(program), **event_values}
    day = day_of(values["starts_at"])
    _in_season(program, day, day)

    def make() -> ProgramSession:
        return _add(program, by, values, key=key)

    known = select(ProgramSession).join(ProgramSession.event).where(Event.submit_key == key)
    session, new = once(lambda: db.session.scalars(known).first(), make)
    if new:
        _added(program, by, [session])
    return session


def add_series(
    program: Program,
    by: Person,
    key: str,
    rule: Rule,
    event_values: dict[str, Any] | None = None,
) -> Series:
    """Add the sessions a rule names, each an event; the same key twice is one series."""
    program.hold()
    _takes_sessions(program)
    _in_season(program, rule.first_day, rule.last_day)
    slots = slots_of(rule)
    values = {**usual_values(program), **(event_values or {})}
    values = {name: value for name, value in values.items() if not name.startswith("registration_")}

    def make() -> Series:
        series = Series(program=program, submit_key=key, **_kept(rule))
        db.session.add(series)
        db.session.flush()
        for slot in slots:
            _add(program, by, {**values, **window_of(rule, slot)}, slot, series)
        return series

    known = select(Series).where(Series.submit_key == key)
    series, new = once(lambda: db.session.scalars(known).first(), make)
    if new:
        _added(program, by, sessions_of(series))
    return series


def extend(
    series: Series, by: Person, until: date, exceptions: dict[str, str] | None = None
) -> list[ProgramSession]:
    """Let a series go on until a later day, as its last session is; return the new sessions."""
    program = series.program
    program.hold()
    _takes_sessions(program)
    db.session.refresh(series)
    if until <= series.last_day:
        raise Refused(_l("The series goes on until that day already."))
    _in_season(program, series.first_day, until)
    off = {**series.exceptions, **(exceptions or {})}
    rule = Rule(series.rhythm, series.first_day, until, series.begins, series.ends, off)
    days = [day for day in days_of(rule) if day > series.last_day]
    slots_of(rule)  # refuses what would be too many, or an hour that never comes
    if not days:
        raise Refused(_l("There is no day left in this series; please look at its days again."))
    before = sessions_of(series)
    series.last_day, series.exceptions = until, off
    made = [_again(before[-1], by, slot_of(day, series.begins, series.ends)) for day in days]
    _added(program, by, made)
    return made


def skip(session: ProgramSession, by: Person, because: str) -> bool:
    """Leave out one session; True when it was announced, so that it is called off.

    Of a draft nobody has heard: it is taken out.
    """
    if not because:
        raise Refused(_l("Please say why; everybody who registered is told."), 422)
    program, event, series = session.program, session.event, session.series
    program.hold()
    day = event.day.isoformat()
    if series is not None:
        series.exceptions = {**series.exceptions, day: because}
    program.touch()
    if event.is_announced:
        event.cancel(by, because)
        record(acts.SESSION_SKIPPED, by, program, session_day=day, because=because)
        return True
    db.session.delete(session)
    db.session.flush()
    db.session.delete(event)
    db.session.flush()
    db.session.expire(program, ["sessions"])
    record(acts.SESSION_DROPPED, by, program, session_day=day)
    return False


def sessions_of(series: Series) -> list[ProgramSession]:
    """Return the sessions of a series, the first one first."""
    query = select(ProgramSession).join(ProgramSession.event)
    query = query.where(ProgramSession.series_id == series.id)
    return list(db.session.scalars(query.order_by(Event.starts_at, Event.id)))


def _takes_sessions(program: Program) -> None:
    if program.cancelled_at is not None or program.done_at is not None:
        raise Refused(_l("This program is over; it takes no more sessions."))


def _in_season(program: Program, first: date, last: date) -> None:
    if first > last:
        raise Refused(_l("The last day has to be on or after the first."))
    if first < program.season.starts_on or last > program.season.ends_on:
        raise Refused(_l("The days have to be within the season."))


def _kept(rule: Rule) -> dict[str, Any]:
    names = ("rhythm", "first_day", "last_day", "begins", "ends")
    return {**{name: getattr(rule, name) for name in names}, "exceptions": dict(rule.exceptions)}


def _add(
    program: Program,
    by: Person,
    values: dict[str, Any],
    slot: Slot | None = None,
    series: Series | None = None,
    key: str | None = None,
) -> ProgramSession:
    times = {"starts_at": slot.starts_at, "ends_at": slot.ends_at} if slot else {}
    event = Event(submit_key=key)
    event.draft(by, {**values, **times, "kind": "program"})
    session = ProgramSession(program_id=program.id, event=event, series_id=series and series.id)
    db.session.add(session)
    db.session.flush()
    return session


def _again(before: ProgramSession, by: Person, slot: Slot) -> ProgramSession:
    """Add a session like the one ``before``, on another day."""
    old = before.event
    values = {name: getattr(old, name) for name in (*WORDS, *_LINKS)}
    values |= {name: list(getattr(old, name)) for name in _LISTS}
    later = slot.day - old.day
    for name in ("registration_opens_at", "registration_closes_at"):
        values[name] = _moved(getattr(old, name), later)
    return _add(before.program, by, values, slot, before.series)


def _moved(moment: datetime | None, later: timedelta) -> datetime | None:
    """Return the same hour of the city's clocks so many days later."""
    if moment is None:
        return None
    return datetime.combine(day_of(moment) + later, local(moment).time(), zone())


def _added(program: Program, by: Person, sessions: list[ProgramSession]) -> None:
    """Announce what was added to a program that residents see already, and tell of it."""
    db.session.expire(program, ["sessions"])
    program.touch()
    public = program.announced_at is not None
    act = acts.SESSIONS_ADDED if public else acts.SESSIONS_DRAFTED
    record(act, by, program, number=len(sessions))
    if not public:
        return
    for session in sessions:
        if session.event.is_over:
            session.event.enter(by)
        else:
            session.event.announce(by)
    asking.keep_open(program, by)
    sessions_added.send(program, sessions=sessions)
