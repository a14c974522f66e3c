"""Measure the quotes: `python -m bench.quotes DATA.csv CODEBOOK.toml [--count 3] [--json]`.

DATA has the columns text and theme, CODEBOOK the themes with their seeds. The engine sorts the
texts without any decision; then each theme's quotes are chosen from what was sorted into it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from bench.data import BAD_INPUT, Codebook, Problem, as_opinions, as_right, read_codebook, read_rows
from forum.themes import quotes
from forum.themes.analysis import analyse
from forum.themes.language import language_of, terms
from forum.themes.quotes import Quote
from forum.themes.records import Assignment, Opinion, Settings
from forum.themes.texts import features

CHIEF = 50  # the theme's commonest terms, weighted by how many of its texts hold them
PLAIN = (
    "cover",
    "cover_best",
    "cover_parts",
    "redundancy",
)  # averaged over themes; the rest over quotes
LEAST = 5  # texts a theme needs before its quotes are measured


def measure(
    opinions: Sequence[Opinion], right: Mapping[int, int], book: Codebook, count: int
) -> Any:
    """The figures of each theme that has texts, by its key, and their means under ''."""
    placed: dict[int, list[Assignment]] = defaultdict(list)
    held: dict[int, float] = defaultdict(float)
    for assignment in analyse(opinions, book.themes).assignments:
        placed[assignment.theme_id].append(assignment)
        held[assignment.opinion_id] += assignment.confidence
    documents = [terms(o.text, language_of(o.text)) for o in opinions]
    space = features.fit(*features.counts(documents), Settings())
    by_id = {o.id: o for o in opinions}
    found = {}
    for theme in book.themes:
        members = placed[theme.id]
        if len(members) >= LEAST and theme.id in right.values():
            texts = [by_id[a.opinion_id] for a in members]
            chosen = choose(texts, members, held, count)
            gold = [right[q.opinion_id] == theme.id for q in chosen]
            found[book.key(theme.id)] = _figures(chosen, texts, gold, space, by_id)
    return found


def choose(
    texts: Sequence[Opinion], members: Sequence[Assignment], held: Mapping[int, float], count: int
) -> tuple[Quote, ...]:
    """The quotes as the application chooses them: sureness and deciding words come with them."""
    sure = {a.opinion_id: quotes.focus(a.confidence, held[a.opinion_id]) for a in members}
    words = Counter(word for a in members for word in a.words)
    return quotes.choose(texts, sure, count, words)


def _figures(
    chosen: Sequence[Quote],
    texts: Sequence[Opinion],
    gold: Sequence[bool],
    space: features.Space,
    by_id: Mapping[int, Opinion],
) -> dict[str, Any]:
    held = [terms(q.text, language_of(q.text)) for q in chosen]
    documents = [terms(o.text, language_of(o.text)) for o in texts]
    chief = _chief(documents)
    rows = space.transform(held) if held else None
    pairs = list(combinations(range(len(chosen)), 2))
    alike = [float((rows[a] @ rows[b].T).sum()) for a, b in pairs] if rows is not None else []
    verbatim = [by_id[q.opinion_id].text[q.start : q.end] == q.text for q in chosen]
    return {
        "texts": len(texts),
        "quotes": len(chosen),
        "cover": round(_cover(held, chief), 4),
        "cover_parts": round(_cover_parts(held, documents, space), 4),
        "cover_best": round(_cover(_best(texts, documents, len(chosen), chief), chief), 4),
        "redundancy": round(fmean(alike), 4) if alike else 0.0,
        "on_theme": round(fmean(gold), 4) if gold else 0.0,
        "verbatim": round(fmean(verbatim), 4) if verbatim else 1.0,
        "chosen": [q.text for q in chosen],
    }


def _chief(documents: Sequence[Sequence[str]]) -> dict[str, float]:
    """The theme's chief terms, by the share of its texts that hold them, adding up to 1."""
    counted = Counter(t for document in documents for t in set(document))
    chief = dict(sorted(counted.items(), key=lambda p: (-p[1], p[0]))[:CHIEF])
    return {term: n / max(1, sum(chief.values())) for term, n in chief.items()}


def _cover(held: Sequence[Sequence[str]], chief: Mapping[str, float]) -> float:
    """The share (0..1) of the theme's chief terms, by their weight, that these texts hold."""
    covered = {term for document in held for term in document}
    return sum(weight for term, weight in chief.items() if term in covered)


def _cover_parts(
    held: Sequence[list[str]], documents: Sequence[list[str]], space: features.Space
) -> float:
    """The same of the 50 strongest words and letter groups of the theme's centre.

    Kinds of one word share letter groups, so this also counts words that are nearly covered.
    """
    if not held:
        return 0.0
    centre = np.asarray(space.transform(documents).mean(axis=0)).ravel().round(9)
    top = np.argsort(-centre, kind="stable")[:CHIEF]
    covered = np.asarray((space.transform(held)[:, top] > 0).sum(axis=0)).ravel() > 0
    return float(centre[top][covered].sum() / max(centre[top].sum(), 1e-9))


def _best(
    texts: Sequence[Opinion],
    documents: Sequence[list[str]],
    count: int,
    chief: Mapping[str, float],
) -> list[list[str]]:
    """The terms of the texts that cover most, chosen greedily and for nothing else."""
    lengths = [len(o.text.split()) for o in texts]
    left = [
        d for d, n in zip(documents, lengths, strict=True) if quotes.SHORTEST <= n <= quotes.LONGEST
    ]
    taken: list[list[str]] = []
    for _ in range(min(count, len(left))):
        best = max(range(len(left)), key=lambda i: (_cover([*taken, left[i]], chief), -i))
        taken.append(left.pop(best))
    return taken


def _means(found: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    rows = list(found.values())
    number = sum(row["quotes"] for row in rows)
    weighed = {
        name: sum(row[name] * row["quotes"] for row in rows) / max(1, number)
        for name in ("on_theme", "verbatim")
    }
    plain = {name: fmean(r[name] for r in rows) if rows else 0.0 for name in PLAIN}
    return {name: round(value, 4) for name, value in {**plain, **weighed}.items()}


def report(
    opinions: Sequence[Opinion], right: Mapping[int, int], book: Codebook, count: int
) -> Any:
    """What --json prints."""
    found = measure(opinions, right, book, count)
    return {
        **_means(found),
        "themes": len(found),
        "quotes": sum(row["quotes"] for row in found.values()),
        "per_theme": found,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or with --json one object; 2 when the files cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m bench.quotes", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("codebook", type=Path)
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        rows, book = read_rows(given.data), read_codebook(given.codebook)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT
    found = report(as_opinions(rows), as_right(rows, book), book, max(1, given.count))
    if given.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for key, row in found["per_theme"].items():
        print(f"{key} ({row['texts']} texts): cover {row['cover']:.2f}, ", end="")
        print(f"redundancy {row['redundancy']:.2f}, on theme {row['on_theme']:.2f}")
        for text in row["chosen"]:
            print(f"    “{text}”")
    print(
        f"{found['themes']} themes, {found['quotes']} quotes: cover {found['cover']:.3f} ", end=""
    )
    print(f"(at best {found['cover_best']:.3f}; parts ", end="")
    print(f"{found['cover_parts']:.3f}), ", end="")
    print(f"redundancy {found['redundancy']:.3f}, on theme {found['on_theme']:.3f}, ", end="")
    print(f"verbatim {found['verbatim']:.0%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
