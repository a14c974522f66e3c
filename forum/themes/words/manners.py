"""Greetings, thanks and slips of the finger: what does not make another wording of the same text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forum.themes.language import fold, tokens

_LED = (
    # Hungarian
    r"tisztelt (?:polgarmester|jegyzo|alpolgarmester|kepviselo)(?: ur| asszony| no)?",
    r"tisztelt (?:cim|cimzett|onkormanyzat|varosvezetes|hivatal|iroda|hatosag|illetekes(?:ek)?|uram"
    r"|holgyem|varoshaza|cimzettek|kozgyules|szervezok)",
    r"tisztelt|jo (?:napot|reggelt|estet)(?: kivanok| kivanunk| mindenkinek)?|szep napot(?: kivanok)?",
    r"kedves (?:iroda|varos|mindenki|szervezok|polgarmester(?: ur| asszony)?|varosvezetes|kalaka)",
    r"udv(?:ozlom|ozlet|ozletem)?(?: mindenkinek)?|sziasztok|szia|hell?o(?:sztok)?|hali|kerem szepen|kerem",
    # English
    r"dear (?:sir or madam|sirs?|madam|mayor|council|all|team|city)|to whom it may concern",
    r"good (?:morning|afternoon|evening|day)|hello(?: there| everyone| all)?|hi(?: there| all)?|please",
    # German
    r"sehr geehrte(?:r)?(?: damen und herren| frau \w+| herr \w+)?|guten (?:tag|morgen|abend)|hallo",
    r"liebe(?:r)? (?:stadt|alle|leute|verwaltung)|bitte",
)
_CLOSED = (
    r"(?:elore is )?koszon(?:om|juk|ettel|et)(?: (?:szepen|elore is|elore|a segitseget|a lehetoseget))*",
    r"(?:elore is )?kosz(?:i|ike)?|tisztelettel|udvozlettel|udv|minden jot|szep napot|kerem szepen|kerem",
    r"(?:many )?thank(?:s| you)(?: very much| so much| in advance| a lot)*|(?:kind|best) regards|please",
    r"(?:vielen |besten |herzlichen )?dank(?:e)?(?: schon| im voraus| sehr)*|bitte"
    r"|mit freundlichen gru(?:ss|ß)en",
)
_BEFORE = re.compile(rf"^(?:(?:{'|'.join(_LED)}) )+")
_AFTER = re.compile(rf"(?: (?:{'|'.join(_CLOSED)}))+$")
FAREWELL = 300  # letters at the end in which thanks are looked for
LONG_WORD = 4  # letters from which one wrong letter is a slip and not another word
SWAPPED_WORD = 3  # letters from which two swapped neighbours are one
LEAST_WORDS = 4  # words of a text in which one slip may be overlooked
MOST_WORDS = 400  # words of a text that are compared; longer ones are told apart by then


def matter(text: str) -> list[str]:
    """The folded words of a text without the greeting before and the thanks behind it.

    A text that is nothing but manners keeps all of its words.
    """
    words = tokens(fold(text))
    low, high = span(" ".join(words), len(words))
    return words[low:high]


def span(plain: str, size: int) -> tuple[int, int]:
    """Where the matter begins and ends in a text of this many folded words."""
    led = _BEFORE.match(plain)
    start = led.end() if led else 0
    closed = _AFTER.search(plain, max(start, len(plain) - FAREWELL))
    end = closed.start() if closed else len(plain)
    if not plain[start:end]:
        return 0, size
    return plain.count(" ", 0, start), size - plain.count(" ", end)


def one_slip(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two texts differ in one word, and there by one slip of the finger.

    A slip is two neighbouring letters swapped, or in a longer word a letter too many, too few or
    wrong (Damerau 1964), but never in a number.
    """
    if len(one) != len(other) or len(one) < LEAST_WORDS:
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(apart) != 1 or any(letter.isdigit() for word in apart[0] for letter in word):
        return False
    first, second = apart[0]
    start = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if start is None:
        start = min(len(first), len(second))
    rest, tail = first[start:], second[start:]
    if len(first) >= SWAPPED_WORD and rest[1::-1] + rest[2:] == tail and len(rest) > 1:
        return True
    if min(len(first), len(second)) < LONG_WORD:
        return False
    return rest[1:] == tail[1:] or rest[1:] == tail or rest == tail[1:]
