"""The small linear classifier that learns from what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

HUMAN_WEIGHT = 3.0  # one decision by a person counts as three texts the seeds are sure of
INVERSE_PENALTY = 10.0  # short texts have unit length: a weak penalty separates better
BACKGROUND = 200  # texts no seed word speaks for, spread evenly: what "none of these" looks like
BACKGROUND_WEIGHT = 0.3
SUREST = 60  # texts per theme the seeds lend to the classifier until people have decided more


@dataclass(frozen=True)
class Labels:
    """Rows people decided: (row, column of theme, belongs)."""

    decided: tuple[tuple[int, int, bool], ...]

    def counts(self, themes: int) -> np.ndarray:
        """How many decisions that a text belongs each theme has."""
        return np.bincount([c for _, c, yes in self.decided if yes], minlength=themes)


@dataclass(frozen=True)
class Classifier:
    """One-vs-rest logistic regression; a theme without both kinds of text has weight 0."""

    weights: np.ndarray  # themes x features
    offsets: np.ndarray  # themes
    trust: np.ndarray  # themes, 0..1: how far decisions outweigh seeds

    def chances(self, rows: sp.csr_matrix) -> np.ndarray:
        """Probability of each theme for each row (rows x themes), each between 0 and 1."""
        raw: np.ndarray = 1 / (1 + np.exp(-(rows @ self.weights.T + self.offsets)))
        return raw


def train(
    rows: sp.csr_matrix, labels: Labels, believed: np.ndarray, half: int, seed: int
) -> Classifier | None:
    """Learn from decisions and from the texts the seeds are surest of; None without decisions.

    `believed` is rows x themes, 0..1. Zadrozny & Elkan-style calibration is not attempted: the
    honest error is the one measured on held-out decisions.
    """
    themes = believed.shape[1]
    if not any(yes for _, _, yes in labels.decided):
        return None
    people = labels.counts(themes)
    lent = _surest(believed, {row for row, _, _ in labels.decided}, people)
    silent = np.flatnonzero(believed.max(axis=1) <= 0)
    silent = silent[~np.isin(silent, [row for row, _, _ in labels.decided])]
    step = max(1, -(-len(silent) // BACKGROUND))
    weights = np.zeros((themes, rows.shape[1]), np.float32)
    offsets = np.full(themes, -30.0, np.float32)
    for column in range(themes):
        sample = _sample(column, labels, lent)
        sample += [(int(row), False, BACKGROUND_WEIGHT) for row in silent[::step]]
        if len({yes for _, yes, _ in sample}) == 2:
            weights[column], offsets[column] = _fit_one(rows, sample, seed)
    known = offsets > -30
    trust = np.where(known, people.sum() / (people.sum() + half * themes), 0.0)
    return Classifier(weights, offsets, trust.astype(np.float32))


def _fit_one(
    rows: sp.csr_matrix, sample: Sequence[tuple[int, bool, float]], seed: int
) -> tuple[np.ndarray, float]:
    model = LogisticRegression(
        C=INVERSE_PENALTY, solver="liblinear", random_state=seed, max_iter=200
    )
    index = [row for row, _, _ in sample]
    model.fit(rows[index], [yes for _, yes, _ in sample], [weight for _, _, weight in sample])
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _surest(
    believed: np.ndarray, taken: set[int], people: np.ndarray
) -> dict[int, list[tuple[int, float]]]:
    """For each theme the undecided rows it is the best theme of, surest first, with belief."""
    best = believed.argmax(axis=1)
    lent: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for row in np.lexsort((np.arange(len(best)), -believed.max(axis=1).round(6))):
        column = int(best[row])
        enough = max(10, SUREST - int(people[column]))
        if row not in taken and believed[row, column] > 0 and len(lent[column]) < enough:
            lent[column].append((int(row), float(believed[row, column])))
    return lent


def _sample(
    column: int, labels: Labels, lent: dict[int, list[tuple[int, float]]]
) -> list[tuple[int, bool, float]]:
    """(row, belongs, weight) for one theme; a yes elsewhere is a no here unless said otherwise."""
    said: dict[int, bool] = {}
    for row, other, yes in labels.decided:
        if other == column:
            said[row] = yes
        elif yes:
            said.setdefault(row, False)
    for row, other, yes in labels.decided:
        if other == column and yes:
            said[row] = True
    people = [(row, yes, HUMAN_WEIGHT) for row, yes in sorted(said.items())]
    seeds = [
        (row, other == column, belief) for other, r in sorted(lent.items()) for row, belief in r
    ]
    return people + seeds
