"""A few verbatim quotes that stand for many opinions and differ from each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.themes.language import language_of, sentence_spans, terms
from forum.themes.records import Opinion
from forum.themes.words.abuse import is_abusive
from forum.themes.words.private import is_private

SHORTEST, LONGEST = 3, 40  # words of a quote that reads well on its own
COVER, CENTRAL, APART = 8.0, 0.5, 2.0  # new words, sureness and likeness in the choice
LENGTH_POWER = 0.35  # long sentences cover more words; this keeps short ones in the race
VOCABULARY = 50  # chief terms of the theme the quotes should cover together
SURER, FEWEST = 1 / 3, 8  # share of the opinions quoted from, the surest; and how many at least
SAME_PLACE, SAME_SIDE = 0.15, 0.1  # a second voice from the same place or side counts less
NEARLY_SAME = 0.5  # Jaccard of terms from which two quotes say the same
ABOUT = 0.5  # a sentence is about the theme from this share of its post's best sentence
MOST = 600  # sentences weighed at all, the most central first
READ = 20_000  # characters of a post that are looked at
SHOUTED = 0.6  # share of capitals among the letters from which a text shouts
LEAST_LETTERS = 8  # letters below which capitals are a name, such as MÁV


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact span of a stored opinion: text == opinion.text[start:end]."""

    opinion_id: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    quote: Quote
    terms: frozenset[str]
    words: int
    central: float
    place: int | None
    side: int


def choose(
    opinions: Sequence[Opinion],
    centrality: Mapping[int, float] | None = None,
    count: int = 3,
    words: Mapping[str, float] | None = None,
) -> tuple[Quote, ...]:
    """At most `count` quotes, central and different, from different places and sides.

    `centrality` (0..1 per opinion id, such as the confidence of the sorting) says which opinions
    are surely about the theme; quotes come from the surest third. `words` are the theme's own
    with their weights: of a post about several things the sentence with these is quoted. Greedy
    vocabulary cover with maximal marginal relevance (Carbonell & Goldstein 1998). Personal data,
    abuse and shouting are never quoted, so there may be fewer quotes than asked for.
    """
    ordered = sorted(opinions, key=lambda o: o.id)
    sure = centrality or {}
    worth = _vocabulary(ordered)
    own = _own_terms(words or {})
    chosen: list[_Candidate] = []
    left = [c for o in ordered for c in _candidates(o, worth, own, sure) if c.words >= SHORTEST]
    for pool in _tiers(left, ordered, sure):
        _choose_from(pool, chosen, worth, count)
    if len(chosen) < count:
        short = [c for o in ordered for c in _candidates(o, worth, own, sure)]
        _choose_from([c for c in short if c.words < SHORTEST], chosen, worth, count)
    return tuple(c.quote for c in chosen)


def _tiers(
    candidates: Sequence[_Candidate], opinions: Sequence[Opinion], sure: Mapping[int, float]
) -> list[list[_Candidate]]:
    """The candidates of the surest opinions first, then those of all."""
    ranked = sorted((o.id for o in opinions), key=lambda i: (-sure.get(i, 0.5), i))
    last = max(FEWEST, int(len(ranked) * SURER))
    least = sure.get(ranked[last - 1], 0.5) if len(ranked) > last else 0.0
    surest = [c for c in candidates if sure.get(c.quote.opinion_id, 0.5) >= least]
    return [surest, list(candidates)]


def _choose_from(
    pool: list[_Candidate], chosen: list[_Candidate], worth: Mapping[str, float], count: int
) -> None:
    """Add to `chosen` the best of the pool one by one, until there are `count`."""
    pool = sorted(pool, key=lambda c: (-c.central, c.quote.opinion_id, c.quote.start))[:MOST]
    while pool and len(chosen) < count:
        gains = {c.quote: -_gain(c, chosen, worth) for c in pool}
        pool.sort(key=lambda c: (gains[c.quote], c.quote.opinion_id, c.quote.start))
        best = next((n for n, c in enumerate(pool) if _may_follow(c, chosen)), None)
        if best is None:
            return
        chosen.append(pool[best])
        pool = pool[best + 1 :]  # what stood before it can never follow


def _may_follow(candidate: _Candidate, chosen: Sequence[_Candidate]) -> bool:
    return not any(_same(candidate, c) for c in chosen) and is_quotable(candidate.quote.text)


def _same(one: _Candidate, other: _Candidate) -> bool:
    """Whether two are of one opinion, or say the same."""
    if one.quote.opinion_id == other.quote.opinion_id or one.quote.text == other.quote.text:
        return True
    return _alike(one.terms, other.terms) >= NEARLY_SAME


def focus(confidence: float, together: float) -> float:
    """How central an opinion is to a theme (0..1): how surely it is in it, and how much only in it.

    `together` is the sum of the opinion's confidences in all of its themes.
    """
    return round(confidence * confidence / together, 4) if together > 0 else 0.0


def is_quotable(text: str) -> bool:
    """Tell whether a text may stand in public as a quote: nobody named, insulted or shouted at."""
    return not (_shouts(text) or is_private(text) or is_abusive(text))


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < LEAST_LETTERS:
        return False
    capitals = sum(letter.isupper() for letter in letters)
    return capitals > SHOUTED * len(letters) or "!!!!" in text or "????" in text


def _vocabulary(opinions: Sequence[Opinion]) -> dict[str, float]:
    """The theme's chief terms with their share of the opinions, adding up to 1."""
    counted = Counter(t for o in opinions for t in set(_terms(o.text[:READ])))
    chief = sorted(counted.items(), key=lambda p: (-p[1], p[0]))[:VOCABULARY]
    total = sum(n for _, n in chief) or 1
    return {term: n / total for term, n in chief}


def _own_terms(words: Mapping[str, float]) -> dict[str, float]:
    """The theme's own words as terms; of words with the same term the weights are added."""
    found: dict[str, float] = {}
    for word, weight in sorted(words.items()):
        for term in _terms(word):
            found[term] = found.get(term, 0.0) + weight
    return found


def _terms(text: str) -> list[str]:
    return terms(text, language_of(text))


def _candidates(
    opinion: Opinion,
    worth: Mapping[str, float],
    own: Mapping[str, float],
    sure: Mapping[int, float],
) -> list[_Candidate]:
    """The pieces of an opinion that may be quoted, if there is no abuse in it."""
    text = opinion.text[:READ]
    if not text.strip() or is_abusive(text):
        return []
    side = (opinion.agrees > opinion.disagrees) - (opinion.agrees < opinion.disagrees)
    found = []
    for start, end in _pieces(text, own):
        piece = text[start:end]
        words = len(piece.split(maxsplit=LONGEST + 1))
        if not words or words > LONGEST:
            continue
        held = frozenset(_terms(piece))
        central = sure.get(opinion.id, 0.5) + sum(worth.get(t, 0.0) for t in sorted(held))
        quote = Quote(opinion.id, start, end, piece)
        found.append(_Candidate(quote, held, words, round(central, 6), opinion.neighbourhood, side))
    return found


def _pieces(text: str, own: Mapping[str, float]) -> list[tuple[int, int]]:
    """The whole text if it is short and about the theme, otherwise its sentences about it."""
    spans = sentence_spans(text)
    about = [sum(own.get(t, 0.0) for t in sorted(set(_terms(text[a:b])))) for a, b in spans]
    best = max(about, default=0.0)
    fitting = [s for s, score in zip(spans, about, strict=True) if score >= ABOUT * best]
    short = len(text.split(maxsplit=LONGEST + 1)) <= LONGEST
    if short and 2 * len(fitting) >= len(spans):
        return [(len(text) - len(text.lstrip()), len(text.rstrip()))]
    return fitting


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
