"""Possible new themes among the opinions that fit badly, and themes that have grown two centres."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from forum.themes.discovering import clustering, concepts, halving, labelling
from forum.themes.language import Language, fold
from forum.themes.records import Opinion, Proposal, Rejected, Settings
from forum.themes.sorting.sorter import LANGUAGE_SHARE
from forum.themes.texts.columns import Texts
from forum.themes.texts.features import Space
from forum.themes.words import wording

EXAMPLES = 5
SAME_WORDS = 0.6  # of the fewer words, from which a proposal counts as one already rejected
MOST_GROUPS = 40  # looked for in the whole: more are not told apart by words alone
LEAST_SURE = 1 / 3  # of the opinions, looked at for new themes however sure all are
MISFIT_SHARE = 0.3  # of a group that must fit badly; below, it is a theme that is there already
BLOCK = 5000  # texts turned into vectors at once
MOST_SPLITS = 3  # proposals to split a theme that people can think about at once


@dataclass(frozen=True)
class Material:
    """The different wordings: opinions, their words row by row, the vector space, their people.

    `people` names everybody who said a wording, copies included; without it, the opinion's author.
    """

    opinions: Sequence[Opinion]
    texts: Texts
    features: Space
    people: Mapping[int, Collection[int]] = field(default_factory=dict)

    @cached_property
    def fields(self) -> tuple[concepts.Fields, concepts.Fields]:
        """The fields of words and their families, as these texts touch them."""
        languages = concepts.spoken(self.languages, LANGUAGE_SHARE)
        return concepts.fit(self.texts.table, self.texts.vocabulary, languages)

    @cached_property
    def languages(self) -> list[Language]:
        """The language of each text."""
        return self.texts.languages

    def touched(self, rows: np.ndarray) -> list[sp.csr_matrix]:
        """How much these texts touch each field, and each family (texts x fields)."""
        return [fields.touched(self.texts.table[rows]) for fields in self.fields]

    def space(self, rows: np.ndarray) -> sp.csr_matrix:
        """These texts with words and fields together (texts x features), rows of length 1 or 0."""
        return clustering.joined(self.texts.vectors(self.features, rows), self.touched(rows))

    @cached_property
    def spread(self) -> dict[str, int]:
        """In how many texts each term stands."""
        vocabulary = self.texts.vocabulary
        seen = np.bincount(self.texts.table.indices, minlength=len(vocabulary))
        return dict(zip(vocabulary, seen.tolist(), strict=True))

    @cached_property
    def speech(self) -> labelling.Speech:
        """How people write the words of all texts."""
        step = max(1, -(-len(self.opinions) // labelling.SPEECH_TEXTS))
        read = [self.words(row) for row in range(0, len(self.opinions), step)]
        hungarian = 2 * self.languages.count("hu") >= len(self.languages)
        return labelling.speech(read, self.spread, len(self.opinions), hungarian)

    def words(self, row: int) -> list[wording.Word]:
        """The words of a text as written."""
        return wording.read(self.opinions[row].text, self.languages[row])

    def named(self, rows: np.ndarray, taken: Collection[str]) -> labelling.Named | None:
        """A name for these texts; None when no word could name them."""
        some = rows[:: max(1, -(-len(rows) // labelling.READ_TEXTS))]
        support = self.fields[0].support(self.texts.table[rows])
        near = np.flatnonzero(support)
        fields = {self.texts.vocabulary[term]: float(support[term]) for term in near}
        return labelling.name([self.words(int(r)) for r in some], self.speech, fields, taken)

    def voices(self, rows: Iterable[int]) -> int:
        """How many different people said these texts."""
        said = (self.opinions[row] for row in rows)
        return len({p for o in said for p in self.people.get(o.id, (o.person,))})


Ranked = tuple[float, Proposal]  # the lower the number, the sooner it is shown


@dataclass(frozen=True)
class Known:
    """The themes there are: ids, names, centres (themes x features), and each one's rows."""

    ids: Sequence[int] = ()
    names: Sequence[str] = ()
    centres: np.ndarray | None = None
    rows: Mapping[int, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Groups:
    """The rows that were compared with each other, the group of each, and the groups' centres."""

    core: np.ndarray
    of_core: np.ndarray
    centres: np.ndarray

    def of(self, material: Material, rows: np.ndarray) -> np.ndarray:
        """The group of each of these rows, or clustering.NONE; block by block."""
        found = np.full(len(rows), clustering.NONE)
        place = {int(row): number for number, row in enumerate(self.core)}
        known = np.asarray([place.get(int(row), -1) for row in rows], int)
        found[known >= 0] = self.of_core[known[known >= 0]]
        rest = np.flatnonzero(known < 0)
        for start in range(0, len(rest), BLOCK):
            block = rest[start : start + BLOCK]
            found[block] = clustering.join(material.space(rows[block]), self.centres)
        return found


def misfits(
    opinions: Sequence[Opinion], confidence: Mapping[int, float], settings: Settings
) -> list[int]:
    """The rows of the opinions that fit badly: doubtful ones, and the least sure third anyway.

    How sure a theme is of what it has not been told depends on the codebook; who is least sure
    does not. Opinions without a confidence have no theme.
    """
    sure = [(round(confidence.get(o.id, 0.0), 4), o.id, row) for row, o in enumerate(opinions)]
    doubtful = {row for value, _, row in sure if value < settings.likely}
    least = sorted(sure)[: round(LEAST_SURE * len(sure))]
    return sorted(doubtful | {row for _, _, row in least})


def find(material: Material, misfits: np.ndarray, most: int, settings: Settings) -> Groups:
    """At most `most` groups of all texts; what fits badly is to be told apart from what is there.

    Of more than `discovery_limit` texts a sample is grouped, the badly fitting ones first.
    """
    others = np.setdiff1d(np.arange(len(material.opinions)), misfits, assume_unique=True)
    core = clustering.sample(misfits, others, settings.discovery_limit)
    least = max(min(settings.proposal_minimum, len(core) // (2 * most)), len(core) // (4 * most), 1)
    space = material.space(core)
    groups = clustering.group(space, material.touched(core), most, least)
    return Groups(core, groups, clustering.centres(space, groups))


def propose(
    material: Material,
    misfits: Sequence[int],
    known: Known,
    rejected: Sequence[Rejected],
    settings: Settings,
) -> tuple[Proposal, ...]:
    """New themes among the badly fitting rows, most people first; then themes to be split.

    A group is proposed when enough of it fits badly. What people turned down does not return, nor
    a label that is the name of a theme.
    """
    bad = np.asarray(sorted(misfits), int)
    if not len(material.opinions):
        return ()
    found: list[Ranked] = []
    if len(bad) >= settings.proposal_minimum:
        most = min(MOST_GROUPS, max(2, round(len(material.opinions) ** 0.5)))
        found = _all_new(material, find(material, bad, most, settings), bad, known, settings)
    new = _chosen(found, rejected, settings.proposal_count)
    return (*new, *_chosen(_splits(material, known, settings), rejected, MOST_SPLITS))


def _all_new(
    material: Material, groups: Groups, bad: np.ndarray, known: Known, settings: Settings
) -> list[Ranked]:
    """Every group of which enough fits badly; those of most people, and worst fitting, first."""
    of_bad = groups.of(material, bad)
    fits = np.isin(groups.core, bad, invert=True)
    weight = (len(material.opinions) - len(bad)) / max(1, int(fits.sum()))
    found = []
    for number in range(len(groups.centres)):
        rows = bad[of_bad == number]
        fitting = weight * int((fits & (groups.of_core == number)).sum())
        share = len(rows) / max(1.0, len(rows) + fitting)
        if len(rows) >= settings.proposal_minimum and share >= MISFIT_SHARE:
            whole = np.union1d(rows, groups.core[groups.of_core == number])
            made = _proposal(material, rows, material.named(whole, known.names), known)
            if made:
                found.append((-round(share * material.voices(rows), 6), made))
    return found


def _splits(material: Material, known: Known, settings: Settings) -> list[Ranked]:
    """The smaller half of each theme that has two centres, the clearest first."""
    found = []
    for theme in sorted(known.rows):
        rows = np.asarray(sorted(known.rows[theme]), int)
        rows = rows[:: max(1, -(-len(rows) // halving.READ))]
        half = halving.halves(material.space(rows), material.touched(rows), settings)
        if half is None:
            continue
        smaller = rows[half.smaller]
        made = _proposal(material, smaller, material.named(smaller, known.names), known, theme)
        if made:
            found.append((half.likeness, made))
    return found


def _proposal(
    material: Material,
    rows: np.ndarray,
    named: labelling.Named | None,
    known: Known,
    splits: int | None = None,
) -> Proposal | None:
    if named is None:
        return None
    some = rows[:: max(1, -(-len(rows) // BLOCK))]
    said = [material.opinions[row] for row in some.tolist()]
    space = material.space(some)
    near = np.asarray(space @ clustering.centres(space, np.zeros(len(some), int))[0]).ravel()
    order = sorted(
        range(len(some)),
        key=lambda i: (-round(float(near[i]), clustering.EXACT), said[i].id),
    )
    overlap, nearest = _overlap(material.texts.vectors(material.features, some), known, splits)
    ids = tuple(sorted(material.opinions[row].id for row in rows.tolist()))
    return Proposal(
        key=key_of(ids, named.words),
        label=named.label,
        words=named.words,
        opinion_ids=ids,
        examples=tuple(said[i].id for i in order[:EXAMPLES]),
        overlap=overlap,
        nearest=nearest,
        splits=splits,
    )


def _overlap(vectors: sp.csr_matrix, known: Known, splits: int | None) -> tuple[float, int | None]:
    """(likeness 0..1, id) of the existing theme nearest to these texts."""
    if known.centres is None or not len(known.ids):
        return 0.0, splits
    middle = clustering.centres(vectors, np.zeros(vectors.shape[0], int))[0]
    length = np.linalg.norm(known.centres, axis=1)
    near = (known.centres @ middle / np.where(length == 0, 1, length)).round(4)
    best = int(near.argmax())
    if splits is not None and splits in known.ids:
        best = list(known.ids).index(splits)
    return float(min(1.0, max(0.0, near[best]))), known.ids[best]


def _chosen(made: Iterable[Ranked], rejected: Sequence[Rejected], most: int) -> list[Proposal]:
    """The first ones, each label once, without those people turned down."""
    ranked = sorted(made, key=lambda m: (m[0], m[1].opinion_ids, m[1].key))
    found: dict[str, Proposal] = {}
    for _, proposal in ranked:
        if not _turned_down(proposal, rejected):
            found.setdefault(fold(proposal.label), proposal)
    return list(found.values())[:most]


def key_of(opinion_ids: Sequence[int], words: Sequence[str]) -> str:
    """A short stable name of a proposal: the hash of its opinions and words."""
    text = ",".join(map(str, sorted(opinion_ids))) + "|" + ",".join(sorted(map(fold, words)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _turned_down(proposal: Proposal, rejected: Sequence[Rejected]) -> bool:
    mine = {fold(word) for word in proposal.words}
    for earlier in rejected:
        theirs = {fold(word) for word in earlier.words}
        alike = len(mine & theirs) >= SAME_WORDS * max(1, min(len(mine), len(theirs)))
        if earlier.key == proposal.key or (theirs and alike):
            return True
    return False
