"""Evidence from the words people gave a theme: its name, seed words and description."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from forum.themes.language import Language, terms
from forum.themes.records import Theme
from forum.themes.texts import meaning
from forum.themes.texts.features import remember
from forum.themes.texts.matching import COMPOUND, EXACT, Matcher, matcher
from forum.themes.texts.meaning import Concepts
from forum.themes.words import lexicon

DESCRIPTION = 0.3  # a description explains; it was not chosen word by word
NAME_PART = 0.7  # one word of a name of several
FIELD = 0.6  # a neighbour of seeds says less than a seed
FIELD_DOUBT = 0.75  # seeds' worth of doubt: a field that holds one seed speaks half as clearly
FAMILY = 0.2  # how far the seeds of related fields speak for a field, beside those inside it
FAMILY_MOST = 3.0  # seeds of a family that are counted: more do not make its edges surer
ALONE = 1.0  # the only seed in a family does not open it: benches are not toilets
NAMED = 0.35  # from here a word names a theme: a seed's kin, or a field that holds a seed
_GENERIC = """
program programok programja programjai klub kör foglalkozás foglalkozások közösségi városi ügyek
szolgáltatások fejlesztése programmes programs events activities and und és
"""
GENERIC = frozenset(_GENERIC.split())  # words of a name that any theme could have


@dataclass(frozen=True)
class Seeds:
    """The prepared seed words of a list of themes, ready to be matched with any vocabulary."""

    own: Matcher  # the words people gave
    concepts: Concepts  # the lexicon
    kin: np.ndarray  # how far each of its fields speaks for each theme (fields x themes, 0..1)
    phrases: tuple[tuple[int, tuple[str, ...]], ...]  # (column, terms that must all occur)
    parts: Matcher  # the terms of the phrases, each a column of its own
    avoid: tuple[tuple[str, int], ...] = ()  # terms that tell nothing about a theme, by column
    least: float = 0.0  # what speaks less clearly than this is not heard

    def match(self, vocabulary: Sequence[str]) -> np.ndarray:
        """How strongly each term speaks for each theme (terms x themes, 0..1).

        What a word is about is heard beside its likeness to seeds, unless it is one.
        """
        own = self.own.match(vocabulary)
        seed = own.max(axis=1, initial=0) > COMPOUND
        about = np.asarray(self.concepts.about(vocabulary) @ self.kin)
        found: np.ndarray = np.where(seed[:, None], own, own + about).astype(np.float32)
        found[found < self.least] = 0
        row_of = {term: row for row, term in enumerate(vocabulary)} if self.avoid else {}
        for term, column in self.avoid:
            if term in row_of:
                found[row_of[term], column] = 0
        return found

    def told(self, worth: np.ndarray, clearly: bool) -> Seeds:
        """The same where fields count by their worth (0..1) in the collection.

        With `clearly` only words that name a theme are heard, not what is remotely related.
        """
        return replace(self, kin=self.kin * worth[:, None], least=NAMED if clearly else 0.0)

    def phrase_hits(self, table: sp.csr_matrix, vocabulary: Sequence[str]) -> np.ndarray:
        """Which documents hold every word of which phrase (documents x phrases, 0 or 1)."""
        near = remember(vocabulary, self, "near", lambda: self._near(vocabulary))
        held = np.asarray(table @ near) > 0
        column = {part: i for i, part in enumerate(self.parts.words)}
        hits = np.ones((table.shape[0], len(self.phrases)), np.float32)
        for number, (_, parts) in enumerate(self.phrases):
            hits[:, number] = held[:, [column[part] for part in parts]].all(axis=1)
        return hits

    def _near(self, vocabulary: Sequence[str]) -> np.ndarray:
        found: np.ndarray = (self.parts.match(vocabulary) >= COMPOUND).astype(np.float32)
        return found


def prepare(themes: Sequence[Theme], languages: tuple[Language, ...]) -> Seeds:
    """The seeds of these themes as terms of every language the opinions are written in.

    A seed shared by n themes counts 1/sqrt(n) for each: it tells less.
    """
    words: dict[str, dict[int, float]] = defaultdict(dict)
    phrases: set[tuple[int, tuple[str, ...]]] = set()
    for column, theme in enumerate(themes):
        for text, weight in _sources(theme):
            for language in languages:
                parts = tuple(dict.fromkeys(terms(text, language)))
                if len(parts) > 1 and weight > DESCRIPTION:
                    phrases.add((column, parts))
                else:
                    for part in parts:
                        words[part][column] = max(words[part].get(column, 0.0), weight)
    shared = {
        seed: {column: weight / len(columns) ** 0.5 for column, weight in columns.items()}
        for seed, columns in words.items()
    }
    own = matcher(len(themes), shared)
    concepts = meaning.concepts(languages)
    kin = _affinity(len(themes), words, concepts)
    in_phrases = sorted({part for _, phrase in phrases for part in phrase})
    parted = tuple(sorted(phrases))
    return Seeds(own, concepts, kin, parted, _each(in_phrases), _avoided(themes, languages))


def _avoided(
    themes: Sequence[Theme], languages: tuple[Language, ...]
) -> tuple[tuple[str, int], ...]:
    """The words people said tell nothing about a theme, as terms of every language."""
    found = {
        (term, column)
        for column, theme in enumerate(themes)
        for word in theme.avoid
        for language in languages
        for term in terms(word, language)
    }
    return tuple(sorted(found))


def _sources(theme: Theme) -> list[tuple[str, float]]:
    """Each seed with its weight; the words of the name count singly and as a phrase."""
    parts = theme.name.split()
    singles = [(p, NAME_PART if len(parts) > 1 else EXACT) for p in parts if p not in GENERIC]
    described = [(part, DESCRIPTION) for part in theme.description.split()]
    return [(seed, EXACT) for seed in theme.seeds] + [(theme.name, EXACT)] + singles + described


def _affinity(
    themes: int, words: Mapping[str, Mapping[int, float]], concepts: Concepts
) -> np.ndarray:
    """How far each field speaks for each theme (fields x themes, 0..FIELD).

    A field speaks for the themes by the seeds in it and, more softly, in its family; the doubt
    keeps one stray seed from claiming a field.
    """
    chosen = [seed for seed in sorted(words) if max(words[seed].values()) > DESCRIPTION]
    given = np.zeros((len(chosen), themes), np.float32)
    for row, seed in enumerate(chosen):
        owners = {c: weight for c, weight in words[seed].items() if weight > DESCRIPTION}
        for column, weight in owners.items():
            given[row, column] = weight / len(owners) ** 0.5
    inside = np.asarray(concepts.about(chosen).T @ given)
    families = np.unique(lexicon.families(), return_inverse=True)[1]
    related = np.zeros((families.max() + 1, themes), np.float32)
    np.add.at(related, families, inside)
    related = np.clip(related - ALONE, 0, FAMILY_MOST)
    heard = inside + FAMILY * related[families]
    found: np.ndarray = FIELD * heard / (heard.sum(axis=1, keepdims=True) + FIELD_DOUBT)
    return found.astype(np.float32)


def _each(words: Sequence[str]) -> Matcher:
    """These words, each speaking for a column of its own."""
    return matcher(len(words), {word: {i: EXACT} for i, word in enumerate(words)})
