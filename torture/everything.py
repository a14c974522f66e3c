"""All parts at once: those that mostly wait beside those that work, and one table at the end."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from torture.figures import Figures

#: Minutes after which whatever still goes on is ended; what it did not do is said.
LONGEST = 19
#: Rows of parts: those of a row follow each other, the rows go on beside each other.
ROWS: tuple[tuple[list[str], ...], ...] = (
    (["kills", "--database", "sqlite", "--times", "140", "--seconds", "1000"],),
    (["kills", "--database", "postgresql", "--times", "60", "--seconds", "1000"],),
    (["fuzz", "--times", "50000", "--seconds", "1020"],),
    (["database"], ["queue", "--times", "12"], ["disk"]),
    (["machines", "--times", "25"], ["backup"], ["api", "--times", "10"]),
)
#: What the table tells, and the figures it is the sum of, by the beginning of their names.
TABLE = (
    ("requests fuzzed", ("requests",)),
    ("of them over real sockets", ("requests over HTTP",)),
    ("processes killed over SQLite", ("killed on SQLite",)),
    ("processes killed over PostgreSQL", ("killed on PostgreSQL",)),
    ("of them holding the write lock", ("killed on SQLite: process that holds",)),
    ("backups killed in the middle", ("killed on SQLite: backup", "killed on PostgreSQL: backup")),
    ("workers killed in the middle of their work", ("workers killed",)),
    ("deeds acknowledged, each found once", ("deeds acknowledged on",)),
    ("of them sent more than once", ("of them sent more than once",)),
    ("rows compared after a backup came back", ("rows compared",)),
    ("files compared", ("files in them",)),
    ("backups made beside the kills", ("backups made while",)),
    ("letters arrived", ("letters arrived",)),
    ("analyses done once", ("analyses done",)),
    ("publications, whole and once", ("publications, whole",)),
    ("things refused kindly", ("things refused kindly", "publications and uploads refused")),
    ("requests to the API from its description", ("asked of the API",)),
    ("steps of the state machines", ("steps of",)),
)


def everything(
    seed: int, database: str, share: float = 1, minutes: float = LONGEST
) -> list[Figures]:
    """Do all parts, each in a process of its own; print their figures and the table.

    With a ``share`` of 0.1 everything is done a tenth as often; a busy machine needs more minutes.
    """
    with tempfile.TemporaryDirectory(prefix="torture") as folder:
        rows = [Row(scaled(row, share, minutes), Path(folder), seed, database) for row in ROWS]
        deadline = time.monotonic() + minutes * 60
        try:
            while [row for row in rows if row.goes_on()] and time.monotonic() < deadline:
                time.sleep(0.5)
        finally:  # also when somebody ends us: what was started ends with us
            done = [figures for row in rows for figures in row.end()]
    print_table(done)
    return done


def scaled(row: tuple[list[str], ...], share: float, minutes: float) -> list[list[str]]:
    """Return the parts of a row with a share of their times, and their seconds for the minutes."""
    factors = {"--times": share, "--seconds": minutes / LONGEST}
    return [
        [
            str(max(2, round(int(word) * factors[before]))) if before in factors else word
            for before, word in zip(["", *words], words, strict=False)
        ]
        for words in row
    ]


class Row:
    """Parts that follow each other, beside other rows."""

    def __init__(self, parts: list[list[str]], folder: Path, seed: int, database: str) -> None:
        self.parts, self.folder = [each for each in parts if _is_meant(each, database)], folder
        self.more = ["--seed", str(seed)]
        self.more_if_open = ["--database", database]
        self.done: list[Figures] = []
        self.process: subprocess.Popen[bytes] | None = None

    def goes_on(self) -> bool:
        """Begin the next part when the one before it is over; False when all are."""
        if self.process is not None and self.process.poll() is None:
            return True
        if self.process is not None:
            self._read()
        if self.parts:
            self._begin()
        return self.process is not None

    def _begin(self) -> None:
        words, path = self.parts[0], self._path(".txt")
        words = words if "--database" in words else [*words, *self.more_if_open]
        command = [sys.executable, "-W", "ignore", "-m", "torture", *words, *self.more]
        with path.open("wb") as told:
            self.process = subprocess.Popen(
                [*command, "--figures", str(self._path(".json"))],
                stdout=told,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _path(self, end: str) -> Path:
        return self.folder / ("-".join(self.parts[0]) + end)

    def _read(self) -> None:
        """Print what a part told, and keep its figures."""
        shown = self._path(".txt").read_text(errors="replace")
        try:
            kept = json.loads(self._path(".json").read_text())
            print(shown.rstrip().rpartition("\n\n")[0], flush=True)
            self.done += [Figures.of(each) for each in kept]
        except (OSError, ValueError):
            broken = Figures(" ".join(self.parts[0]))
            broken.find(f"this part broke off: {shown.strip()[-600:]}")
            self.done.append(broken)
            broken.show()
        self.parts.pop(0)
        self.process = None

    def end(self) -> list[Figures]:
        """End what still goes on, and say what was not done."""
        if self.process is not None:
            _end(self.process)
        for words in self.parts:
            left = Figures(" ".join(words))
            left.fall_short("not over when the time was")
            left.show()
            self.done.append(left)
        return self.done


def _is_meant(words: list[str], database: str) -> bool:
    return database == "both" or "--database" not in words or database in words


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()


def print_table(done: list[Figures]) -> None:
    """Print the sums in a form that can be pasted into the documentation."""
    print("\n| What | How much |\n| --- | ---: |")
    for what, names in TABLE:
        number = sum(
            count for figures in done for name, count in figures.counts.items() if _is(name, names)
        )
        print(f"| {what} | {number:,} |")
    findings, short = sum(len(e.findings) for e in done), sum(len(e.short) for e in done)
    print(f"| findings | {findings} |\n| left out for lack of time | {short} |", flush=True)


def _is(name: str, beginnings: tuple[str, ...]) -> bool:
    return any(name.startswith(each) for each in beginnings)
