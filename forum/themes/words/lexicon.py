"""Fields of words that belong together, so that a theme's seeds also reach their neighbours."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).with_name("fields.txt")
LISTED: tuple[Literal["hu", "en", "de"], ...] = ("hu", "en", "de")  # the file, left to right
PLAIN = "plain words"  # the family whose words are known to the stems but speak for nothing


@cache
def _lines() -> tuple[tuple[str, str, str], ...]:
    """(family, name, words in all languages) of every field, in the order of the file."""
    found, family = [], ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            family = line[1:].strip()
        elif line and not line.startswith("#"):
            name, _, words = line.partition(":")
            found.append((family, name.strip(), words))
    return tuple(found)


@cache
def families() -> tuple[str, ...]:
    """The family of each field, in the order of `fields`."""
    return tuple(family for family, _, _ in _lines() if family != PLAIN)


@cache
def fields(language: str) -> tuple[tuple[str, ...], ...]:
    """The words of each field as written, in one language; empty for a language without a list."""
    return _words(language, plain=False)


def every_field(language: str) -> tuple[tuple[str, ...], ...]:
    """The same with the plain words, which belong to no matter."""
    return _words(language, plain=False) + _words(language, plain=True)


def plain(language: str) -> tuple[str, ...]:
    """The words that belong to no matter."""
    return tuple(word for field in _words(language, plain=True) for word in field)


def _words(language: str, plain: bool) -> tuple[tuple[str, ...], ...]:
    if language not in LISTED:
        return ()
    part = LISTED.index(language)
    return tuple(
        tuple(words.split("|")[part].split())
        for family, _, words in _lines()
        if (family == PLAIN) == plain
    )


@cache
def fingerprint() -> str:
    """SHA-256 (hex) of the file: another list gives another analysis."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()
