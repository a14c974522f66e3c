"""Measure discovery on texts nobody has sorted: `python -m bench.discovery DATA.csv --max-themes K`.

DATA has a column `text`, and `theme` where the right answer is known. At most K groups are made of
it from nothing, by the functions that group what fits no theme on the board. Unsorted texts count
as one group. `--repeat` shuffles the rows, which must change nothing, and leaves a tenth out.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
)

from bench import data
from bench.sorting import forced
from forum.themes.discovering import clustering, discovery
from forum.themes.language import TOKEN, fold
from forum.themes.records import Opinion, Settings
from forum.themes.texts import duplicates, features
from forum.themes.texts.columns import Texts

PARTS = 4  # draws of nine texts in ten
SHARE = 0.9


@dataclass(frozen=True)
class Found:
    """The group of each text (NONE: unsorted), and each group's label."""

    groups: np.ndarray
    labels: tuple[str, ...]


def find(texts: Sequence[str], most: int, settings: Settings) -> Found:
    """At most `most` groups of these texts; their order does not matter, copies count once."""
    order = sorted(range(len(texts)), key=lambda row: texts[row])
    opinions = [Opinion(number, texts[row], row) for number, row in enumerate(order, start=1)]
    copies = duplicates.copies(opinions, settings.copy_similarity)
    originals = [opinion for opinion in opinions if opinion.id not in copies]
    read = Texts([opinion.text for opinion in originals])
    space = features.fit(read.table, read.vocabulary, settings)
    material = discovery.Material(originals, read, space)
    rows = np.arange(len(originals))
    groups = discovery.find(material, rows, most, settings).of(material, rows)
    of = {opinion.id: int(group) for opinion, group in zip(originals, groups, strict=True)}
    spread = np.full(len(texts), clustering.NONE)
    for opinion, row in zip(opinions, order, strict=True):
        spread[row] = of[copies.get(opinion.id, opinion.id)]
    labels: list[str] = []
    for number in range(int(groups.max(initial=clustering.NONE)) + 1):
        named = material.named(np.flatnonzero(groups == number), labels)
        labels.append(named.label if named else "")
    return Found(spread, tuple(labels))


def agreement(right: Sequence[str], groups: np.ndarray) -> dict[str, float]:
    """NMI, AMI, ARI and purity (0..1) of groups beside the right themes."""
    most = sum(
        max(Counter(right[int(row)] for row in np.flatnonzero(groups == group)).values())
        for group in np.unique(groups)
    )
    return {
        "nmi": normalized_mutual_info_score(right, groups),
        "ami": adjusted_mutual_info_score(right, groups),
        "ari": adjusted_rand_score(right, groups),
        "purity": most / max(1, len(right)),
    }


def occurring(label: str, said: frozenset[str]) -> float:
    """The share of a label's words that stand in the texts."""
    words = TOKEN.findall(label.lower())
    return sum(word in said for word in words) / max(1, len(words))


def repeated(texts: Sequence[str], whole: Found, most: int, settings: Settings) -> dict[str, Any]:
    """Whether another order gives the same, and how alike runs on nine texts in ten are."""
    shuffled = Random(0).sample(range(len(texts)), len(texts))
    again = find([texts[row] for row in shuffled], most, settings)
    same = again.groups.tolist() == whole.groups[shuffled].tolist()
    draws, parts = [], []
    for seed in range(PARTS):
        rows = sorted(Random(seed + 1).sample(range(len(texts)), round(SHARE * len(texts))))
        part = find([texts[row] for row in rows], most, settings).groups
        parts.append(dict(zip(rows, part.tolist(), strict=True)))
        draws.append(adjusted_rand_score(whole.groups[rows], part))
    between = []
    for number, one in enumerate(parts):
        for other in parts[number + 1 :]:
            both = sorted(one.keys() & other.keys())
            between.append(adjusted_rand_score([one[r] for r in both], [other[r] for r in both]))
    return {
        "same_when_shuffled": same and again.labels == whole.labels,
        "ari_with_whole": float(np.mean(draws)),
        "ari_between_parts": float(np.mean(between)),
    }


def measure(
    rows: Sequence[data.Row], most: int, repeat: bool, settings: Settings
) -> dict[str, Any]:
    """Every figure about these rows."""
    texts = [row.text for row in rows]
    start, used = time.perf_counter(), time.process_time()
    found = find(texts, most, settings)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = frozenset(word for text in texts for word in TOKEN.findall(text.lower()))
    told = [row for row, one in enumerate(rows) if one.theme]
    placed = [row for row in told if found.groups[row] != clustering.NONE]
    size = Counter(found.groups.tolist())
    figures: dict[str, Any] = {"texts": len(texts), "themes": len(found.labels)}
    figures["unsorted"] = size[clustering.NONE] / len(texts)
    if told:
        figures["true_themes"] = len({rows[row].theme for row in told})
        figures |= agreement([rows[row].theme for row in told], found.groups[told])
        sorted_only = agreement([rows[row].theme for row in placed], found.groups[placed])
        figures["sorted_only"] = sorted_only if placed else None
    labels: list[dict[str, Any]] = [
        {"label": label, "size": size[number], "words_that_occur": occurring(label, said)}
        for number, label in enumerate(found.labels)
    ]
    figures["labels"] = sorted(labels, key=lambda entry: (-entry["size"], entry["label"]))
    named = [entry["words_that_occur"] for entry in labels if entry["label"]]
    figures["label_words_that_occur"] = sum(named) / len(named) if named else None
    figures["labels_that_differ"] = len({fold(label) for label in found.labels})
    if repeat:
        figures |= repeated(texts, found, most, settings)
    return figures | {
        "seconds": round(seconds, 3),
        "processor_seconds": round(used, 3),
        "peak_memory_mb": round(memory, 1),
    }


def show(figures: dict[str, Any]) -> None:
    """The table for people."""
    for name, value in figures.items():
        title = name.replace("_", " ")
        if name == "labels":
            for entry in value:
                shown = f"{entry['size']:6d}  {entry['label'] or '(no label)'}"
                print(
                    shown if entry["words_that_occur"] == 1 else f"{shown}  (not all words occur)"
                )
        elif isinstance(value, dict):
            print(f"{title:28s}", "  ".join(f"{key} {part:.3f}" for key, part in value.items()))
        else:
            print(f"{title:28s} {f'{value:.3f}' if isinstance(value, float) else value}")


def main(argv: Sequence[str] | None = None) -> int:
    """Read the file, measure, print; 2 for what cannot be used."""
    options = _options(argv)
    try:
        rows = data.read_rows(options.data, need=("text",))
        if options.max_themes < 1:
            raise data.Problem("--max-themes must be 1 or more")
    except data.Problem as problem:
        print(problem, file=sys.stderr)
        return data.BAD_INPUT
    with forced(options.language):
        figures = measure(rows, options.max_themes, options.repeat, Settings())
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        show(figures)
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.discovery", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA.csv")
    parser.add_argument("--max-themes", type=int, required=True, metavar="K")
    parser.add_argument("--language", choices=("hu", "en", "de"))
    parser.add_argument("--repeat", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
