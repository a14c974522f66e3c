"""Fields of words that belong together, so that a theme's seeds also reach their neighbours."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).with_name("fields.txt")
LISTED: tuple[Literal["hu", "en"], ...] = ("hu", "en")  # the languages of the file, left to right


@cache
def fields(language: str) -> tuple[tuple[str, ...], ...]:
    """The words of each field as written, in one language; empty for a language without a list."""
    if language not in LISTED:
        return ()
    part = LISTED.index(language)
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("|")[part].split()) for line in lines if line and line[0] != "#")


@cache
def fingerprint() -> str:
    """SHA-256 (hex) of the file: another list gives another analysis."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()
