"""A few verbatim quotes that stand for many opinions and differ from each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .language import language_of, sentence_spans, terms
from .private import reaches_somebody
from .records import Opinion

SHORTEST, LONGEST = 3, 40  # words of a quote that reads well on its own
COVER, CENTRAL, APART = 4.0, 0.5, 0.5  # weights measured in the study the docs cite
LENGTH_POWER = 0.35  # long sentences cover more words; this keeps short ones in the race
VOCABULARY = 50  # chief terms of the theme the quotes should cover together
SAME_PLACE, SAME_SIDE = 0.15, 0.1  # a second voice from the same place or side counts less
MOST = 600  # sentences weighed at all, the most central first


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact span of a stored opinion: text == opinion.text[start:end]."""

    opinion_id: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Candidate:
    quote: Quote
    terms: frozenset[str]
    words: int
    central: float
    place: int | None
    side: int


def choose(
    opinions: Sequence[Opinion], centrality: Mapping[int, float] | None = None, count: int = 3
) -> tuple[Quote, ...]:
    """At most `count` quotes, central and different, from different places and sides.

    `centrality` (0..1 per opinion id, e.g. the confidence of the sorting) is optional. Greedy
    vocabulary cover with maximal marginal relevance (Carbonell & Goldstein 1998). Texts with an
    e-mail address, a telephone number or a web address are never quoted.
    """
    ordered = sorted(opinions, key=lambda o: o.id)
    worth = _vocabulary(ordered)
    pool = [c for o in ordered for c in _candidates(o, worth, centrality or {})]
    fitting = [c for c in pool if SHORTEST <= c.words <= LONGEST]
    pool = fitting if len({c.quote.opinion_id for c in fitting}) >= count else pool
    pool = sorted(pool, key=lambda c: (-c.central, c.quote.opinion_id, c.quote.start))[:MOST]
    chosen: list[_Candidate] = []
    while pool and len(chosen) < count:
        best = min(pool, key=lambda c: (-_gain(c, chosen, worth), c.quote.opinion_id))
        chosen.append(best)
        pool = [c for c in pool if c.quote.opinion_id != best.quote.opinion_id]
        pool = [c for c in pool if c.quote.text != best.quote.text]
    return tuple(c.quote for c in chosen)


def _vocabulary(opinions: Sequence[Opinion]) -> dict[str, float]:
    """The theme's chief terms with their share of the opinions, adding up to 1."""
    counted = Counter(t for o in opinions for t in set(terms(o.text, language_of(o.text))))
    chief = sorted(counted.items(), key=lambda p: (-p[1], p[0]))[:VOCABULARY]
    total = sum(n for _, n in chief) or 1
    return {term: n / total for term, n in chief}


def _candidates(
    opinion: Opinion, worth: Mapping[str, float], centrality: Mapping[int, float]
) -> list[_Candidate]:
    """The whole text when short enough, otherwise its sentences of readable length."""
    text = opinion.text
    spans = [(len(text) - len(text.lstrip()), len(text.rstrip()))]
    if len(text.split(maxsplit=LONGEST + 1)) > LONGEST:
        spans = sentence_spans(text)
    found = []
    for start, end in spans:
        piece = text[start:end]
        words = len(piece.split(maxsplit=LONGEST + 1))
        if words and words <= LONGEST and not reaches_somebody(piece):
            own = frozenset(terms(piece, language_of(piece)))
            central = centrality.get(opinion.id, 0.5) + sum(worth.get(t, 0.0) for t in own)
            side = (opinion.agrees > opinion.disagrees) - (opinion.agrees < opinion.disagrees)
            quote = Quote(opinion.id, start, end, piece)
            found.append(
                _Candidate(quote, own, words, round(central, 6), opinion.neighbourhood, side)
            )
    return found


def _gain(candidate: _Candidate, chosen: Sequence[_Candidate], worth: Mapping[str, float]) -> float:
    covered = frozenset().union(*(c.terms for c in chosen))
    new = sum(worth.get(t, 0.0) for t in sorted(candidate.terms - covered))
    alike = max((_alike(candidate.terms, c.terms) for c in chosen), default=0.0)
    places = [c.place for c in chosen if c.place is not None]
    gain: float = COVER * new / float(candidate.words**LENGTH_POWER) + CENTRAL * candidate.central
    same = 0 if candidate.place is None else places.count(candidate.place)
    gain -= APART * alike + SAME_PLACE * same
    gain -= SAME_SIDE * sum(c.side == candidate.side != 0 for c in chosen)
    return round(gain, 6)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
