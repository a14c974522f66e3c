"""What was done, and what was found: figures to print, findings that make the run fail."""

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any


class Figures:
    """Counts of one part of the torture, and its findings."""

    def __init__(self, name: str) -> None:
        self.name, self.begun = name, time.monotonic()
        self.seconds = 0.0
        self.counts: Counter[str] = Counter()
        self.words: dict[str, str] = {}
        self.findings: list[str] = []
        #: What could not be done in the time there was.
        self.short: list[str] = []

    def count(self, what: str, number: int = 1) -> None:
        """Count something that was done."""
        self.counts[what] += number

    def tell(self, what: str, words: object) -> None:
        """Note a figure that is no count."""
        self.words[what] = str(words)

    def find(self, sentence: str) -> None:
        """Note something that is not as it should be."""
        self.findings.append(sentence)

    def find_all(self, sentences: Iterable[str]) -> None:
        """Note everything that is not as it should be."""
        self.findings.extend(sentences)

    def fall_short(self, sentence: str) -> None:
        """Note what was not done: no finding, but no proof either."""
        self.short.append(sentence)

    def stop(self) -> None:
        """Note how long it took."""
        self.seconds = time.monotonic() - self.begun

    def plain(self) -> dict[str, Any]:
        """Return everything as plain values."""
        kept = ("name", "seconds", "counts", "words", "findings", "short")
        return {name: getattr(self, name) for name in kept}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Figures":
        """Return figures from plain values."""
        figures = cls(plain["name"])
        figures.__dict__.update({**plain, "counts": Counter(plain["counts"])})
        return figures

    def show(self) -> None:
        """Print the figures, then the findings."""
        print(f"\n{self.name} ({self.seconds:.0f} s)", flush=True)
        for what, number in self.counts.items():
            print(f"  {number:>9,}  {what}")
        for what, words in self.words.items():
            print(f"  {what}: {words}")
        for sentence in self.short:
            print(f"  SHORT  {sentence}")
        for finding in self.findings[:40]:
            print(f"  FOUND  {finding}")
        if len(self.findings) > 40:
            print(f"  FOUND  {len(self.findings) - 40} more of them")
        print("  nothing found" if not self.findings else f"  {len(self.findings)} findings")


def percentile(times: list[float], share: float) -> float:
    """Return the seconds within which ``share`` of ``times`` lie."""
    ordered = sorted(times)
    return ordered[int(share * (len(ordered) - 1))] if ordered else 0.0
