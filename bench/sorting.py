"""Measure the sorting on labelled texts: `python -m bench.sorting DATA.csv CODEBOOK.toml`.

DATA has the columns `text` and `theme`; CODEBOOK gives each theme its `seeds`. With `--decisions N`
the engine asks as the product does, in rounds, and the file answers. Texts whose theme is not in
the codebook are off-topic and are scored apart.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench import data, sorting_figures
from forum.themes import analysis
from forum.themes.language import LANGUAGES, Language
from forum.themes.records import FACETS, Facet, Opinion, Result, Settings, ThemeCount, Verdict
from forum.themes.sorting.sorter import Sorter
from forum.themes.texts import columns


@dataclass
class Run:
    """One whole measurement: what was read, what was answered, and what came out."""

    opinions: list[Opinion]
    book: data.Codebook
    right: dict[int, int]
    verdicts: list[Verdict]
    result: Result
    sorter: Sorter
    seconds: float = 0.0  # of the last analysis
    processor: float = 0.0
    rounds: int = 0
    counts: tuple[ThemeCount, ...] = ()
    counts_in: dict[int, tuple[ThemeCount, ...]] = field(default_factory=dict)

    @property
    def facet_of(self) -> dict[int, Facet]:
        """Which question each theme answers."""
        return {theme.id: theme.facet for theme in self.book.themes}


def measure(rows: Sequence[data.Row], book: data.Codebook, decisions: int = 0) -> Run:
    """Sort the texts, asking and answering `decisions` times before the last analysis."""
    opinions, right = data.as_opinions(rows), data.as_right(rows, book)
    settings = Settings()
    kept: list[Sorter] = []
    verdicts: list[Verdict] = []
    asked, rounds = 0, 0
    while True:
        count = min(settings.check_count, decisions - asked)
        # Neither changes the sorting; new themes are only looked for in the last, timed run.
        now = replace(settings, check_count=count, proposal_count=0) if count > 0 else settings
        start, used = time.perf_counter(), time.process_time()
        result = analysis.analyse(opinions, book.themes, verdicts, now, keep_sorter=kept.append)
        seconds, used = time.perf_counter() - start, time.process_time() - used
        if count <= 0 or not result.to_check:
            run = Run(opinions, book, right, verdicts, result, kept[-1], seconds, used, rounds)
            run.counts = comparable(run)
            return run
        kept.clear()
        rounds += 1
        for opinion in result.to_check:
            asked += 1
            verdicts += answer(opinion, right[opinion], result, book, asked)


def comparable(run: Run) -> tuple[ThemeCount, ...]:
    """The counts of the themes of each facet among the texts whose label answers that question.

    A text labelled with an audience may well be about some activity: the file does not say.
    """
    facets = run.facet_of
    if len(set(facets.values())) == 1:
        run.counts_in = dict(run.result.counts_in)
        return run.result.counts
    found: list[ThemeCount] = []
    for facet in FACETS:
        mine = {o.id: facets.get(run.right[o.id], facet) == facet for o in run.opinions}
        whole = [replace(o, neighbourhood=1 if mine[o.id] else None) for o in run.opinions]
        found += [c for c in _counted(run, whole).get(1, ()) if facets[c.theme_id] == facet]
        if facet == "what":
            some = [o if mine[o.id] else replace(o, neighbourhood=None) for o in run.opinions]
            run.counts_in = {
                place: tuple(c for c in counts if facets[c.theme_id] == facet)
                for place, counts in _counted(run, some).items()
            }
    return tuple(found)


def _counted(run: Run, opinions: Sequence[Opinion]) -> Mapping[int, tuple[ThemeCount, ...]]:
    return analysis.analyse(opinions, run.book.themes, run.verdicts).counts_in


def answer(
    opinion: int, theme: int, result: Result, book: data.Codebook, position: int
) -> list[Verdict]:
    """What the check page stores: yes to the right theme and no to what was offered instead.

    "None of these", the answer for off-topic texts, is a no to every theme.
    """
    held = opinion in result.samples
    offered = {a.theme_id for a in result.assignments if a.opinion_id == opinion}
    if not theme:
        return [Verdict(opinion, one.id, False, position, held) for one in book.themes]
    facet = {one.id: one.facet for one in book.themes}
    wrong = sorted(t for t in offered - {theme} if facet[t] == facet[theme])
    said = [Verdict(opinion, other, False, position, held) for other in wrong]
    return [*said, Verdict(opinion, theme, True, position, held)]


@contextmanager
def forced(language: Language | None) -> Iterator[None]:
    """Every text read in one language; without one, each in its own."""
    if language is None:
        yield
        return
    number = LANGUAGES.index(language)
    replaced: list[tuple[Any, str, Any]] = [
        (columns, "_tongues", lambda pieces: np.full(len(pieces), number, np.int8))
    ]
    for name, module in sorted(sys.modules.items()):
        if name.startswith("forum.themes") and hasattr(module, "language_of"):
            replaced.append((module, "language_of", lambda text: language))
    before = [(module, name, getattr(module, name)) for module, name, _ in replaced]
    for module, name, value in replaced:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def write(file: Path, rows: Sequence[data.Row], run: Run, ranked: dict[int, list[int]]) -> None:
    """Each row's theme, confidence, second theme, and the words that decided."""
    first = sorting_figures.firsts(run.result, run.facet_of)
    with open(file, "w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(["row", "text", "theme", "confidence", "second", "words"])
        for number, row in enumerate(rows, start=1):
            placed = first.get(number)
            theme = placed.theme_id if placed else 0
            second = next((t for t in ranked[number] if t != theme), 0) if placed else 0
            table.writerow(
                [
                    number,
                    row.text,
                    run.book.key(theme),
                    f"{placed.confidence:.4f}" if placed else "",
                    run.book.key(second),
                    " ".join(placed.words) if placed else "",
                ]
            )


def show(figures: dict[str, Any]) -> None:
    """The table for people."""
    for name, value in figures.items():
        title = name.replace("_", " ")
        if name == "reliability":
            for entry in value:
                print(
                    f"  confidence {entry['said']:.2f} is right {entry['right']:.2f} of {entry['n']}"
                )
        elif name == "counts":
            for entry in value:
                print(
                    f"  {entry['theme'][:32]:32s} true {entry['true']:5d}  estimate "
                    f"{entry['estimate']:7.1f}  {entry['low']} to {entry['high']}"
                )
        else:
            shown = f"{value:.3f}" if isinstance(value, float) else value
            print(f"{title:44s} {'-' if value is None else shown}")


def main(argv: Sequence[str] | None = None) -> int:
    """Read the files, measure, print; 2 for what cannot be used."""
    options = _options(argv)
    try:
        rows, book = data.read_rows(options.data), data.read_codebook(options.codebook)
        if options.decisions < 0:
            raise data.Problem("--decisions must be 0 or more")
        if not any(data.as_right(rows, book).values()):
            raise data.Problem(f"{options.data}: no theme of it stands in the codebook")
        if options.out is not None and not options.out.absolute().parent.is_dir():
            raise data.Problem(f"{options.out}: there is no such folder")
    except data.Problem as problem:
        print(problem, file=sys.stderr)
        return data.BAD_INPUT
    with forced(options.language):
        run = measure(rows, book, options.decisions)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        ranked = sorting_figures.ranking(run.sorter, run.opinions)
    figures = sorting_figures.figures(run, ranked) | {
        "seconds": round(run.seconds, 3),
        "processor_seconds": round(run.processor, 3),
        "peak_memory_mb": round(memory, 1),
    }
    if options.out is not None:
        write(options.out, rows, run, ranked)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        show(figures)
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.sorting", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA.csv")
    parser.add_argument("codebook", type=Path, metavar="CODEBOOK.toml")
    parser.add_argument("--decisions", type=int, default=0, metavar="N")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path, metavar="FILE")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
