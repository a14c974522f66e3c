"""How like the themes and opinions of a conversation are, as few numbers: what a map is drawn from.

Themes get a place by classical scaling of the likeness of their centres (Torgerson 1952; Gower
1966). An opinion gets its distance from the middle of its theme (the plainest stand in the
middle) and a direction from the first two principal components of what sets it apart there.
``arranging`` makes the picture of these. The same input gives the same numbers in any order,
process, hash seed and number of threads: sums run in the order of ids, without BLAS.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import atan2, pi

import numpy as np
import scipy.sparse as sp

from forum.themes import language
from forum.themes.charting.plane import (
    TINY,
    Place,
    Vectors,
    aligned,
    principal,
    scaled,
    turned,
    turning,
)
from forum.themes.records import Opinion, Settings
from forum.themes.texts import features

MOST_DRAWN = 2000  # more dots melt into each other, and the page grows heavy for a phone
LEAST_DRAWN = 5  # of each theme, so that a small one does not vanish from the map
NEAREST = 3  # themes an opinion is told to be near to


@dataclass(frozen=True, slots=True)
class Spot:
    """An opinion within its theme: ``away`` from the middle (0..1), ``turn`` around it (0..1).

    ``home`` is the theme it was placed in; ``near`` names those it is most like, with weights
    (0..1), best first.
    """

    home: int | None = None
    away: float = 1.0
    turn: float = 0.0
    near: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Likeness:
    """Places of the themes (-1..1 each way) and spots of the drawn opinions."""

    themes: Mapping[int, Place] = field(default_factory=dict)
    spots: Mapping[int, Spot] = field(default_factory=dict)


def likeness(
    opinions: Sequence[Opinion],
    homes: Mapping[int, int],
    former: Mapping[int, Place] | None = None,
    most: int = MOST_DRAWN,
) -> Likeness:
    """Place themes and opinions; ``homes`` gives the theme of an opinion, those without have none.

    Beyond ``most``, opinions are drawn by lot (by the hash of their id, so that the same ones stay).
    With ``former`` places the map is turned and mirrored to lie as it lay before.
    """
    known = {opinion.id: opinion for opinion in sorted(opinions, key=repr)}
    drawn = [known[i] for i in draw(sorted(known), homes, most)]
    vectors = _vectors([opinion.text for opinion in drawn])
    rows: dict[int, list[int]] = defaultdict(list)
    for row, opinion in enumerate(drawn):
        if opinion.id in homes:
            rows[homes[opinion.id]].append(row)
    themes = sorted(rows)
    centres = [_centre(vectors, rows[theme]) for theme in themes]
    places = aligned(scaled(_products(centres)), themes, former or {})
    alike = np.round(vectors @ np.array(centres).T, 6) if centres else np.zeros((len(drawn), 0))
    spots = {opinion.id: Spot(near=_near(alike[row], themes)) for row, opinion in enumerate(drawn)}
    for column, theme in enumerate(themes):
        turns = _turns(vectors, rows[theme], alike, places, column)
        away = _ranks(alike[rows[theme], column])
        for row, far, turn in zip(rows[theme], away, turns, strict=True):
            number = drawn[row].id
            spots[number] = Spot(theme, far, turn, spots[number].near)
    return Likeness(dict(zip(themes, places, strict=True)), spots)


def draw(ids: Sequence[int], homes: Mapping[int, int], most: int = MOST_DRAWN) -> list[int]:
    """Which opinions are drawn, by id: all, or ``most`` by lot and a few more of small themes."""
    if len(ids) <= most:
        return sorted(ids)
    by_lot = sorted(ids, key=lambda i: (hashlib.sha256(str(i).encode()).digest(), i))
    chosen = set(by_lot[:most])
    seen: dict[int, int] = defaultdict(int)
    for number in by_lot:
        if number in homes and seen[homes[number]] < LEAST_DRAWN:
            seen[homes[number]] += 1
            chosen.add(number)
    return sorted(chosen)


def _vectors(texts: Sequence[str]) -> sp.csr_matrix:
    documents = [language.terms(text, language.language_of(text)) for text in texts]
    table, vocabulary = features.counts(documents)
    if not vocabulary:
        return sp.csr_matrix((len(texts), 1))
    space = features.fit(table, vocabulary, Settings())
    return space.weigh(table, vocabulary).astype(np.float64)


def _centre(vectors: sp.csr_matrix, rows: Sequence[int]) -> Vectors:
    """The mean direction of some texts, of length 1 (or 0 where they say nothing)."""
    total: Vectors = np.asarray(vectors[rows].sum(axis=0)).ravel()
    length = float((total * total).sum()) ** 0.5
    return total / length if length > TINY else total


def _products(centres: Sequence[Vectors]) -> Vectors:
    """Cosines of all pairs, rounded; summed by numpy alone, so threads change nothing."""
    size = len(centres)
    found = np.eye(size)
    for i in range(size):
        for j in range(i):
            found[i, j] = found[j, i] = round(float((centres[i] * centres[j]).sum()), 6)
    return found


def _near(alike: Vectors, themes: Sequence[int]) -> tuple[tuple[int, float], ...]:
    order = sorted(range(len(themes)), key=lambda i: (-alike[i], themes[i]))[:NEAREST]
    return tuple((themes[i], round(float(alike[i]), 3)) for i in order if alike[i] > 0)


def _ranks(alike: Vectors) -> list[float]:
    """How far from the middle each stands, as its share of the way (0..1), the most alike first."""
    order = sorted(range(len(alike)), key=lambda i: (-alike[i], i))
    found = [0.0] * len(alike)
    for rank, i in enumerate(order):
        found[i] = round(rank / max(1, len(alike) - 1), 4)
    return found


def _turns(
    vectors: sp.csr_matrix,
    rows: Sequence[int],
    alike: Vectors,
    places: Sequence[Place],
    column: int,
) -> list[float]:
    """The direction of each text of a theme, facing the other themes it is also like."""
    flat = principal(vectors[rows])
    here = places[column]
    wanted = []
    for row in rows:
        weights = [max(0.0, float(w)) ** 2 for i, w in enumerate(alike[row]) if i != column]
        others = [place for i, place in enumerate(places) if i != column]
        wanted.append(
            (
                sum(w * (x - here[0]) for w, (x, _) in zip(weights, others, strict=True)),
                sum(w * (y - here[1]) for w, (_, y) in zip(weights, others, strict=True)),
            )
        )
    angle, mirror = turning(list(zip(flat, wanted, strict=True)))
    facing = [turned(place, angle, mirror, 6) for place in flat]
    return [round(atan2(y, x) / (2 * pi) % 1.0, 3) % 1.0 for x, y in facing]
