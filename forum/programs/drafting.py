"""Drafting a program and changing its words."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import ensure_seen
from forum.core.once import once
from forum.events import changing
from forum.programs import acts, asking, finding
from forum.programs.models import Program

#: Words a program shares with its sessions: what the program calls them, and the event.
SHARED = {
    **{f"{name}_{tongue}": f"{name}_{tongue}" for name in ("title", "description", "organiser")
       for tongue in ("hu", "en")},
    "is_free": "is_free",
    "price_hu": "cost_hu",
    "price_en": "cost_en",
    "category_id": "category_id",
    "project_id": "project_id",
    "neighbourhoods": "neighbourhoods",
    "age_bands": "age_bands",
}  # fmt: skip


def draft(by: Person, key: str, values: dict[str, Any]) -> Program:
    """Draft a program; the same key twice is one draft. Only the office sees it."""

    def make() -> Program:
        program = Program(submit_key=key, created_by_id=by.id, **values)
        db.session.add(program)
        db.session.flush()
        record(acts.CREATED, by, program)
        return program

    return once(lambda: sent_with(key), make)[0]


def sent_with(key: str) -> Program | None:
    """Return the program drafted with ``key``, if any."""
    return db.session.scalars(select(Program).where(Program.submit_key == key)).first()


def revise(
    program: Program,
    by: Person,
    values: dict[str, Any],
    seen: int | None = None,
    sessions_too: bool = False,
) -> list[str]:
    """Change a program and return the names of what changed.

    ``seen`` is the ``version`` the form showed. With ``sessions_too`` those sessions still to come
    that had the program's old words get the new ones; a session with words of its own keeps them.
    """
    program.hold()
    ensure_seen(program, seen)
    if program.cancelled_at is not None:
        raise Refused(_l("This program was called off; it cannot be changed any more."))
    old = {name: getattr(program, name) for name in values}
    old = {name: list(value) if isinstance(value, list) else value for name, value in old.items()}
    changed = [name for name, value in values.items() if old[name] != value]
    if not changed:
        return []
    for name in changed:
        setattr(program, name, values[name])
    program.version += 1
    program.touch()
    record(acts.CHANGED if program.is_public else acts.REVISED, by, program, what=sorted(changed))
    if program.is_public:
        finding.index(program)
        asking.reword(program, by)
    if sessions_too:
        _pass_on(program, by, {name: old[name] for name in changed if name in SHARED})
    return changed


def _pass_on(program: Program, by: Person, old: dict[str, Any]) -> None:
    for session in program.to_come:
        values = {
            SHARED[name]: getattr(program, name)
            for name, before in old.items()
            if getattr(session.event, SHARED[name]) == before
        }
        if values:
            changing.edit(session.event, by, values)
