"""`python -m torture [part ...] [--times N] [--seed N]`: all parts, or those that are named."""

import argparse
import importlib
import json
import signal
import sys
import time
from pathlib import Path

from torture.everything import LONGEST, everything
from torture.figures import Figures

#: The parts, how many times each does what it does, and the seconds each may take.
PARTS = {
    "machines": (25, 600),
    "fuzz": (50_000, 1800),
    "api": (10, 300),
    "backup": (1, 600),
    "disk": (1, 600),
    "database": (1, 600),
    "queue": (12, 900),
    "kills": (200, 1800),
}


def main() -> int:
    """Do the parts, print their figures; 1 when anything was found, 2 when something was left out."""
    words = argparse.ArgumentParser(prog="python -m torture", description=__doc__)
    words.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all of them by default")
    words.add_argument("--times", type=int, help="how many times, requests or examples")
    words.add_argument("--share", type=float, default=1, help="a share of everything, as 0.1")
    words.add_argument("--minutes", type=float, default=LONGEST, help="for everything together")
    words.add_argument("--seconds", type=float, help="after so long a part says what it left out")
    words.add_argument("--seed", type=int, default=1, help="the same seed does the same again")
    words.add_argument("--database", default="both", choices=("both", "sqlite", "postgresql"))
    words.add_argument("--one", help="only this request of the fuzzer, by its number")
    words.add_argument("--figures", type=Path, help="also write the figures into this file")
    told = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))  # what was started ends with us
    begun = time.monotonic()
    if told.parts or told.times is not None:
        done = [_do(part, told) for part in told.parts or PARTS]
    else:
        done = everything(told.seed, told.database, told.share, told.minutes)
    findings, short = sum(len(each.findings) for each in done), sum(len(e.short) for e in done)
    if told.figures:
        told.figures.write_text(json.dumps([each.plain() for each in done]))
    left_out = f"; {short} things were left out for lack of time" if short else ""
    print(f"\n{findings} findings in {time.monotonic() - begun:.0f} s{left_out}")
    return 1 if findings else 2 if short else 0


def _do(part: str, told: argparse.Namespace) -> Figures:
    """Do one part and print its figures."""
    times, seconds = PARTS[part]
    bounds = {
        "times": times if told.times is None else told.times,
        "seconds": seconds if told.seconds is None else told.seconds,
    }
    run = importlib.import_module(f"torture.{part}").run
    figures: Figures = run(**bounds, seed=told.seed, database=told.database, one=told.one)
    figures.stop()
    figures.show()
    return figures


if __name__ == "__main__":
    sys.exit(main())
