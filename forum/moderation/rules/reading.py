"""How rules read Hungarian: stems and names of persons come from the room that knows the language.

The room of themes registers itself with ``provide``; without it words are compared as written, in
small letters without accents, and no name is found.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from forum.core.forms import plain_letters

_WORD = re.compile(r"[^\W_]+")
#: Letters of a text that rules read; the longest text anybody may send is shorter.
MOST_LETTERS = 20_000


def _as_written(text: str, _language: str) -> list[str]:
    return _WORD.findall(plain_letters(text))


def _no_names(_text: str) -> bool:
    return False


@dataclass(frozen=True)
class Reader:
    """What knows the language: ``stems(text, language)`` in reading order, and names of people."""

    stems: Callable[[str, str], list[str]] = _as_written
    names_somebody: Callable[[str], bool] = _no_names


_readers: list[Reader] = [Reader()]


def provide(reader: Reader) -> None:
    """Let ``reader`` read the texts."""
    _readers[:] = [reader]


def stems(text: str, language: str) -> list[str]:
    """Return the stems of the words of a text, accents ignored, in reading order."""
    return _readers[0].stems(text[:MOST_LETTERS], language)


def names_somebody(text: str) -> bool:
    """Tell whether a text seems to name a person; streets and houses named after one do not."""
    return _readers[0].names_somebody(text[:MOST_LETTERS])
