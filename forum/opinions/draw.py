"""Which opinion is weighed next: a lottery that favours what few people have seen.

Pure functions on numbers: the same seed, person and step give the same draw on every machine, so a
reload shows the same opinion and an auditor can repeat every draw.

Weights. An opinion that ``seen`` people have weighed has the weight ``1 / (1 + seen)**2``. The idea
of drawing at random, with novelty squared, is that of Polis (Small et al. 2021, "Polis: Scaling
Deliberation by Mapping High Dimensional Opinion Spaces", comment routing); its bonus for statements
that are well liked or far from the centre is left out, because here nobody's words should be
shown more often for being popular.

Draw. Weighted sampling by exponential clocks (Efraimidis and Spirakis 2006, "Weighted random
sampling with a reservoir"): each candidate's clock rings at ``-ln(u) / weight`` with ``u`` hashed
from (seed, person, step, opinion), and the first to ring wins. A candidate's clock does not depend
on the others, so a new opinion or another person's weighing rarely changes a draw under way.

Sample. With thousands of opinions only about ``SAMPLE`` of them take part in a draw, chosen by a
universal hash of their number (Carter and Wegman 1979) that a database can compute. Picking the
least loaded of a few random candidates keeps loads nearly equal (Mitzenmacher 2001, "The power of
two choices in randomized load balancing"); 256 candidates do so to within a weighing or two.
"""

from collections.abc import Iterable
from hashlib import blake2b
from math import log
from typing import NamedTuple

#: The most candidates that take part in one draw, on average.
SAMPLE = 256
#: A prime above every row number (2^31 - 1), the modulus of the universal hash.
PRIME = 2**31 - 1


class Sample(NamedTuple):
    """Row ``id`` takes part when ``(id * factor + shift) % PRIME < below``."""

    factor: int
    shift: int
    below: int

    @property
    def whole(self) -> bool:
        """Whether every row takes part."""
        return self.below >= PRIME


def weight(seen: int) -> float:
    """Return how strongly an opinion is favoured that ``seen`` people (0 or more) have weighed."""
    return 1.0 / (1 + seen) ** 2


def draw(
    seed: int, person: int | str, step: int, candidates: Iterable[tuple[int, int]]
) -> int | None:
    """Return the number of the opinion to weigh next, None without candidates.

    ``seed`` is the conversation's, ``person`` who weighs, ``step`` how many they have weighed, and
    ``candidates`` pairs (opinion number, people who have weighed it) in any order.
    """
    stem = blake2b(f"{seed}:{person}:{step}".encode(), digest_size=8)
    rings = ((_ring(stem, number, seen), number) for number, seen in candidates)
    return min(rings, default=(0.0, None))[1]


def _ring(stem: blake2b, number: int, seen: int) -> float:
    hashed = stem.copy()
    hashed.update(b":%d" % number)
    uniform = (int.from_bytes(hashed.digest(), "big") + 0.5) / 2**64
    return -log(uniform) / weight(seen)


def sample(seed: int, person: int | str, step: int, count: int) -> Sample:
    """Return which of ``count`` rows take part in a draw: all, or SAMPLE / 2 to SAMPLE of them.

    The share is halved at powers of two only, so that a few more rows do not change who takes part.
    """
    hashed = blake2b(f"{seed}:{person}:{step}:sample".encode(), digest_size=16).digest()
    factor = int.from_bytes(hashed[:8], "big") % (PRIME - 1) + 1
    shift = int.from_bytes(hashed[8:], "big") % PRIME
    halvings = max(0, (count - 1).bit_length() - SAMPLE.bit_length() + 1) if count > SAMPLE else 0
    return Sample(factor, shift, PRIME >> halvings if halvings else PRIME)
