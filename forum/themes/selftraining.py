"""Themes learnt from the texts their seed words are clear about, in a few widening rounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from .classifier import Labels
from .records import Settings

SURE_MARGIN = 0.3  # texts this clear by seeds alone begin the self-training
SHARES = (0.5, 0.6, 0.7, 0.8)  # surest part of each theme that shapes its centre, per round
SEEDS_IN_CENTRE = 0.3  # how much a theme's own words shape its centre beside its texts
SEED_DOUBT = 2.0  # seed evidence this strong is half believed; a single common word less
SMOOTHING = 0.3  # of feature counts in the Bayes part
PARTS = 3  # seeds, likeness and Bayes weigh the same


@dataclass(frozen=True)
class Learnt:
    """What the texts of each theme look like: centres and Bayes weights (themes x features)."""

    centres: np.ndarray
    bayes: np.ndarray


def score(
    evidence: np.ndarray, vectors: sp.csr_matrix, learnt: Learnt, temperature: float
) -> tuple[np.ndarray, np.ndarray]:
    """(scores, likeness), texts x themes, 0..1; seeds, likeness and Bayes weigh the same."""
    likeness = np.asarray(vectors @ learnt.centres.T)
    share = evidence / (evidence.sum(axis=1, keepdims=True) + SEED_DOUBT)
    believed = softmax(np.asarray(vectors @ learnt.bayes.T))
    scores: np.ndarray = (share + softmax(likeness / temperature) + believed) / PARTS
    return scores, likeness


def softmax(values: np.ndarray) -> np.ndarray:
    """Each row as shares that add up to 1."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    found: np.ndarray = raised / raised.sum(axis=1, keepdims=True)
    return found


def learn(
    vectors: sp.csr_matrix,
    evidence: np.ndarray,
    own: sp.csr_matrix,
    labels: Labels,
    settings: Settings,
    by_words_only: bool,
) -> Learnt:
    """Self-training from the clearest texts to most texts (Nigam and others 2000, in hard form).

    `own` holds each theme's own words as a vector; `by_words_only` keeps texts without any seed
    word out.
    """
    member = _with_people(_clear(evidence), labels)
    learnt = _learnt(vectors, member, own, settings.damping)
    # A text shapes a theme only after it was near it as a stranger: else it would keep itself.
    may_join = evidence.max(axis=1) > 0
    if not by_words_only:
        near = np.asarray(vectors @ learnt.centres.T).max(axis=1)
        may_join |= near >= settings.evidence_floor
    for share in SHARES[: settings.rounds]:
        scores, _ = score(evidence, vectors, learnt, settings.temperature)
        member = _with_people(_surest_share(scores, share) * may_join[:, None], labels)
        learnt = _learnt(vectors, member, own, settings.damping)
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


def _learnt(vectors: sp.csr_matrix, member: np.ndarray, own: sp.csr_matrix, damping: int) -> Learnt:
    total = np.asarray((sp.csr_matrix(member).T @ vectors).todense(), np.float32)
    words = np.asarray(own.todense(), np.float32)
    return Learnt(_centres(total, member.sum(axis=0)[:, None], words, damping), _bayes(total))


def _centres(total: np.ndarray, size: np.ndarray, own: np.ndarray, damping: int) -> np.ndarray:
    """Unit mean vectors with the theme's own words; a theme of few texts attracts less."""
    mean = _unit(total) * np.minimum(1, (size / damping) ** 0.5)
    whole = own * SEEDS_IN_CENTRE + mean
    reach = np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), SEEDS_IN_CENTRE)
    found: np.ndarray = (_unit(whole) * reach).astype(np.float32)
    return found


def _bayes(total: np.ndarray) -> np.ndarray:
    """Complement naive Bayes (Rennie and others 2003): how unlike the other themes a feature is."""
    others = total.sum(axis=0) - total + SMOOTHING
    found: np.ndarray = -np.log(others / others.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


def _unit(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    length[length == 0] = 1
    found: np.ndarray = rows / length
    return found
