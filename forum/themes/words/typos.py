"""Known words one slip of the finger away from a written one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5  # letters from which two that changed places are a slip
LONG = 7  # letters from which a wrong letter is a slip; in shorter ones it makes another word
END = 2  # letters at the end that must be right: there endings differ by one letter


def without_one(word: str) -> set[str]:
    """The word without each of its letters in turn."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def one_slip(written: str, word: str) -> bool:
    """Whether two neighbours changed places, or a letter inside is wrong, missing or too many.

    A first letter and an ending are never wrong: there other words differ by one letter.
    """
    if len(written) == len(word):
        wrong = [place for place, (a, b) in enumerate(zip(written, word, strict=True)) if a != b]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            first, second = wrong
            return written[first] == word[second] and written[second] == word[first]
    inside = written[0] == word[0] and written[-END:] == word[-END:]
    if not inside or min(len(written), len(word)) < LONG:
        return False
    if len(written) == len(word):
        return len(wrong) == 1
    longer, shorter = sorted((written, word), key=len, reverse=True)
    return shorter in without_one(longer)


@dataclass(frozen=True)
class Known:
    """Words that can be found by what is left of them without one letter (Garbe 2012)."""

    left: Mapping[str, Sequence[str]]

    def nearest(self, written: str) -> str:
        """The word this one is a slip of; empty when there is none, or more than one."""
        near = {
            word
            for key in (written, *without_one(written))
            for word in self.left.get(key, ())
            if one_slip(written, word)
        }
        return near.pop() if len(near) == 1 else ""


def known(words: Iterable[str]) -> Known:
    """An index of the words that are long enough."""
    left: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words)):
        if len(word) >= FEWEST:
            for key in sorted({word, *without_one(word)}):
                left[key].append(word)
    return Known(dict(left))
