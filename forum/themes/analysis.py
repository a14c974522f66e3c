"""The whole analysis in one call: opinions, themes and decisions in, one result out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from . import asking, discovery, duplicates, placing, sorting
from .asking import Doubt
from .records import (
    Assignment,
    Opinion,
    Proposal,
    Rejected,
    Result,
    Settings,
    Theme,
    Verdict,
    input_hash,
)
from .sorting import Sorter, Sorting, Texts

Progress = Callable[[int, int], None]
STEPS = 5
COPY_TRUST = 0.95  # a decision about one wording speaks for its copies, but was not made on them


@dataclass(frozen=True)
class _Read:
    """The different wordings, each read once."""

    originals: list[Opinion]
    texts: Texts
    copies: dict[int, int]


def analyse(
    opinions: Sequence[Opinion],
    themes: Sequence[Theme],
    verdicts: Sequence[Verdict] = (),
    settings: Settings | None = None,
    progress: Progress | None = None,
    rejected: Sequence[Rejected] = (),
) -> Result:
    """Sort every opinion, propose new themes, choose what to ask, and measure the sorting.

    Every opinion ends in at least one assignment or among the unsorted. Verdicts on unknown
    opinions or themes are passed over. `progress(done, total)` is told after each step.
    """
    settings = settings or Settings()
    tell = progress or (lambda done, total: None)
    ordered, listed = _by_id(opinions), sorted(themes, key=lambda t: t.id)
    known = _known(verdicts, ordered, listed)
    tell(0, STEPS)
    read = _read(ordered, settings)
    tell(1, STEPS)
    sorter, held = _fit(read, listed, known, settings)
    tell(2, STEPS)
    found = sorter.sort_texts(read.originals, read.texts, said=False)
    tell(3, STEPS)
    assignments, unsorted = _assign(ordered, read, found, known, sorter)
    fitting = {a.opinion_id for a in assignments if a.confidence >= settings.likely}
    proposals = _propose(read, fitting, sorter, rejected, settings)
    tell(4, STEPS)
    agreed, checked = _measure(held, found, read.copies)
    to_check = _ask(read, found, known, settings)
    tell(5, STEPS)
    return Result(
        assignments=assignments,
        unsorted=unsorted,
        copies=read.copies,
        proposals=proposals,
        to_check=to_check,
        sorting_agreed=agreed,
        sorting_checked=checked,
        input_hash=input_hash(opinions, themes, verdicts, settings),
    )


def _by_id(opinions: Sequence[Opinion]) -> list[Opinion]:
    return sorted({o.id: o for o in sorted(opinions, key=repr)}.values(), key=lambda o: o.id)


def _known(
    verdicts: Sequence[Verdict], opinions: Sequence[Opinion], themes: Sequence[Theme]
) -> list[Verdict]:
    said, named = {o.id for o in opinions}, {t.id for t in themes}
    found = [v for v in verdicts if v.opinion_id in said and v.theme_id in named]
    return sorted(found, key=lambda v: (v.position, v.opinion_id, v.theme_id, v.belongs))


def _read(opinions: Sequence[Opinion], settings: Settings) -> _Read:
    copies = duplicates.copies(opinions, settings.copy_similarity)
    originals = [o for o in opinions if o.id not in copies]
    return _Read(originals, Texts([o.text for o in originals]), copies)


def _fit(
    read: _Read, themes: Sequence[Theme], verdicts: Sequence[Verdict], settings: Settings
) -> tuple[Sorter, list[Verdict]]:
    """The sorter and the decisions held back from it, with every decision on the same wording."""
    held = [v for v in verdicts if v.position % settings.holdout == 0]
    wording = {read.copies.get(v.opinion_id, v.opinion_id) for v in held}
    moved = [replace(v, opinion_id=read.copies.get(v.opinion_id, v.opinion_id)) for v in verdicts]
    learnt = [v for v in moved if v.opinion_id not in wording]
    return (
        sorting.fit_texts(read.originals, read.texts, themes, verdicts, settings, learnt),
        held,
    )


def _assign(
    opinions: Sequence[Opinion],
    read: _Read,
    found: Sequence[Sorting],
    verdicts: Sequence[Verdict],
    sorter: Sorter,
) -> tuple[tuple[Assignment, ...], tuple[int, ...]]:
    """Everybody's themes: the engine's, then what was said of the wording, then of the opinion."""
    machine = {
        s.opinion_id: {a.theme_id: (a.confidence, a.words) for a in s.assignments} for s in found
    }
    own = placing.newest(verdicts)
    of_wording = placing.newest(
        [replace(v, opinion_id=read.copies.get(v.opinion_id, v.opinion_id)) for v in verdicts]
    )
    assignments: list[Assignment] = []
    unsorted: list[int] = []
    for opinion in opinions:
        original = read.copies.get(opinion.id, opinion.id)
        placed = _lower(
            placing.overrule(machine[original], of_wording.get(original, {}), sorter.facet_of)
        )
        placed = placing.overrule(placed, own.get(opinion.id, {}), sorter.facet_of)
        best_first = sorted(placed.items(), key=lambda p: (-p[1][0], p[0]))
        assignments += [Assignment(opinion.id, t, c, words) for t, (c, words) in best_first]
        if not placed:
            unsorted.append(opinion.id)
    return tuple(assignments), tuple(unsorted)


def _lower(
    placed: Mapping[int, tuple[float, tuple[str, ...]]],
) -> dict[int, tuple[float, tuple[str, ...]]]:
    return {theme: (min(sure, COPY_TRUST), words) for theme, (sure, words) in placed.items()}


def _propose(
    read: _Read,
    fitting: set[int],
    sorter: Sorter,
    rejected: Sequence[Rejected],
    settings: Settings,
) -> tuple[Proposal, ...]:
    """New themes among the unsorted and those only likeness has placed."""
    rows = [i for i, o in enumerate(read.originals) if o.id not in fitting]
    documents = [[term for _, term in words] for words in read.texts.words]
    chosen = [row for row in rows if documents[row]]
    if not chosen:
        return ()
    vectors = read.texts.rows(sorter.space).vectors[chosen]
    centres = [model.learnt.centres for model in sorter.models.values()]
    ids = [theme for model in sorter.models.values() for theme in model.themes]
    return discovery.propose(
        discovery.Unsorted(
            [read.originals[row] for row in chosen], [documents[row] for row in chosen], vectors
        ),
        Counter(term for document in documents for term in set(document)),
        np.vstack(centres) if centres else np.zeros((0, vectors.shape[1]), np.float32),
        ids,
        rejected,
        settings,
    )


def _measure(
    held: Sequence[Verdict], found: Sequence[Sorting], copies: Mapping[int, int]
) -> tuple[int, int]:
    """(agreed, checked): a decision counts once, and as agreed when all it said was predicted."""
    predicted = {s.opinion_id: {a.theme_id for a in s.assignments} for s in found}
    answers: dict[tuple[int, int], bool] = {}
    for verdict in held:
        themes = predicted[copies.get(verdict.opinion_id, verdict.opinion_id)]
        right = (verdict.theme_id in themes) == verdict.belongs
        decision = (verdict.position, verdict.opinion_id)
        answers[decision] = answers.get(decision, True) and right
    return sum(answers.values()), len(answers)


def _ask(
    read: _Read, found: Sequence[Sorting], verdicts: Sequence[Verdict], settings: Settings
) -> tuple[int, ...]:
    done = {read.copies.get(v.opinion_id, v.opinion_id) for v in verdicts}
    doubts = [
        Doubt(o.id, o.text, s.best, s.margin)
        for o, s, words in zip(read.originals, found, read.texts.words, strict=True)
        if o.id not in done and words and s.best is not None
    ]
    return asking.choose(doubts, settings.check_count)
