"""How the theme engine grows: `python -m bench.scale [--n 4000,36000,200000,1000000] [--json]`.

Sorts ever more short opinions, each number in a process of its own, and measures the time on the
clock and of the processor, the peak memory of the whole process, and how long one more opinion
takes. The texts are mixes of the demo city's own opinions: clauses of two of them, typos in a
tenth of the words, accents lost in a third of the texts, and a name nobody else may have written
in every fourth, so that the vocabulary goes on growing as it does in life.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from bench.data import BAD_INPUT, Problem

SIZES = (4000, 36000, 200000, 1000000)
MOST = 5_000_000  # opinions; more would not fit into memory anyway
ONE_MORE = 200  # opinions that come singly
STEPS = ("reading", "learning", "sorting", "discovery", "asking")  # as the engine tells them
SORTING = 3  # steps until every opinion has its themes
ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "forum" / "demo" / "content"
_SYLLABLES = "ba ko ri me szi lu ne ta go ve cso dá pe hi ma ro ke zsu la fi nyi bo re ka dö sze mu"
SYLLABLES = _SYLLABLES.split()


def texts() -> list[str]:
    """Every opinion of the demo city."""
    found = []
    for file in sorted(DEMO.glob("opinions-*.csv")):
        with open(file, encoding="utf-8", newline="") as lines:
            found += [row["text"] for row in csv.DictReader(lines)]
    return found


def mixes(texts: Sequence[str], size: int, seed: int = 7, names: bool = False) -> Iterator[str]:
    """Deterministic mixes of clauses of two texts, with typos, lost accents and, if asked, names."""
    from forum.themes.language import fold

    draw = Random(seed)
    for number in range(size):
        first, second = draw.choice(texts).split(), draw.choice(texts).split()
        words = first[: draw.randint(2, 12)] + second[-draw.randint(2, 12) :]
        if draw.random() < 0.3:
            words = [fold(word) for word in words]
        for i, word in enumerate(words):
            if len(word) > 3 and draw.random() < 0.1:
                place = draw.randrange(len(word) - 1)
                words[i] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        if names and number % 4 == 0:
            words.append("".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).capitalize())
        yield " ".join(words)


def measure(size: int) -> dict[str, Any]:
    """Analyse this many opinions here and now; seconds, megabytes, milliseconds."""
    from bench.theme_cases import cases
    from forum.themes.analysis import analyse
    from forum.themes.records import Opinion
    from forum.themes.sorting.sorter import Sorter

    own, themes = texts(), cases(DEMO)[0].themes
    opinions = [Opinion(i, t, i) for i, t in enumerate(mixes(own, size, names=True), start=1)]
    marks: list[tuple[float, float, float]] = []
    kept: list[Sorter] = []

    def note(done: int, total: int) -> None:
        marks.append((time.perf_counter(), time.process_time(), _peak()))

    result = analyse(opinions, themes, progress=note, keep_sorter=kept.append)
    note(0, 0)
    spent = [
        {"step": name, "seconds": after[0] - before[0], "processor": after[1] - before[1]}
        for name, (before, after) in zip((*STEPS, "hash"), pairwise(marks), strict=True)
    ]
    return {
        "n": size,
        "texts_mb": marks[0][2],
        "sorting": _between(marks[0], marks[SORTING]),
        "discovery": _between(marks[SORTING], marks[SORTING + 1]),
        "whole": _between(marks[0], marks[-1]),
        "steps": spent,
        "one_more": _one_more(kept[0], [Opinion(size + i, t, i) for i, t in enumerate(own)]),
        "copies": len(result.copies),
        "unsorted": len(result.unsorted),
        "proposals": len(result.proposals),
    }


def _between(
    before: tuple[float, float, float], after: tuple[float, float, float]
) -> dict[str, float]:
    return {
        "seconds": after[0] - before[0],
        "processor": after[1] - before[1],
        "peak_mb": after[2],
    }


def _peak() -> float:
    """The most memory this process has ever held, in megabytes."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _one_more(sorter: Any, opinions: Sequence[Any]) -> dict[str, float]:
    """How long single opinions take with a sorter that is kept, in milliseconds."""
    clock, processor = [], []
    for opinion in opinions[:ONE_MORE]:
        start, used = time.perf_counter(), time.process_time()
        sorter.sort_one(opinion)
        clock.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.process_time() - used))
    return {
        f"{name}_{kind}ms": sorted(values)[int(share * (len(values) - 1))]
        for kind, values in (("", clock), ("processor_", processor))
        for name, share in (("median", 0.5), ("p95", 0.95))
    }


def first_use(started: float) -> dict[str, float]:
    """From the start of a process to its first sorted opinion, with a codebook of 17 themes."""
    from bench.theme_cases import cases
    from forum.themes.sorting import sorter as sorting

    case = cases(DEMO)[0]
    sorter = sorting.fit(case.opinions, case.themes, [])
    sorter.sort_one(case.opinions[0])
    return {"seconds": time.time() - started, "processor": time.process_time(), "peak_mb": _peak()}


def _apart(*arguments: str) -> dict[str, Any]:
    """The figures of one measurement, made in a new process."""
    command = [sys.executable, "-m", "bench.scale", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with code {done.returncode}"]
        raise Problem(f"The measurement {' '.join(arguments)} failed: {lines[-1]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def sizes(written: str) -> list[int]:
    """The numbers of opinions asked for. Raises Problem when they are none."""
    try:
        found = [int(part) for part in written.split(",")]
    except ValueError:
        raise Problem(f"--n wants whole numbers with commas between, not {written!r}.") from None
    if not all(1 <= number <= MOST for number in found):
        raise Problem(f"--n wants numbers from 1 to {MOST}.")
    return found


def show(row: dict[str, Any]) -> None:
    """One line of the table."""
    sorting, discovery, one = row["sorting"], row["discovery"], row["one_more"]
    print(
        f"{row['n']:9d} {sorting['seconds']:8.1f} {sorting['processor']:9.1f} "
        f"{sorting['peak_mb']:7.0f} {discovery['seconds']:9.1f} {discovery['processor']:9.1f} "
        f"{row['whole']['processor']:8.1f} {row['whole']['peak_mb']:7.0f} "
        f"{one['median_processor_ms']:7.1f} {one['p95_processor_ms']:6.1f}",
        flush=True,
    )


def report(wanted: list[int], as_json: bool) -> None:
    """Measure and print."""
    first = _apart("--first-use", repr(time.time()))
    if not as_json:
        print(
            f"First use, from the start of a process to the first sorted opinion: "
            f"{first['seconds']:.1f} s ({first['processor']:.1f} s of processor), "
            f"{first['peak_mb']:.0f} MB.\n\n"
            "           sorting                    discovery           whole           one more\n"
            " opinions        s processor      MB         s processor processor      MB"
            "  median    p95\n"
            "                           s                           s         s"
            "              ms     ms"
        )
    rows = []
    for number in wanted:
        rows.append(_apart("--measure", str(number)))
        if not as_json:
            show(rows[-1])
    if as_json:
        print(json.dumps({"first_use": first, "sizes": rows}))


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--n", default=",".join(map(str, SIZES)), help="numbers of opinions")
    parser.add_argument("--json", action="store_true", help="print one JSON object only")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--first-use", type=float, help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    try:
        if given.first_use is not None:
            print(json.dumps(first_use(given.first_use)))
        elif given.measure is not None:
            print(json.dumps(measure(given.measure)))
        else:
            report(sizes(given.n), given.json)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT
    return 0


if __name__ == "__main__":
    sys.exit(main())
