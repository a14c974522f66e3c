"""The minutes as plain data: everything they say, in a form that can be frozen and fingerprinted.

A version (number, state, date, name) is put beside the content; page and print are made from the
two alone.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.city.models import AgeBand, Neighbourhood
from forum.city.queries import the_city
from forum.core.cells import Counts, by_key, next_state, told
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.i18n import collation_key
from forum.core.languages import both, of
from forum.core.published import publish_all, published
from forum.events.attending.figures import headcount
from forum.meetings.models import TYPES, AgendaItem, Meeting
from forum.meetings.writing.gathering import KINDS, Data, gather
from forum.meetings.writing.minutes import Minutes

FORMAT = 1


@dataclass(frozen=True)
class Stamp:
    """What makes minutes a version: its number, what it is, when, by whom and, corrected, why."""

    number: int
    state: str
    at: datetime
    by: Person
    because: str = ""

    def told(self) -> Data:
        """Return it as data."""
        return {
            "number": self.number,
            "state": self.state,
            "at": self.at.isoformat(),
            "by": self.by.name,
            "because": self.because,
        }


def compile_minutes(minutes: Minutes, meeting: Meeting) -> Data:
    """Return what the minutes of a forum say now."""
    noted = gather(meeting)
    sitting = meeting.sitting
    if sitting is None or sitting.ended_at is None:
        raise Refused(_l("The minutes can be written once the forum has ended."))
    return {
        "format": FORMAT,
        "city": _city(),
        "forum": _forum(meeting),
        "began": sitting.started_at.isoformat(),
        "ended": sitting.ended_at.isoformat(),
        "facilitator": meeting.facilitator.name if meeting.facilitator else "",
        "invited": [
            {"name": row.name, "role": row.role, "came": row.came} for row in meeting.invitations
        ],
        "attendance": attendance(meeting),
        "foreword": minutes.foreword,
        "items": [_item(item, noted) for item in meeting.items],
        "beside": {kind: noted[kind][None] for kind in KINDS if noted[kind].get(None)},
        "afterword": minutes.afterword,
    }


def _city() -> Data:
    city = the_city()
    empty = {"hu": "", "en": ""}
    return {"name": of(city, "name") if city else empty, "office": of(city, "office")}


def _forum(meeting: Meeting) -> Data:
    event, talk = meeting.event, meeting.conversation
    conversation = {"id": talk.id, "question": of(talk, "question")} if talk else None
    return {
        "id": meeting.id,
        "title": of(event, "title"),
        "type": both(lambda: TYPES.get(meeting.type, meeting.type)),
        "purpose": of(meeting.event, "description"),
        "place": of(event, "place"),
        "address": event.address,
        "online": bool(event.online_link),
        "conversation": conversation,
    }


def _item(item: AgendaItem, noted: Mapping[str, Any]) -> Data:
    said: Data = {
        "id": item.id,
        "title": of(item, "title"),
        "aim": of(item, "aim"),
        "presenter": item.presenter,
        "documents": [document.title for document in item.documents],
        "notes": item.notes,
    }
    return said | {kind: noted[kind].get(item.id, []) for kind in KINDS}


def attendance(meeting: Meeting) -> Data | None:
    """Return how many came, broken down where nobody can be recognised; None when none counted."""
    found = headcount([meeting.event_id])[meeting.event_id]
    if not found.total:
        return None
    return {
        "total": found.total,
        "ages": _cells(found.by_age, AgeBand, _table(meeting, "age_band")),
        "neighbourhoods": _cells(
            found.by_neighbourhood, Neighbourhood, _table(meeting, "neighbourhood")
        ),
    }


def _table(meeting: Meeting, trait: str) -> str:
    return f"minutes:{meeting.id}:{trait}"


def keep_attendance(meeting: Meeting) -> None:
    """Note what a version tells of those who came, so that the next one gives no step away."""
    found = headcount([meeting.event_id])[meeting.event_id]
    traits = {"age_band": found.by_age, "neighbourhood": found.by_neighbourhood}
    publish_all({_table(meeting, trait): by_key(counts) for trait, counts in traits.items()})


def _cells(counts: Counts, model: type[AgeBand] | type[Neighbourhood], table: str) -> list[Data]:
    """Return what may be published after the last version, in the same order in every language."""
    if not any(number is not None for number, _name in counts):
        return []
    rows = {row.id: row for row in db.session.scalars(select(model))}
    nobody = both(lambda: _("not told"))
    state = next_state(published([table]).get(table), by_key(counts))
    cells = [
        {"name": of(rows[cell.id], "name") if cell.id in rows else nobody, "people": cell.people}
        for cell in told(state, counts)
    ]
    if model is Neighbourhood:
        cells.sort(key=lambda each: (each["name"] == nobody, collation_key(each["name"]["hu"])))
    return cells


def digest(data: Data) -> str:
    """Return the SHA-256 of data as canonical JSON (sorted keys, no blanks, UTF-8)."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def hidden_opinions(content: Data) -> int:
    """Count the opinions that stand in the minutes without their words."""
    return sum(not said["shown"] for item in content["items"] for said in item["opinions"])
