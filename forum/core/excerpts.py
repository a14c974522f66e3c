"""Excerpts: the part of a text where words were found, with the words marked, as plain pieces."""

import re
from collections.abc import Callable
from typing import NamedTuple

#: Characters of an excerpt, about three lines on a phone.
LENGTH = 240
#: Characters kept before the first word found, so that it has some context.
BEFORE = 60

_WORD = re.compile(r"[^\W_]+")


class Piece(NamedTuple):
    """A bit of text, marked or not; the template escapes it."""

    text: str
    marked: bool


def shortened(text: str, longest: int) -> str:
    """Return a text cut between words, with a mark where it goes on."""
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def mark(text: str, wanted: Callable[[str], bool]) -> list[Piece]:
    """Cut ``text`` into pieces, so that each word that is ``wanted`` is marked."""
    pieces, end = [], 0
    for match in _WORD.finditer(text):
        if wanted(match.group()):
            pieces += [Piece(text[end : match.start()], False), Piece(match.group(), True)]
            end = match.end()
    return [piece for piece in (*pieces, Piece(text[end:], False)) if piece.text]


def excerpt(text: str, wanted: Callable[[str], bool], length: int = LENGTH) -> list[Piece]:
    """Return about ``length`` characters around the first wanted word, cut between words."""
    flat = " ".join(text.split())
    start = next((m.start() for m in _WORD.finditer(flat) if wanted(m.group())), 0)
    begin = _between_words(flat, max(0, start - BEFORE)) if len(flat) > length else 0
    end = begin + length
    if end < len(flat):
        end = max(flat.rfind(" ", begin, end), begin + length // 2)
    pieces = mark(flat[begin:end], wanted)
    dots = [Piece("… ", False)] if begin else []
    return dots + pieces + ([Piece(" …", False)] if end < len(flat) else [])


def _between_words(text: str, place: int) -> int:
    """Return the beginning of the next word at or after ``place``."""
    if place == 0 or text[place - 1] == " ":
        return place
    blank = text.find(" ", place, place + BEFORE)
    return blank + 1 if blank >= 0 else place
