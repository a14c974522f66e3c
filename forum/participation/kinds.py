"""What can be taken part in: the kinds of activity, and what their room tells of each taking part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from forum.events.attending.attendance import SOURCES as ATTENDANCE_SOURCES
from forum.events.registration.registrations import CHANNELS as REGISTRATION_CHANNELS
from forum.opinions.models import CHANNELS as OPINION_CHANNELS

#: How somebody took part; what rooms call their channels, and being there.
CHANNELS: dict[str, Any] = {
    **OPINION_CHANNELS,
    **REGISTRATION_CHANNELS,
    "place": _l("on the spot"),
}
#: Where a line of the ledger comes from; of attendance, what its room says.
SOURCES: dict[str, Any] = {
    "registration": _l("registration"),
    **ATTENDANCE_SOURCES,
    "contribution": _l("what somebody said or weighed"),
}


@dataclass(slots=True)
class Fact:
    """A source tells that somebody took part: who, in what, when, and where it stands written."""

    kind: str
    activity: str
    activity_id: int
    #: "person:5" or "contact:…" (evidence), "visitor:5", "registration:7" (a unit), or "" (a count).
    who: str
    at: datetime
    channel: str
    source: str
    source_table: str
    source_id: int
    count: int = 1
    neighbourhood_id: int | None = None
    age_band_id: int | None = None
    sex: str = ""
    entered_by_id: int | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the sources of a kind hold: facts, and pairs of evidence that belong to one person."""

    facts: list[Fact]
    links: Sequence[tuple[str, str]] = ()


class Kind(NamedTuple):
    """A kind of activity: its name, what it is called, and who gathers it from the sources."""

    name: str
    label: Any
    gather: Callable[[], Gathered]
    #: Whether a new target counts it unless somebody says otherwise.
    counts_by_default: bool = True


KINDS: dict[str, Kind] = {}
#: Of each sort of activity, a function that returns {id: (project id, category id)}.
ACTIVITIES: dict[str, Callable[[], dict[int, tuple[int | None, int | None]]]] = {}


def add_kind(kind: Kind) -> None:
    """Let a room count a kind of activity; a second one of the same name raises ValueError."""
    if kind.name in KINDS:
        raise ValueError(f"kind {kind.name} is declared twice")
    KINDS[kind.name] = kind


def kind_name(name: str) -> str:
    """Return what a kind is called, in the language of the page."""
    return str(KINDS[name].label) if name in KINDS else name
