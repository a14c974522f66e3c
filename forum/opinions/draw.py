"""Which opinion is weighed next: a lottery that favours what few people have seen.

Pure functions on numbers: the same seed, person and step give the same draw on every machine, so a
reload shows the same opinion and an auditor can repeat every draw.

Weights. The published priority of Polis (Small et al. 2021, "Polis: Scaling Deliberation by Mapping
High Dimensional Opinion Spaces", comment routing): of S people who weighed an opinion A agreed and
P passed; a = (A + 1) / (S + 2), p = (P + 1) / (S + 2), and E is how far agreeing with it puts
somebody from the middle of the map of opinions (0 until an analysis has placed it). ::

    importance = (1 - p) * (E + 1) * a
    priority = (importance * (1 + 8 * 2 ** (-S / 5))) ** 2

The square of the last factor falls from 81 to 1, so opinions that few have seen come first; then
those come oftener that people take a side on, that find agreement, or that show where people
differ. Everything that is shown keeps a chance, and every draw can be repeated, so nobody is
favoured in secret; what the formula favours is told to residents on the help page.

Draw. Weighted sampling by exponential clocks (Efraimidis and Spirakis 2006, "Weighted random
sampling with a reservoir"): each candidate's clock rings at ``-ln(u) / weight`` with ``u`` hashed
from (seed, person, step, opinion), and the first to ring wins. A candidate's clock does not depend
on the others, so a new opinion or another person's weighing rarely changes a draw under way.

Sample. With thousands of opinions only about ``SAMPLE`` of them take part in a draw, chosen by a
hash of their number that a database can compute: a polynomial of degree two modulo a prime (Wegman
and Carter 1981); a linear one would take or leave whole runs of neighbouring numbers. Picking one
of few random candidates, the less seen rather than the more seen, keeps attention nearly even
(Mitzenmacher 2001, "The power of two choices in randomized load balancing").
"""

from collections.abc import Iterable
from hashlib import blake2b
from math import log
from typing import Any, NamedTuple

#: The most candidates that take part in one draw, on average.
SAMPLE = 256
#: How much more an opinion counts that nobody has seen, and after how many people half of that.
NOVELTY, FADING = 8, 5
#: A prime above every row number (2^31 - 1), the modulus of the universal hash.
PRIME = 2**31 - 1


class Sample(NamedTuple):
    """Who takes part in a draw; ``takes`` says it of a number, or of a column of a database."""

    factor: int
    shift: int
    turn: int
    below: int

    @property
    def whole(self) -> bool:
        """Whether everybody takes part."""
        return self.below >= PRIME

    def takes(self, number: Any) -> Any:
        """Tell whether ``number`` (up to 31 bits, computed with 64) takes part."""
        mixed = (number * self.factor + self.shift) % PRIME
        return (mixed * mixed + self.turn) % PRIME < self.below


class Candidate(NamedTuple):
    """An opinion in the lottery: its number, its counts, and its extremity (0 or more)."""

    number: int
    agrees: int = 0
    passes: int = 0
    seen: int = 0
    extremity: float = 0.0


def weight(agrees: int, passes: int, seen: int, extremity: float = 0.0) -> float:
    """Return the priority of an opinion that ``seen`` people have weighed, as published."""
    agreed, passed = (agrees + 1) / (seen + 2), (passes + 1) / (seen + 2)
    importance = (1 - passed) * (extremity + 1) * agreed
    return (importance * (1 + NOVELTY * 2.0 ** (-seen / FADING))) ** 2


def draw(seed: int, person: int | str, step: int, candidates: Iterable[Candidate]) -> int | None:
    """Return the number of the opinion to weigh next, None without candidates.

    ``seed`` is the conversation's, ``person`` who weighs, ``step`` how many they have weighed, and
    ``candidates`` come in any order.
    """
    stem = blake2b(f"{seed}:{person}:{step}".encode(), digest_size=8)
    rings = ((_ring(stem, one), one.number) for one in candidates)
    return min(rings, default=(0.0, None))[1]


def _ring(stem: blake2b, one: Candidate) -> float:
    hashed = stem.copy()
    hashed.update(b":%d" % one.number)
    uniform = (int.from_bytes(hashed.digest(), "big") + 0.5) / 2**64
    return -log(uniform) / weight(*one[1:])


def sample(seed: int, person: int | str, step: int, count: int) -> Sample:
    """Return which of ``count`` opinions take part: all, or about SAMPLE / 2 to SAMPLE of them.

    The share is halved at powers of two only, so that a few more rows do not change who takes part.
    """
    hashed = blake2b(f"{seed}:{person}:{step}:sample".encode(), digest_size=24).digest()
    factor, shift, turn = (int.from_bytes(hashed[n : n + 8], "big") % PRIME for n in (0, 8, 16))
    halvings = max(0, (count - 1).bit_length() - SAMPLE.bit_length() + 1) if count > SAMPLE else 0
    return Sample(factor or 1, shift, turn, PRIME >> halvings if halvings else PRIME)
