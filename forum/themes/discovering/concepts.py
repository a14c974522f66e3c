"""Which fields of words each text touches: synonyms meet there that share no letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy.sparse as sp

from forum.themes.language import Language, terms
from forum.themes.texts.features import normalise
from forum.themes.texts.matching import EXACT, Matcher, matcher
from forum.themes.words import lexicon

RARE = 5  # from LARGE texts on, a word of fewer texts is not looked up: a theme has more of it
LARGE = 5000


@dataclass(frozen=True)
class Fields:
    """What each term says of each field or family, and what each of them is worth; frozen."""

    terms: sp.csr_matrix  # terms x fields, 0..1
    term_worth: np.ndarray  # a word counts the more the rarer it is,
    field_worth: np.ndarray  # a field likewise: what all speak of parts nobody
    common: np.ndarray  # the share of texts that touch each field

    def touched(self, table: sp.csr_matrix) -> sp.csr_matrix:
        """How much each text touches each field (texts x fields), rows of length 1 or 0."""
        found = _plain(table, self.terms, self.term_worth)
        found.data *= self.field_worth[found.indices]
        return normalise(found)

    def support(self, table: sp.csr_matrix) -> np.ndarray:
        """How much more often than elsewhere these texts touch a term's best field (terms, 0..1)."""
        here = _plain(table, self.terms, self.term_worth).getnnz(axis=0) / max(1, table.shape[0])
        more = np.maximum(here - self.common, 0).astype(np.float32)
        best = self.terms.multiply(more[None, :]).max(axis=1)
        found: np.ndarray = best.toarray().ravel().round(6)
        return found


def fit(
    table: sp.csr_matrix, vocabulary: Sequence[str], languages: tuple[Language, ...]
) -> tuple[Fields, Fields]:
    """(fields, families of fields) as these texts touch them; `table` counts terms in texts."""
    size = table.shape[0]
    seen = np.bincount(table.indices, minlength=len(vocabulary))
    rows = np.flatnonzero(seen >= (RARE if size >= LARGE else 1)).tolist()
    met = sp.coo_matrix(_fields(languages).match([vocabulary[row] for row in rows]))
    places = np.asarray(rows, int)[met.row]
    shape = (len(vocabulary), len(lexicon.fields("hu")))
    fields = sp.csr_matrix((met.data, (places, met.col)), shape=shape, dtype=np.float32)
    return _fitted(fields, table, seen), _fitted(_by_family(fields), table, seen)


def _by_family(fields: sp.csr_matrix) -> sp.csr_matrix:
    """What each term says of each family: what it says of the field it says most of."""
    family = lexicon.families()
    names = sorted(set(family))
    columns = [fields[:, [f == name for f in family]].max(axis=1) for name in names]
    return sp.hstack(columns, format="csr", dtype=np.float32)


def _fitted(terms_: sp.csr_matrix, table: sp.csr_matrix, seen: np.ndarray) -> Fields:
    worth = _rarity(seen, table.shape[0])
    some = _plain(table[:: max(1, -(-table.shape[0] // LARGE))], terms_, worth)
    speakers = np.bincount(some.indices, minlength=terms_.shape[1])
    size = max(1, some.shape[0])
    return Fields(terms_, worth, _rarity(speakers, size), speakers / size)


def _plain(table: sp.csr_matrix, terms_: sp.csr_matrix, worth: np.ndarray) -> sp.csr_matrix:
    weighed = table.copy()
    weighed.data = ((1 + np.log(weighed.data)) * worth[weighed.indices]).astype(np.float32)
    found = normalise((weighed @ terms_).tocsr().astype(np.float32))
    found.sort_indices()
    return found


def spoken(languages: Sequence[Language], share: float) -> tuple[Language, ...]:
    """The languages at least this share of the texts is in, in a fixed order."""
    every: tuple[Language, ...] = ("hu", "en", "de")
    return tuple(one for one in every if languages.count(one) >= share * len(languages) > 0)


def _rarity(seen: np.ndarray, size: int) -> np.ndarray:
    found: np.ndarray = np.log(1 + size / np.maximum(seen, 1)).astype(np.float32)
    return found


@cache
def _fields(languages: tuple[Language, ...]) -> Matcher:
    words: dict[str, dict[int, float]] = defaultdict(dict)
    for language in languages:
        for place, field in enumerate(lexicon.fields(language)):
            for term in terms(" ".join(field), language):
                words[term][place] = EXACT
    return matcher(len(lexicon.fields("hu")), words)
