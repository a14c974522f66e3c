"""Which words of the texts speak for a theme without being its seeds, and which seeds mislead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np

from forum.themes.language import terms
from forum.themes.records import Assignment, Facet, Opinion, TellingWord, Theme, Verdict
from forum.themes.sorting import placing
from forum.themes.texts.matching import COMPOUND, matcher
from forum.themes.words import wording

MOST_READ = 1000  # wordings whose words are weighed
HALF = 0.5  # surer than this, a text's words are those of its theme
MOST = 12  # words people read through
LEAST_TEXTS = 3  # a word of fewer texts may be chance
MOSTLY = 0.6  # share of a word's texts that lie in the theme before it is typical of it
CLEAR = 10.8  # log-likelihood ratio that chance reaches once in a thousand words
LEAST_REFUSED = 3  # refusals from which a seed is doubtful
SEEN = 8  # texts with a seed from which its silence is telling,
SELDOM = 0.25  # when this few of them lie in its theme


@dataclass(frozen=True)
class Placed:
    """Different wordings, where each lies now, and what people said of it (theme -> belongs)."""

    texts: Sequence[str]
    themes: Sequence[frozenset[int]]
    said: Sequence[Mapping[int, bool]]


@dataclass(frozen=True)
class Index:
    """Which rows hold which term, and how a term is written most often."""

    rows: dict[str, list[int]]
    form: dict[str, str]


def learned_words(
    themes: Sequence[Theme], placed: Placed, index: Index | None = None
) -> dict[int, tuple[TellingWord, ...]]:
    """For each theme at most MOST words typical of its texts that are none of its seeds.

    A word is typical when most texts with it lie in the theme, more than chance would bring
    (log-likelihood ratio, Dunning 1993), and staff did not refuse more of them than they agreed
    to. The most telling come first.
    """
    index = index or read(placed.texts)
    found: dict[int, tuple[TellingWord, ...]] = {}
    known = list(index.form)
    for theme in themes:
        own = _own(theme, known)
        inside = {row for row, given in enumerate(placed.themes) if theme.id in given}
        scored = []
        for term in index.form:
            rows = index.rows[term]
            both = sum(row in inside for row in rows)
            if both < LEAST_TEXTS or both < MOSTLY * len(rows) or term in own:
                continue
            ratio = _ratio(both, len(rows), len(inside), len(placed.texts))
            word = _word(index.form[term], rows, inside, theme, themes, placed)
            if ratio >= CLEAR and word.agreed >= word.disagreed:
                scored.append((-round(ratio, 6), term, word))
        found[theme.id] = tuple(word for _, _, word in sorted(scored)[:MOST])
    return found


def doubtful_words(
    themes: Sequence[Theme], placed: Placed, index: Index | None = None
) -> dict[int, tuple[TellingWord, ...]]:
    """For each theme its seeds that mislead, such as homographs, the worst first.

    A seed is doubtful when staff refused at least LEAST_REFUSED texts with it and more than they
    agreed to, or when hardly any of its many texts lie in the theme.
    """
    index = index or read(placed.texts)
    found: dict[int, tuple[TellingWord, ...]] = {}
    for theme in themes:
        inside = {row for row, given in enumerate(placed.themes) if theme.id in given}
        doubtful = []
        for seed, rows in _holding(theme, index).items():
            word = _word(seed, rows, inside, theme, themes, placed)
            refused = word.disagreed >= LEAST_REFUSED and word.disagreed > word.agreed
            silent = len(rows) >= SEEN and word.opinions < SELDOM * len(rows)
            if refused or (silent and word.agreed <= word.disagreed):
                doubtful.append((word.agreed - word.disagreed, -len(rows), seed, word))
        found[theme.id] = tuple(word for *_, word in sorted(doubtful, key=lambda d: d[:3])[:MOST])
    return found


def tell(
    originals: Sequence[Opinion],
    copies: Mapping[int, int],
    themes: Sequence[Theme],
    assignments: Sequence[Assignment],
    verdicts: Sequence[Verdict],
) -> tuple[dict[int, tuple[TellingWord, ...]], dict[int, tuple[TellingWord, ...]]]:
    """(learned, doubtful) by theme, from the decided wordings and others taken evenly."""
    moved = placing.of_wordings(verdicts, copies)
    said = placing.newest(moved)
    step = max(1, -(-len(originals) // MOST_READ))
    chosen = [o for n, o in enumerate(originals) if n % step == 0 or o.id in said]
    given: dict[int, set[int]] = {o.id: set() for o in chosen}
    for placed in assignments:
        if placed.opinion_id in given and placed.confidence >= HALF:
            given[placed.opinion_id].add(placed.theme_id)
    material = Placed(
        [o.text for o in chosen],
        [frozenset(given[o.id]) for o in chosen],
        [said.get(o.id, {}) for o in chosen],
    )
    index = read(material.texts)
    return learned_words(themes, material, index), doubtful_words(themes, material, index)


def read(texts: Sequence[str]) -> Index:
    """Names of people, streets and places are left out of what may be shown."""
    spoken = [wording.read(text) for text in texts]
    named = wording.names(spoken)
    rows: dict[str, list[int]] = defaultdict(list)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for row, words in enumerate(spoken):
        first = {word.term: word for word in reversed(words) if word.term}
        for term, word in sorted(first.items()):
            rows[term].append(row)
            if wording.usable(word, named):
                forms[term][word.written] += 1
    form = {term: min(seen, key=lambda w: (-seen[w], len(w), w)) for term, seen in forms.items()}
    return Index(dict(rows), form)


@lru_cache(maxsize=4096)
def _seed_terms(seed: str) -> tuple[tuple[str, ...], ...]:
    """The seed as terms of each language: a text may be in any."""
    ways = (tuple(dict.fromkeys(terms(seed, tongue))) for tongue in ("hu", "en", "de"))
    return tuple(dict.fromkeys(way for way in ways if way))


def _own(theme: Theme, known: Sequence[str]) -> set[str]:
    """Those of the terms that are a word of the theme's name or seeds, or near one."""
    texts = (theme.name, *theme.seeds)
    seeds = {term: {0: 1.0} for text in texts for way in _seed_terms(text) for term in way}
    near = matcher(1, seeds).match(known)[:, 0] > 0
    return {term for term, is_near in zip(known, near.tolist(), strict=True) if is_near}


def _holding(theme: Theme, index: Index) -> dict[str, list[int]]:
    """For each seed the rows with it or, for a phrase, with all of its words."""
    parts = sorted({p for seed in theme.seeds for way in _seed_terms(seed) for p in way})
    known = list(index.rows)
    near = matcher(len(parts), {part: {i: 1.0} for i, part in enumerate(parts)}).match(known)
    rows: dict[str, set[int]] = {part: set() for part in parts}
    for term, part in np.argwhere(near >= COMPOUND).tolist():
        rows[parts[part]].update(index.rows[known[term]])
    return {
        seed: sorted(
            set().union(*(set.intersection(*(rows[p] for p in way)) for way in _seed_terms(seed)))
        )
        for seed in dict.fromkeys(theme.seeds)
    }


def _word(
    form: str,
    rows: Sequence[int],
    inside: set[int],
    theme: Theme,
    themes: Sequence[Theme],
    placed: Placed,
) -> TellingWord:
    """A yes to another theme of the same facet is a no here unless both were said to fit."""
    facet: dict[int, Facet] = {each.id: each.facet for each in themes}
    agreed = disagreed = 0
    for row in rows:
        said = placed.said[row]
        other = any(yes and facet.get(each) == theme.facet for each, yes in said.items())
        if said.get(theme.id, False):
            agreed += 1
        elif other or not said.get(theme.id, True):
            disagreed += 1
    return TellingWord(form, sum(row in inside for row in rows), agreed, disagreed)


def _ratio(both: int, word: int, theme: int, texts: int) -> float:
    """Dunning's log-likelihood ratio of a word and a theme meeting."""
    cells = (both, word - both, theme - both, texts - word - theme + both)
    expected = (
        word * theme / texts,
        word * (texts - theme) / texts,
        (texts - word) * theme / texts,
        (texts - word) * (texts - theme) / texts,
    )
    pairs = zip(cells, expected, strict=True)
    return 2 * sum(seen * log(seen / usual) for seen, usual in pairs if seen and usual)
