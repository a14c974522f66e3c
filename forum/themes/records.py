"""The plain records the theme engine reads and returns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from operator import attrgetter
from typing import Literal

from forum.themes.words import lexicon

Facet = Literal["what", "whom"]
FACETS: tuple[Facet, ...] = ("what", "whom")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person said once, with the reactions counted on it."""

    id: int
    text: str
    person: int
    neighbourhood: int | None = None
    age_band: int | None = None
    agrees: int = 0
    disagrees: int = 0
    passes: int = 0


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme owned by people: its words, its examples, and which of two questions it answers."""

    id: int
    name: str
    facet: Facet
    description: str = ""
    seeds: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()  # words people said tell nothing about this theme


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's word that an opinion belongs, or does not belong, to a theme.

    `position` is the running number of the decision; verdicts made in one act share it. `held`
    says that the opinion was drawn at random to measure the sorting with, and is not learnt from.
    """

    opinion_id: int
    theme_id: int
    belongs: bool
    position: int
    held: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Every tunable of the engine with its reason; equal settings give equal results."""

    seed: int = 20260101  # for the few solvers that want one; stored with each analysis
    word_share: float = 0.3  # weight of whole words beside character n-grams (measured best)
    rounds: int = 4  # self-training rounds; the sorting no longer moves after four
    temperature: float = 0.08  # softness of similarity to a theme's centre
    damping: int = 8  # a theme with fewer texts than this attracts less
    prior_power: float = 0.5  # how far common themes are believed more (1.0 collapses)
    evidence_floor: float = 0.1  # similarity to a theme's centre needed without any seed word
    likely: float = 0.75  # surer than this fits; the others may belong to a theme not yet made
    second_share: float = 0.7  # a second theme is kept from this share of the best one's score
    long_words: int = 30  # posts longer than this are also read sentence by sentence
    holdout: int = 10  # every tenth human decision is kept from training, to measure with
    copy_similarity: float = 0.75  # Jaccard of character 4-grams from which texts are copies
    check_count: int = 20  # opinions offered to staff per round
    proposal_minimum: int = 4  # texts a proposed theme needs at least
    proposal_count: int = 12  # proposals people can still read through
    discovery_limit: int = 2000  # texts grouped pairwise, misfits first; the rest joins the nearest
    minimum_votes: int = 20  # reactions before anything is claimed about an opinion
    false_discovery_rate: float = 0.05  # share of claims about agreement that may be wrong
    clear_gain: float = 0.2  # a theme this much surer than all others moves an old opinion
    freeing_decisions: int = 5  # new decisions about a theme after which it is sorted freely
    freeing_growth: float = 2.0  # times the opinions from which everything is sorted freely again


@dataclass(frozen=True, slots=True)
class Assignment:
    """An opinion placed in a theme, how surely (0..1), and the words that decided."""

    opinion_id: int
    theme_id: int
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """An opinion a new run places elsewhere: the themes it leaves and joins, and why.

    `words` are the words that decided; `gain` (0..1) is how much surer the new place is.
    """

    opinion_id: int
    left: tuple[int, ...]
    joined: tuple[int, ...]
    words: tuple[str, ...] = ()
    gain: float = 0.0


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many opinions a theme truly has, estimated: 95 times in 100 between `low` and `high`."""

    theme_id: int
    estimate: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class TellingWord:
    """A word that tells, or misleads about, a theme, as people write it.

    `opinions` with it lie in the theme; of those people decided on, `agreed` belong there and
    `disagreed` do not.
    """

    word: str
    opinions: int
    agreed: int
    disagreed: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A possible new theme among what fits badly; `overlap` (0..1) is its likeness to `nearest`.

    `splits` names the existing theme whose opinions have two centres, of which this is one.
    """

    key: str
    label: str
    words: tuple[str, ...]
    opinion_ids: tuple[int, ...]
    examples: tuple[int, ...]
    overlap: float = 0.0
    nearest: int | None = None
    splits: int | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A proposal people turned down: the key and words it had."""

    key: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One whole analysis; every opinion is in `assignments`, in `unsorted`, or both copied.

    `samples` are those of `to_check` that were drawn at random, to measure the sorting with.
    `counts_in` holds the counts of each neighbourhood. `learned` are, by theme, the words that
    speak for it without being seeds, `doubtful` the seeds that mislead.
    """

    assignments: tuple[Assignment, ...] = ()
    unsorted: tuple[int, ...] = ()
    copies: Mapping[int, int] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
    to_check: tuple[int, ...] = ()
    samples: tuple[int, ...] = ()
    moves: tuple[Move, ...] = ()
    counts: tuple[ThemeCount, ...] = ()
    counts_in: Mapping[int, tuple[ThemeCount, ...]] = field(default_factory=dict)
    learned: Mapping[int, tuple[TellingWord, ...]] = field(default_factory=dict)
    doubtful: Mapping[int, tuple[TellingWord, ...]] = field(default_factory=dict)
    sorting_agreed: int = 0
    sorting_checked: int = 0
    input_hash: str = ""


def input_hash(
    opinions: Sequence[Opinion],
    themes: Sequence[Theme],
    verdicts: Sequence[Verdict],
    settings: Settings,
) -> str:
    """SHA-256 (hex) of the canonical JSON of everything read, whatever order it came in."""
    found = hashlib.sha256()
    found.update(f'{{"fields":{_canonical(lexicon.fingerprint())},"opinions":['.encode())
    _take_in(found, sorted(map(_line, opinions)))
    found.update(f'],"settings":{_canonical(asdict(settings))},"themes":['.encode())
    _take_in(found, sorted(_canonical(asdict(theme)) for theme in themes))
    found.update(b'],"verdicts":[')
    _take_in(found, sorted(_canonical(asdict(verdict)) for verdict in verdicts))
    found.update(b"]}")
    return found.hexdigest()


def _take_in(found: hashlib._Hash, lines: Sequence[str]) -> None:
    """The lines with commas between them; a million need not stand in memory twice."""
    for first in range(0, len(lines), 1000):
        text = ",".join(lines[first : first + 1000])
        found.update((("," if first else "") + text).encode())


_NAMES = sorted(field.name for field in fields(Opinion))
_VALUES = attrgetter(*_NAMES)
_LINE = "{" + ",".join(f'"{name}":%s' for name in _NAMES) + "}"


def _line(opinion: Opinion) -> str:
    """`_canonical(asdict(opinion))`, ten times as fast."""
    return _LINE % tuple(_canonical(v) if type(v) is not int else v for v in _VALUES(opinion))


_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode
