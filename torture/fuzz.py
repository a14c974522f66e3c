"""Requests nobody should send, to every address, by everybody: no error of ours, nothing given away.

Requests are made in runs of ``CHUNK``, each on the same filled database, so a finding can be had
again by its number alone: ``python -m torture fuzz --seed 1 --one 31337``. One of ``fuzzer.OVER_HTTP_SHARE``
goes over a real socket to a real web server instead, half of those with bytes that are no HTTP.
"""

import multiprocessing
import os
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torture.figures import Figures
from torture.fuzzer import CHUNK, Fuzzer, over_http
from torture.over_http import OverHttp


@dataclass
class Share:
    """What one process of the fuzzer shall do: which numbers, and for how long."""

    seed: int
    times: int
    #: The moment by the clock of the machine when it has to be over, its preparation included.
    until: float
    #: Every so many-th chunk from this one on; -1 for what goes over HTTP.
    mine: int = -1
    of: int = 1


@dataclass
class Outcome:
    """What one process of the fuzzer has done, and found."""

    done: int
    seconds: float
    slowest: float
    statuses: Counter[int]
    found: list[str]
    kinds: Counter[str] = field(default_factory=Counter)


def _work(share: Share) -> Outcome:
    """Do a share, in a process of its own that lets others go first."""
    os.nice(5)
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    fuzzer, begun = Fuzzer(share.seed, folder), time.monotonic()
    until = begun + share.until - time.time()
    try:
        if share.mine < 0:
            return _over_http(fuzzer, share, until)
        found: list[str] = []
        for number in range(share.mine, -(-share.times // CHUNK), share.of):
            if time.monotonic() > until:
                break
            found += fuzzer.chunk(number)
        seconds = time.monotonic() - begun
        return Outcome(
            sum(fuzzer.statuses.values()), seconds, fuzzer.slowest, fuzzer.statuses, found
        )
    finally:
        fuzzer.close()
        shutil.rmtree(folder, ignore_errors=True)


def _over_http(fuzzer: Fuzzer, share: Share, until: float) -> Outcome:
    begun, sender = time.monotonic(), OverHttp(fuzzer)
    numbers = (number for number in range(share.times) if over_http(number))
    done, found = sender.run(numbers, until)
    spent = time.monotonic() - begun
    return Outcome(done, spent, sender.slowest, sender.statuses, found, sender.kinds)


def run(
    times: int = 50_000, seed: int = 1, one: str | None = None, seconds: float = 900, **_more: Any
) -> Figures:
    """Ask ``times`` requests in three processes; or one again, with those before it."""
    figures = Figures("hostile requests over the whole URL map")
    if one is not None:
        figures.find_all(_again(seed, int(one)))
        return figures
    times = -(-times // CHUNK) * CHUNK
    until = time.time() + seconds
    shares = [Share(seed, times, until), *(Share(seed, times, until, n, 2) for n in range(2))]
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        wired, *inside = pool.map(_work, shares, chunksize=1)
    _tell(figures, "", inside)
    _tell(figures, " over HTTP", [wired])
    spoilt = wired.done - wired.kinds["whole"]
    figures.count("of them spoilt: no HTTP, wrong lengths, half requests", spoilt)
    done = sum(each.done for each in (wired, *inside))
    if done < times:
        figures.fall_short(f"{done:,} of {times:,} requests in {seconds:.0f} s")
    kinds: dict[str, list[str]] = {}
    for sentence in (each for outcome in (wired, *inside) for each in outcome.found):
        kinds.setdefault(_kind_of(sentence), []).append(sentence)
    for sentences in kinds.values():
        figures.find(f"{len(sentences)} times: {sentences[0]}")
    return figures


def _tell(figures: Figures, how: str, outcomes: list[Outcome]) -> None:
    figures.count(f"requests{how}", sum(each.done for each in outcomes))
    statuses: Counter[int] = sum((each.statuses for each in outcomes), Counter())
    longest = max(each.slowest for each in outcomes)
    rate = sum(each.done / max(each.seconds, 0.001) for each in outcomes)
    words = f"longest {longest:.1f} s, {rate:.0f} in a second, by status {dict(sorted(statuses.items()))}"
    figures.tell(f"answers{how}", words)


def _again(seed: int, number: int) -> list[str]:
    """Do one request again: over HTTP by itself, else after those before it in its chunk."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    fuzzer = Fuzzer(seed, folder)
    if over_http(number):
        return OverHttp(fuzzer).run(iter([number]), time.monotonic() + 60)[1]
    return fuzzer.chunk(number // CHUNK, number)


def _kind_of(sentence: str) -> str:
    """Bring findings of one cause together: what is wrong, and on which route or line."""
    what, _colon, rest = sentence.partition(": ")
    rule = rest.partition("(")[2].partition(")")[0]
    return what if " at " in what else f"{what} {rule}"
