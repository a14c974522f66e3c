"""Names for groups of texts, made of words people wrote, in a form people say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forum.themes.language import fold
from forum.themes.words.spelling import OFTEN, PLAIN, form, is_listed, plainness
from forum.themes.words.wording import Forms, Word, forms, names

LABEL_WORDS = 3
SHOWN_WORDS = 12  # words that become seeds when a proposal is accepted
READ_TEXTS = 400  # of a group, evenly chosen: more texts do not change its name
SHARED_TERM = 2  # texts a label word must stand in: one person's word is no theme
SPEECH_TEXTS = 5000  # of all, evenly chosen: how people write, and what they write as names
FIELD_SUPPORT = 0.5  # weight of speaking about a word's field beside saying the word itself
FIELD_SHARED = 0.15  # from which a word may be shown though only one text of the group has it
PAIR_SHARE = 0.1  # of the texts must say a pair of words side by side
PAIR_OF_WORD = 0.25  # of what its chief word is said in
ROOT = 4  # letters two words share from which one of them is enough


@dataclass(frozen=True)
class Named:
    """A label of one to three words, and the words it was chosen from, the most telling first."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Speech:
    """All texts as background: written forms, names, and in how many of `total` a term stands."""

    words: Mapping[str, Counter[str]]
    names: frozenset[str]
    spread: Mapping[str, int]
    total: int
    hungarian: bool = True  # most texts are: only there does a word have a plain form


def speech(
    read: Sequence[Sequence[Word]],
    spread: Mapping[str, int],
    total: int,
    hungarian: bool = True,
) -> Speech:
    """The background of these texts."""
    named = names(read)
    return Speech(forms(read, named).words, named, spread, total, hungarian)


def name(
    texts: Sequence[Sequence[Word]],
    everybody: Speech,
    fields: Mapping[str, float],
    taken: Collection[str] = (),
) -> Named | None:
    """The name of a group of texts; None when its texts hold no word that could name it.

    `fields` says how much the group speaks of a term's field (0..1): what one person calls kuka
    and the next konténer is one matter. `taken` holds the names a label may not have. Words are
    ranked by class TF-IDF (Grootendorst 2022); a pair said side by side by several goes first.
    """
    spoken = forms(texts, everybody.names)
    shown = {
        term: form(counts, everybody.words.get(term, counts), term, everybody.hungarian)
        for term, counts in spoken.words.items()
    }
    worth = _worth(spoken.texts, len(texts), everybody, fields, shown)
    ranked = sorted(worth, key=lambda term: (-worth[term], term))
    words = tuple(dict.fromkeys(shown[term] for term in ranked))[:SHOWN_WORDS]
    for label in _labels(_fit_to_name(ranked, shown, spoken, everybody), shown, spoken, len(texts)):
        if fold(label) not in {fold(other) for other in taken}:
            return Named(label, words)
    return None


def _fit_to_name(
    ranked: Sequence[str], shown: Mapping[str, str], spoken: Forms, everybody: Speech
) -> list[str]:
    """The terms that are surely words in a plain form before the others."""
    sure = {
        term
        for term in ranked
        if (level := plainness(shown[term], term, everybody.hungarian)) == 0
        or (level < len(PLAIN) - 1 and spoken.texts[term] >= SHARED_TERM)
    }
    return [t for t in ranked if t in sure] + [t for t in ranked if t not in sure]


def _worth(
    inside: Counter[str],
    size: int,
    everybody: Speech,
    fields: Mapping[str, float],
    shown: Mapping[str, str],
) -> dict[str, float]:
    """How well each term names the group; terms that do not are left out."""
    least = min(SHARED_TERM, size)
    told = [t for t, n in inside.items() if n >= least or fields.get(t, 0.0) >= FIELD_SHARED]
    found = {}
    for term in told or list(inside):
        count, near = inside[term], fields.get(term, 0.0)
        everywhere = max(count, everybody.spread.get(term, count))
        said = count / size * _own(count, size, everywhere, everybody.total)
        rarity = float(np.log(1 + everybody.total / everywhere))
        value = (said + FIELD_SUPPORT * near * (count / size) ** 0.5) * rarity
        found[term] = round(value * PLAIN[plainness(shown[term], term, everybody.hungarian)], 6)
    return {term: value for term, value in found.items() if value > 0}


def _own(count: int, size: int, everywhere: int, total: int) -> float:
    """0 for a word as common elsewhere as here, towards 1 for a word only said here."""
    here, there = count / size, (everywhere - count + 1) / (total - size + 2)
    return max(0.0, (here - there) / (here + there))


def _labels(ranked: Sequence[str], shown: Mapping[str, str], spoken: Forms, size: int) -> list[str]:
    """Labels from the best to the simplest: a pair and a word, three words, two, one."""
    singles = _unlike([shown[term] for term in ranked[:SHOWN_WORDS]])[: 2 * LABEL_WORDS]
    found = []
    pair = _pair(ranked[:LABEL_WORDS], set(shown), spoken, size)
    if pair:
        rest = _unlike([*pair, *singles])[2:LABEL_WORDS]
        found.append(", ".join([" ".join(pair), *rest]))
    found += [", ".join(singles[:n]) for n in range(min(LABEL_WORDS, len(singles)), 0, -1)]
    found += [", ".join(singles[n : n + LABEL_WORDS]) for n in range(1, len(singles))]
    return list(dict.fromkeys(found))


def _pair(
    chief: Sequence[str], telling: Collection[str], spoken: Forms, size: int
) -> tuple[str, str] | None:
    """The words most often said side by side, one of them a chief word of the group."""
    best: tuple[int, int, tuple[str, str]] | None = None
    for (first, second), counts in spoken.pairs.items():
        if first not in telling or second not in telling or not {first, second} & set(chief):
            continue
        said = counts.total()
        head = min(spoken.texts[t] for t in (first, second) if t in chief)
        if said >= max(SHARED_TERM, PAIR_SHARE * size, PAIR_OF_WORD * head) and first != second:
            written = _pair_form(counts)
            rank = (-said, -counts[written], written)
            best = min(best, rank) if best else rank
    return best[2] if best else None


def _pair_form(counts: Counter[tuple[str, str]]) -> tuple[str, str]:
    top = max(counts.values())
    often = [pair for pair in counts if counts[pair] >= OFTEN * top]
    return min(
        often,
        key=lambda p: (
            not is_listed(p[1]), p[0].isascii() and p[1].isascii(), -counts[p],
            len(p[0]) + len(p[1]), p,
        ),
    )  # fmt: skip


def _unlike(words: Sequence[str]) -> list[str]:
    """The words without those that only say an earlier one again (lámpa, lámpatest)."""
    found: list[str] = []
    for word in words:
        root = fold(word)
        again = any(_shares_root(root, fold(other)) for other in found)
        if not again and word not in found:
            found.append(word)
    return found


def _shares_root(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long_ = sorted((one, other), key=len)
    return len(short) >= ROOT and (
        long_.startswith(short[: max(ROOT, len(short) - 1)]) or long_.endswith(short)
    )
