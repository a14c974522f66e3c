"""What people who follow programs are told: announced, sessions, called off, how it was."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from forum.core.days import show_when
from forum.core.db import db
from forum.core.i18n import language
from forum.core.news import Details, News, Topic, Words, declare, tell_followers
from forum.events.models import Event
from forum.programs.models import Program, ProgramSession
from forum.programs.queries import attendance


def _in_language(details: Details, name: str) -> str:
    return str((details.get(f"{name}_en") if language() == "en" else "") or details[f"{name}_hu"])


def _title(details: Details) -> str:
    return _in_language(details, "title")


def _public(topic: Topic) -> bool:
    """Whether the program may be spoken of; other topics have rooms of their own to ask."""
    if topic[0] != "program":
        return True
    row = db.session.get(Program, topic[1])
    return row is not None and row.is_public


def _standing(topic: Topic) -> bool:
    """Whether the program may be spoken of and was not called off meanwhile."""
    if topic[0] != "program":
        return True
    row = db.session.get(Program, topic[1])
    return row is not None and row.is_public and row.cancelled_at is None


def _first_day(details: Details) -> list[str]:
    if not details.get("starts_at"):
        return []
    ends = (datetime.fromisoformat(details[name]) for name in ("starts_at", "ends_at"))
    return [_("The first session: %(when)s", when=show_when(*ends).rstrip("."))]


def _announced(details: Details) -> list[str]:
    number = int(details["sessions"])
    return [
        _("A new program is announced."),
        *_first_day(details),
        ngettext("%(num)s session in all.", "%(num)s sessions in all.", number),
    ]


def _sessions(details: Details) -> list[str]:
    number = int(details["sessions"])
    told = ngettext(
        "%(num)s session was added to the program.",
        "%(num)s sessions were added to the program.",
        number,
    )
    return [told, *_first_day(details)]


def _off(details: Details) -> list[str]:
    ends = (datetime.fromisoformat(details[name]) for name in ("starts_at", "ends_at"))
    return [
        _("This session will not take place: %(when)s", when=show_when(*ends).rstrip(".")),
        _("The reason: %(because)s", because=details["because"]),
    ]


def _cancelled(details: Details) -> list[str]:
    return [
        _("The program is called off; its sessions to come will not take place."),
        _("The reason: %(because)s", because=details["because"]),
    ]


def _done(details: Details) -> list[str]:
    told = [_("The program is over. This is how it was:"), _in_language(details, "outcome")]
    if details.get("came"):
        visits = ngettext("%(num)s visit in all.", "%(num)s visits in all.", int(details["came"]))
        told.append(visits)
    return told


_LINK = _l("To the page of the program")
ANNOUNCED = declare(
    "program_announced",
    Words(
        lambda d: _("New program: %(title)s", title=_title(d)), _announced, _LINK, "bell", _standing
    ),
)
SESSIONS = declare(
    "program_sessions",
    Words(
        lambda d: _("New sessions: %(title)s", title=_title(d)),
        _sessions,
        _LINK,
        "calendar",
        _standing,
    ),
)
SESSION_OFF = declare(
    "program_session_off",
    Words(
        lambda d: _("A session is called off: %(title)s", title=_title(d)),
        _off,
        _LINK,
        "close",
        _public,
    ),
)
CANCELLED = declare(
    "program_cancelled",
    Words(
        lambda d: _("Program called off: %(title)s", title=_title(d)),
        _cancelled,
        _LINK,
        "close",
        _public,
    ),
)
DONE = declare(
    "program_done",
    Words(lambda d: _("How it was: %(title)s", title=_title(d)), _done, _LINK, "check", _public),
)


def _news(kind: str, program: Program, key: str = "", topic: Any = None, **more: Any) -> News:
    details = {"title_hu": program.title_hu, "title_en": program.title_en, **more}
    about = topic or ("program", program.id)
    return News(kind, key or f"program {program.id}", about, f"/programs/{program.id}", details)


def _when(sessions: Iterable[ProgramSession]) -> dict[str, Any]:
    events = sorted((each.event for each in sessions), key=lambda event: event.starts_at)
    if not events:
        return {"sessions": 0}
    return {
        "sessions": len(events),
        "starts_at": events[0].starts_at.isoformat(),
        "ends_at": events[0].ends_at.isoformat(),
    }


def announced(program: Program, **_more: Any) -> None:
    """Tell whoever follows it, its kind, a part of the city it is for, or its community."""
    topics: list[Topic] = [("program", program.id)]
    if program.category_id:
        topics.append(("category", program.category_id))
    topics += [("neighbourhood", place.id) for place in program.neighbourhoods]
    if program.community_id:
        topics.append(("community", program.community_id))
    for topic in topics:
        tell_followers(_news(ANNOUNCED, program, topic=topic, **_when(program.to_come)))


def added(program: Program, sessions: list[ProgramSession], **_more: Any) -> None:
    """Tell whoever follows the program of sessions that were added."""
    coming = [each for each in sessions if not each.event.is_over]
    if coming:
        key = f"sessions {min(each.id for each in coming)}"
        tell_followers(_news(SESSIONS, program, key, **_when(coming)))


def session_off(event: Event, **_more: Any) -> None:
    """Tell whoever follows the program that one session is called off, not the whole of it."""
    query = select(ProgramSession).where(ProgramSession.event_id == event.id)
    session = db.session.scalars(query).first()
    if session is None or event.cancellation is None:
        return
    program = session.program
    if not program.is_public or program.cancelled_at is not None:
        return
    because = event.cancellation.because
    more = {**_when([session]), "because": because}
    tell_followers(_news(SESSION_OFF, program, f"session {session.id}", **more))


def cancelled(program: Program, **_more: Any) -> None:
    """Tell whoever follows it that a program is called off."""
    tell_followers(_news(CANCELLED, program, because=program.cancelled_because))


def done(program: Program, **_more: Any) -> None:
    """Tell whoever follows it how a program was."""
    words = {"outcome_hu": program.outcome_hu, "outcome_en": program.outcome_en}
    came = attendance([program.id])[program.id]
    tell_followers(_news(DONE, program, **words, came=came))
