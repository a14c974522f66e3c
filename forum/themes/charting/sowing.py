"""Where single dots stand: like seeds of a sunflower in a field, or in the free places around."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from math import atan2, cos, pi, sin, sqrt

import numpy as np
import numpy.typing as npt

from forum.themes.charting.mapping import Spot
from forum.themes.charting.parting import LABEL_GAP, Body, bounds, middle
from forum.themes.charting.plane import Place

GOLDEN = pi * (3 - sqrt(5))  # the angle between two seeds
BESIDE = 1.6  # distances of dots from a field to what stands beside it
SPREAD = pi  # the half of a field that looks outwards


def seed(rank: int, space: float) -> Place:
    """Radius and angle of the seed with this rank from the middle."""
    return space * 0.56 * sqrt(max(0, rank) + 0.25), rank * GOLDEN


def sown(
    body: Body, members: Sequence[int], spots: Mapping[int, Spot], space: float
) -> list[tuple[int, float, float]]:
    """A seed for each opinion: the plainest in the middle, the others near their direction."""
    size = len(members)
    polar = [seed(rank, space) for rank in range(size)]
    seeds = np.array([(r * cos(a), r * sin(a)) for r, a in polar])
    reach = polar[-1][0]
    away = {n: spots[n].away if spots[n].home == body.theme else 1.0 for n in members}
    order = sorted(members, key=lambda n: (away[n], n))
    wanted = []
    for number in order:
        far, angle = reach * sqrt(away[number]), 2 * pi * spots[number].turn
        wanted.append((far * cos(angle), far * sin(angle)))
    taken = _nearest(np.array(wanted), seeds)
    return [
        (number, body.x + float(seeds[at, 0]), body.y + float(seeds[at, 1]))
        for number, at in zip(order, taken, strict=True)
    ]


def _nearest(wanted: npt.NDArray[np.float64], free: npt.NDArray[np.float64]) -> list[int]:
    """For each wanted place, in order, the nearest place nobody has taken yet."""
    taken = []
    gone = np.zeros(len(free))
    for x, y in wanted:
        away = np.round((free[:, 0] - x) ** 2 + (free[:, 1] - y) ** 2, 6) + gone
        at = int(np.argmin(away))
        gone[at] = np.inf
        taken.append(at)
    return taken


def around(
    loose: Sequence[int], bodies: Sequence[Body], spots: Mapping[int, Spot], space: float
) -> list[tuple[int, float, float]]:
    """The opinions in no theme, outside all fields and names, beside what they are most like."""
    if not loose:
        return []
    lattice = _free(bodies, len(loose), space)
    by_theme = {body.theme: body for body in bodies}
    wanted = [_wish(number, spots[number], by_theme, middle(bodies), space) for number in loose]
    taken = _nearest(np.array(wanted), lattice)
    return [
        (number, float(lattice[at, 0]), float(lattice[at, 1]))
        for number, at in zip(loose, taken, strict=True)
    ]


def _wish(
    number: int, spot: Spot, bodies: Mapping[int, Body], centre: Place, space: float
) -> Place:
    """Where an opinion without a theme would stand: just beyond the theme it is nearest to."""
    lot = [byte / 256 for byte in hashlib.sha256(str(number).encode()).digest()[:2]]
    near = next((bodies[theme] for theme, _weight in spot.near if theme in bodies), None)
    if near is None:
        if not bodies:
            return centre
        near = bodies[sorted(bodies)[int(lot[1] * len(bodies))]]
    outwards = atan2(near.y - centre[1], near.x - centre[0])
    angle = outwards + (lot[0] - 0.5) * SPREAD
    away = near.radius + space * (BESIDE + BESIDE * lot[1])
    return near.x + away * cos(angle), near.y + away * sin(angle)


def _free(bodies: Sequence[Body], needed: int, space: float) -> npt.NDArray[np.float64]:
    """Places of a lattice outside every field and name; the sheet grows until they are enough."""
    left, top, right, bottom = bounds(bodies)
    margin = BESIDE * space
    while True:
        corners = left - margin, top - margin, right + margin, bottom + margin
        places = _uncovered(_lattice(*corners, space), bodies, space)
        if len(places) > needed * 1.1:
            return places
        margin += 2 * space


def _lattice(
    left: float, top: float, right: float, bottom: float, space: float
) -> npt.NDArray[np.float64]:
    step = space * sqrt(3) / 2
    rows, columns = int((bottom - top) / step) + 1, int((right - left) / space) + 1
    row, column = (each.ravel() for each in np.mgrid[0:rows, 0:columns])
    return np.column_stack((left + (column + 0.5 * (row % 2)) * space, top + row * step))


def _uncovered(
    places: npt.NDArray[np.float64], bodies: Sequence[Body], space: float
) -> npt.NDArray[np.float64]:
    free = np.ones(len(places), dtype=bool)
    for body in bodies:
        x, y = places[:, 0] - body.x, places[:, 1] - body.y
        inside = x * x + y * y < (body.radius + space * 0.9) ** 2
        half, lowest = (body.label[0] + space) / 2, LABEL_GAP + body.label[1] + space / 2
        named = (np.abs(x) < half) & (y >= body.radius) & (y < body.radius + lowest)
        free &= ~(inside | named)
    return places[free]
