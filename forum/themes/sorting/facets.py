"""One facet's themes learnt from seed words, self-training and people's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from forum.themes.language import Language, terms
from forum.themes.records import Settings, Theme
from forum.themes.sorting import classifier, seeding, selftraining, smoothing
from forum.themes.sorting.calibrating import FIRST, Curve
from forum.themes.sorting.classifier import Classifier, Labels
from forum.themes.sorting.seeding import Seeds
from forum.themes.sorting.selftraining import Learnt, Seen
from forum.themes.sorting.smoothing import Smoother
from forum.themes.texts import features, meaning
from forum.themes.texts.features import Space
from forum.themes.texts.meaning import Meaning

PRIOR_ROUNDS = 10
PRIOR_TEXTS = 2000  # texts from which the shares of themes can be estimated at all
STRANGE = 0.1  # of the usual fit: a text below this names nothing of the codebook
STRANGERS = 2.5  # for each such text there are others that name a theme's word by chance
STRANGE_MOST = 0.35  # of the usual fit: texts above this are no strangers, however many those are


@dataclass(frozen=True)
class Rows:
    """Documents as numbers: counts, the terms the columns stand for, and unit vectors."""

    table: sp.csr_matrix
    vocabulary: list[str]
    vectors: sp.csr_matrix
    stress: np.ndarray | None = None  # 0..1 beside each number of the table; None for all 1

    def told(self) -> sp.csr_matrix:
        """How far each term tells what each document is about (documents x terms, 0..1)."""
        if self.stress is None:
            return self.table.sign()
        parts = (self.stress, self.table.indices, self.table.indptr)
        return sp.csr_matrix(parts, shape=self.table.shape)


def stack(rows: Rows, space: Space, more: Sequence[Sequence[str]]) -> Rows:
    """The rows with further documents (lists of terms) below them."""
    table, words = features.counts(more)
    vocabulary = features.Vocabulary(sorted({*rows.vocabulary, *words}))
    index = {term: i for i, term in enumerate(vocabulary)}
    tables = []
    for part, names in ((rows.table, rows.vocabulary), (table, words)):
        placed = part.tocoo()
        columns = np.asarray([index[name] for name in names], np.int32)[placed.col]
        shape = (part.shape[0], len(vocabulary))
        tables.append(sp.csr_matrix((placed.data, (placed.row, columns)), shape=shape))
    vectors = sp.vstack([rows.vectors, space.weigh(table, words)], format="csr")
    ones = np.ones(table.nnz, np.float32)
    stress = None if rows.stress is None else np.concatenate([rows.stress, ones])
    return Rows(sp.vstack(tables, format="csr"), vocabulary, vectors, stress)


@dataclass(frozen=True)
class Reading:
    """How some texts read in one facet, each rows x themes."""

    scores: np.ndarray  # 0..1, what the themes are ranked by
    evidence: np.ndarray  # seed evidence, 0 when no seed word occurs
    familiar: np.ndarray  # rows: whether the themes' words say as much of the text as is usual
    likeness: np.ndarray  # cosine with the theme's centre, 0..1
    chances: np.ndarray  # the classifier's probability, 0 without one
    nothing: np.ndarray  # its probability that no theme fits (rows), 0 without one
    curve: Curve  # from the lead of a theme to how likely it is right


@dataclass(frozen=True)
class FacetModel:
    """What was learnt for the themes of one facet; columns follow `themes`."""

    themes: tuple[int, ...]
    seeds: Seeds
    meaning: Meaning
    term_worth: dict[str, float]
    unseen_worth: float
    phrase_worth: np.ndarray
    learnt: Learnt
    prior: np.ndarray
    classifier: Classifier | None
    temperature: float
    smoother: Smoother | None = None
    floor: float = 0.0  # fit under which a text is a stranger here

    def read(self, rows: Rows) -> Reading:
        """Scores of these texts for every theme of the facet."""
        evidence = self.evidence(rows)
        seen = self.see(rows)
        scores, likeness = selftraining.score(evidence, seen, self.learnt, self.temperature)
        if self.smoother:
            scores = self.smoother.even(scores, rows.vectors)
        scores = _believe(scores, self.prior)
        chances, nothing = np.zeros_like(scores), np.zeros(len(scores), np.float32)
        curve = FIRST
        familiar = (evidence.max(axis=1) > 0) & (_fit(evidence, rows.table) >= self.floor)
        if self.classifier:
            learnt = self.classifier.chances(rows.vectors, scores, familiar)
            chances, nothing = learnt[:, :-1], learnt[:, -1]
            if not self.classifier.knows_none:  # it must choose, so of strangers it says nothing
                chances = np.where(familiar[:, None], chances, scores)
            scores = self.classifier.blend(scores, chances)
            curve = self.classifier.curve
        scores = np.minimum(scores, 1.0)
        return Reading(scores, evidence, familiar, likeness, chances, nothing, curve)

    def see(self, rows: Rows) -> Seen:
        """The texts with the fields they touch."""
        return Seen(rows.vectors, self.meaning.rows(rows.told(), rows.vocabulary))

    def evidence(self, rows: Rows) -> np.ndarray:
        """Seed evidence: matches weighted by how specific the word is (log(1 + N/df))."""
        match = self.pull(rows.vocabulary)
        found: np.ndarray = np.asarray(rows.told() @ match)
        if self.seeds.phrases:
            hits = self.seeds.phrase_hits(rows.table, rows.vocabulary) * self.phrase_worth
            for number, (column, _) in enumerate(self.seeds.phrases):
                found[:, column] += hits[:, number]
        return found

    def pull(self, vocabulary: Sequence[str]) -> np.ndarray:
        """The seed evidence in each single term (terms x themes)."""
        return features.remember(vocabulary, self, "pull", lambda: self._pull(vocabulary))

    def _pull(self, vocabulary: Sequence[str]) -> np.ndarray:
        worth = [self.term_worth.get(term, self.unseen_worth) for term in vocabulary]
        found: np.ndarray = self.seeds.match(vocabulary) * np.asarray(worth, np.float32)[:, None]
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
    about = meaning.fit(rows.table, rows.vocabulary, languages)
    seeds = seeding.prepare(themes, languages).told(about.worth, by_words_only)
    size = rows.table.shape[0]
    times = np.bincount(rows.table.indices, minlength=len(rows.vocabulary))
    worth = np.log(1 + size / np.maximum(times, 1))
    hits = seeds.phrase_hits(rows.table, rows.vocabulary).sum(axis=0)
    model = FacetModel(
        themes=tuple(theme.id for theme in themes),
        seeds=seeds,
        meaning=about,
        term_worth=dict(zip(rows.vocabulary, worth.tolist(), strict=True)),
        unseen_worth=float(np.log(1 + size)),
        phrase_worth=np.log(1 + size / np.maximum(hits, 1)).astype(np.float32),
        learnt=selftraining.untaught(len(themes), rows.vectors.shape[1], len(about.worth)),
        prior=np.ones(len(themes), np.float32),
        classifier=None,
        temperature=settings.temperature,
    )
    evidence = model.evidence(rows)
    table, vocabulary = features.counts([_own_words(theme, languages) for theme in themes])
    own = model.see(Rows(table, vocabulary, space.weigh(table, vocabulary)))
    seen = model.see(rows)
    taught = labels.taught()  # decisions correct this first belief, and must not have shaped it
    learnt = selftraining.learn(seen, evidence, own, taught, settings, by_words_only)
    scores, _ = selftraining.score(evidence, seen, learnt, settings.temperature)
    smoother = None if by_words_only else smoothing.fit(scores, rows.vectors)
    if smoother:
        scores = smoother.even(scores, rows.vectors)
    prior = _prior(scores, settings.prior_power * min(1, size / PRIOR_TEXTS))
    fit = _fit(evidence, rows.table)
    floor = 0.0 if by_words_only else _floor(fit)
    familiar = (fit > 0) & (fit >= floor)
    trained = classifier.train(
        rows.vectors, labels, _believe(scores, prior), familiar, by_words_only
    )
    model = replace(model, learnt=learnt, smoother=smoother, floor=floor)
    return replace(model, prior=prior, classifier=trained)


def _fit(evidence: np.ndarray, table: sp.csr_matrix) -> np.ndarray:
    """How much the best theme's words say of each text, beside its length (rows, 0 or more)."""
    size = np.maximum(np.diff(table.indptr), 1)
    found: np.ndarray = evidence.max(axis=1) / np.sqrt(size)
    return found


def _floor(fit: np.ndarray) -> float:
    """The fit under which a text is a stranger.

    Texts that name nothing tell how many strangers came: a collection without any loses none to
    the floor, one full of chatter is not sorted by chance words.
    """
    if not len(fit):
        return 0.0
    usual = float(np.median(fit))
    share = min(1.0, STRANGERS * float((fit < STRANGE * usual).mean()))
    return round(min(float(np.quantile(fit, share)), STRANGE_MOST * usual), 6)


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
