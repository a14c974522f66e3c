"""Codes on slips: whichever room gave one out, its holder is led to the page that tells the rest.

The page for a code that somebody typed is of the lowest room that gives them out; rooms beside it
register how they find theirs, so that nobody has to know what kind of slip they hold.
"""

from collections.abc import Callable

#: Where any code is typed.
PAGE = "/follow"

#: ``find(code)`` returns the address of the page for a tidied code, None when it is not this room's.
Finder = Callable[[str], str | None]
_finders: dict[str, Finder] = {}


def add_finder(room: str, find: Finder) -> None:
    """Let a room find the page of a code it gave out."""
    _finders[room] = find


def page_of(code: str) -> str | None:
    """Return the address of the page a code leads to, None when no room knows it."""
    for find in _finders.values():
        found = find(code)
        if found is not None:
            return found
    return None
