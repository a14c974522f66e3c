"""The life of a need: written by planners, published, met or given up, taken up again."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.holding import ensure_seen, hold
from forum.core.once import once
from forum.planning.needs import acts
from forum.planning.needs.attaching import Source, attach
from forum.planning.needs.models import Need


def write(by: Person, key: str, values: dict[str, Any], source: Source | None = None) -> Need:
    """Write a need down as a draft, resting on ``source`` if given; sent twice, it is one."""
    return once(lambda: written_with(key), lambda: _write(by, key, values, source))[0]


def written_with(key: str) -> Need | None:
    """Return the need that a form with this key wrote down."""
    return db.session.scalar(select(Need).filter_by(submit_key=key))


def _write(by: Person, key: str, values: dict[str, Any], source: Source | None) -> Need:
    need = Need(submit_key=key, created_by=by, **values)
    db.session.add(need)
    db.session.flush()
    record(acts.WRITTEN, by, need)
    if source is not None:
        attach(need, by, source)
    return need


def revise(need: Need, by: Person, values: dict[str, Any], seen: int | None = None) -> bool:
    """Change a need; tell whether anything changed.

    ``seen`` is the version that the form showed; Stale is raised when it has changed since.
    """
    hold(need)
    ensure_seen(need, seen)
    changed = [name for name, value in values.items() if getattr(need, name) != value]
    for name in changed:
        setattr(need, name, values[name])
    if changed:
        need.version += 1
        need.touch()
        record(acts.REVISED, by, need)
    return bool(changed)


def publish(need: Need, by: Person) -> None:
    """Let everybody read the need and what it rests on."""
    hold(need)
    if need.is_public:
        raise Refused(_l("This need is public already."))
    if need.retired_at is not None:
        raise Refused(_l("This need is closed. Open it again before you publish it."))
    need.published_at, need.published_by_id = now(), by.id
    need.touch()
    record(acts.PUBLISHED, by, need)


def take_back(need: Need, by: Person) -> None:
    """Make a published need a draft again, as long as no published plan cites it."""
    hold(need)
    if not need.is_public:
        raise Refused(_l("This need is a draft already."))
    if is_cited(need):
        raise Refused(
            _l("A published plan cites this need, so it stays public. You can close it instead.")
        )
    need.published_at = need.published_by_id = None
    need.touch()
    record(acts.UNPUBLISHED, by, need)


def retire(need: Need, by: Person) -> None:
    """Close a need that is met, or no need any more; it stays readable."""
    hold(need)
    if need.retired_at is not None:
        raise Refused(_l("This need is closed already."))
    need.retired_at = now()
    need.touch()
    record(acts.RETIRED, by, need)


def revive(need: Need, by: Person) -> None:
    """Take a closed need up again."""
    hold(need)
    if need.retired_at is None:
        raise Refused(_l("This need is open already."))
    need.retired_at = None
    need.touch()
    record(acts.REVIVED, by, need)


_citing: list[Callable[[Need], bool]] = []


def add_citing(function: Callable[[Need], bool]) -> Callable[[Need], bool]:
    """Let ``function`` say whether something published speaks of a need."""
    _citing.append(function)
    return function


def is_cited(need: Need) -> bool:
    """Whether something published speaks of the need, so that it has to stay public."""
    return any(cites(need) for cites in _citing)
