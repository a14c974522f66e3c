"""Possible new themes, looked for only among the opinions that fit none."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.cluster import AgglomerativeClustering

from .language import collocations, display_words, fold
from .records import Opinion, Proposal, Rejected, Settings

LABEL_WORDS = 3
SHOWN_WORDS = 8
EXAMPLES = 5
SAME_WORDS = 0.6  # Jaccard of words from which a proposal counts as one already rejected
SHARED_TERM = 2  # texts a label word must occur in: one person's word is no theme


@dataclass(frozen=True)
class Unsorted:
    """The opinions without theme: themselves, their terms, and unit vectors, row by row."""

    opinions: Sequence[Opinion]
    terms: Sequence[Sequence[str]]
    vectors: sp.csr_matrix


def propose(
    unsorted: Unsorted,
    background: Counter[str],
    centres: np.ndarray,
    theme_ids: Sequence[int],
    rejected: Sequence[Rejected],
    settings: Settings,
) -> tuple[Proposal, ...]:
    """New themes among the unsorted, the largest first, without those people turned down.

    `background` counts in how many opinions each term occurs; `centres` (themes x features)
    are the existing themes the overlap is measured with. Average-link clustering on cosine
    distance (Sokal & Michener 1958); words by class TF-IDF (Grootendorst 2022).
    """
    groups = _clusters(unsorted.vectors, settings)
    made = [
        _proposal(unsorted, rows, background, centres, theme_ids)
        for rows in groups
        if settings.proposal_minimum <= len(rows)
    ]
    kept = [p for p in made if p and not _turned_down(p, rejected)]
    kept.sort(key=lambda p: (-len(p.opinion_ids), p.opinion_ids))
    return tuple(kept[: settings.proposal_count])


def _clusters(vectors: sp.csr_matrix, settings: Settings) -> list[list[int]]:
    """Rows grouped by average link; beyond the limit the rest joins the nearest centre."""
    size = vectors.shape[0]
    if size < settings.proposal_minimum:
        return []
    step = max(1, -(-size // settings.discovery_limit))
    core = np.arange(0, size, step)
    near = np.asarray((vectors[core] @ vectors[core].T).todense(), np.float64).round(6)
    distance = np.clip(1 - near, 0, 2)
    np.fill_diagonal(distance, 0)
    labels = AgglomerativeClustering(
        n_clusters=None,
        metric="precomputed",
        linkage="average",
        distance_threshold=settings.join_distance,
    ).fit_predict(distance)
    groups = [core[labels == label].tolist() for label in range(labels.max() + 1)]
    return _joined(vectors, groups, set(core.tolist()), settings) if step > 1 else groups


def _joined(
    vectors: sp.csr_matrix, groups: list[list[int]], core: set[int], settings: Settings
) -> list[list[int]]:
    groups = [rows for rows in groups if len(rows) >= settings.proposal_minimum]
    rest = [row for row in range(vectors.shape[0]) if row not in core]
    if not groups:
        return []
    centres = np.vstack([_centre(vectors[rows]) for rows in groups])
    likeness = np.asarray(vectors[rest] @ centres.T).round(6)
    for row, near in zip(rest, likeness, strict=True):
        if near.max() >= 1 - settings.join_distance:
            groups[int(near.argmax())].append(row)
    return [sorted(rows) for rows in groups]


def _centre(vectors: sp.csr_matrix) -> np.ndarray:
    total = np.asarray(vectors.sum(axis=0)).ravel()
    found: np.ndarray = total / max(float(np.linalg.norm(total)), 1e-9)
    return found


def _proposal(
    unsorted: Unsorted,
    rows: Sequence[int],
    background: Counter[str],
    centres: np.ndarray,
    theme_ids: Sequence[int],
) -> Proposal | None:
    terms = _telling_terms([unsorted.terms[row] for row in rows], background)
    if not terms:
        return None
    opinions = [unsorted.opinions[row] for row in rows]
    texts = [opinion.text for opinion in opinions]
    forms = display_words(texts)
    words = tuple(dict.fromkeys(forms[t] for t in terms if t in forms))[:SHOWN_WORDS]
    ids = tuple(sorted(opinion.id for opinion in opinions))
    centre = _centre(unsorted.vectors[rows])
    near = np.asarray(unsorted.vectors[rows] @ centre).ravel().round(6)
    order = sorted(range(len(rows)), key=lambda i: (-near[i], opinions[i].id))
    overlap, nearest = _overlap(centre, centres, theme_ids)
    return Proposal(
        key=key_of(ids, words),
        label=_label(words, texts),
        words=words,
        opinion_ids=ids,
        examples=tuple(opinions[i].id for i in order[:EXAMPLES]),
        overlap=overlap,
        nearest=nearest,
    )


def _telling_terms(documents: Sequence[Sequence[str]], background: Counter[str]) -> list[str]:
    inside = Counter(term for document in documents for term in set(document))
    total = max(background.values(), default=1)
    worth = {
        term: n / len(documents) * float(np.log(1 + total / max(1, background[term])))
        for term, n in inside.items()
        if n >= SHARED_TERM
    }
    return sorted(worth, key=lambda t: (-round(worth[t], 6), t))


def _label(words: Sequence[str], texts: Sequence[str]) -> str:
    """A pair of words people write side by side when it names the cluster, else its first words."""
    chief = {fold(word) for word in words[:LABEL_WORDS]}
    for one, other in collocations(texts):
        if fold(one) in chief and fold(other) in {fold(word) for word in words}:
            rest = [word for word in words[:2] if fold(word) not in (fold(one), fold(other))]
            return ", ".join([f"{one} {other}", *rest])
    return ", ".join(words[:LABEL_WORDS])


def _overlap(
    centre: np.ndarray, centres: np.ndarray, theme_ids: Sequence[int]
) -> tuple[float, int | None]:
    if not len(theme_ids):
        return 0.0, None
    length = np.linalg.norm(centres, axis=1)
    near = (centres @ centre / np.where(length == 0, 1, length)).round(4)
    best = int(near.argmax())
    return float(min(1.0, max(0.0, near[best]))), theme_ids[best]


def key_of(opinion_ids: Sequence[int], words: Sequence[str]) -> str:
    """A short stable name of a proposal: the hash of its opinions and words."""
    text = ",".join(map(str, sorted(opinion_ids))) + "|" + ",".join(sorted(map(fold, words)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _turned_down(proposal: Proposal, rejected: Sequence[Rejected]) -> bool:
    mine = {fold(word) for word in proposal.words}
    for earlier in rejected:
        theirs = {fold(word) for word in earlier.words}
        alike = len(mine & theirs) >= SAME_WORDS * max(1, len(mine | theirs))
        if earlier.key == proposal.key or (theirs and alike):
            return True
    return False
