"""Opinions sorted into themes from names, seed words, examples and people's decisions."""

from __future__ import annotations

import gc
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import scipy.sparse as sp

from forum.themes.language import Language, sentences
from forum.themes.records import FACETS, Assignment, Facet, Opinion, Settings, Theme, Verdict
from forum.themes.sorting import facets
from forum.themes.sorting.classifier import Labels
from forum.themes.sorting.facets import FacetModel, Rows
from forum.themes.sorting.placing import confidence, deciding, kept, newest, overrule, shares
from forum.themes.texts import features
from forum.themes.texts.columns import Texts
from forum.themes.texts.features import Space, Vocabulary

BLOCK = 16_000  # texts scored at a time: about a hundred megabytes
MOST_LEARNT = 50_000  # wordings learnt from; more make no clearer picture of a theme
LANGUAGE_SHARE = 0.05  # a language of at least one text in twenty gets seeds in its own stems
SENTENCE_SCORE = 0.7  # a sentence of a long post adds a theme only when it is this clear
SENTENCE_TRUST = 0.8  # and is believed a little less than the whole post
MOST_SENTENCES = 60  # of one post; the rest of a very long one is read as part of the whole
LIKENESS_PULL = 3.0  # likeness beside seed evidence when naming the words that decided


@dataclass(frozen=True, slots=True)
class Sorting:
    """One opinion sorted: its themes, surest first, and how doubtful the best answer was."""

    opinion_id: int
    assignments: tuple[Assignment, ...]
    best: int | None  # the likeliest theme, also when it was not sure enough to assign
    margin: float  # 0..1, distance of the best score from the second; small is doubtful


@dataclass(frozen=True)
class Sorter:
    """A fitted sorter: plain arrays and dictionaries, so it can be pickled and kept."""

    space: Space
    models: Mapping[Facet, FacetModel]
    said: Mapping[int, Mapping[int, bool]]  # opinion -> theme -> belongs, as people said
    facet_of: Mapping[int, Facet]
    settings: Settings

    def sort_one(self, opinion: Opinion) -> tuple[Assignment, ...]:
        """The themes of one opinion, surest first; empty when the evidence is too weak."""
        return self.sort([opinion])[0].assignments

    def sort(self, opinions: Sequence[Opinion], said: bool = True) -> list[Sorting]:
        """Sort these opinions, in their order; `said=False` asks as if nobody had decided."""
        if not opinions:
            return []
        return self.sort_texts(opinions, Texts([o.text for o in opinions]), said)

    def sort_texts(
        self,
        opinions: Sequence[Opinion],
        texts: Texts,
        said: bool = True,
        shares: list[np.ndarray] | None = None,
    ) -> list[Sorting]:
        """The same when the texts were already read; `shares` is given what counting needs."""
        found: list[Sorting] = []
        with _uncollected():
            for part in texts.parts(BLOCK):
                some = opinions[len(found) : len(found) + len(part)]
                found += self._sort(some, part, said, shares)
        return found

    def _sort(
        self,
        opinions: Sequence[Opinion],
        texts: Texts,
        said: bool,
        shares: list[np.ndarray] | None,
    ) -> Iterator[Sorting]:
        found = self._place(texts)
        if shares is not None and found.shares:
            shares.append(np.hstack(found.shares))
        self._add_sentences(texts, found)
        nothing: Mapping[int, bool] = {}
        for row, opinion in enumerate(opinions):
            decisions = self.said.get(opinion.id, nothing) if said else nothing
            placed: Mapping[int, tuple[float, tuple[str, ...]]] = found.placed[row]
            if decisions:
                placed = overrule(placed, decisions, self.facet_of)
            assignments = _surest_first(opinion.id, placed)
            yield Sorting(opinion.id, assignments, found.best[row], found.margin[row])

    def _place(self, texts: Texts) -> _Placed:
        rows = texts.rows(self.space)
        placed = _Placed(len(texts))
        for facet in FACETS:
            if facet in self.models:
                self._place_facet(facet, rows, texts, placed)
        return placed

    def _place_facet(self, facet: Facet, rows: Rows, texts: Texts, placed: _Placed) -> None:
        model = self.models[facet]
        reading = model.read(rows)
        surely = confidence(reading.scores, reading.curve)
        keep = kept(reading, facet, self.settings)
        placed.shares.append(shares(reading, surely, keep, facet))
        row, column = np.nonzero(keep)
        if len(row):
            words = deciding(texts, row, column, self._pull(model, texts.vocabulary))
            placed.add(row, [model.themes[c] for c in column.tolist()], surely[keep], words)
        if facet == "what" or "what" not in self.models:
            placed.note(reading.scores, model.themes)

    def _pull(self, model: FacetModel, vocabulary: Vocabulary) -> np.ndarray:
        """How strongly each single term draws towards each theme (terms x themes)."""
        return vocabulary.remember(model, "drawn", lambda: self._drawn(model, vocabulary))

    def _drawn(self, model: FacetModel, vocabulary: Vocabulary) -> np.ndarray:
        each = sp.identity(len(vocabulary), np.float32, "csr")
        single = self.space.weigh(each, vocabulary)
        found: np.ndarray = model.pull(vocabulary)
        return found + LIKENESS_PULL * features.against(single, model.learnt.centres)

    def _add_sentences(self, texts: Texts, found: _Placed) -> None:
        """Clear sentences of long posts add their themes to those of the whole."""
        long = texts.sizes > self.settings.long_words // 2
        long &= np.diff(texts.pieces.start) > self.settings.long_words
        pieces = [
            (row, sentence)
            for row in np.flatnonzero(long).tolist()
            for sentence in sentences(texts.pieces.texts[row])[:MOST_SENTENCES]
        ]
        for first in range(0, len(pieces), BLOCK):
            some = pieces[first : first + BLOCK]
            placed = self._place(Texts([sentence for _, sentence in some])).placed
            for (row, _), themes in zip(some, placed, strict=True):
                for theme, (surely, words) in themes.items():
                    if surely >= SENTENCE_SCORE and words:
                        before = found.placed[row].get(theme, (0.0, words))
                        better = max(before[0], surely * SENTENCE_TRUST)
                        found.placed[row][theme] = (better, before[1])


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: none are made, and millions of records would be walked."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _surest_first(
    opinion: int, placed: Mapping[int, tuple[float, tuple[str, ...]]]
) -> tuple[Assignment, ...]:
    found = [
        Assignment(opinion, t, round(surely, 4), words) for t, (surely, words) in placed.items()
    ]
    if len(found) > 1:
        found.sort(key=lambda a: (-a.confidence, a.theme_id))
    return tuple(found)


class _Placed:
    """The themes found for each row while facets are read one after the other."""

    def __init__(self, size: int) -> None:
        self.placed: list[dict[int, tuple[float, tuple[str, ...]]]] = [{} for _ in range(size)]
        self.best: list[int | None] = [None] * size
        self.margin = [0.0] * size
        self.shares: list[np.ndarray] = []  # rows x themes of each facet, for counting

    def add(
        self, row: np.ndarray, themes: list[int], surely: np.ndarray, words: list[tuple[str, ...]]
    ) -> None:
        """Give these rows these themes."""
        given = zip(row.tolist(), themes, surely.tolist(), words, strict=True)
        for number, theme, sure, shown in given:
            self.placed[number][theme] = (sure, shown)

    def note(self, scores: np.ndarray, themes: tuple[int, ...]) -> None:
        """Remember each row's best theme and its margin."""
        order = np.argsort(-scores.round(6), axis=1, kind="stable")[:, :2]
        first = np.take_along_axis(scores, order, axis=1).astype(np.float64)
        lead = first[:, 0] - (first[:, 1] if first.shape[1] > 1 else 0.0)
        self.best = [themes[column] for column in order[:, 0].tolist()]
        self.margin = [round(value, 6) for value in lead.tolist()]


def fit(
    opinions: Sequence[Opinion],
    themes: Sequence[Theme],
    verdicts: Sequence[Verdict],
    settings: Settings | None = None,
    learn_from: Sequence[Verdict] | None = None,
) -> Sorter:
    """Learn to sort from these opinions, in any order.

    `verdicts` are always obeyed; `learn_from` (default: all of them) are those learnt from.
    """
    ordered = sorted(opinions, key=lambda o: o.id)
    rows = evenly(ordered, {verdict.opinion_id for verdict in verdicts})
    ordered = [ordered[row] for row in rows]
    texts = Texts([o.text for o in ordered])
    return fit_texts(ordered, texts, themes, verdicts, settings or Settings(), learn_from)


def fit_texts(
    opinions: Sequence[Opinion],
    texts: Texts,
    themes: Sequence[Theme],
    verdicts: Sequence[Verdict],
    settings: Settings,
    learn_from: Sequence[Verdict] | None = None,
) -> Sorter:
    """The same when the texts were already read: all are learnt from, in the order of their id."""
    ordered = sorted(themes, key=lambda t: t.id)
    said = newest(verdicts if learn_from is None else learn_from)
    space = features.fit(texts.table, texts.vocabulary, settings)
    tongues = _languages(texts.languages)
    models: dict[Facet, FacetModel] = {}
    for facet in FACETS:
        mine = [theme for theme in ordered if theme.facet == facet]
        if mine:
            rows, labels = _labelled(opinions, texts, mine, said, space)
            models[facet] = facets.fit(
                mine, tongues, rows, space, labels, settings, facet == "whom"
            )
    return Sorter(space, models, newest(verdicts), {t.id: t.facet for t in ordered}, settings)


def evenly(opinions: Sequence[Opinion], always: Container[int]) -> list[int]:
    """The rows to learn from: all, or MOST_LEARNT chosen by their content and `always` these ids."""
    if len(opinions) <= MOST_LEARNT:
        return list(range(len(opinions)))
    marks = [crc32(opinion.text.encode("utf-8", "surrogatepass")) for opinion in opinions]
    chosen = set(np.argsort(np.asarray(marks), kind="stable")[:MOST_LEARNT].tolist())
    chosen.update(row for row, opinion in enumerate(opinions) if opinion.id in always)
    return sorted(chosen)


def _labelled(
    opinions: Sequence[Opinion],
    texts: Texts,
    themes: Sequence[Theme],
    said: Mapping[int, Mapping[int, bool]],
    space: Space,
) -> tuple[Rows, Labels]:
    """The opinions and, below them, the themes' examples, with everything people decided."""
    column = {theme.id: i for i, theme in enumerate(themes)}
    decided = [
        (row, column[theme], yes)
        for row, opinion in enumerate(opinions)
        for theme, yes in sorted(said.get(opinion.id, {}).items())
        if theme in column
    ]
    rows = texts.rows(space)
    examples = [(column[theme.id], text) for theme in themes for text in theme.examples]
    shown = [(len(opinions) + i, c, True) for i, (c, _) in enumerate(examples)]
    if examples:
        more = Texts([text for _, text in examples]).words
        rows = facets.stack(rows, space, [[term for _, term in words] for words in more])
    return rows, Labels(tuple(decided), tuple(shown))


def _languages(found: Sequence[Language]) -> tuple[Language, ...]:
    least = LANGUAGE_SHARE * len(found)
    kinds: tuple[Language, ...] = ("hu", "en", "de")
    return tuple(kind for kind in kinds if kind == "hu" or found.count(kind) > least)
