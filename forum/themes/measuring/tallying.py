"""The material of counting, gathered from one analysis, and the counts of each neighbourhood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from forum.themes.measuring import counting
from forum.themes.measuring.counting import Tally
from forum.themes.records import Opinion, ThemeCount, Verdict
from forum.themes.sorting import placing
from forum.themes.sorting.sorter import Sorter


def tally(
    opinions: Sequence[Opinion],
    originals: Sequence[Opinion],
    copies: Mapping[int, int],
    shares: Sequence[np.ndarray],
    verdicts: Sequence[Verdict],
    sorter: Sorter,
) -> Tally:
    """What counting needs; `opinions` in the order of their id.

    A decision also speaks for the copies of its wording.
    """
    themes = tuple(theme for model in sorter.models.values() for theme in model.themes)
    place = {opinion.id: row for row, opinion in enumerate(originals)}
    own = placing.newest(verdicts)
    moved = placing.of_wordings(verdicts, copies)
    of_wording, held = placing.newest(moved), {v.opinion_id for v in moved if v.held}
    said: dict[int, dict[int, bool]] = {}
    for opinion in opinions if verdicts else ():
        wording = copies.get(opinion.id, opinion.id)
        if opinion.id in own or wording in of_wording:
            said[opinion.id] = of_wording.get(wording, {}) | own.get(opinion.id, {})
    return Tally(
        themes,
        tuple(sorter.facet_of[theme] for theme in themes),
        np.vstack(shares) if shares else np.zeros((len(place), len(themes)), np.float32),
        np.asarray([o.id for o in opinions], np.int64),
        np.asarray([place[copies.get(o.id, o.id)] for o in opinions], np.int64),
        said,
        frozenset(held),
        len(set(of_wording) - held),
    )


def places(opinions: Sequence[Opinion], tally: Tally) -> dict[int, tuple[ThemeCount, ...]]:
    """The counts of each neighbourhood."""
    found: dict[int, list[int]] = {}
    for opinion in opinions:
        if opinion.neighbourhood is not None:
            found.setdefault(opinion.neighbourhood, []).append(opinion.id)
    return {place: counting.count(tally, ids) for place, ids in sorted(found.items())}
