"""Texts grouped without any theme given: many anchored k-means runs, and what they agree on.

Source of the idea: evidence accumulation (Fred and Jain, *Combining multiple clusterings*, 2005)
over spherical k-means (Dhillon and Modha 2001) in latent semantic spaces (Deerwester 1990). New
here are the anchors: a run begins at the fields of `fields.txt` people speak of most, not at
random texts, so that runs agree with each other and from one day to the next.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.linalg import svds
from scipy.spatial.distance import squareform
from threadpoolctl import threadpool_limits

from forum.themes.texts.features import normalise

WEIGHTS = (0.4, 0.4)  # of fields and of families beside words: a quarter of the whole
DIMENSIONS = (10, 15, 20, 30, 40)  # of the latent spaces: from coarse to fine
SHARES = (0.5, 0.75, 1.0)  # of the most groups allowed that a run asks for
ROUNDS = 10  # of k-means; the anchors are near already
EXACT = 6  # decimals that are compared: below them threads and libraries may differ
OTHERS = 0.3  # of a sample, of the rows that are not looked for but must be told apart
FLOOR = 0.1  # likeness to a centre below which a text fits no group
Concepts = Sequence[sp.csr_matrix]  # fields and families: what runs begin at
NONE = -1  # the group of a text no group fits


def group(space: sp.csr_matrix, concepts: sp.csr_matrix, most: int, least: int = 1) -> np.ndarray:
    """The group of each text (0, 1, …, fewer than `most`), or NONE where no group fits.

    `space` (texts x features, see `joined`) and each of `concepts` (texts x fields, texts x
    families) have rows of length 1 or 0. Groups of fewer than `least` texts are dissolved: their texts join the nearest centre.
    Memory grows with the square of the texts; for many, group some and let the others `join`.
    """
    found = np.full(space.shape[0], NONE)
    said = np.flatnonzero(space.getnnz(axis=1))
    if not len(said) or most < 1:
        return found
    with threadpool_limits(limits=1, user_api="blas"):
        found[said] = _large(_agreed(space[said], [c[said] for c in concepts], most), least)
    loose = np.flatnonzero(found == NONE)
    if len(loose) and found.max() >= 0:
        found[loose] = join(space[loose], centres(space, found))
    return found


def join(space: sp.csr_matrix, middle: np.ndarray) -> np.ndarray:
    """The group whose centre each text is nearest to, or NONE where none is near."""
    if not len(middle):
        return np.full(space.shape[0], NONE)
    best, likeness = nearest(space, middle)
    return np.where(likeness >= FLOOR, best, NONE)


def sample(first: np.ndarray, second: np.ndarray, limit: int) -> np.ndarray:
    """At most `limit` rows, evenly chosen: of `first`, but for a share left to `second`."""
    kept = min(len(second), max(limit - len(first), int(OTHERS * limit)))
    return np.sort(np.concatenate([_evenly(first, limit - kept), _evenly(second, kept)]))


def _evenly(rows: np.ndarray, most: int) -> np.ndarray:
    if len(rows) <= most:
        return rows
    found: np.ndarray = rows[np.arange(most) * len(rows) // most]
    return found


def _large(groups: np.ndarray, least: int) -> np.ndarray:
    """The groups of at least this many texts, numbered anew; the texts of the others NONE."""
    size = np.bincount(groups)
    number = np.full(len(size), NONE)
    number[size >= least] = np.arange((size >= least).sum())
    found: np.ndarray = number[groups]
    return found


def joined(vectors: sp.csr_matrix, concepts: Concepts) -> sp.csr_matrix:
    """Words, fields and families as one space of rows of length 1."""
    weighed = [c * np.float32(w) for c, w in zip(concepts, WEIGHTS, strict=True)]
    return normalise(sp.hstack([vectors, *weighed], format="csr", dtype=np.float32))


def centres(rows: sp.csr_matrix | np.ndarray, groups: np.ndarray) -> np.ndarray:
    """The mean direction of each group (groups x features), of length 1."""
    size = int(groups.max(initial=NONE)) + 1
    chosen = np.flatnonzero(groups >= 0)
    ones = np.ones(len(chosen), np.float32)
    member = sp.csr_matrix((ones, (groups[chosen], chosen)), shape=(size, len(groups)))
    total = member @ rows
    dense = total.toarray() if sp.issparse(total) else np.asarray(total)
    length = np.linalg.norm(dense, axis=1, keepdims=True)
    found: np.ndarray = dense / np.where(length == 0, 1, length)
    return found


def nearest(rows: sp.csr_matrix | np.ndarray, middle: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(group, likeness) of the centre each row is nearest to; the first of equals."""
    likeness = np.asarray(rows @ middle.T).round(EXACT)
    best = likeness.argmax(axis=1)
    return best, likeness[np.arange(len(best)), best]


def _agreed(space: sp.csr_matrix, concepts: Concepts, most: int) -> np.ndarray:
    """Average link over how many of the runs put two texts apart."""
    size = space.shape[0]
    if size <= 2 or most == 1:
        return np.zeros(size, int)
    runs = _runs(space, concepts, most)
    width = [int(run.max()) + 1 for run in runs]
    column = np.concatenate([run + start for run, start in zip(runs, _starts(width), strict=True)])
    row = np.tile(np.arange(size), len(runs))
    votes = sp.csr_matrix((np.ones(len(row), np.float32), (row, column)))
    together = np.asarray((votes @ votes.T).todense(), np.float32)
    apart = squareform(1 - together / len(runs), checks=False)
    tree = linkage(apart, "average")
    return _in_order(fcluster(tree, most, "maxclust"))


def _starts(width: Sequence[int]) -> list[int]:
    return [0, *np.cumsum(width)[:-1].tolist()]


def _in_order(groups: np.ndarray) -> np.ndarray:
    """The same groups, numbered from 0 by their first text."""
    _, first, number = np.unique(groups, return_index=True, return_inverse=True)
    found: np.ndarray = np.argsort(np.argsort(first))[number]
    return found


def _runs(space: sp.csr_matrix, concepts: Concepts, most: int) -> list[np.ndarray]:
    widest = min(max(DIMENSIONS), min(space.shape) - 1)
    latent = _latent(space, widest)
    found = []
    for dimensions in sorted({min(d, widest) for d in DIMENSIONS}):
        rows = _unit(latent[:, :dimensions])
        for wanted in sorted({max(2, round(share * most)) for share in SHARES}):
            found += [_k_means(rows, _anchors(rows, concept, wanted)) for concept in concepts]
    return found


def _latent(space: sp.csr_matrix, dimensions: int) -> np.ndarray:
    """Latent semantic coordinates (texts x dimensions), the strongest dimension first."""
    left, strength, _ = svds(space.astype(np.float64), dimensions, v0=np.ones(min(space.shape)))
    order = np.argsort(-strength.round(EXACT), kind="stable")
    found: np.ndarray = (left[:, order] * strength[order]).round(EXACT)
    signs = np.sign(found[np.abs(found).argmax(axis=0), np.arange(dimensions)])
    return found * np.where(signs == 0, 1, signs)


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    found: np.ndarray = (rows / np.where(length == 0, 1, length)).round(EXACT)
    return found


def _anchors(rows: np.ndarray, concepts: sp.csr_matrix, wanted: int) -> np.ndarray:
    """The texts of the fields most spoken of as first centres; what is missing, the farthest."""
    chief = np.asarray(concepts.argmax(axis=1)).ravel()
    chief[concepts.getnnz(axis=1) == 0] = NONE
    size = np.bincount(chief[chief >= 0], minlength=concepts.shape[1])
    least = max(2, len(chief) / (4 * wanted))  # a field of fewer texts is no theme of its own
    top = [f for f in np.argsort(-size, kind="stable")[:wanted] if size[f] >= least]
    found = [_mean(rows[chief == field]) for field in top] or [_mean(rows)]
    near = (rows @ np.vstack(found).T).max(axis=1).round(EXACT)
    while len(found) < min(wanted, len(rows)):
        found.append(_mean(rows[_crowd(rows, int(near.argmin()))]))
        near = np.maximum(near, (rows @ found[-1]).round(EXACT))
        near[int(near.argmin())] = 1  # looked at: the next one is another
    return np.vstack(found)


def _crowd(rows: np.ndarray, row: int) -> np.ndarray:
    """A text and its four nearest: one odd text is no centre."""
    near = (rows @ rows[row]).round(EXACT)
    return np.argsort(-near, kind="stable")[:5]


def _mean(rows: np.ndarray) -> np.ndarray:
    found: np.ndarray = _unit(rows.mean(axis=0, keepdims=True))[0]
    return found


def _k_means(rows: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Spherical k-means from these centres; groups that lose all their texts vanish."""
    groups, _ = nearest(rows, middle)
    for _ in range(ROUNDS):
        groups = np.unique(groups, return_inverse=True)[1]
        again, _ = nearest(rows, centres(rows, groups))
        if (again == groups).all():
            break
        groups = again
    return np.unique(groups, return_inverse=True)[1]
