"""From scores to themes: what is kept, how surely, which words decided, and people's last word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .facets import Reading
from .records import Facet, Settings, Verdict

SHOWN_WORDS = 3
SECOND_EVIDENCE = 0.7  # a theme named nearly as clearly as the best is kept beside it
SURE_CHANCE = 0.5  # the classifier alone may place a text from here
# Logistic regression of "is right" on the lead, fitted on SIB-200 train, Hungarian and English.
LEAD_BASE, LEAD_SLOPE = -0.75, 4.5


def confidence(scores: np.ndarray) -> np.ndarray:
    """How likely each theme is the right one (rows x themes, 0..1), from its lead on the others."""
    best = scores.max(axis=1, keepdims=True)
    leads = np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None]
    second = np.where(leads, -1.0, scores).max(axis=1, keepdims=True)
    lead = scores - np.where(leads, np.maximum(second, 0), best)
    found: np.ndarray = 1 / (1 + np.exp(-(LEAD_BASE + LEAD_SLOPE * lead)))
    return found


def kept(reading: Reading, facet: Facet, settings: Settings) -> np.ndarray:
    """Which themes are assigned (rows x themes): the best if its evidence holds, close seconds.

    An audience is only believed from a word or from the classifier, never from likeness: most
    opinions name none.
    """
    worded = reading.evidence > 0
    strong = worded | (reading.chances >= SURE_CHANCE)
    enough = strong if facet == "whom" else strong | (reading.likeness >= settings.evidence_floor)
    best = reading.scores.round(6).argmax(axis=1)
    top = reading.scores.max(axis=1, keepdims=True)
    clear = reading.evidence >= SECOND_EVIDENCE * reading.evidence.max(axis=1, keepdims=True)
    near = (reading.scores >= settings.second_share * top) | (worded & clear)
    keep: np.ndarray = strong & near & (top > 0)
    rows = np.arange(len(best))
    keep[rows, best] = enough[rows, best] & (top[:, 0] > 0)
    return keep


def deciding(
    words: Sequence[tuple[str, str]], pull: np.ndarray, column_of: Mapping[str, int]
) -> tuple[str, ...]:
    """The words of a text, as written, that drew it most towards a theme."""
    first = {term: word for word, term in reversed(words)}
    drawn = sorted((-round(float(pull[column_of[t]]), 4), t) for t in first)
    return tuple(first[term] for strength, term in drawn[:SHOWN_WORDS] if strength < 0)


def overrule(
    placed: Mapping[int, tuple[float, tuple[str, ...]]],
    decisions: Mapping[int, bool],
    facet_of: Mapping[int, Facet],
) -> dict[int, tuple[float, tuple[str, ...]]]:
    """People's decisions win: a yes is certain and settles its facet, a no is final."""
    confirmed = {theme for theme, yes in decisions.items() if yes and theme in facet_of}
    settled = {facet_of[theme] for theme in confirmed}
    result = {
        theme: value
        for theme, value in placed.items()
        if decisions.get(theme, True) and facet_of[theme] not in settled
    }
    for theme in confirmed:
        result[theme] = (1.0, placed[theme][1] if theme in placed else ())
    return result


def newest(verdicts: Sequence[Verdict]) -> dict[int, dict[int, bool]]:
    """For each opinion and theme what was said last."""
    said: dict[int, dict[int, bool]] = {}
    for verdict in sorted(verdicts, key=lambda v: (v.position, v.belongs)):
        said.setdefault(verdict.opinion_id, {})[verdict.theme_id] = verdict.belongs
    return said
