"""What a run says of the words of each theme: often decisive, learnt, doubtful; as plain lists."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from forum.themes import records

#: Words kept of those that decided most often.
OFTEN = 5


def lessons(themes: Sequence[records.Theme], result: records.Result) -> dict[int, dict[str, Any]]:
    """By theme: ``often`` [word, ...]; ``learned`` and ``doubtful`` [word, opinions, agreed, not]."""
    often = _often(result.assignments)
    return {
        theme.id: {
            "often": often.get(theme.id, []),
            "learned": [list(astuple(word)) for word in result.learned.get(theme.id, ())],
            "doubtful": [list(astuple(word)) for word in result.doubtful.get(theme.id, ())],
        }
        for theme in themes
    }


def _often(assignments: Iterable[records.Assignment]) -> dict[int, list[str]]:
    """The words that decided most often for each theme, more than once, in lower case."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for each in assignments:
        counted[each.theme_id].update(word.lower() for word in each.words)
    return {
        theme: [word for word, n in sorted(found.items(), key=_oftenest)[:OFTEN] if n > 1]
        for theme, found in counted.items()
    }


def _oftenest(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
