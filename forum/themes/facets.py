"""One facet's themes learnt from seed words, self-training and people's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from . import classifier, features, seeding
from .classifier import Classifier, Labels
from .features import Space
from .language import Language, terms
from .records import Settings, Theme
from .seeding import Seeds

SURE_MARGIN = 0.3  # texts this clear by seeds alone begin the self-training
SHARES = (0.5, 0.6, 0.7, 0.8)  # surest part of each theme that shapes its centre, per round
PRIOR_ROUNDS = 10
SEEDS_IN_CENTRE = 0.3  # how much a theme's own words shape its centre beside its texts
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
    centres: np.ndarray
    prior: np.ndarray
    classifier: Classifier | None
    temperature: float

    def read(self, rows: Rows) -> Reading:
        """Scores of these texts for every theme of the facet."""
        evidence = self.evidence(rows)
        likeness = np.asarray(rows.vectors @ self.centres.T)
        scores = _believe(_score(evidence, likeness, self.temperature), self.prior)
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


def _softmax(values: np.ndarray) -> np.ndarray:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    found: np.ndarray = raised / raised.sum(axis=1, keepdims=True)
    return found


def _score(evidence: np.ndarray, likeness: np.ndarray, temperature: float) -> np.ndarray:
    """Half seed words, half likeness to the centres (each part sums to at most one half)."""
    total = evidence.sum(axis=1, keepdims=True)
    share = np.divide(evidence, total, out=np.zeros_like(evidence), where=total > 0)
    found: np.ndarray = (share + _softmax(likeness / temperature)) / 2
    return found


def _believe(scores: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """The scores shifted towards common themes; each row keeps its sum."""
    total = scores.sum(axis=1, keepdims=True)
    shifted = scores * prior
    found: np.ndarray = shifted * (total / np.maximum(shifted.sum(axis=1, keepdims=True), 1e-9))
    return found


def fit(
    themes: Sequence[Theme],
    languages: Sequence[Language],
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
    model = FacetModel(
        themes=tuple(theme.id for theme in themes),
        seeds=seeds,
        term_worth=dict(zip(rows.vocabulary, worth.tolist(), strict=True)),
        unseen_worth=float(np.log(1 + size)),
        phrase_worth=np.log(1 + size / np.maximum(hits, 1)).astype(np.float32),
        centres=np.zeros((len(themes), rows.vectors.shape[1]), np.float32),
        prior=np.ones(len(themes), np.float32),
        classifier=None,
        temperature=settings.temperature,
    )
    evidence = model.evidence(rows)
    own = space.transform([_own_words(theme, languages) for theme in themes])
    centres = _centres(rows, evidence, own, labels, settings, by_words_only)
    scores = _score(evidence, np.asarray(rows.vectors @ centres.T), settings.temperature)
    prior = _prior(scores, settings.prior_power * min(1, size / PRIOR_TEXTS))
    believed = scores * (evidence > 0)
    trained = classifier.train(rows.vectors, labels, believed, settings.verdict_half, settings.seed)
    return FacetModel(
        model.themes, seeds, model.term_worth, model.unseen_worth, model.phrase_worth,
        centres, prior, trained, settings.temperature,
    )  # fmt: skip


def _own_words(theme: Theme, languages: Sequence[Language]) -> list[str]:
    texts = (theme.name, *theme.seeds)
    return [term for language in languages for text in texts for term in terms(text, language)]


def _centres(
    rows: Rows,
    evidence: np.ndarray,
    own: sp.csr_matrix,
    labels: Labels,
    settings: Settings,
    by_words_only: bool,
) -> np.ndarray:
    """Self-trained theme centres: from the clearest texts to most texts, in a few rounds."""
    top = np.sort(evidence, axis=1)[:, ::-1]
    second = top[:, 1] if top.shape[1] > 1 else np.zeros(len(top))
    clear = (top[:, 0] > 0) & (top[:, 0] - second > SURE_MARGIN * top[:, 0])
    member = np.zeros(evidence.shape, np.float32)
    member[clear, evidence[clear].argmax(axis=1)] = 1
    centres = _mean(rows.vectors, _with_people(member, labels), own, settings.damping)
    # A text shapes a centre only after it was near it as a stranger: else it would keep itself.
    may_join = evidence.max(axis=1) > 0
    if not by_words_only:
        may_join |= np.asarray(rows.vectors @ centres.T).max(axis=1) >= settings.evidence_floor
    for share in SHARES[: settings.rounds]:
        likeness = np.asarray(rows.vectors @ centres.T)
        scores = _score(evidence, likeness, settings.temperature)
        member = _surest_share(scores, share) * may_join[:, None]
        centres = _mean(rows.vectors, _with_people(member, labels), own, settings.damping)
    return centres


def _with_people(member: np.ndarray, labels: Labels) -> np.ndarray:
    """People's decisions replace the engine's own belief about those texts."""
    for row in {row for row, _, yes in labels.decided if yes}:
        member[row] = 0
    for row, column, yes in labels.decided:
        member[row, column] = float(yes)
    return member


def _surest_share(scores: np.ndarray, share: float) -> np.ndarray:
    """1 where a text is among the surest `share` of the texts whose best theme this is."""
    best, value = scores.argmax(axis=1), scores.max(axis=1).round(6)
    member = np.zeros(scores.shape, np.float32)
    for column in range(scores.shape[1]):
        mine = np.flatnonzero(best == column)
        order = mine[np.lexsort((mine, -value[mine]))]
        member[order[: int(np.ceil(share * len(order)))], column] = 1
    return member


def _mean(
    vectors: sp.csr_matrix, member: np.ndarray, own: sp.csr_matrix, damping: int
) -> np.ndarray:
    """Unit mean vectors with the theme's own words; a theme of few texts attracts less."""
    total = _unit(np.asarray((sp.csr_matrix(member).T @ vectors).todense(), np.float32))
    size = member.sum(axis=0)[:, None]
    total *= np.minimum(1, (size / damping) ** 0.5)
    whole = np.asarray(own.todense(), np.float32) * SEEDS_IN_CENTRE + total
    reach = np.maximum(np.linalg.norm(total, axis=1, keepdims=True), SEEDS_IN_CENTRE)
    found: np.ndarray = (_unit(whole) * reach).astype(np.float32)
    return found


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    length[length == 0] = 1
    found: np.ndarray = rows / length
    return found


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
