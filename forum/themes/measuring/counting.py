"""How many opinions a theme truly has: an estimate with an interval, for all or for some."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from forum.themes.records import Facet, ThemeCount

Z95 = 1.959964  # standard errors that hold the truth 95 times in 100
SPREAD = 1.5  # power of the rivals' scores by which doubt is shared out (0.5 to 3 on four sets)
UNLEARNT = 1.0  # common error, as a part of the doubt, before anything was decided
HALVING = 5.0  # decisions per theme after which its square is half as large
LEAST = 0.3  # and what remains of it after many (0.2 to 0.45 on four collections)
UNNAMED = 0.4  # of the audiences found, as many again are meant but not named (Miskolc)
BLOCK = 100_000  # wordings summed at a time
LEAST_LOTS = 30  # answers drawn by lot from which they correct anything


@dataclass(frozen=True)
class Tally:
    """What counting needs of one analysis.

    `shares` (wordings x themes, 0..1) is how likely the engine, which has not learnt from the
    `held` wordings, finds each theme; `rows` leads from an opinion to its wording; `said` is what
    people said of an opinion or of its wording.
    """

    themes: tuple[int, ...]
    facets: tuple[Facet, ...]
    shares: np.ndarray
    ids: np.ndarray  # of the opinions, rising
    rows: np.ndarray  # of their wordings, in the same order
    said: Mapping[int, Mapping[int, bool]]
    held: frozenset[int]  # opinions drawn by lot that people answered
    learnt: int  # wordings that were learnt from

    def known(self, opinion_ids: Collection[int]) -> np.ndarray:
        """Those of these opinions that are here, rising."""
        return np.intersect1d(self.ids, np.fromiter(opinion_ids, np.int64, len(opinion_ids)))


@dataclass(frozen=True)
class _Sums:
    """Of some opinions, by theme: what people said, what is expected beyond, and the doubt."""

    known: np.ndarray
    expected: np.ndarray
    variance: np.ndarray  # of the expected number if every opinion erred for itself
    most: np.ndarray  # opinions that may belong

    def lifted(self, lift: np.ndarray) -> _Sums:
        """With so much more expected (a share of what is expected)."""
        return _Sums(self.known, self.expected * (1 + lift), self.variance, self.most)


def spread(sure: np.ndarray, scores: np.ndarray, nothing: np.ndarray) -> np.ndarray:
    """One theme per opinion and facet, shared out by likelihood (rows x themes; sums up to 1).

    The best theme gets its calibrated confidence `sure`; what is left goes to the others by their
    scores, and to none of them by the chance that `nothing` fits.
    """
    if not scores.size:
        return np.zeros(scores.shape, np.float32)
    best = scores.round(6).argmax(axis=1)
    rows = np.arange(len(best))
    rivals = np.hstack([scores, nothing[:, None]]).astype(np.float64)
    rivals = np.maximum(rivals, 0) ** SPREAD
    rivals[rows, best] = 0
    rivals /= np.maximum(rivals.sum(axis=1, keepdims=True), 1e-12)
    found: np.ndarray = (rivals[:, :-1] * (1 - sure[rows, best])[:, None]).astype(np.float32)
    found[rows, best] = sure[rows, best]
    return found


def count(tally: Tally, opinion_ids: Collection[int] | None = None) -> tuple[ThemeCount, ...]:
    """The estimated number of opinions of each theme among these (default: among all).

    Probabilistic classify-and-count (Bella and others 2010) on calibrated shares; what people
    decided is counted as they said. The interval joins two errors: that of each opinion for
    itself, and one common to all of a theme, which shrinks as people decide. Answers drawn by lot
    correct the estimate as far as they are more certain than that common error (difference
    estimator of survey sampling; Sarndal, Swensson & Wretman 1992). Adjusting by expectation
    maximisation (Saerens and others 2002) was worse on every collection.
    """
    if not tally.themes:
        return ()
    lift = _lift(tally)
    every = _sums(tally, tally.ids).lifted(lift)
    some = every if opinion_ids is None else _sums(tally, tally.known(opinion_ids)).lifted(lift)
    common = (_common(tally) * every.variance + lift / (1 + lift) * every.expected) ** 2
    shift, left = _correction(tally, every, common)
    part = np.minimum(
        1.0, (some.variance + some.expected) / np.maximum(every.variance + every.expected, 1e-9)
    )
    estimate = np.clip(
        some.known + some.expected + shift * part, some.known, some.known + some.most
    )
    error = Z95 * np.sqrt(some.variance + left * part**2)
    return tuple(
        ThemeCount(
            theme,
            round(float(estimate[column]), 2),
            max(int(some.known[column]), floor(round(float(estimate[column] - error[column]), 4))),
            min(
                int(some.known[column] + some.most[column]),
                ceil(round(float(estimate[column] + error[column]), 4)),
            ),
        )
        for column, theme in enumerate(tally.themes)
    )


def _common(tally: Tally) -> float:
    """The common error of a theme's shares, as a part of their doubt."""
    each = tally.learnt / len(tally.themes)
    return float(max(LEAST, UNLEARNT * (HALVING / (HALVING + each)) ** 0.5))


def _lift(tally: Tally) -> np.ndarray:
    """What is meant but not named, beside what is: only audiences, fewer as people decide."""
    whom = np.asarray([facet == "whom" for facet in tally.facets])
    return np.where(whom, UNNAMED * _common(tally) / UNLEARNT, 0.0)


def _sums(tally: Tally, ids: np.ndarray) -> _Sums:
    known = np.zeros(len(tally.themes))
    rows = tally.rows[np.searchsorted(tally.ids, ids)]
    spoken = np.isin(ids, np.fromiter(tally.said, np.int64, len(tally.said)))
    expected, variance = _undecided(tally, rows[~spoken])
    most = np.full(len(tally.themes), float((~spoken).sum()))
    people: dict[tuple[int, tuple[tuple[int, bool], ...]], int] = {}
    for opinion, row in zip(ids[spoken].tolist(), rows[spoken].tolist(), strict=True):
        key = (row, tuple(sorted(tally.said[opinion].items())))
        people[key] = people.get(key, 0) + 1
    for (row, said), number in sorted(people.items()):
        share, settled = _decided(tally, tally.shares[row].astype(np.float64), dict(said))
        known += number * np.where(settled, share, 0)
        expected += number * np.where(settled, 0, share)
        variance += number**2 * np.where(settled, 0, share * (1 - share))
        most += number * ~settled
    return _Sums(known, expected, variance, most)


def _undecided(tally: Tally, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Copies of one wording are right or wrong together."""
    expected, variance = np.zeros(len(tally.themes)), np.zeros(len(tally.themes))
    place, number = np.unique(rows, return_counts=True)
    for first in range(0, len(place), BLOCK):
        share = tally.shares[place[first : first + BLOCK]].astype(np.float64)
        weight = number[first : first + BLOCK].astype(np.float64)[:, None]
        expected += (weight * share).sum(axis=0)
        variance += (weight**2 * share * (1 - share)).sum(axis=0)
    return expected, variance


def _decided(
    tally: Tally, share: np.ndarray, said: Mapping[int, bool]
) -> tuple[np.ndarray, np.ndarray]:
    """(shares, which of them are certain) of an opinion people spoke about.

    A yes settles its facet; a refused theme is out and its share goes to the others.
    """
    settled = np.zeros(len(share), bool)
    found = share.copy()
    for facet in dict.fromkeys(tally.facets):
        mine = np.asarray([own == facet for own in tally.facets])
        yes = np.asarray([said.get(theme, False) for theme in tally.themes]) & mine
        no = np.asarray([not said.get(theme, True) for theme in tally.themes]) & mine
        if yes.any():
            found[mine], settled[mine] = yes[mine], True
        elif no.any():
            rest = float(share[no].sum())
            found[mine & ~no] = np.minimum(1.0, share[mine & ~no] / max(1e-9, 1 - rest))
            found[no], settled[no] = 0.0, True
    return found, settled


def _correction(tally: Tally, every: _Sums, common: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(what the drawn answers add to each theme, the common variance left after them)."""
    shift, left = np.zeros(len(tally.themes)), common.copy()
    drawn = tally.known(tally.held)
    rows = tally.rows[np.searchsorted(tally.ids, drawn)]
    for column in range(len(tally.themes)):
        apart = []
        for opinion, row in zip(drawn.tolist(), rows.tolist(), strict=True):
            share = tally.shares[row].astype(np.float64)
            truth, settled = _decided(tally, share, tally.said.get(opinion, {}))
            if settled[column]:
                apart.append((truth[column] - share[column], share[column] * (1 - share[column])))
        if len(apart) >= LEAST_LOTS:
            wrong, doubt = np.asarray(apart).T
            size = every.most[column]
            variance = size**2 * max(float(doubt.mean()), 0.01) / len(apart)
            believed = common[column] / max(common[column] + variance, 1e-9)
            shift[column] = believed * size * float(wrong.mean())
            left[column] = common[column] * (1 - believed)
    return shift, left
