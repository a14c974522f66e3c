"""The map itself: round fields of dots, one for each theme, with room for names, nothing hidden.

Takes the numbers of ``mapping`` and gives places on a sheet, in units of the drawing. Each theme
is a field whose dots stand like the seeds of a sunflower (Vogel 1979), so that none covers
another; fields are moved apart until neither they nor their names touch; what is in no theme
stands in the free places around, beside the theme it is most like. Pure arithmetic in a fixed
order: the same input gives the same places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from forum.themes.charting.mapping import Likeness
from forum.themes.charting.parting import LABEL_GAP, Body, bounds, gather
from forum.themes.charting.sowing import around, seed, sown

SIDE = 800.0  # of the square sheet the spacing is chosen for
CLOSEST, WIDEST = 8.0, 24.0  # distance of neighbouring dots
SHARE = 0.34  # of the sheet that dots take up; the rest is for names and air
REACH = 0.42  # of the sheet over which themes are spread by their likeness


@dataclass(frozen=True, slots=True)
class Field:
    """A theme on the sheet: the middle of its field, its radius, and the middle of its name."""

    theme: int
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Dot:
    """An opinion on the sheet; ``theme`` is None for those in no theme."""

    opinion: int
    theme: int | None
    x: float
    y: float


@dataclass(frozen=True)
class Sheet:
    """The finished map in units of the drawing; dots are ``size`` in radius."""

    width: float = 0.0
    height: float = 0.0
    size: float = 0.0
    fields: tuple[Field, ...] = ()
    dots: tuple[Dot, ...] = ()


def arrange(
    found: Likeness,
    homes: Mapping[int, int | None],
    labels: Mapping[int, tuple[float, float]] | None = None,
) -> Sheet:
    """Draw the opinions in ``homes`` (opinion to theme or None) that have a spot in ``found``.

    ``labels`` gives the width and height each theme's name needs. Themes the likeness does not
    know begin in the middle; opinions that changed their theme stand at its rim.
    """
    dots = sorted(number for number in homes if number in found.spots)
    if not dots:
        return Sheet()
    space = min(WIDEST, max(CLOSEST, sqrt(SHARE * SIDE * SIDE / len(dots))))
    members: dict[int, list[int]] = defaultdict(list)
    loose = [number for number in dots if homes[number] is None]
    for number in dots:
        home = homes[number]
        if home is not None:
            members[home].append(number)
    bodies = _bodies(found, members, labels or {}, space)
    gather(bodies)
    placed = [
        Dot(number, body.theme, x, y)
        for body in bodies
        for number, x, y in sown(body, members[body.theme], found.spots, space)
    ]
    placed += [Dot(n, None, x, y) for n, x, y in around(loose, bodies, found.spots, space)]
    return _trimmed(bodies, placed, space)


def _bodies(
    found: Likeness,
    members: Mapping[int, Sequence[int]],
    labels: Mapping[int, tuple[float, float]],
    space: float,
) -> list[Body]:
    bodies = []
    for theme in sorted(members):
        x, y = found.themes.get(theme, (0.0, 0.0))
        radius = seed(len(members[theme]) - 1, space)[0] + space * 0.75
        bodies.append(
            Body(theme, x * SIDE * REACH, y * SIDE * REACH, radius, labels.get(theme, (0.0, 0.0)))
        )
    return bodies


def _trimmed(bodies: Sequence[Body], dots: Sequence[Dot], space: float) -> Sheet:
    """The sheet cut to what is on it, its corner at (0, 0), to a tenth of a unit."""
    left, top, right, bottom = bounds(bodies) if bodies else (dots[0].x, dots[0].y) * 2
    edge = space
    left = min([left, *(dot.x - edge for dot in dots)])
    top = min([top, *(dot.y - edge for dot in dots)])
    right = max([right, *(dot.x + edge for dot in dots)])
    bottom = max([bottom, *(dot.y + edge for dot in dots)])
    fields = tuple(
        Field(
            body.theme,
            round(body.x - left, 1),
            round(body.y - top, 1),
            round(body.radius, 1),
            round(body.x - left, 1),
            round(body.y - top + body.radius + LABEL_GAP, 1),
        )
        for body in bodies
    )
    moved = tuple(
        Dot(d.opinion, d.theme, round(d.x - left, 1), round(d.y - top, 1))
        for d in sorted(dots, key=lambda d: d.opinion)
    )
    return Sheet(
        float(ceil(right - left)), float(ceil(bottom - top)), round(space * 0.4, 1), fields, moved
    )
