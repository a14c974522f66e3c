"""Fields of a map moved apart until neither they nor their names touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.themes.charting.plane import Place

PADDING = 9.0  # around each field
LABEL_GAP = 7.0  # between a field and its name
GATHERING, PARTING = 160, 900  # rounds of drawing together, then of moving apart
SAME, FAR = 1e-3, 1e9  # middles closer than this have no line between them
PULL = 0.03  # of the way to the middle in each round
SQUARE = 3.0  # how much harder the longer side of the sheet is drawn in: phones are not wide


@dataclass
class Body:
    """A field with its name below, while it is moved about; x, y is the middle of the field."""

    theme: int
    x: float
    y: float
    radius: float
    label: tuple[float, float]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom with padding."""
        half = max(self.radius, self.label[0] / 2) + PADDING
        below = self.radius + LABEL_GAP + self.label[1] + PADDING
        return self.x - half, self.y - self.radius - PADDING, self.x + half, self.y + below


def gather(bodies: Sequence[Body]) -> None:
    """Draw the fields together, then move them apart until none touches another; in place."""
    for turn in range(GATHERING + PARTING):
        if turn < GATHERING:
            _draw_in(bodies)
        moved = False
        for i, one in enumerate(bodies):
            for other in bodies[i + 1 :]:
                moved = _part(one, other) or moved
        if not moved and turn >= GATHERING:
            return


def _draw_in(bodies: Sequence[Body]) -> None:
    """Bring every field a little nearer to the middle, along the longer side of the sheet more."""
    left, top, right, bottom = bounds(bodies)
    wide = ((right - left) / (bottom - top)) ** SQUARE if bodies else 1.0
    centre = middle(bodies)
    for body in bodies:
        body.x -= (body.x - centre[0]) * min(0.3, PULL * wide)
        body.y -= (body.y - centre[1]) * min(0.3, PULL / wide)


def _part(one: Body, other: Body) -> bool:
    """Move two fields apart along the line between them, the lighter one further; if they touch."""
    left, top, right, bottom = one.box
    left2, top2, right2, bottom2 = other.box
    over_x = min(right, right2) - max(left, left2)
    over_y = min(bottom, bottom2) - max(top, top2)
    if over_x <= 1e-6 or over_y <= 1e-6:
        return False
    x, y = (left2 + right2 - left - right) / 2, (top2 + bottom2 - top - bottom) / 2
    if abs(x) + abs(y) < SAME:
        x, y = (SAME, SAME) if one.theme < other.theme else (-SAME, -SAME)
    share = min(over_x / abs(x) if x else FAR, over_y / abs(y) if y else FAR)
    mine = other.radius**2 / (one.radius**2 + other.radius**2)
    one.x -= share * x * mine
    one.y -= share * y * mine
    other.x += share * x * (1 - mine)
    other.y += share * y * (1 - mine)
    return True


def bounds(bodies: Sequence[Body]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all fields with their names."""
    if not bodies:
        return 0.0, 0.0, 0.0, 0.0
    left, top, right, bottom = zip(*(body.box for body in bodies), strict=True)
    return min(left), min(top), max(right), max(bottom)


def middle(bodies: Sequence[Body]) -> Place:
    """The middle of all fields."""
    left, top, right, bottom = bounds(bodies)
    return (left + right) / 2, (top + bottom) / 2
