"""What is kept of somebody, as pages and archives show it, room by room."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.extensions import Place
from forum.core.personal import Gathered, Whose, keepers


@dataclass
class RoomData:
    """What one room has of somebody."""

    room: str
    parts: list[Gathered]


def kept_of(whose: Whose, most: int | None) -> Iterator[RoomData]:
    """Yield what each room has, the newest ``most`` of each sort; rooms with nothing are left out."""
    for keeper in keepers():
        parts = list(keeper.gather(whose, most))
        if parts:
            yield RoomData(keeper.room, parts)


#: What people call the rooms.
NAMES = {
    "accounts": _l("My account"),
    "moderation": _l("Reports and decisions"),
    "opinions": _l("What I said and weighed"),
    "ideas": _l("Ideas"),
    "meetings": _l("Forums"),
    "events": _l("Events"),
    "communities": _l("Communities"),
    "programs": _l("Programs"),
    "planning": _l("Votes on programs"),
    "notices": _l("News and letters"),
    "api": _l("Programs that act for me"),
    "privacy": _l("My data"),
}


def room_name(room: str) -> str:
    """Return what people call a room."""
    return str(NAMES.get(room, room))


def room_title(room: str, visiting: bool) -> str:
    """Return what a room is called to somebody; whoever only visits has no account."""
    return _("Without an account") if visiting and room == "accounts" else room_name(room)


def part_title(title: str, visiting: bool) -> str:
    """Return what a sort of records is called to somebody."""
    if visiting and title == room_name("accounts"):
        return _("What was written from one browser belongs together")
    return title


def place() -> Place:
    """Name the page beside the profile."""
    sentence = _("See it, take it with you, or have it erased.")
    return Place(_("What is kept of me"), url_for("privacy.own"), "lock", sentence)
