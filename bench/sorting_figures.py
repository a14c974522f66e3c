"""The figures of `bench.sorting`: how right the sorting is, how well it knows it, and its counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import adjusted_rand_score, f1_score, v_measure_score

from forum.themes.agreement import wilson
from forum.themes.records import FACETS, Assignment, Facet, Opinion, Result
from forum.themes.sorting.placing import confidence
from forum.themes.sorting.sorter import Sorter
from forum.themes.texts.columns import Texts

if TYPE_CHECKING:
    from bench.sorting import Run

BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
SUREST = 0.8
LIKELIER = 0.5
TOP = 3  # themes per neighbourhood that a plan would name
FEW = 10  # opinions below which a neighbourhood has no first three themes


def firsts(result: Result, facet_of: Mapping[int, Facet]) -> dict[int, Assignment]:
    """Each opinion's single best answer among the themes of both facets.

    An opinion may have an activity and an audience; a file names one. What people decided comes
    first; then the surest activity when it is likelier right than not, else the surest audience.
    """
    surest: dict[int, dict[Facet, Assignment]] = {}
    for placed in result.assignments:
        mine = surest.setdefault(placed.opinion_id, {})
        before = mine.get(facet_of[placed.theme_id])
        if before is None or placed.confidence > before.confidence:
            mine[facet_of[placed.theme_id]] = placed
    return {i: _one(mine) for i, mine in surest.items()}


def _one(surest: Mapping[Facet, Assignment]) -> Assignment:
    what, whom = surest.get("what"), surest.get("whom")
    if what is None or whom is None:
        return what or surest["whom"]
    decided = whom.confidence == 1.0 > what.confidence
    return whom if decided or what.confidence < LIKELIER else what


def ranking(sorter: Sorter, opinions: Sequence[Opinion]) -> dict[int, list[int]]:
    """All themes of each opinion, likeliest first, facets together by confidence."""
    texts = Texts([opinion.text for opinion in opinions])
    rows = texts.rows(sorter.space)
    sure: list[np.ndarray] = []
    themes: list[int] = []
    for facet in FACETS:
        if facet in sorter.models:
            reading = sorter.models[facet].read(rows)
            sure.append(confidence(reading.scores, reading.curve))
            themes += sorter.models[facet].themes
    if not sure:
        return {opinion.id: [] for opinion in opinions}
    order = np.argsort(-np.hstack(sure).round(6), axis=1, kind="stable")
    return {o.id: [themes[i] for i in row] for o, row in zip(opinions, order, strict=True)}


def figures(run: Run, ranked: dict[int, list[int]]) -> dict[str, Any]:
    """Every figure by its name; shares are 0..1, and None where there is nothing to measure."""
    placed = firsts(run.result, run.facet_of)
    given = {i: placed[i].theme_id if i in placed else 0 for i in run.right}
    topical = [i for i, theme in run.right.items() if theme]
    off = [i for i, theme in run.right.items() if not theme]
    asked = {v.opinion_id for v in run.verdicts}
    rest = [i for i in topical if i not in asked]
    return {
        "texts": len(run.opinions),
        "themes": len(run.book.themes),
        "on_topic": len(topical),
        "off_topic": len(off),
        "decisions": len(asked),
        "accuracy": _right(run, given, topical),
        "accuracy_not_asked": _right(run, given, rest),
        "accuracy_sorted": _right(run, given, [i for i in topical if given[i]]),
        "accuracy_surest_80": _right(run, given, _surest(topical, placed)),
        "top_2": _among(run, given, ranked, topical, 2),
        "top_3": _among(run, given, ranked, topical, 3),
        "macro_f1": _score(_macro_f1, run, given, topical),
        "v_measure": _score(v_measure_score, run, given, topical),
        "adjusted_rand": _score(adjusted_rand_score, run, given, topical),
        "unsorted": _share([not given[i] for i in topical]),
        "among_given": _among_given(run, topical),
        "themes_per_opinion": _share(_given_counts(run, topical)),
        "off_topic_left_unsorted": _share([not given[i] for i in off]),
        **_agreement(run, given),
        **_calibration(run, placed, rest, ""),
        **_calibration(run, placed, [i for i in run.right if i not in asked], "_with_off_topic"),
        **_audiences(run),
        **_counts(run),
        **_places(run, given),
    }


def _share(values: Sequence[float]) -> float | None:
    return round(float(sum(values)) / len(values), 4) if values else None


def _right(run: Run, given: dict[int, int], ids: Sequence[int]) -> float | None:
    return _share([given[i] == run.right[i] for i in ids])


def _surest(ids: Sequence[int], placed: dict[int, Assignment]) -> list[int]:
    """The surest four fifths; what is unsorted is least sure."""
    sure = {i: placed[i].confidence if i in placed else 0.0 for i in ids}
    return sorted(ids, key=lambda i: (-sure[i], i))[: int(SUREST * len(ids))]


def _among(
    run: Run, given: dict[int, int], ranked: dict[int, list[int]], ids: Sequence[int], count: int
) -> float | None:
    """Right among the first `count`: what was given comes first, then the likeliest others."""
    found = []
    for i in ids:
        order = [given[i]] if given[i] else []
        order += [theme for theme in ranked[i] if theme not in order]
        found.append(run.right[i] in order[:count])
    return _share(found)


def _macro_f1(right: Sequence[int], given: Sequence[int]) -> float:
    return float(f1_score(right, given, labels=sorted(set(right)), average="macro"))


def _score(of: Any, run: Run, given: dict[int, int], ids: Sequence[int]) -> float | None:
    """A figure of two lists of labels; unsorted texts are one group of their own."""
    if not ids:
        return None
    return round(float(of([run.right[i] for i in ids], [given[i] for i in ids])), 4)


def _given_counts(run: Run, ids: Sequence[int]) -> list[float]:
    counts = dict.fromkeys(ids, 0)
    for placed in run.result.assignments:
        if placed.opinion_id in counts:
            counts[placed.opinion_id] += 1
    return list(counts.values())


def _among_given(run: Run, ids: Sequence[int]) -> float | None:
    pairs = {(a.opinion_id, a.theme_id) for a in run.result.assignments}
    return _share([(i, run.right[i]) in pairs for i in ids])


def _agreement(run: Run, given: dict[int, int]) -> dict[str, Any]:
    """What the engine says of itself, and what is true of all it has not learnt from."""
    agreed, checked = run.result.sorting_agreed, run.result.sorting_checked
    low, high = wilson(agreed, checked) if checked else (None, None)
    learnt = {v.opinion_id for v in run.verdicts if not v.held}
    held = {v.opinion_id for v in run.verdicts if v.held}
    machine = {s.opinion_id: s for s in run.sorter.sort(run.opinions, said=False)}
    facet = run.facet_of
    true = []
    for i, theme in run.right.items():
        if i in learnt or (i in run.result.copies and run.result.copies[i] in learnt | held):
            continue
        themes = [a.theme_id for a in machine[i].assignments]
        mine = [t for t in themes if theme and facet[t] == facet[theme]]
        true.append(mine[:1] == [theme] if theme else not themes)
    return {
        "agreement_agreed": agreed,
        "agreement_checked": checked,
        "agreement_estimate": round(agreed / checked, 4) if checked else None,
        "agreement_low": None if low is None else round(low, 4),
        "agreement_high": None if high is None else round(high, 4),
        "agreement_true": _share(true),
    }


def _calibration(
    run: Run, placed: dict[int, Assignment], ids: Sequence[int], name: str
) -> dict[str, Any]:
    """Confidence beside the share of right answers, over what was sorted and not asked about.

    The expected calibration error is the mean distance of the two, weighted by bin.
    """
    pairs = [(placed[i].confidence, placed[i].theme_id == run.right[i]) for i in ids if i in placed]
    if not pairs:
        return {f"calibration_error{name}": None, f"reliability{name}" if not name else "_": []}
    said, right = (np.asarray(column, float) for column in zip(*pairs, strict=True))
    bins = np.digitize(said, BINS)
    chosen = [bins == b for b in range(1, len(BINS)) if (bins == b).any()]
    error = sum(abs(said[b].mean() - right[b].mean()) * b.sum() for b in chosen) / len(said)
    found: dict[str, Any] = {f"calibration_error{name}": round(float(error), 4)}
    if not name:
        found["reliability"] = [
            {
                "said": round(float(said[b].mean()), 3),
                "right": round(float(right[b].mean()), 3),
                "n": int(b.sum()),
            }
            for b in chosen
        ]
    return found


def _audiences(run: Run) -> dict[str, Any]:
    """How sure the engine was of the audiences it gave beside how often the label is that one.

    Where each text has one label, a text that is labelled by its activity may still name an
    audience: only texts labelled with some audience or off-topic can tell.
    """
    whom = {theme.id for theme in run.book.themes if theme.facet == "whom"}
    asked = {v.opinion_id for v in run.verdicts}
    pairs = [
        (a.confidence, a.theme_id == run.right[a.opinion_id])
        for a in run.result.assignments
        if a.theme_id in whom and a.opinion_id not in asked
        if run.right[a.opinion_id] in whom or not run.right[a.opinion_id]
    ]
    return {
        "audience_said": _share([said for said, _ in pairs]),
        "audience_right": _share([right for _, right in pairs]),
    }


def _counts(run: Run) -> dict[str, Any]:
    """Each theme's estimated number of opinions beside the true one."""
    true = Counter(run.right.values())
    plain = Counter(a.theme_id for a in firsts(run.result, run.facet_of).values())
    found = [c for c in run.counts if true[c.theme_id]]
    absent = [c for c in run.counts if not true[c.theme_id]]
    errors = [abs(c.estimate - true[c.theme_id]) / true[c.theme_id] for c in found]
    simple = [abs(plain[c.theme_id] - true[c.theme_id]) / true[c.theme_id] for c in found]
    holds = [c.low <= true[c.theme_id] <= c.high for c in run.counts]
    return {
        "count_error_median": round(median(errors), 4) if errors else None,
        "count_error_median_uncorrected": round(median(simple), 4) if simple else None,
        "count_intervals_hold": _share(holds),
        "count_interval_width": _share(
            [(c.high - c.low) / max(true[c.theme_id], 1) for c in found]
        ),
        "count_of_absent_themes": _share([c.estimate for c in absent]),
        "counts": [
            {
                "theme": run.book.key(c.theme_id),
                "true": true[c.theme_id],
                "estimate": round(c.estimate, 1),
                "low": c.low,
                "high": c.high,
            }
            for c in run.counts
        ],
    }


def _places(run: Run, given: dict[int, int]) -> dict[str, Any]:
    """The three commonest activities of each neighbourhood: how many of them are found."""
    groups: dict[int, list[int]] = {}
    for opinion in run.opinions:
        theme = run.right[opinion.id]
        if opinion.neighbourhood is not None and theme and run.facet_of[theme] == "what":
            groups.setdefault(opinion.neighbourhood, []).append(opinion.id)
    groups = {place: ids for place, ids in groups.items() if len(ids) >= FEW}
    by_counts, by_answers = [], []

    def what(theme: int) -> bool:
        return run.facet_of.get(theme) == "what"

    for place, ids in sorted(groups.items()):
        true = Counter(run.right[i] for i in ids)
        estimate = {c.theme_id: c.estimate for c in run.counts_in.get(place, ())}
        by_counts.append(_overlap(true, estimate))
        by_answers.append(_overlap(true, Counter(given[i] for i in ids if what(given[i]))))
    return {
        "neighbourhoods": len(groups),
        "neighbourhood_top_3": _share(by_counts),
        "neighbourhood_top_3_by_best_answers": _share(by_answers),
    }


def _overlap(true: Mapping[int, float], found: Mapping[int, float]) -> float:
    """Share of the first three found that are as common as the true third (ties count)."""
    least = sorted(true.values(), reverse=True)[:TOP][-1]
    first = sorted(found, key=lambda theme: (-found[theme], theme))[:TOP]
    return sum(true.get(theme, 0) >= least for theme in first) / min(TOP, len(true))
