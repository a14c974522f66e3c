"""Opinions sorted into themes from names, seed words, examples and people's decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from . import classifier, features, seeding
from .classifier import Classifier, Labels
from .features import Space
from .language import Language, language_of, sentences, words_and_terms
from .records import FACETS, Assignment, Facet, Opinion, Settings, Theme, Verdict
from .seeding import Seeds

SURE_MARGIN = 0.3  # texts this clear by seeds alone begin the self-training
SHARES = (0.5, 0.6, 0.7, 0.8)  # surest part of each theme that shapes its centre, per round
SHOWN_WORDS = 3
LANGUAGE_SHARE = 0.05  # a language written in at least one text of twenty gets seeds of its own


@dataclass(frozen=True)
class FacetModel:
    """What was learnt for the themes of one facet; columns follow `themes`."""

    themes: tuple[int, ...]
    seeds: Seeds
    phrase_worth: np.ndarray
    centres: np.ndarray  # themes x features
    prior: np.ndarray
    classifier: Classifier | None


@dataclass(frozen=True)
class Reading:
    """The scores of some texts in one facet: rows x themes, and how well each theme fits."""

    scores: np.ndarray
    fit: np.ndarray
    evidence: np.ndarray


class _Texts:
    """Documents with everything computed once: words, counts, vectors."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.words = [words_and_terms(text, language_of(text)) for text in texts]
        self.terms = [[t for _, t in pairs if not t.isdigit()] for pairs in self.words]
        self.table, self.vocabulary = features.counts(self.terms)
