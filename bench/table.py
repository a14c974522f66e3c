"""One row of a bench's table: a page asked for again and again, next to what it is measured by."""

import itertools

from bench import load

#: How long each page is asked for.
SECONDS = 6.0


def line(name: str, outcome: load.Outcome, base: load.Outcome | None = None) -> None:
    """Print one row of the table."""
    ratio = f"{outcome.rate / base.rate:6.2f}" if base else "      "
    print(
        f"{name:44} {outcome.rate:8.0f}/s {ratio}  p50 {outcome.percentile(0.5):6.1f} ms"
        f"  p95 {outcome.percentile(0.95):6.1f} ms  {outcome.body_size:7} B  {outcome.statuses}"
    )


def measure(port: int, request: bytes) -> load.Outcome:
    """Ask for one page again and again, after warming up."""
    load.run(port, itertools.repeat(request), 1.0)
    return load.run(port, itertools.repeat(request), SECONDS)
