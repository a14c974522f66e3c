"""What is learnt from people's decisions, on top of what the themes' own words say."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from forum.themes.sorting import calibrating, neighbours, stacking
from forum.themes.sorting.calibrating import Curve
from forum.themes.sorting.neighbours import References
from forum.themes.texts.shares import softmax

NEIGHBOURS = 2.0**0.5  # length of the part read through neighbours, beside the text's own 1
FLOOR = 0.02  # added to scores before their logarithm: nothing is believed impossible
SILENT_NONE = 0.3  # belief in "none of these" where no theme's word occurs
BACKGROUND = 200  # texts no word speaks for, spread evenly: what an opinion without audience is
BACKGROUND_WEIGHT = 0.3
HALF = 3  # decisions per theme at which they weigh as much as the first belief
FOLDS = 4  # parts of the decisions, each foretold by the other three
MOST_CALIBRATING = 600  # decisions from which the two numbers of the curve are known well enough
MOST = 2500  # decided wordings learnt from at once; the solver's time grows with the square


@dataclass(frozen=True)
class Labels:
    """Rows people decided, and rows that are examples of a theme: (row, column, belongs)."""

    decided: tuple[tuple[int, int, bool], ...] = ()
    examples: tuple[tuple[int, int, bool], ...] = ()

    def taught(self) -> Labels:
        """The examples alone: they are part of what a theme is, decisions correct it."""
        return Labels(self.examples)


@dataclass(frozen=True)
class Classifier:
    """The themes of one facet and, last, "none of these", weighed by what people decided."""

    trust: float
    offsets: np.ndarray  # themes + 1
    weights: np.ndarray  # features x (themes + 1)
    references: References
    through: np.ndarray  # references x (themes + 1)
    knows_none: bool
    curve: Curve  # from a theme's lead to how likely it is right
    weight: float  # 0..1: how far the decisions speak instead of the first belief

    def blend(self, scores: np.ndarray, chances: np.ndarray) -> np.ndarray:
        """What themes are ranked by once people have decided (rows x themes)."""
        found: np.ndarray = (1 - self.weight) * scores + self.weight * chances
        return found

    def chances(self, rows: sp.csr_matrix, scores: np.ndarray, worded: np.ndarray) -> np.ndarray:
        """Probability of each theme and, last, of none (rows x (themes + 1)); rows add up to 1.

        `scores` is what was believed without decisions, `worded` whether any theme's word occurs.
        """
        logits = self.trust * believed(scores, worded) + self.offsets
        logits += rows @ self.weights + self.references.shares(rows) @ self.through
        if not self.knows_none:
            logits[:, -1] = -np.inf
        return softmax(logits)


def believed(scores: np.ndarray, worded: np.ndarray) -> np.ndarray:
    """Logarithms of the first belief in each theme and, last, in none."""
    none = np.where(worded, 0.0, SILENT_NONE)[:, None]
    found: np.ndarray = np.log(np.hstack([scores, none]).astype(np.float64) + FLOOR)
    return found


def train(
    rows: sp.csr_matrix, labels: Labels, scores: np.ndarray, worded: np.ndarray, background: bool
) -> Classifier | None:
    """Learn from decisions; None when nobody said that anything belongs or that nothing fits.

    `scores` must come from a model that has not seen the decisions. With `background` silent
    texts count a little as none of the themes: most opinions name no audience.
    """
    allowed = _allowed(labels, scores.shape[1])
    if not allowed:
        return None
    said = _bounded(sorted(allowed))
    weight = [1.0] * len(said)
    if background:
        silent = [int(row) for row in np.flatnonzero(~worded) if int(row) not in allowed]
        silent = silent[:: max(1, -(-len(silent) // BACKGROUND))]
        weight += [BACKGROUND_WEIGHT] * len(silent)
        allowed |= dict.fromkeys(silent, _none(scores.shape[1]))
        said += silent
    return _fit(rows, said, np.vstack([allowed[row] for row in said]), weight, scores, worded)


def _fit(
    rows: sp.csr_matrix,
    said: list[int],
    allowed: np.ndarray,
    weight: list[float],
    scores: np.ndarray,
    worded: np.ndarray,
) -> Classifier:
    knows_none = bool((allowed[:, :-1].sum(axis=1) == 0).any())
    belief = believed(scores[said], worded[said])
    if not knows_none:
        belief[:, -1] = -1e3
    mine = rows[said]
    references = neighbours.choose(rows)
    shares = references.shares(mine)
    among = (references.vectors @ references.vectors.T).tocsr()
    seen = (shares @ among).tocsr()  # decided x references
    near = np.asarray((seen @ shares.T).todense(), np.float64)
    usual = float(np.sqrt(np.maximum(near.diagonal(), 0)).mean()) or 1.0
    scale = (NEIGHBOURS / usual) ** 2
    kernel = np.asarray((mine @ mine.T).todense(), np.float64) + scale * near
    lesson = stacking.Lesson(kernel, belief, allowed, np.asarray(weight))
    found = stacking.solve(lesson)
    share = weight_of(len(said), scores.shape[1])
    return Classifier(
        found.trust,
        found.offsets,
        np.asarray(mine.T @ found.duals, np.float32),
        references,
        np.asarray(scale * (seen.T @ found.duals), np.float32),
        knows_none,
        _curve(lesson, scores[said], share),
        share,
    )


def _curve(lesson: stacking.Lesson, scores: np.ndarray, share: float) -> Curve:
    """How far to believe a lead, from decisions that were kept apart in turn.

    Each fold of the decisions is foretold by the others (Platt 1999). Decisions on doubtful texts
    tell more about small leads than about large ones; the curve joins them.
    """
    told = np.flatnonzero(lesson.weight == 1.0)[:MOST_CALIBRATING]
    if len(told) < FOLDS * 2:
        return calibrating.usual(share)
    blended = np.zeros((len(told), scores.shape[1]))
    right = np.zeros(len(told))
    for fold in range(FOLDS):
        out = told[fold::FOLDS]
        rest = np.setdiff1d(np.arange(len(lesson.weight)), out)
        part = stacking.solve(lesson.only(rest))
        logits = part.trust * lesson.belief[out] + part.offsets
        chances = softmax(logits + lesson.kernel[np.ix_(out, rest)] @ part.duals)
        mixed = (1 - share) * scores[out] + share * chances[:, :-1]
        blended[fold::FOLDS] = mixed
        right[fold::FOLDS] = lesson.allowed[out, mixed.round(6).argmax(axis=1)]
    clear = lesson.allowed[told].sum(axis=1) == 1  # a "no" alone does not tell what is right
    lead = calibrating.leads(blended).max(axis=1)
    return calibrating.fit(lead[clear], right[clear], calibrating.usual(share))


def weight_of(decided: int, themes: int) -> float:
    """How far decisions speak instead of the first belief (0..1)."""
    return decided / (decided + HALF * themes)


def _allowed(labels: Labels, themes: int) -> dict[int, np.ndarray]:
    """For each decided row the classes it may have: the themes said, else those not refused."""
    said: dict[int, dict[int, bool]] = defaultdict(dict)
    for row, column, belongs in (*labels.examples, *labels.decided):
        said[row][column] = belongs
    found: dict[int, np.ndarray] = {}
    for row, answers in said.items():
        yes = [column for column, fits in answers.items() if fits]
        found[row] = np.zeros(themes + 1) if yes else np.ones(themes + 1)
        found[row][yes or list(answers)] = 1.0 if yes else 0.0
    return found


def _none(themes: int) -> np.ndarray:
    found = np.zeros(themes + 1)
    found[-1] = 1.0
    return found


def _bounded(rows: list[int]) -> list[int]:
    """At most MOST of the rows, drawn by hash: the same ones in every run."""
    drawn = sorted(rows, key=lambda row: hashlib.blake2b(str(row).encode()).digest())
    return sorted(drawn[:MOST])
