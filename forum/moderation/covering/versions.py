"""Earlier versions of a text: what is covered now is covered there too."""

import re
from collections.abc import Iterable
from typing import Any


def cover(text: Any, hidden: Iterable[str], mark: str) -> list[list[Any]]:
    """Cover the same words in earlier versions; return those as they were, to be sealed."""
    kept: list[list[Any]] = []
    for version in getattr(text, "revisions", []):
        words = version.text
        for each in sorted(set(hidden), key=len, reverse=True):
            words = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", mark, words)
        if words != version.text:
            kept.append([version.id, version.text])
            version.text = words
    return kept


def uncover(row: Any, text: Any, others: Iterable[Any]) -> None:
    """Write earlier versions as they were; what was covered besides stays covered there too."""
    kept = dict((row.original or {}).get("earlier", []))
    for version in getattr(text, "revisions", []):
        version.text = kept.get(version.id, version.text)
    for other in others:
        if other.original:
            cover(text, other.original["words"], str(other.original.get("mark", "…")))
