"""The life of a program: announced, called off, done."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import now
from forum.core.errors import Refused
from forum.programs import acts, asking, finding
from forum.programs.models import (
    Program,
    program_announced,
    program_cancelled,
    program_done,
)


def announce(program: Program, by: Person) -> None:
    """Let residents see a program and its sessions to come; its feedback conversation opens."""
    program.hold()
    if program.announced_at is not None:
        raise Refused(_l("This program has been announced already."))
    if not program.to_come:
        raise Refused(_l("Please add a session that is still to come first."))
    program.announced_at, program.announced_by_id = now(), by.id
    program.touch()
    record(acts.ANNOUNCED, by, program)
    for session in program.to_come:
        if not session.event.is_announced:
            session.event.announce(by)
    asking.open_conversation(program, by)
    finding.index(program)
    program_announced.send(program)


def cancel(program: Program, by: Person, because: str) -> None:
    """Call a program off, and say why: its sessions to come are called off with the same words."""
    if not because:
        raise Refused(_l("Please say why; everybody who registered is told."), 422)
    program.hold()
    if program.state not in {"announced", "running"}:
        raise Refused(_l("Only an announced program that is not over can be called off."))
    program.cancelled_at, program.cancelled_by_id = now(), by.id
    program.cancelled_because = because
    program.touch()
    record(acts.CANCELLED, by, program, because=because)
    for session in program.to_come:
        if session.event.is_announced:
            session.event.cancel(by, because)
    talk = program.conversation
    if talk is not None and not program.held_sessions and talk.closing is None:
        talk.close(by, because)  # nobody has been there, so there is nothing to ask
    program_cancelled.send(program)


def complete(program: Program, by: Person, words: dict[str, Any]) -> None:
    """Write down how a program was (``outcome_hu``, ``outcome_en``); again, and it is reworded."""
    program.hold()
    if program.state not in {"running", "done"}:
        raise Refused(_l("How it was can be written down once the program has begun."))
    if any(each.event.is_announced for each in program.to_come):
        raise Refused(_l("There are sessions still to come, so the program is not done yet."))
    first = program.done_at is None
    for name in ("outcome_hu", "outcome_en"):
        setattr(program, name, words.get(name) or "")
    if first:
        program.done_at, program.done_by_id = now(), by.id
    program.touch()
    record(acts.DONE if first else acts.CHANGED, by, program)
    if first:
        program_done.send(program)
