"""What rooms above add to the board, without this room knowing them.

``add_note(function)``: ``function(conversation)`` returns, by the id of a theme, a dictionary
{"label", "url", "tone"} that stands on the theme's card and on its page of the board; under None
stands the note for themes that have none of their own, whose ``url`` is a function of the theme.

``add_public(function)``: ``function(conversation)`` returns the address of the public page of each
theme that everybody may read of, by its id; other themes are for the office alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

Notes = Mapping[int | None, dict[str, Any]]
_notes: list[Callable[[Any], Notes]] = []
_public: list[Callable[[Any], Mapping[int, str]]] = []


def add_note(function: Callable[[Any], Notes]) -> None:
    """Let ``function`` add a note to the themes of a board."""
    if function not in _notes:
        _notes.append(function)


def notes(conversation: Any, theme_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the notes of each theme."""
    told = [function(conversation) for function in _notes]
    return {
        theme_id: [_note(notes, theme_id) for notes in told if theme_id in notes or None in notes]
        for theme_id in theme_ids
    }


def _note(notes: Notes, theme_id: int) -> dict[str, Any]:
    note = notes.get(theme_id) or notes[None]
    url = note["url"]
    return {**note, "url": url(theme_id) if callable(url) else url}


def add_public(function: Callable[[Any], Mapping[int, str]]) -> None:
    """Let ``function`` name themes that everybody may read of."""
    if function not in _public:
        _public.append(function)


def public(conversation: Any) -> dict[int, str]:
    """Return the address of the public page of each theme that has one."""
    return {theme: url for function in _public for theme, url in function(conversation).items()}
