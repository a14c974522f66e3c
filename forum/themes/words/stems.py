"""Light stems of folded Hungarian words: endings come off, the word itself stays whole.

Snowball cuts deeper (szemét becomes szem, játszó becomes jat) and then unlike words meet, which
cost a tenth of the opinions their theme. Here endings come off until a word of the fields is met;
an unknown word loses one ending of each kind, and never more than it can spare.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from forum.themes.words import lexicon, typos

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
ENDINGS = frozenset((*CASES, *PLACES, *PLURALS, *OWNERS))
LONGEST_ENDING = max(map(len, ENDINGS))
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
    found = _known(word, DEEPEST) or _mended(word)
    return found or _guess(ENGLISH.sub("", word) if len(word) > SPARE else word)


def _known(word: str, depth: int) -> str:
    """The longest word of the fields left when endings come off; empty when there is none."""
    if word in _heads():
        return word
    if not depth:
        return ""
    for rest in _shorter(word):
        found = _known(rest, depth - 1)
        if found:
            return found
    return ""


def _mended(word: str) -> str:
    """The word of the fields this one is a slip of, endings aside; empty when there is none."""
    forms = [word, *_shorter(word)] if len(word) >= typos.FEWEST else []
    return next((found for form in forms if (found := _listed().nearest(form))), "")


@cache
def _listed() -> typos.Known:
    return typos.known(_heads())


def _may_end(word: str, ending: str) -> bool:
    """Whether this ending may come off; a short word is only believed from a clear one."""
    rest = len(word) - len(ending)
    least = SPARE if ending in OWNERS else SHORTEST
    return rest >= least or word[:rest] in TINY


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
    """The words of the Hungarian fields without accents, plain forms only.

    A word that is another of its own field with an ending (lámpák beside lámpa) is no head;
    one that only looks so stands in another field (szemét, szem).
    """
    fields = [frozenset(map(_plain, field)) for field in lexicon.every_field("hu")]
    inflected = {word for field in fields for word in field if _within(word, field, DEEPEST)}
    every = {word for field in fields for word in field if len(word) >= SHORTEST}
    return frozenset(every - inflected) | TINY


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()


def _within(word: str, field: frozenset[str], depth: int) -> bool:
    """Whether another word of the field is left when endings come off."""
    return bool(depth) and any(
        rest in field or _within(rest, field, depth - 1) for rest in _shorter(word)
    )


def _shorter(word: str) -> list[str]:
    """The word without each ending it may have, one of each length at most, longest first."""
    tails = (word[-length:] for length in range(LONGEST_ENDING, 0, -1) if length < len(word))
    found = [word[: -len(t)] for t in tails if t in ENDINGS and _may_end(word, t)]
    return [*found, *_without_with(word)]
