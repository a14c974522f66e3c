"""Coverage: who took part compared with who lives here. Pure: figures and residents in, rows out."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from forum.participation.figures import Figures

Residents = Mapping[tuple[int, int], int]


class Part(NamedTuple):
    """A neighbourhood or an age band: who lives there and who of them took part.

    A number is None where it is not told; ``missing`` names the keys of parts of it that live
    there and of whom nobody took part (or, in public, is not told to have).
    """

    key: Any
    residents: int
    low: int | None
    high: int | None
    participations: int | None
    missing: tuple[Any, ...]

    @property
    def per_thousand(self) -> float | None:
        """Participations per thousand residents."""
        if self.participations is None or not self.residents:
            return None
        return self.participations * 1000 / self.residents

    @property
    def share(self) -> float | None:
        """The part of the residents that took part at most, in percent."""
        if self.high is None or not self.residents:
            return None
        return min(100.0, self.high * 100 / self.residents)


def exact(residents: Residents, data: Figures, axis: int) -> list[Part]:
    """Return the parts along an axis (0 neighbourhoods, 1 age bands) with exact numbers.

    The one with the fewest people for its size comes first.
    """
    way = ("neighbourhood", "age_band")[axis]
    people = {key: (low, high) for key, low, high in data["people"][way]}
    counts = {key: count for key, count, _people in data["by"][way]}
    heard = {(place, band) for place, band, _low, high in data["people_cells"] if high}
    parts = [
        Part(key, number, *people.get(key, (0, 0)), counts.get(key, 0), missing)
        for key, number, missing in _sums(residents, heard, axis)
    ]
    return sorted(parts, key=lambda part: (part.share or 0, part.key))


def public(residents: Residents, tables: Figures, axis: int) -> list[Part]:
    """Return the parts with what everybody may see: participations, and none of few people."""
    way = ("neighbourhood", "age_band")[axis]
    told = dict(tables["by"][way])
    parts = [
        Part(key, number, None, None, told.get(key), ())
        for key, number, _missing in _sums(residents, set(), axis)
    ]
    return sorted(parts, key=lambda part: (part.per_thousand or 0, part.key))


def _sums(
    residents: Residents, heard: set[tuple[Any, Any]], axis: int
) -> list[tuple[Any, int, tuple[Any, ...]]]:
    found: dict[Any, int] = {}
    missing: dict[Any, list[Any]] = {}
    for cell, number in residents.items():
        found[cell[axis]] = found.get(cell[axis], 0) + number
        if number and cell not in heard:
            missing.setdefault(cell[axis], []).append(cell[1 - axis])
    return [(key, number, tuple(missing.get(key, ()))) for key, number in found.items() if number]
