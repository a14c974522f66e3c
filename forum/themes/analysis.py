"""The whole analysis in one call: opinions, themes and decisions in, one result out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forum.themes.discovering import discovery
from forum.themes.measuring import checking, counting, tallying
from forum.themes.records import (
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
from forum.themes.sorting import placing
from forum.themes.sorting import sorter as sorting
from forum.themes.sorting import steadiness as keeping
from forum.themes.sorting import telling_words as words
from forum.themes.sorting.sorter import Sorter, Sorting
from forum.themes.sorting.steadiness import Previous
from forum.themes.texts import duplicates
from forum.themes.texts.columns import Pieces, Texts

Progress = Callable[[int, int], None]
STEPS = 5
HALF = 0.5  # an opinion placed less surely says nothing about the shape of a theme
COPY_TRUST = 0.95  # a decision about one wording speaks for its copies, but was not made on them


@dataclass(frozen=True)
class _Read:
    """The different wordings, each read once."""

    originals: list[Opinion]
    texts: Texts
    copies: dict[int, int]
    people: dict[int, set[int]]  # everybody who said a wording that was said twice

    def take(self, rows: Sequence[int]) -> _Read:
        """These wordings only."""
        if len(rows) == len(self.originals):
            return self
        texts = self.texts.take(np.asarray(rows, np.int64))
        return _Read([self.originals[row] for row in rows], texts, self.copies, self.people)


def analyse(
    opinions: Sequence[Opinion],
    themes: Sequence[Theme],
    verdicts: Sequence[Verdict] = (),
    settings: Settings | None = None,
    progress: Progress | None = None,
    rejected: Sequence[Rejected] = (),
    previous: Previous | None = None,
    keep_sorter: Callable[[Sorter], None] | None = None,
) -> Result:
    """Sort every opinion, propose new themes, choose what to ask, and measure the sorting.

    Every opinion ends in at least one assignment or among the unsorted. Verdicts on unknown
    opinions or themes are passed over. `progress(done, total)` is told after each step. Given
    what stood `previous`ly, old opinions move only when the gain is clear. `keep_sorter` is handed
    the fitted sorter, for opinions that come later.
    """
    settings = settings or Settings()
    tell = progress or (lambda done, total: None)
    ordered, listed = _by_id(opinions), sorted(themes, key=lambda t: t.id)
    known = _known(verdicts, ordered, listed)
    tell(0, STEPS)
    read = _read(ordered, settings)
    tell(1, STEPS)
    decided = {read.copies.get(v.opinion_id, v.opinion_id) for v in known}
    rows = sorting.evenly(read.originals, decided)
    some = read.take(rows)  # of very many wordings: learnt from, looked through for new themes
    sorter, held = _fit(some, listed, known, settings)
    if keep_sorter is not None:
        keep_sorter(sorter)
    tell(2, STEPS)
    shares: list[np.ndarray] = []
    found = sorter.sort_texts(read.originals, read.texts, said=False, shares=shares)
    tell(3, STEPS)
    assignments, unsorted = _assign(ordered, read, found, known, sorter, listed, previous)
    proposals = _propose(some, assignments, sorter, rejected, listed, settings)
    tell(4, STEPS)
    agreed, checked = checking.measure(held, found, read.copies, sorter.facet_of)
    to_check, samples = checking.ask(
        some.originals, some.texts, read.copies, [found[row] for row in rows], known, sorter
    )
    learned, doubtful = words.tell(read.originals, read.copies, listed, assignments, known)
    tally = tallying.tally(ordered, read.originals, read.copies, shares, known, sorter)
    tell(5, STEPS)
    return Result(
        assignments=assignments,
        unsorted=unsorted,
        copies=read.copies,
        proposals=proposals,
        to_check=to_check,
        samples=samples,
        moves=keeping.moves(previous, ordered, assignments) if previous else (),
        counts=counting.count(tally),
        counts_in=tallying.places(ordered, tally),
        learned=learned,
        doubtful=doubtful,
        sorting_agreed=agreed,
        sorting_checked=checked,
        input_hash=input_hash(opinions, themes, verdicts, settings),
    )


def _by_id(opinions: Sequence[Opinion]) -> list[Opinion]:
    if len({o.id for o in opinions}) < len(opinions):
        opinions = list({o.id: o for o in sorted(opinions, key=repr)}.values())
    return sorted(opinions, key=lambda o: o.id)


def _known(
    verdicts: Sequence[Verdict], opinions: Sequence[Opinion], themes: Sequence[Theme]
) -> list[Verdict]:
    said, named = {o.id for o in opinions}, {t.id for t in themes}
    found = [v for v in verdicts if v.opinion_id in said and v.theme_id in named]
    return sorted(found, key=lambda v: (v.position, v.opinion_id, v.theme_id, v.belongs))


def _read(opinions: Sequence[Opinion], settings: Settings) -> _Read:
    pieces = Pieces([o.text for o in opinions])
    repeated = duplicates.rows(pieces, settings.copy_similarity)
    people: dict[int, set[int]] = {}
    for row, first in repeated.items():
        people.setdefault(opinions[first].id, {opinions[first].person}).add(opinions[row].person)
    different = np.asarray([row for row in range(len(opinions)) if row not in repeated], np.int64)
    return _Read(
        [opinions[row] for row in different.tolist()],
        Texts(pieces.take(different)),
        {opinions[row].id: opinions[first].id for row, first in repeated.items()},
        people,
    )


def _fit(
    read: _Read, themes: Sequence[Theme], verdicts: Sequence[Verdict], settings: Settings
) -> tuple[Sorter, list[Verdict]]:
    """The sorter and the decisions held back from it, with every decision on the same wording."""
    held = [v for v in verdicts if v.held]
    wording = {read.copies.get(v.opinion_id, v.opinion_id) for v in held}
    moved = placing.of_wordings(verdicts, read.copies)
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
    themes: Sequence[Theme],
    previous: Previous | None,
) -> tuple[tuple[Assignment, ...], tuple[int, ...]]:
    """Everybody's themes: the engine's, then what was said of the wording, then of the opinion."""
    machine = {each.opinion_id: each.assignments for each in found}
    own = placing.newest(verdicts)
    of_wording = placing.newest(placing.of_wordings(verdicts, read.copies))
    if previous is not None:
        free = keeping.freed(themes, verdicts, len(opinions), previous, sorter.settings)
        before = {number: _placed(given) for number, given in machine.items()}
        steady = keeping.keep(
            before, previous, read.copies, of_wording, themes, free, sorter.settings
        )
        machine = {number: _ranked(number, placed) for number, placed in steady.items()}
    assignments: list[Assignment] = []
    unsorted: list[int] = []
    nothing: dict[int, bool] = {}
    for opinion in opinions:
        original = read.copies.get(opinion.id, opinion.id)
        given = machine[original]
        shared, mine = of_wording.get(original, nothing), own.get(opinion.id, nothing)
        if shared or mine:
            placed = _lower(placing.overrule(_placed(given), shared, sorter.facet_of))
            given = _ranked(opinion.id, placing.overrule(placed, mine, sorter.facet_of))
        elif original != opinion.id or any(a.confidence > COPY_TRUST for a in given):
            given = _ranked(opinion.id, _lower(_placed(given)))
        assignments += given
        if not given:
            unsorted.append(opinion.id)
    return tuple(assignments), tuple(unsorted)


def _placed(given: Sequence[Assignment]) -> dict[int, tuple[float, tuple[str, ...]]]:
    return {each.theme_id: (each.confidence, each.words) for each in given}


def _ranked(opinion: int, placed: keeping.Placed) -> tuple[Assignment, ...]:
    best_first = sorted(placed.items(), key=lambda p: (-p[1][0], p[0]))
    return tuple(Assignment(opinion, theme, sure, words) for theme, (sure, words) in best_first)


def _lower(
    placed: Mapping[int, tuple[float, tuple[str, ...]]],
) -> dict[int, tuple[float, tuple[str, ...]]]:
    return {theme: (min(sure, COPY_TRUST), words) for theme, (sure, words) in placed.items()}


def _propose(
    read: _Read,
    assignments: Sequence[Assignment],
    sorter: Sorter,
    rejected: Sequence[Rejected],
    themes: Sequence[Theme],
    settings: Settings,
) -> tuple[Proposal, ...]:
    """New themes among the unsorted and those only likeness has placed; themes to be split."""
    if settings.proposal_count < 1:
        return ()
    row_of = {opinion.id: row for row, opinion in enumerate(read.originals)}
    rows: dict[int, list[int]] = {}
    sure: dict[int, float] = {}
    for a in assignments:
        sure[a.opinion_id] = max(a.confidence, sure.get(a.opinion_id, 0.0))
        if a.opinion_id in row_of and a.confidence >= HALF:
            rows.setdefault(a.theme_id, []).append(row_of[a.opinion_id])
    centres = [model.learnt.centres for model in sorter.models.values()]
    return discovery.propose(
        discovery.Material(read.originals, read.texts, sorter.space, read.people),
        discovery.misfits(read.originals, sure, settings),
        discovery.Known(
            [theme for model in sorter.models.values() for theme in model.themes],
            [theme.name for theme in themes],
            np.vstack(centres) if centres else None,
            rows,
        ),
        rejected,
        settings,
    )
