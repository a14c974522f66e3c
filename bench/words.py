"""What the words of one opinion cost: `python -m bench.words`.

Each line is the time for a text and its ratio to splitting the same text at its blanks, measured in
the same run: terms for the search, private data, a text of a hundred thousand letters.
"""

import time
from collections.abc import Callable

from forum.themes.language import terms
from forum.themes.words.private import is_private

OPINION = "A hepehupás járda miatt a nagymamám elesett az Avason, javítsák meg a lámpákat is"
LONG = "Kovács " * 14_000


def _seconds(work: Callable[[], object], times: int) -> float:
    work()
    begun = time.perf_counter()
    for _number in range(times):
        work()
    return (time.perf_counter() - begun) / times


def main() -> None:
    """Measure and print."""
    for name, function, text, times in (
        ("terms of an opinion", terms, OPINION, 2_000),
        ("private data in an opinion", is_private, OPINION, 2_000),
        ("private data in 98,000 letters", is_private, LONG, 3),
    ):
        spent, base = _seconds(lambda: function(text), times), _seconds(text.split, times)  # noqa: B023
        print(f"{name:34} {spent * 1000:9.3f} ms  {spent / base:9.1f} times splitting it")


if __name__ == "__main__":
    main()
