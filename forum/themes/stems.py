"""Light stems of folded Hungarian words: endings come off, the word itself stays whole.

Snowball cuts deeper (szemét becomes szem, játszó becomes jat) and then unlike words meet, which
cost a tenth of the opinions their theme. Here endings come off until a word of the fields is met;
an unknown word loses one ending of each kind, and never more than it can spare.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from . import lexicon

CASES = (
    "kent", "ban", "ben", "bol", "rol", "tol", "nak", "nek", "val", "vel", "hoz", "hez", "nal",
    "nel", "ert",
)  # fmt: skip
PLACES = ("ra", "re", "ba", "be", "on", "en", "ig")
PLURALS = ("ot", "at", "et", "t", "ok", "ek", "ak", "k")
OWNERS = (
    "unk", "juk", "uk", "jai", "jei", "ai", "ei", "ja", "je", "i", "a", "e", "nk", "m", "om", "em",
    "am", "od", "ed", "ad",
)  # fmt: skip
TINY = frozenset(["fa"])  # the one word of two letters people ask for in all its forms
ENDINGS = sorted((*CASES, *PLACES, *PLURALS, *OWNERS), key=lambda ending: (-len(ending), ending))
DEEPEST = 3  # plural, owner and case: gyerek-ei-m-nek has no more to take off
SHORTEST = 3  # letters a word keeps
SPARE = 4  # letters an unknown word keeps before a short ending is believed
VOWELS = frozenset("aeiou")
ACCUSATIVE = re.compile(r"(?<=[^aeiou])[oea]t$|(?<=[aeiou])t$")
PLURAL = re.compile(r"(?<=[^aeiou])[oea]k$|(?<=[aeiou])k$")
OWNER = re.compile(r"(?<=[^aeiou])(?:unk|juk|uk|jai|jei|ai|ei|ja|je)$")
WITH = re.compile(r"([^aeiou])\1[ae]l$")  # asztallal: "with" doubles the last letter
WITH_TWO = re.compile(r"(?:ssz|ccs|ggy|tty|nny|zzs|lly)[ae]l$")  # busszal is busz
ENGLISH = re.compile(r"(?<=[bdfgklmnpt])s$|(?<=ch|sh|ss)es$|(?<=...[a-z])ing$")


def hungarian(word: str) -> str:
    """The stem of a folded word; lámpák, lámpával and lampat meet at lampa.

    English plurals and -ing come off as well: a query of one word does not tell its language.
    """
    return _known(word, DEEPEST) or _guess(ENGLISH.sub("", word) if len(word) > SPARE else word)


def _known(word: str, depth: int) -> str:
    """The longest word of the fields left when endings come off; empty when there is none."""
    if word in _heads():
        return word
    if not depth:
        return ""
    shorter = [word[: -len(ending)] for ending in ENDINGS if _may_end(word, ending)]
    for rest in (*shorter, *_without_with(word)):
        found = _known(rest, depth - 1)
        if found:
            return found
    return ""


def _may_end(word: str, ending: str) -> bool:
    """Whether this ending may come off; a short word is only believed from a clear one."""
    rest = len(word) - len(ending)
    least = SPARE if ending in OWNERS else SHORTEST
    return word.endswith(ending) and (rest >= least or word[:rest] in TINY)


def _without_with(word: str) -> list[str]:
    """The word without -val/-vel where it has doubled the last letter (asztallal, busszal)."""
    if WITH_TWO.search(word):
        return [word[:-5] + word[-4:-2]]
    return [word[:-3]] if WITH.search(word) else []


def _guess(word: str) -> str:
    """An unknown word without one case, one accusative, one plural and one owner's ending."""
    word = _without_case(word)
    for ending, least in ((ACCUSATIVE, SPARE + 2), (PLURAL, SPARE + 2), (OWNER, SPARE + 3)):
        word = ending.sub("", word) if len(word) >= least else word
    # Endings hang on a lengthened a or e (utca, utcák): without the vowel all forms meet.
    return word[:-1] if len(word) > SPARE and word[-1] in "ae" else word


def _without_case(word: str) -> str:
    for ending in CASES:
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= SHORTEST and VOWELS & set(rest):
            return rest
    if len(word) >= SPARE + 2 and _without_with(word):
        return _without_with(word)[0]
    for ending in PLACES:
        if word.endswith(ending) and len(word) - len(ending) >= SPARE:
            return word[: -len(ending)]
    return word


@cache
def _heads() -> frozenset[str]:
    """The words of the Hungarian fields without accents."""
    words = " ".join(word for field in lexicon.fields("hu") for word in field).lower()
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return frozenset(word for word in plain.split() if len(word) >= SHORTEST) | TINY
