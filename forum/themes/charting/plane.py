"""The little geometry behind the map: scaling, turning, principal components, all repeatable.

Sums run in a fixed order and without BLAS, whose last digits depend on the number of threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import atan2, cos, sin

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Vectors = npt.NDArray[np.float64]
Place = tuple[float, float]

POWER_ROUNDS = 60  # of power iteration; the angle no longer moves in its third decimal
SWEEPS = 12  # of Jacobi rotations; 40 themes need about eight
TINY = 1e-12


def scaled(products: Vectors) -> list[Place]:
    """Places in two dimensions whose distances tell likeness best, the widest way first (-1..1)."""
    size = len(products)
    if size < 2:
        return [(0.0, 0.0)] * size
    means = products.mean(axis=0)
    values, vectors = _eigen(products - means[:, None] - means[None, :] + products.mean())
    order = sorted(range(size), key=lambda i: (-round(float(values[i]), 9), i))[:2]
    axes = [_signed(vectors[:, i]) * max(0.0, float(values[i])) ** 0.5 for i in order]
    widest = max(float(np.abs(axis).max()) for axis in axes)
    if widest < 1e-6:
        return [(0.0, 0.0)] * size
    return [
        (round(float(x / widest), 4), round(float(y / widest), 4))
        for x, y in zip(*axes, strict=True)
    ]


def _signed(axis: Vectors) -> Vectors:
    """The axis turned so that its largest part is positive: either way would be right."""
    rounded = np.round(np.abs(axis), 9)
    return axis if axis[int(np.argmax(rounded))] >= 0 else -axis


def _eigen(matrix: Vectors) -> tuple[Vectors, Vectors]:
    """Eigenvalues and eigenvectors (columns) of a symmetric matrix by cyclic Jacobi rotations."""
    a, size = matrix.copy(), len(matrix)
    vectors = np.eye(size)
    for _ in range(SWEEPS):
        for p in range(size - 1):
            for q in range(p + 1, size):
                if abs(a[p, q]) < TINY:
                    continue
                angle = 0.5 * atan2(2 * a[p, q], a[q, q] - a[p, p])
                c, s = cos(angle), sin(angle)
                a[:, p], a[:, q] = c * a[:, p] - s * a[:, q], s * a[:, p] + c * a[:, q]
                a[p, :], a[q, :] = c * a[p, :] - s * a[q, :], s * a[p, :] + c * a[q, :]
                v = vectors
                v[:, p], v[:, q] = c * v[:, p] - s * v[:, q], s * v[:, p] + c * v[:, q]
    return np.diag(a).copy(), vectors


def aligned(
    places: Sequence[Place], themes: Sequence[int], former: Mapping[int, Place]
) -> list[Place]:
    """The places turned and mirrored to lie as the former ones do (Procrustes in the plane)."""
    pairs = [
        (place, former[theme])
        for theme, place in zip(themes, places, strict=True)
        if theme in former
    ]
    if len(pairs) < 2:
        return list(places)
    angle, mirror = turning(pairs)
    return [turned(place, angle, mirror, 4) for place in places]


def turning(pairs: Sequence[tuple[Place, Place]]) -> tuple[float, bool]:
    """The angle, and whether to mirror first, that bring first places nearest to the second."""
    best: tuple[float, float, bool] = (-1.0, 0.0, False)
    for mirror in (False, True):
        along = across = 0.0
        for (x, y), (u, v) in pairs:
            y = -y if mirror else y
            along += x * u + y * v
            across += x * v - y * u
        fit = round((along * along + across * across) ** 0.5, 9)
        if fit > best[0]:
            best = (fit, atan2(across, along), mirror)
    return best[1], best[2]


def turned(place: Place, angle: float, mirror: bool, digits: int) -> Place:
    """The place mirrored, if asked, then turned by the angle (radians)."""
    x, y = place[0], -place[1] if mirror else place[1]
    c, s = cos(angle), sin(angle)
    return round(c * x - s * y, digits), round(s * x + c * y, digits)


def principal(rows: sp.csr_matrix) -> list[Place]:
    """The first two principal components of the rows (power iteration with deflation)."""
    mean = np.asarray(rows.sum(axis=0)).ravel() / rows.shape[0]
    norms = np.asarray(rows.multiply(rows).sum(axis=1)).ravel() - 2 * (rows @ mean)
    first = _component(rows, mean, rows[int(np.argmax(np.round(norms, 9)))], [])
    second = _component(rows, mean, rows[int(np.argmin(np.round(norms, 9)))], [first])
    shift = [float((mean * axis).sum()) for axis in (first, second)]
    x, y = (np.round(rows @ axis - s, 6) for axis, s in zip((first, second), shift, strict=True))
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def _component(
    rows: sp.csr_matrix, mean: Vectors, start: sp.csr_matrix, without: Sequence[Vectors]
) -> Vectors:
    axis: Vectors = np.asarray(start.todense()).ravel() - mean
    for _ in range(POWER_ROUNDS):
        for other in without:
            axis = axis - other * float((axis * other).sum())
        length = float((axis * axis).sum()) ** 0.5
        if length < 1e-9:
            return np.zeros_like(axis)
        axis = axis / length
        scores = rows @ axis - float((mean * axis).sum())
        axis = rows.T @ scores - mean * float(scores.sum())
    for other in without:
        axis = axis - other * float((axis * other).sum())
    length = float((axis * axis).sum()) ** 0.5
    return axis / length if length > TINY else axis
