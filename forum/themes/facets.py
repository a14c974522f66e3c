"""One facet's themes learnt from seed words, self-training and people's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from . import classifier, features, seeding, selftraining
from .classifier import Classifier, Labels
from .features import Space
from .language import Language, terms
from .records import Settings, Theme
from .seeding import Seeds
from .selftraining import Learnt

PRIOR_ROUNDS = 10
PRIOR_TEXTS = 2000  # texts from which the shares of themes can be estimated at all


@dataclass(frozen=True)
class Rows:
    """Documents as numbers: counts, the terms the columns stand for, and unit vectors."""

    table: sp.csr_matrix
    vocabulary: list[str]
    vectors: sp.csr_matrix


def stack(rows: Rows, space: Space, more: Sequence[Sequence[str]]) -> Rows:
    """The rows with further documents (lists of terms) below them."""
    table, words = features.counts(more)
    vocabulary = sorted(set(rows.vocabulary) | set(words))
    index = {term: i for i, term in enumerate(vocabulary)}
    tables = []
    for part, names in ((rows.table, rows.vocabulary), (table, words)):
        placed = part.tocoo()
        columns = np.asarray([index[name] for name in names], np.int32)[placed.col]
        shape = (part.shape[0], len(vocabulary))
        tables.append(sp.csr_matrix((placed.data, (placed.row, columns)), shape=shape))
    vectors = sp.vstack([rows.vectors, space.weigh(table, words)], format="csr")
    return Rows(sp.vstack(tables, format="csr"), vocabulary, vectors)


@dataclass(frozen=True)
class Reading:
    """How some texts read in one facet, each rows x themes."""

    scores: np.ndarray  # 0..1, what the themes are ranked by
    evidence: np.ndarray  # seed evidence, 0 when no seed word occurs
    likeness: np.ndarray  # cosine with the theme's centre, 0..1
    chances: np.ndarray  # the classifier's probability, 0 without one


@dataclass(frozen=True)
class FacetModel:
    """What was learnt for the themes of one facet; columns follow `themes`."""

    themes: tuple[int, ...]
    seeds: Seeds
    term_worth: dict[str, float]
    unseen_worth: float
    phrase_worth: np.ndarray
    learnt: Learnt
    prior: np.ndarray
    classifier: Classifier | None
    temperature: float

    def read(self, rows: Rows) -> Reading:
        """Scores of these texts for every theme of the facet."""
        evidence = self.evidence(rows)
        scores, likeness = selftraining.score(evidence, rows.vectors, self.learnt, self.temperature)
        scores = _believe(scores, self.prior)
        chances = np.zeros_like(scores)
        if self.classifier:
            chances = self.classifier.chances(rows.vectors)
            trust = self.classifier.trust
            scores = (1 - trust) * scores + trust * chances
        return Reading(np.minimum(scores, 1.0), evidence, likeness, chances)

    def evidence(self, rows: Rows) -> np.ndarray:
        """Seed evidence: matches weighted by how specific the word is (log(1 + N/df))."""
        worth = [self.term_worth.get(term, self.unseen_worth) for term in rows.vocabulary]
        match = self.seeds.match(rows.vocabulary) * np.asarray(worth, np.float32)[:, None]
        present = rows.table.sign()
        found: np.ndarray = np.asarray(present @ match)
        if self.seeds.phrases:
            hits = self.seeds.phrase_hits(rows.table, rows.vocabulary) * self.phrase_worth
            for number, (column, _) in enumerate(self.seeds.phrases):
                found[:, column] += hits[:, number]
        return found


def _believe(scores: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """The scores shifted towards common themes; each row keeps its sum."""
    total = scores.sum(axis=1, keepdims=True)
    shifted = scores * prior
    found: np.ndarray = shifted * (total / np.maximum(shifted.sum(axis=1, keepdims=True), 1e-9))
    return found


def fit(
    themes: Sequence[Theme],
    languages: tuple[Language, ...],
    rows: Rows,
    space: Space,
    labels: Labels,
    settings: Settings,
    by_words_only: bool,
) -> FacetModel:
    """Learn one facet; `by_words_only` keeps texts without any seed word out of the centres."""
    seeds = seeding.prepare(themes, languages)
    size = rows.table.shape[0]
    seen = np.bincount(rows.table.indices, minlength=len(rows.vocabulary))
    worth = np.log(1 + size / np.maximum(seen, 1))
    hits = seeds.phrase_hits(rows.table, rows.vocabulary).sum(axis=0)
    nothing = np.zeros((len(themes), rows.vectors.shape[1]), np.float32)
    model = FacetModel(
        themes=tuple(theme.id for theme in themes),
        seeds=seeds,
        term_worth=dict(zip(rows.vocabulary, worth.tolist(), strict=True)),
        unseen_worth=float(np.log(1 + size)),
        phrase_worth=np.log(1 + size / np.maximum(hits, 1)).astype(np.float32),
        learnt=Learnt(nothing, nothing),
        prior=np.ones(len(themes), np.float32),
        classifier=None,
        temperature=settings.temperature,
    )
    evidence = model.evidence(rows)
    own = space.transform([_own_words(theme, languages) for theme in themes])
    learnt = selftraining.learn(rows.vectors, evidence, own, labels, settings, by_words_only)
    scores, _ = selftraining.score(evidence, rows.vectors, learnt, settings.temperature)
    prior = _prior(scores, settings.prior_power * min(1, size / PRIOR_TEXTS))
    believed = scores * (evidence > 0)
    trained = classifier.train(rows.vectors, labels, believed, settings.verdict_half, settings.seed)
    return replace(model, learnt=learnt, prior=prior, classifier=trained)


def _own_words(theme: Theme, languages: Sequence[Language]) -> list[str]:
    texts = (theme.name, *theme.seeds)
    return [term for language in languages for text in texts for term in terms(text, language)]


def _prior(scores: np.ndarray, power: float) -> np.ndarray:
    """How common each theme is, tempered; the commonest counts 1.

    Expectation maximisation of class priors as in Saerens, Latinne & Decaestecker (2002).
    """
    if not len(scores):
        return np.ones(scores.shape[1], np.float32)
    prior = np.full(scores.shape[1], 1 / scores.shape[1])
    for _ in range(PRIOR_ROUNDS):
        weighted = scores * prior**power
        total = weighted.sum(axis=1, keepdims=True)
        total[total == 0] = 1
        prior = (weighted / total).mean(axis=0) + 1e-6
        prior /= prior.sum()
    tempered: np.ndarray = ((prior / prior.max()) ** power).astype(np.float32)
    return tempered
