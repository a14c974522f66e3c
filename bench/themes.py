"""Measure the theme engine: `python -m bench.themes [FOLDER]` prints the table of the docs.

FOLDER holds miskolc/opinions.csv and, if there, sib-200/{hun,eng}_Latn/{train,dev}.tsv; without
them the demo city's own opinions and codebook are measured. The seed words in `theme_cases` come
from the theme names and general knowledge; those for Miskolc were revised after some sixty of the
texts had been read.
"""

from __future__ import annotations

import pickle
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from sklearn.metrics import adjusted_rand_score

from bench.theme_cases import DEMO, Case, cases
from forum.themes import sorting
from forum.themes.analysis import analyse
from forum.themes.language import fold
from forum.themes.records import Opinion, Verdict

ASKED = (60, 140)  # decisions of staff, simulated by the right answers
SIZES = (4000, 36000)
BINS = (0.0, 0.5, 0.7, 0.85, 1.01)


def accuracy(case: Case, asked: int = 0) -> dict[str, float]:
    """Shares (0..1) over the scored opinions people were not asked about."""
    order = [i for i, theme in sorted(case.right.items()) if theme]
    Random(1).shuffle(order)
    told = set(order[:asked])
    verdicts = [Verdict(i, case.right[i], True, n) for n, i in enumerate(order[:asked], start=1)]
    facet = {theme.id: theme.facet for theme in case.themes}
    hits: dict[str, list[float]] = {}
    narrow: list[tuple[float, bool]] = []
    for one in sorting.fit(case.opinions, case.themes, verdicts).sort(case.opinions, said=False):
        theme, placed = case.right[one.opinion_id], [a.theme_id for a in one.assignments]
        if one.opinion_id in told or one.opinion_id not in case.scored:
            continue
        if not theme:
            hits.setdefault("off-topic unsorted", []).append(not placed)
            continue
        if facet[theme] == "what":
            narrow.append((-one.margin, one.best == theme))
        else:
            hits.setdefault("audience given", []).append(theme in placed)
        hits.setdefault("among those given", []).append(theme in placed)
        hits.setdefault("themes given", []).append(len(placed))
        hits.setdefault("unsorted", []).append(not placed)
    right = [hit for _, hit in sorted(narrow, key=lambda pair: pair[0])]
    sure = right[: int(0.8 * len(right))]
    shares = {"best": sum(right) / len(right), "surest 80 %": sum(sure) / len(sure)}
    return shares | {name: sum(values) / len(values) for name, values in hits.items()}


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


def mixes(texts: list[str], size: int) -> Iterator[str]:
    """Deterministic mixes of clauses of two texts, with typos and lost accents."""
    draw = Random(7)
    for _ in range(size):
        first, second = draw.choice(texts).split(), draw.choice(texts).split()
        words = first[: draw.randint(2, 12)] + second[-draw.randint(2, 12) :]
        if draw.random() < 0.3:
            words = [fold(word) for word in words]
        for i, word in enumerate(words):
            if len(word) > 3 and draw.random() < 0.1:
                place = draw.randrange(len(word) - 1)
                words[i] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        yield " ".join(words)


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
        print(f"   stability {stability(case):.3f}; confidence {trustworthy(case)}")
    one_more(found[0])
    for size in SIZES:
        subprocess.run([sys.executable, "-m", "bench.themes", str(folder), str(size)], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        scale(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main(sys.argv[1:])
