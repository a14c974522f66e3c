"""Themes learnt from the texts their seed words are clear about, in a few widening rounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from forum.themes.records import Settings
from forum.themes.sorting.classifier import Labels
from forum.themes.texts.features import against
from forum.themes.texts.shares import softmax

SURE_MARGIN = 0.3  # texts this clear by seeds alone begin the self-training
SHARES = (0.5, 0.6, 0.7, 0.8)  # surest part of each theme that shapes its centre, per round
SEEDS_IN_CENTRE = 0.3  # how much a theme's own words shape its centre beside its texts
SEED_DOUBT = 2.0  # seed evidence this strong is half believed; a single common word less
SMOOTHING = 0.3  # of feature counts in the Bayes part
PARTS = 3  # seeds, likeness and Bayes weigh the same
FIELDS = 0.2  # of the squared length of a text are the fields it touches; 0.1 to 0.3 do the same


@dataclass(frozen=True)
class Seen:
    """Texts as they are compared: by words and n-grams, and by the fields they touch."""

    vectors: sp.csr_matrix  # texts x features, rows of length 1
    about: sp.csr_matrix  # texts x fields, rows of length 1 or 0

    def against(self, features: np.ndarray, fields: np.ndarray) -> np.ndarray:
        """The product with dense rows over both (texts x rows)."""
        by_letters = against(self.vectors, features) * np.float32((1 - FIELDS) ** 0.5)
        found: np.ndarray = by_letters + (self.about @ fields.T) * np.float32(FIELDS**0.5)
        return found

    def summed(self, member: np.ndarray) -> np.ndarray:
        """The sum of the texts of each theme (themes x (features + fields)); `member` is 0..1."""
        chosen = sp.csr_matrix(member.T)  # in rows, else every text would be turned into columns
        parts = ((self.vectors, 1 - FIELDS), (self.about, FIELDS))
        sums = [(chosen @ rows).toarray() * share**0.5 for rows, share in parts]
        return np.hstack(sums).astype(np.float32)


@dataclass(frozen=True)
class Learnt:
    """What the texts of each theme look like: centres and Bayes weights, themes x features."""

    centres: np.ndarray
    bayes: np.ndarray
    field_centres: np.ndarray  # the same over fields
    field_bayes: np.ndarray


def untaught(themes: int, features: int, fields: int) -> Learnt:
    """What is known before any text was read: nothing."""
    nothing, none = np.zeros((themes, features), np.float32), np.zeros((themes, fields), np.float32)
    return Learnt(nothing, nothing, none, none)


def score(
    evidence: np.ndarray, seen: Seen, learnt: Learnt, temperature: float
) -> tuple[np.ndarray, np.ndarray]:
    """(scores, likeness), texts x themes, 0..1; seeds, likeness and Bayes weigh the same."""
    likeness = seen.against(learnt.centres, learnt.field_centres)
    share = evidence / (evidence.sum(axis=1, keepdims=True) + SEED_DOUBT)
    believed = softmax(seen.against(learnt.bayes, learnt.field_bayes))
    scores: np.ndarray = (share + softmax(likeness / temperature) + believed) / PARTS
    return scores, likeness


def learn(
    seen: Seen,
    evidence: np.ndarray,
    own: Seen,
    labels: Labels,
    settings: Settings,
    by_words_only: bool,
) -> Learnt:
    """Self-training from the clearest texts to most texts (Nigam and others 2000, in hard form).

    `own` holds each theme's own words as a text; `by_words_only` keeps texts without any seed
    word out.
    """
    member = _with_people(_clear(evidence), labels)
    words = own.summed(np.eye(evidence.shape[1], dtype=np.float32))
    learnt = _learnt(seen, member, words, settings.damping)
    # A text shapes a theme only after it was near it as a stranger: else it would keep itself.
    may_join = evidence.max(axis=1) > 0
    if not by_words_only:
        near = seen.against(learnt.centres, learnt.field_centres).max(axis=1)
        may_join |= near >= settings.evidence_floor
    for share in SHARES[: settings.rounds]:
        scores, _ = score(evidence, seen, learnt, settings.temperature)
        member = _with_people(_surest_share(scores, share) * may_join[:, None], labels)
        learnt = _learnt(seen, member, words, settings.damping)
    return learnt


def _clear(evidence: np.ndarray) -> np.ndarray:
    """1 where the seeds alone leave no doubt."""
    top = np.sort(evidence, axis=1)[:, ::-1]
    second = top[:, 1] if top.shape[1] > 1 else np.zeros(len(top))
    clear = (top[:, 0] > 0) & (top[:, 0] - second > SURE_MARGIN * top[:, 0])
    member = np.zeros(evidence.shape, np.float32)
    member[clear, evidence[clear].argmax(axis=1)] = 1
    return member


def _with_people(member: np.ndarray, labels: Labels) -> np.ndarray:
    """People's decisions replace the engine's own belief about those texts."""
    for row in {row for row, _, yes in labels.decided if yes}:
        member[row] = 0
    for row, column, yes in labels.decided:
        member[row, column] = float(yes)
    return member


def _surest_share(scores: np.ndarray, share: float) -> np.ndarray:
    """1 where a text is among the surest `share` of the texts whose best theme this is."""
    best, value = scores.argmax(axis=1), scores.max(axis=1).round(6)
    member = np.zeros(scores.shape, np.float32)
    for column in range(scores.shape[1]):
        mine = np.flatnonzero(best == column)
        order = mine[np.lexsort((mine, -value[mine]))]
        member[order[: int(np.ceil(share * len(order)))], column] = 1
    return member


def _learnt(seen: Seen, member: np.ndarray, own: np.ndarray, damping: int) -> Learnt:
    total, split = seen.summed(member), seen.vectors.shape[1]
    centres = _centres(total, member.sum(axis=0)[:, None], own, damping)
    bayes = _bayes(total)
    return Learnt(centres[:, :split], bayes[:, :split], centres[:, split:], bayes[:, split:])


def _centres(total: np.ndarray, size: np.ndarray, own: np.ndarray, damping: int) -> np.ndarray:
    """Unit mean vectors with the theme's own words; a theme of few texts attracts less."""
    mean = _unit(total) * np.minimum(1, (size / damping) ** 0.5)
    whole = own * SEEDS_IN_CENTRE + mean
    reach = np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), SEEDS_IN_CENTRE)
    found: np.ndarray = (_unit(whole) * reach).astype(np.float32)
    return found


def _bayes(total: np.ndarray) -> np.ndarray:
    """Weight-normalised complement naive Bayes (Rennie and others 2003, section 3).

    How unlike the other themes a feature is, less what that is on average; each theme's weights
    add up to the same, so a theme of many texts is not believed for being large.
    """
    others = total.sum(axis=0) - total + SMOOTHING
    weights = -np.log(others / others.sum(axis=1, keepdims=True))
    weights -= weights.mean(axis=0)
    size = np.abs(weights).sum(axis=1, keepdims=True)
    found: np.ndarray = weights * (size.mean() / np.maximum(size, 1e-9))
    return found.astype(np.float32)


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    length[length == 0] = 1
    found: np.ndarray = rows / length
    return found
