"""Setting up seasons."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.once import unless_done
from forum.events.models import Event
from forum.programs import acts
from forum.programs.models import Program, ProgramSession, Season

TAKEN = _l("There is a season with this name already.")


def set_up(by: Person, values: dict[str, Any]) -> Season:
    """Set up a season; a name is taken once."""
    season = Season(**values)
    with unless_done(TAKEN):
        db.session.add(season)
        db.session.flush()
    record(acts.SEASON_MADE, by, season)
    return season


def change(season: Season, by: Person, values: dict[str, Any]) -> list[str]:
    """Change a season and return what changed; its sessions have to stay within its days."""
    db.session.execute(select(Season.id).where(Season.id == season.id).with_for_update())
    db.session.refresh(season)
    changed = [name for name, value in values.items() if getattr(season, name) != value]
    if not changed:
        return []
    if {"starts_on", "ends_on"} & set(changed):
        _keep_sessions(season, values)
    with unless_done(TAKEN):
        for name in changed:
            setattr(season, name, values[name])
        season.touch()
        db.session.flush()
    record(acts.SEASON_CHANGED, by, season, what=sorted(changed))
    return changed


def _keep_sessions(season: Season, values: dict[str, Any]) -> None:
    query = select(Event).join(ProgramSession, ProgramSession.event_id == Event.id)
    query = query.join(Program, Program.id == ProgramSession.program_id)
    query = query.where(Program.season_id == season.id)
    for event in db.session.scalars(query).unique():
        if not values["starts_on"] <= event.day <= values["ends_on"]:
            raise Refused(
                _l("The season has a session outside these days: %(title)s", title=event.title_hu)
            )


def overlapping(season: Season) -> list[Season]:
    """Return the other seasons that share a day with this one."""
    query = select(Season).where(
        Season.id != season.id,
        Season.starts_on <= season.ends_on,
        Season.ends_on >= season.starts_on,
    )
    return list(db.session.scalars(query.order_by(Season.starts_on)))
