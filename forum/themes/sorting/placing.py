"""From scores to themes: what is kept, how surely, which words decided, and people's last word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from forum.themes.measuring import counting
from forum.themes.records import Facet, Settings, Verdict
from forum.themes.sorting.calibrating import FIRST, Curve, leads
from forum.themes.sorting.facets import Reading
from forum.themes.texts.columns import Texts, unfold

SHOWN_WORDS = 3
PULL_STEPS = 10_000  # pulls nearer than this are equal
# Pair, pull and term are packed into one integer, which sorts quickly.
TERM_BITS, PULL_BITS = 12, 24
PAIR_BITS, STRONGEST = TERM_BITS + PULL_BITS, (1 << PULL_BITS) - 1
SECOND_EVIDENCE = 0.8  # a theme named nearly as clearly as the best is kept beside it
SURE_CHANCE = 0.5  # the classifier alone may place a text from here
CLEAR_LEAD = 0.35  # a text is placed by likeness alone when one theme leads this far


def confidence(scores: np.ndarray, curve: Curve = FIRST) -> np.ndarray:
    """How likely each theme is the right one (rows x themes, 0..1), from its lead on the others."""
    return curve.at(leads(scores))


def kept(reading: Reading, facet: Facet, settings: Settings) -> np.ndarray:
    """Which themes are assigned (rows x themes): the best if its evidence holds, close seconds.

    A text whose words say less of the themes than is usual is a stranger, unless likeness leaves
    no doubt. An audience is only believed from a word or from the classifier: most opinions name
    none.
    """
    worded = reading.evidence > 0
    sure = reading.chances >= SURE_CHANCE
    strong = worded | sure
    alike = (reading.likeness >= settings.evidence_floor) & (leads(reading.scores) >= CLEAR_LEAD)
    enough = strong if facet == "whom" else reading.familiar[:, None] | alike | sure
    best = reading.scores.round(6).argmax(axis=1)
    top = reading.scores.max(axis=1, keepdims=True)
    clear = reading.evidence >= SECOND_EVIDENCE * reading.evidence.max(axis=1, keepdims=True)
    near = (reading.scores >= settings.second_share * top) | (worded & clear)
    keep: np.ndarray = strong & near & (top > 0)
    rows = np.arange(len(best))
    keep[rows, best] = enough[rows, best] & (top[:, 0] > 0)
    if facet == "what":  # a stranger has no second theme either
        keep &= keep[rows, best][:, None] | sure
    return keep


def shares(reading: Reading, surely: np.ndarray, keep: np.ndarray, facet: Facet) -> np.ndarray:
    """How likely each theme is for counting (rows x themes, 0..1).

    Most opinions name no audience, so an audience counts only where it is given.
    """
    if facet == "whom":
        found: np.ndarray = (surely * keep).astype(np.float32)
        return found
    return counting.spread(surely, reading.scores, reading.nothing)


def deciding(
    texts: Texts, row: np.ndarray, column: np.ndarray, pull: np.ndarray
) -> list[tuple[str, ...]]:
    """For each pair of a text and a theme the words, as written, that drew it there most.

    `pull` is terms x themes. Equal words come in the order of the alphabet.
    """
    places, start = unfold(row, texts.table.indptr, np.arange(texts.table.nnz))
    pair = np.repeat(np.arange(len(row)), np.diff(start))
    drawn = np.rint(pull[texts.table.indices[places], column[pair]] * PULL_STEPS).astype(np.int64)
    drawn = np.minimum(drawn, STRONGEST)
    nth = np.arange(len(places)) - start[pair]
    key = (pair << PAIR_BITS) + ((STRONGEST - drawn) << TERM_BITS) + nth
    key = np.sort(key[drawn > 0])
    pair = key >> PAIR_BITS
    bounds = np.searchsorted(pair, np.arange(len(row) + 1))
    shown = np.arange(len(key)) - bounds[pair] < SHOWN_WORDS
    pair, nth = pair[shown], key[shown] & ((1 << TERM_BITS) - 1)
    words = [texts.written[i] for i in texts.firsts[places[start[pair] + nth]].tolist()]
    bounds = np.searchsorted(pair, np.arange(len(row) + 1)).tolist()
    return [tuple(words[a:b]) for a, b in pairwise(bounds)]


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


def of_wordings(verdicts: Sequence[Verdict], copies: Mapping[int, int]) -> list[Verdict]:
    """The same words said of the wording itself (`copies`: opinion -> its first copy)."""
    return [replace(v, opinion_id=copies.get(v.opinion_id, v.opinion_id)) for v in verdicts]


def newest(verdicts: Sequence[Verdict]) -> dict[int, dict[int, bool]]:
    """For each opinion and theme what was said last."""
    said: dict[int, dict[int, bool]] = {}
    for verdict in sorted(verdicts, key=lambda v: (v.position, v.belongs)):
        said.setdefault(verdict.opinion_id, {})[verdict.theme_id] = verdict.belongs
    return said
