"""Measure the theme engine: `python -m bench.themes [FOLDER]` prints the table of the docs.

FOLDER holds miskolc/opinions.csv and, if there, sib-200/{hun,eng}_Latn/{train,dev}.tsv and
egov2022-cycling-de/dataset.csv; without them the demo city's own opinions and codebook are measured.
The seed words in `theme_cases` come from the theme names and general knowledge; those for Miskolc
were revised after some sixty of the texts had been read. Intervals hold 95 of 100 resamples.
"""

from __future__ import annotations

import pickle
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from sklearn.metrics import adjusted_rand_score, v_measure_score

from bench.scale import mixes
from bench.sorting_figures import ranking
from bench.theme_cases import DEMO, Case, cases
from forum.themes.analysis import analyse
from forum.themes.language import fold
from forum.themes.records import Opinion, Verdict
from forum.themes.sorting import sorter as sorting

ASKED = (60, 140)  # decisions of staff, simulated by the right answers
SIZES = (4000, 36000)
BINS = (0.0, 0.5, 0.7, 0.85, 1.01)
RESAMPLES = 1000


def accuracy(case: Case, asked: int = 0) -> dict[str, float]:
    """Shares (0..1) over the scored opinions people were not asked about."""
    order = [i for i, theme in sorted(case.right.items()) if theme]
    Random(1).shuffle(order)
    told = set(order[:asked])
    verdicts = [Verdict(i, case.right[i], True, n) for n, i in enumerate(order[:asked], start=1)]
    facet = {theme.id: theme.facet for theme in case.themes}
    hits: dict[str, list[float]] = {}
    narrow: list[tuple[float, bool]] = []
    sorter = sorting.fit(case.opinions, case.themes, verdicts)
    ranked = ranking(sorter, case.opinions)
    for one in sorter.sort(case.opinions, said=False):
        theme, placed = case.right[one.opinion_id], [a.theme_id for a in one.assignments]
        if one.opinion_id in told or one.opinion_id not in case.scored:
            continue
        if not theme:
            hits.setdefault("off-topic unsorted", []).append(not placed)
            continue
        if facet[theme] == "what":
            narrow.append((-one.margin, one.best == theme))
            likeliest = [t for t in ranked[one.opinion_id] if facet[t] == "what"]
            hits.setdefault("first two", []).append(theme in likeliest[:2])
        else:
            hits.setdefault("audience given", []).append(theme in placed)
        hits.setdefault("among those given", []).append(theme in placed)
        hits.setdefault("themes given", []).append(len(placed))
        hits.setdefault("unsorted", []).append(not placed)
    right = [hit for _, hit in sorted(narrow, key=lambda pair: pair[0])]
    sure = right[: int(0.8 * len(right))]
    low, high = interval(right)
    shares = {"best": sum(right) / len(right), "from": low, "to": high}
    shares |= {"surest 80 %": sum(sure) / len(sure)}
    return shares | {name: sum(values) / len(values) for name, values in hits.items()}


def interval(right: list[bool]) -> tuple[float, float]:
    """Between which shares 95 of 100 resamples of these answers lie (bootstrap)."""
    draws = np.random.default_rng(1).choice(np.asarray(right, float), (RESAMPLES, len(right)))
    low, high = np.quantile(draws.mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def robust(case: Case) -> dict[str, float]:
    """V-measure of the best themes as written, and what is lost without accents and with typos."""
    plain = _v(case, case.opinions)
    bare = _v(case, [replace(o, text=fold(o.text)) for o in case.opinions])
    draw = Random(5)
    typed = _v(case, [replace(o, text=mistyped(o.text, draw)) for o in case.opinions])
    return {"V": plain, "lost without accents": plain - bare, "lost with typos": plain - typed}


def _v(case: Case, opinions: list[Opinion]) -> float:
    found = sorting.fit(opinions, case.themes, []).sort(opinions)
    pairs = [(case.right[s.opinion_id], s.best) for s in found if s.opinion_id in case.scored]
    right, best = zip(*[pair for pair in pairs if pair[0]], strict=True)
    return float(v_measure_score(right, best))


def mistyped(text: str, draw: Random) -> str:
    """The text with two letters exchanged in every tenth longer word."""
    words = text.split()
    for i, word in enumerate(words):
        if len(word) > 3 and draw.random() < 0.1:
            words[i] = _exchanged(word, draw)
    return " ".join(words)


def _exchanged(word: str, draw: Random) -> str:
    place = draw.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def stability(case: Case) -> float:
    """Adjusted Rand index between a run on all and on 90 % of the texts, mean of four."""
    whole, found = _first(case, case.opinions), []
    for seed in range(4):
        draw = Random(seed).sample(case.opinions, int(0.9 * len(case.opinions)))
        part = _first(case, draw)
        found.append(adjusted_rand_score([whole[i] for i in part], list(part.values())))
    return float(np.mean(found))


def _first(case: Case, opinions: list[Opinion]) -> dict[int, int]:
    found = sorting.fit(opinions, case.themes, []).sort(opinions)
    return {s.opinion_id: s.assignments[0].theme_id if s.assignments else 0 for s in found}


def trustworthy(case: Case) -> str:
    """Confidence beside the share of right answers, bin by bin, for texts about a what-theme."""
    facet = {theme.id: theme.facet for theme in case.themes}
    firsts = []
    for one in sorting.fit(case.opinions, case.themes, []).sort(case.opinions):
        theme = case.right[one.opinion_id]
        given = [a for a in one.assignments if facet[a.theme_id] == "what"]
        if given and one.opinion_id in case.scored and facet.get(theme, "what") == "what":
            firsts.append((given[0].confidence, given[0].theme_id == theme))
    said, right = (np.asarray(column, float) for column in zip(*firsts, strict=True))
    places = np.digitize(said, BINS)
    chosen = [places == i for i in range(1, len(BINS)) if (places == i).any()]
    return "; ".join(f"{said[b].mean():.2f} is {right[b].mean():.2f} (n {b.sum()})" for b in chosen)


def missing(case: Case) -> str:
    """How many themes, taken away, come back as a proposal at least 40 % theirs."""
    spoken = sorted(set(case.right.values()) - {0})
    back = 0
    for gone in spoken:
        found = analyse(case.opinions, [t for t in case.themes if t.id != gone]).proposals
        shares = [
            sum(case.right[i] == gone for i in p.opinion_ids) / len(p.opinion_ids) for p in found
        ]
        back += max(shares, default=0) >= 0.4
    return f"{back} of {len(spoken)}"


def scale(folder: Path, size: int) -> None:
    """Time and peak memory of one whole analysis, in a process of its own."""
    case = cases(folder)[0]
    texts = [opinion.text for opinion in case.opinions]
    many = [Opinion(i, text, i) for i, text in enumerate(mixes(texts, size), start=1)]
    start, used = time.perf_counter(), time.process_time()
    result = analyse(many, case.themes)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:7d} opinions: {seconds:5.1f} s ({used:.1f} s of processor), {memory:5.0f} MB, "
        f"{len(result.unsorted)} unsorted, {len(result.copies)} copies"
    )


def one_more(case: Case) -> None:
    """How long one more opinion takes, and how large the kept sorter is."""
    sorter = sorting.fit(case.opinions, case.themes, [])
    times = []
    for opinion in case.opinions[:100]:
        start = time.perf_counter()
        sorter.sort_one(opinion)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    size = len(pickle.dumps(sorter)) / 1e6
    print(
        f"one more opinion: median {times[50]:.1f} ms, 95th percentile {times[95]:.1f} ms,", end=""
    )
    print(f" sorter {size:.1f} MB pickled")


def show(title: str, figures: dict[str, float]) -> None:
    """One row."""
    print(f"{title:38s}", "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))


def main(argv: list[str]) -> None:
    """Print every figure that can be measured with the folder."""
    folder = Path(argv[0]) if argv else DEMO
    found = cases(folder)
    for case in found:
        show(case.name, accuracy(case))
        if any(theme.facet == "whom" for theme in case.themes):
            flat = [replace(theme, facet="what") for theme in case.themes]
            show(f"{case.name}, one list", accuracy(replace(case, themes=flat)))
            for asked in ASKED:
                show(f"{case.name}, {asked} decisions", accuracy(case, asked))
            print("   a theme taken away is proposed again:", missing(case))
        show("   robustness", robust(case))
        print(f"   stability {stability(case):.3f}; confidence {trustworthy(case)}")
    one_more(found[0])
    for size in SIZES:
        subprocess.run([sys.executable, "-m", "bench.themes", str(folder), str(size)], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        scale(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main(sys.argv[1:])
