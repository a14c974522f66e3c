"""Multinomial logistic regression that begins at what is already believed and learns the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from forum.themes.texts.shares import softmax

PENALTY = 0.05  # of the learnt weights; the best of 0.01 to 0.3 on three collections
START = 1.5  # how far the first belief (log of the scores) is trusted before anything is decided
START_PENALTY = 0.3  # how hard it is to trust it more or less
OFFSET_PENALTY = 0.1  # of a class being commoner among the decided than believed
RIDGE = 1e-4  # keeps the kernel of equal texts invertible
STEPS = 100  # of L-BFGS; it is done after 30 to 60


@dataclass(frozen=True)
class Lesson:
    """Decided rows: their kernel, first belief, what is allowed, and how much each counts.

    Shapes: kernel rows x rows; belief and allowed rows x classes (allowed 0 or 1); weight rows.
    """

    kernel: np.ndarray
    belief: np.ndarray
    allowed: np.ndarray
    weight: np.ndarray

    def only(self, rows: np.ndarray) -> Lesson:
        """The same with these rows alone."""
        kernel = self.kernel[np.ix_(rows, rows)]
        return Lesson(kernel, self.belief[rows], self.allowed[rows], self.weight[rows])


@dataclass(frozen=True)
class Stacked:
    """trust * belief + offsets + kernel @ duals are the logits of the classes."""

    trust: float
    offsets: np.ndarray  # classes
    duals: np.ndarray  # decided rows x classes


def solve(lesson: Lesson) -> Stacked:
    """The weights that make what people said most likely (maximum a posteriori).

    A row may allow several classes ("not this one"): their probabilities are added, as in
    learning from partial labels (Cour, Sapp & Taskar 2011). Without any row the first belief
    stays as it is, so decisions can only correct it. One thread: sums keep their order.
    """
    with threadpool_limits(limits=1):
        return _solve(lesson)


def _solve(lesson: Lesson) -> Stacked:
    rows, classes = lesson.belief.shape
    root = np.linalg.cholesky(lesson.kernel + RIDGE * np.eye(rows))
    cut = 1 + classes

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        trust, offsets, inner = flat[0], flat[1:cut], flat[cut:].reshape(rows, classes)
        chances = softmax(trust * lesson.belief + offsets + root @ inner)
        agreed = np.maximum((chances * lesson.allowed).sum(axis=1, keepdims=True), 1e-12)
        wrong = lesson.weight[:, None] * (chances - chances * lesson.allowed / agreed)
        moved = trust - START
        value = (
            -float(lesson.weight @ np.log(agreed[:, 0]))
            + PENALTY / 2 * float((inner**2).sum())
            + OFFSET_PENALTY / 2 * float((offsets**2).sum())
            + START_PENALTY / 2 * moved**2
        )
        slope = [
            [(wrong * lesson.belief).sum() + START_PENALTY * moved],
            wrong.sum(axis=0) + OFFSET_PENALTY * offsets,
            (root.T @ wrong + PENALTY * inner).ravel(),
        ]
        return value, np.concatenate(slope)

    start = np.zeros(cut + rows * classes)
    start[0] = START
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    duals = np.linalg.solve(root.T, best[cut:].reshape(rows, classes))
    return Stacked(float(best[0]), best[1:cut], duals)
