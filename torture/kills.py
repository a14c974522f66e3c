"""`kill -9` of any process at any moment, under load: nothing acknowledged is lost or doubled."""

import random
import shutil
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torture import locks, serving, town
from torture.backups import Backups
from torture.clients import ACTORS, PATIENCE, Actor, Ledger
from torture.figures import Figures, percentile
from torture.invariants import everything
from torture.postgres import Postgres
from torture.serving import Served

#: How often each kind of process is chosen.
TARGETS = {
    "web process": 8,
    "process that holds the write lock": 3,
    "web server": 3,
    "worker": 4,
    "supervisor": 2,
    "backup": 2,
    "backend": 4,
}
#: Seconds in which the site must answer again, without help but for the start of a supervisor.
ANSWERS = 120
#: A backup is begun after so many kills, and made while the next ones go on.
BACKED_UP = 20
#: Seconds in which somebody who writes is looked for.
MEETING = 10
#: Of all kills, so many out of ten hit an application on SQLite.
SQLITE_SHARE = 7


def run(
    times: int = 200, seed: int = 1, database: str = "both", seconds: float = 1000, **_more: Any
) -> Figures:
    """Kill ``times`` processes, most over SQLite and the rest over PostgreSQL."""
    figures = Figures(f"kill -9 under load ({database})")
    share = SQLITE_SHARE / 10 if database == "both" else 1
    first = round(times * share)
    if database in {"both", "sqlite"}:
        _over(figures, first, seed, None, seconds * share)
    if database in {"both", "postgresql"}:
        share, rest = (1 - share, times - first) if database == "both" else (1, times)
        with Postgres() as server:
            _over(figures, rest, seed + 1, server, seconds * share)
    return figures


@dataclass
class Siege:
    """A served city, who acts in it, and the dice that choose what dies next."""

    figures: Figures
    served: Served
    ledger: Ledger
    backups: Backups
    dice: random.Random
    database: Path
    server: Any
    name: str
    waits: list[float] = field(default_factory=list)

    def kill_one(self) -> bool:
        """Kill a process of a kind that is there; False when there is none just now."""
        kind = self.dice.choices([*TARGETS], [*TARGETS.values()])[0]
        if not self._kill(kind):
            return False
        self.figures.count(f"killed on {self.name}: {kind}")
        waited = self.served.answers_within(ANSWERS, "/conversations")
        if waited is None:
            self.figures.find(f"{self.name}: no answer {ANSWERS} s after the death of a {kind}")
        else:
            self.waits.append(waited)
        return True

    def _kill(self, kind: str) -> bool:
        if kind == "backup":
            return self.backups.kill_one(self.figures, self.dice)
        members = self.served.members()
        if kind.endswith("lock"):
            ours = {*members["web process"], *members["worker"]}
            return self.server is None and locks.kill_writer(self.database, ours, MEETING)
        if kind == "backend":
            victims = self.server.backends() if self.server else []
        else:
            victims = members[kind]
        return bool(victims) and serving.kill(self.dice.choice(victims))


def _over(figures: Figures, times: int, seed: int, server: Any, seconds: float) -> None:
    """Serve a new city, act, kill, and look at what is left."""
    folder, deadline = Path(tempfile.mkdtemp(prefix="kills")), time.monotonic() + seconds
    known = serving.settings(folder, server.uri if server else "")
    app = serving.prepared(known)
    place, ledger = town.found(app), Ledger()
    name = "PostgreSQL" if server else "SQLite"
    with Served(known) as served:
        backups, dice = Backups(served, known, ledger), random.Random(seed)
        siege = Siege(figures, served, ledger, backups, dice, folder / "forum.db", server, name)
        actors = [Actor(n, served.port, place, ledger, seed) for n in range(ACTORS)]
        for actor in actors:
            actor.start()
        _kill(siege, times, deadline)
        for actor in actors:
            actor.stopping.set()
        for actor in actors:
            actor.join(PATIENCE + 30)
        if served.answers_within(ANSWERS, "/conversations") is None:
            figures.find(f"{name}: the site does not answer at the end")
        found = list(backups.wrong(figures))
    with app.app_context():
        found += everything(ledger, place)
    figures.find_all(f"{name}: {sentence}" for sentence in (*found, *ledger.strange))
    _tell(figures, siege)
    if found or ledger.strange:
        figures.tell(f"kept for a look ({name})", folder)
    else:
        backups.forget()
        served.log.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def _tell(figures: Figures, siege: Siege) -> None:
    name, ledger, waits = siege.name, siege.ledger, siege.waits
    figures.count(f"deeds acknowledged on {name}, each found once", len(ledger.done))
    figures.count(f"of them sent more than once on {name}", ledger.resent)
    figures.tell(f"refused for a reason on {name}", dict(sorted(ledger.refused.items())))
    words = f"median {percentile(waits, 0.5):.1f} s, longest {max(waits, default=0):.1f} s"
    figures.tell(f"until the site answered again on {name}", words)
    kinds = Counter(deed.kind for deed in ledger.done.values())
    figures.tell(f"kinds on {name}", dict(sorted(kinds.items())))


def _kill(siege: Siege, times: int, deadline: float) -> None:
    """Kill one process after the other, with backups being made beside it."""
    done, over = 0, threading.Event()
    watch = threading.Thread(target=_revive, args=(siege.served, over), daemon=True)
    watch.start()
    try:
        while done < times and time.monotonic() < deadline:
            time.sleep(siege.dice.random() * 0.9)
            if done % BACKED_UP == BACKED_UP // 2:
                siege.backups.turn(siege.figures)
            done += siege.kill_one()
    finally:  # also when somebody ends us: nothing may be started again behind our back
        over.set()
        watch.join()
    if done < times:
        siege.figures.fall_short(f"{done} of {times} kills over {siege.name} in the time given")


def _revive(served: Served, over: threading.Event) -> None:
    """Do what systemd does: start the supervisor again when it is gone."""
    while not over.wait(0.2):
        served.revive()
