"""What other rooms put beside somebody's own profile, without this room knowing them."""

from collections.abc import Callable
from typing import NamedTuple


class Place(NamedTuple):
    """A page of one's own: its name, where it is, its picture, and a sentence about it."""

    title: str
    url: str
    icon: str
    sentence: str


_places: dict[Callable[[], Place], int] = {}


def add_place(function: Callable[[], Place], order: int = 50) -> None:
    """Let ``function`` name a page that belongs to whoever is signed in."""
    _places[function] = order


def places() -> list[Place]:
    """Return the pages of one's own, in order."""
    return [function() for function in sorted(_places, key=lambda one: _places[one])]
