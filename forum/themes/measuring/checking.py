"""What to ask people next, and how often the sorting agreed with what they said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from forum.themes.measuring import asking
from forum.themes.measuring.asking import Doubt
from forum.themes.records import Facet, Opinion, Verdict
from forum.themes.sorting import placing
from forum.themes.sorting.sorter import Sorter, Sorting
from forum.themes.texts.columns import Texts


def measure(
    held: Sequence[Verdict],
    found: Sequence[Sorting],
    copies: Mapping[int, int],
    facet_of: Mapping[int, Facet],
) -> tuple[int, int]:
    """(agreed, checked) over the wordings drawn by lot; the newest word on each counts.

    Agreed: in each facet somebody named a theme of, the surest theme is one of those named; and
    no theme that was only refused is given.
    """
    predicted = {s.opinion_id: [a.theme_id for a in s.assignments] for s in found}
    said = placing.newest(placing.of_wordings(held, copies))
    agreed = sum(
        _agrees(predicted[wording], answers, facet_of) for wording, answers in said.items()
    )
    return agreed, len(said)


def _agrees(
    given: Sequence[int], answers: Mapping[int, bool], facet_of: Mapping[int, Facet]
) -> bool:
    named = {facet_of[theme] for theme, yes in answers.items() if yes}
    for facet in named:
        surest = next((theme for theme in given if facet_of[theme] == facet), None)
        if surest is None or not answers.get(surest, False):
            return False
    return not any(
        theme in given for theme, yes in answers.items() if not yes and facet_of[theme] not in named
    )


def ask(
    originals: Sequence[Opinion],
    texts: Texts,
    copies: Mapping[int, int],
    found: Sequence[Sorting],
    verdicts: Sequence[Verdict],
    sorter: Sorter,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What to ask next, and which of it is drawn by lot to measure the sorting with."""
    settings = sorter.settings
    wording = {v: copies.get(v.opinion_id, v.opinion_id) for v in verdicts}
    done, held = set(wording.values()), {w for v, w in wording.items() if v.held}
    vectors = texts.rows(sorter.space).vectors
    centre = np.asarray(vectors.sum(axis=0)).ravel() / max(1, vectors.shape[0])
    common = np.asarray(vectors @ centre).ravel()
    usual = float(np.median(common)) if len(common) else 0.0
    doubts = [
        Doubt(o.id, o.text, s.best, s.margin, round(near / (usual or 1.0), 6))
        for o, s, words, near in zip(
            originals, found, texts.sizes.tolist(), common.tolist(), strict=True
        )
        if o.id not in done and words and s.best is not None
    ]
    lots = asking.due(len(done), len(held), settings.check_count, settings.holdout)
    undecided = [o.id for o in originals if o.id not in done and o.text.strip()]
    if not sorter.models:
        lots, undecided = 0, []
    return asking.questions(doubts, undecided, settings.check_count, lots, settings.seed)
