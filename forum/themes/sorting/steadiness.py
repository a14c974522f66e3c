"""Steadiness: an old opinion keeps its theme unless a person, or a clear gain, moves it.

A run on a little more data tips the scales for opinions that lie between two themes, and people
who look twice see a program that cannot make up its mind. So a new run is compared with the one
before, facet by facet, and what stood before stands while the gain is not clear. A theme whose
words changed, or about which people have decided several times since, is sorted freely, and so is
everything once there are twice as many opinions: there the program has learnt something. A
decision about a wording frees that wording.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from forum.themes.records import Assignment, Facet, Move, Opinion, Settings, Theme, Verdict

Surely = tuple[float, tuple[str, ...]]  # confidence and deciding words
Placed = Mapping[int, Surely]  # by theme
# A theme when last sorted freely: fingerprint of its words, decisions about it, opinions in all.
Known = tuple[str, int, int]


@dataclass(frozen=True)
class Previous:
    """What stood before a run: every opinion it knew, where each was, and what was known then.

    An opinion of `read` without an assignment was left unsorted. `codebook` is what
    `known_themes` returned; None when nobody kept it.
    """

    read: frozenset[int]
    assignments: tuple[Assignment, ...] = ()
    codebook: Mapping[int, Known] | None = None

    def placed(self) -> dict[int, dict[int, Surely]]:
        """The themes of every opinion of `read`, with confidence and words."""
        found: dict[int, dict[int, Surely]] = {number: {} for number in self.read}
        for each in self.assignments:
            found.setdefault(each.opinion_id, {})[each.theme_id] = (each.confidence, each.words)
        return found


def known_themes(
    themes: Sequence[Theme],
    verdicts: Sequence[Verdict],
    opinions: int,
    previous: Previous | None,
    settings: Settings,
) -> dict[int, Known]:
    """What to remember of each theme for the next run."""
    fresh = _now(themes, verdicts, opinions)
    before = previous.codebook if previous else None
    if before is None:
        return fresh
    free = freed(themes, verdicts, opinions, previous, settings)
    return {number: fresh[number] if number in free else before[number] for number in fresh}


def freed(
    themes: Sequence[Theme],
    verdicts: Sequence[Verdict],
    opinions: int,
    previous: Previous | None,
    settings: Settings,
) -> set[int]:
    """The themes that are new or reworded, or of which the program knows far more by now.

    That is after `freeing_decisions` more decisions, or among `freeing_growth` times the opinions.
    """
    known = previous.codebook if previous else None
    if known is None:
        return set()
    return {
        number
        for number, (words, decisions, _) in _now(themes, verdicts, opinions).items()
        if number not in known
        or known[number][0] != words
        or decisions - known[number][1] >= settings.freeing_decisions
        or opinions >= settings.freeing_growth * known[number][2]
    }


def _now(themes: Sequence[Theme], verdicts: Sequence[Verdict], opinions: int) -> dict[int, Known]:
    learnt = Counter(verdict.theme_id for verdict in verdicts if not verdict.held)
    return {theme.id: (fingerprint(theme), learnt[theme.id], opinions) for theme in themes}


def fingerprint(theme: Theme) -> str:
    """Tell whether what the engine reads of a theme is what it was (64 bits, hexadecimal)."""
    words = {name: value for name, value in asdict(theme).items() if name != "id"}
    text = json.dumps(words, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def gain(sure: float) -> float:
    """How much surer (-1..1) a place believed with this confidence is than everything else.

    The places of one facet exclude each other, so all others share the rest of the belief.
    """
    return round(2 * sure - 1, 4)


def keep(
    found: Mapping[int, Placed],
    previous: Previous,
    copies: Mapping[int, int],
    decided: Collection[int],
    themes: Sequence[Theme],
    free: Collection[int],
    settings: Settings,
) -> dict[int, Placed]:
    """What each wording of `found` is given, in view of where it was.

    `copies` leads from copies to the wording they repeat. Wordings people have `decided` about,
    and those nobody knew, take what was found; so do the themes in `free`.
    """
    facet_of = {theme.id: theme.facet for theme in themes}
    before = _by_wording(previous, copies)
    return {
        number: new
        if number in decided or number not in before
        else _kept(before[number], new, facet_of, set(free), settings.clear_gain)
        for number, new in found.items()
    }


def _by_wording(previous: Previous, copies: Mapping[int, int]) -> dict[int, Placed]:
    """Where each wording was: its first opinion if that was known, else the first known copy."""
    found: dict[int, Placed] = {}
    for number, placed in sorted(previous.placed().items()):
        found.setdefault(copies.get(number, number), placed)
    return found


def _kept(
    old: Placed, new: Placed, facet_of: Mapping[int, Facet], free: set[int], clear: float
) -> Placed:
    """The themes of one opinion: each facet as it was, or as it is found now."""
    gone = any(theme not in facet_of for theme in old)
    result: dict[int, Surely] = {}
    for facet in sorted(set(facet_of.values())):
        was = {t: value for t, value in old.items() if facet_of.get(t) == facet}
        now = {t: value for t, value in new.items() if facet_of.get(t) == facet}
        touched = {_first(part) for part in (was, now) if part} | (was.keys() ^ now.keys())
        result |= now if free & touched or (gone and not was) else _facet(was, now, clear)
    return result


def _facet(was: Placed, now: Placed, clear: float) -> dict[int, Surely]:
    """One facet: what was there stays, unless another theme leads and its gain is clear."""
    if not now:
        return dict(was)
    first, sure = _first(now), now[_first(now)][0]
    if not was or (gain(sure) >= clear and first != _first(was)):
        return dict(now) if gain(sure) >= clear else {}
    former = _first(was)
    kept = {t: now.get(t, value) for t, value in was.items()}
    if first in was and first != former:  # too near to call: the former leader stays ahead
        least = min(kept[former][0], sure, round(1 - sure, 4))
        kept |= {former: (sure, kept[former][1]), first: (least, kept[first][1])}
    elif first not in was:  # what stays is no surer than the one that leads now leaves room for
        kept[former] = (min(kept[former][0], round(1 - sure, 4)), kept[former][1])
    return kept | {t: v for t, v in now.items() if t not in was and gain(v[0]) >= clear}


def _first(placed: Placed) -> int:
    return min(placed, key=lambda t: (-placed[t][0], t))


def moves(
    previous: Previous, opinions: Sequence[Opinion], assignments: Sequence[Assignment]
) -> tuple[Move, ...]:
    """Every opinion known before that lies elsewhere now, by id, with the words that decided.

    The gain is 0 where nothing is surer: a theme that went, or whose words changed.
    """
    after = Previous(frozenset(o.id for o in opinions), tuple(assignments)).placed()
    before = previous.placed()
    found = []
    for number in sorted(before.keys() & after.keys()):
        old, new = before[number], after[number]
        if old.keys() != new.keys():
            joined = {t: value for t, value in new.items() if t not in old}
            words, surest = joined[_first(joined)][::-1] if joined else ((), 0.0)
            left, surer = sorted(old.keys() - new.keys()), max(0.0, gain(surest))
            found.append(Move(number, tuple(left), tuple(sorted(joined)), words, surer))
    return tuple(found)
