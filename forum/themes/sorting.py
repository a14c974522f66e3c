"""Opinions sorted into themes from names, seed words, examples and people's decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from . import facets, features
from .classifier import Labels
from .facets import FacetModel, Rows
from .features import Space
from .language import Language, language_of, sentences, words_and_terms
from .placing import confidence, deciding, kept, newest, overrule
from .records import FACETS, Assignment, Facet, Opinion, Settings, Theme, Verdict

LANGUAGE_SHARE = 0.05  # a language of at least one text in twenty gets seeds in its own stems
SENTENCE_SCORE = 0.7  # a sentence of a long post adds a theme only when it is this clear
SENTENCE_TRUST = 0.8  # and is believed a little less than the whole post
MOST_SENTENCES = 60  # of one post; the rest of a very long one is read as part of the whole
LIKENESS_PULL = 3.0  # likeness beside seed evidence when naming the words that decided


@dataclass(frozen=True)
class Sorting:
    """One opinion sorted: its themes, surest first, and how doubtful the best answer was."""

    opinion_id: int
    assignments: tuple[Assignment, ...]
    best: int | None  # the likeliest theme, also when it was not sure enough to assign
    margin: float  # 0..1, distance of the best score from the second; small is doubtful


class Texts:
    """Texts with their words, terms and counts, computed once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.languages = [language_of(text) for text in texts]
        pairs = [
            words_and_terms(t, tongue) for t, tongue in zip(texts, self.languages, strict=True)
        ]
        self.words = [[(w, t) for w, t in p if not t.isdigit()] for p in pairs]
        self.table, self.vocabulary = features.counts([[t for _, t in p] for p in self.words])

    def rows(self, space: Space) -> Rows:
        """The texts as vectors of this space."""
        return Rows(self.table, self.vocabulary, space.weigh(self.table, self.vocabulary))


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
        self, opinions: Sequence[Opinion], texts: Texts, said: bool = True
    ) -> list[Sorting]:
        """The same when the texts were already read."""
        found = self._place(texts)
        self._add_sentences(opinions, texts, found)
        sorted_ = []
        for row, opinion in enumerate(opinions):
            decisions = self.said.get(opinion.id, {}) if said else {}
            placed = overrule(found.placed[row], decisions, self.facet_of)
            assignments = tuple(
                Assignment(opinion.id, theme, round(surely, 4), words)
                for theme, (surely, words) in sorted(
                    placed.items(), key=lambda p: (-round(p[1][0], 4), p[0])
                )
            )
            sorted_.append(Sorting(opinion.id, assignments, found.best[row], found.margin[row]))
        return sorted_

    def _place(self, texts: Texts) -> _Placed:
        rows = texts.rows(self.space)
        placed = _Placed(len(texts.words))
        for facet in FACETS:
            if facet in self.models:
                self._place_facet(facet, rows, texts, placed)
        return placed

    def _place_facet(self, facet: Facet, rows: Rows, texts: Texts, placed: _Placed) -> None:
        model = self.models[facet]
        reading = model.read(rows)
        pull = self._pull(model, rows.vocabulary)
        column_of = {term: i for i, term in enumerate(rows.vocabulary)}
        keep, surely = kept(reading, facet, self.settings), confidence(reading.scores)
        order = np.argsort(-reading.scores.round(6), axis=1, kind="stable")
        for row in range(len(keep)):
            for column in np.flatnonzero(keep[row]):
                words = deciding(texts.words[row], pull[:, column], column_of)
                theme = model.themes[column]
                placed.placed[row][theme] = (float(surely[row, column]), words)
        if facet == "what" or "what" not in self.models:
            placed.note(reading.scores, order, model.themes)

    def _pull(self, model: FacetModel, vocabulary: list[str]) -> np.ndarray:
        """How strongly each single term draws towards each theme (terms x themes)."""
        worth = [model.term_worth.get(term, model.unseen_worth) for term in vocabulary]
        seeds = model.seeds.match(vocabulary) * np.asarray(worth, np.float32)[:, None]
        single = self.space.transform([[term] for term in vocabulary])
        found: np.ndarray = seeds + LIKENESS_PULL * np.asarray(single @ model.learnt.centres.T)
        return found

    def _add_sentences(self, opinions: Sequence[Opinion], texts: Texts, found: _Placed) -> None:
        """Clear sentences of long posts add their themes to those of the whole."""
        pieces = [
            (row, sentence)
            for row, opinion in enumerate(opinions)
            if len(texts.words[row]) > self.settings.long_words // 2
            and len(opinion.text.split(maxsplit=self.settings.long_words))
            > self.settings.long_words
            for sentence in sentences(opinion.text)[:MOST_SENTENCES]
        ]
        if not pieces:
            return
        placed = self._place(Texts([sentence for _, sentence in pieces])).placed
        for (row, _), themes in zip(pieces, placed, strict=True):
            for theme, (surely, words) in themes.items():
                if surely >= SENTENCE_SCORE and words:
                    before = found.placed[row].get(theme, (0.0, words))
                    better = max(before[0], surely * SENTENCE_TRUST)
                    found.placed[row][theme] = (better, before[1])


class _Placed:
    """The themes found for each row while facets are read one after the other."""

    def __init__(self, size: int) -> None:
        self.placed: list[dict[int, tuple[float, tuple[str, ...]]]] = [{} for _ in range(size)]
        self.best: list[int | None] = [None] * size
        self.margin = [0.0] * size

    def note(self, scores: np.ndarray, order: np.ndarray, themes: tuple[int, ...]) -> None:
        """Remember each row's best theme and its margin."""
        for row in range(len(scores)):
            ranked = scores[row, order[row]]
            self.best[row] = themes[order[row, 0]]
            second = float(ranked[1]) if len(ranked) > 1 else 0.0
            self.margin[row] = round(float(ranked[0]) - second, 6)


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
    """The same when the texts were already read; opinions must come in the order of their id."""
    space = features.fit(texts.table, texts.vocabulary, settings)
    ordered = sorted(themes, key=lambda t: t.id)
    said = newest(verdicts if learn_from is None else learn_from)
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
    decided += [(len(opinions) + i, c, True) for i, (c, _) in enumerate(examples)]
    if examples:
        more = Texts([text for _, text in examples]).words
        rows = facets.stack(rows, space, [[term for _, term in words] for words in more])
    return rows, Labels(tuple(decided))


def _languages(found: Sequence[Language]) -> tuple[Language, ...]:
    least = LANGUAGE_SHARE * len(found)
    kinds: tuple[Language, ...] = ("hu", "en", "de")
    return tuple(kind for kind in kinds if kind == "hu" or found.count(kind) > least)
