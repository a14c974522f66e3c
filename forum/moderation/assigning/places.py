"""Places one can be in charge of, and where each thing stands."""

from collections.abc import Callable
from typing import Any, NamedTuple

from forum.moderation.subjects import Place, subjects


class PlaceKind(NamedTuple):
    """A sort of place: its model, its page, and the column of a person in charge by office."""

    model: Any
    #: What one is called, such as "conversation".
    name: Any
    #: ``page(place)`` returns the address of the place's own page.
    page: Callable[[Any], str]
    #: A column of the model that names somebody who is in charge without being assigned.
    holder: Any = None


_kinds: dict[str, PlaceKind] = {}
_locators: dict[type, Callable[[Any], Place | None]] = {}


def add_place_kind(kind: PlaceKind) -> None:
    """Let staff be assigned to the rows of a model."""
    _kinds[str(kind.model.__tablename__)] = kind


def place_kinds() -> dict[str, PlaceKind]:
    """Return every sort of place, by the name of its table."""
    return dict(_kinds)


def locate(model: Any, where: Callable[[Any], Place | None]) -> None:
    """Say where the rows of a model stand, so that rules can ask who is in charge of them."""
    _locators[model] = where


def place_of(thing: Any) -> Place | None:
    """Return the place a thing stands in; None when it stands in none, such as an idea.

    A thing whose place nobody told raises KeyError: what cannot be located is not given away.
    """
    if thing is None or isinstance(thing, Place):
        return thing
    kind = getattr(thing, "__tablename__", "")
    if kind in _kinds:
        return Place(kind, thing.id)
    found = _locators.get(type(thing))
    if found is None and kind in subjects():
        found = subjects()[kind].place
    if found is None and not kind:  # no row: the help page asks about things in general
        return None
    if found is None:
        raise KeyError(f"nobody told where a {type(thing).__name__} stands")
    return found(thing)
