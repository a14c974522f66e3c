"""Backups made while processes are killed: a finished one is whole, a killed one leaves nothing."""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from forum import ROOT, create_app
from forum.core.db import db
from forum.upkeep.backup import archive
from torture import serving
from torture.clients import Ledger
from torture.figures import Figures
from torture.invariants import acknowledged, state_of_the_house
from torture.serving import Served

#: The command that brings one back; of nobody erased is there a ledger.
RESTORE = ["restore", "--without-erased"]

#: Seconds a backup of this small city may take, the start of the program included.
LONGEST = 90


class Backups:
    """The folder of backups of a served city, and what was kept when the last one began."""

    def __init__(self, served: Served, known: dict[str, Any], ledger: Ledger) -> None:
        self.folder = Path(f"{known['INSTANCE_DIR']}.backups")
        self.environment = {**served.environment, "BACKUP_DIR": str(self.folder)}
        self.ledger = ledger
        self.finished: list[Path] = []
        #: What was acknowledged before the last finished one was begun.
        self.kept = Ledger()
        self.making: subprocess.Popen[str] | None = None
        self.asked = Ledger()

    def begin(self) -> subprocess.Popen[str]:
        """Begin a backup, as the command does."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "backup"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, **pipes)  # type: ignore[call-overload,no-any-return]

    def turn(self, figures: Figures, wait: bool = False) -> None:
        """Look at the backup that is being made beside the kills, and begin the next."""
        if self.making is not None and not wait and self.making.poll() is None:
            return
        self._end(figures)
        with self.ledger.lock:
            self.asked = Ledger(done=dict(self.ledger.done))
        self.making = self.begin()

    def _end(self, figures: Figures) -> None:
        if self.making is None:
            return
        told, wrong = self.making.communicate(timeout=LONGEST)
        if self.making.returncode == 0:
            figures.count("backups made while processes were killed")
            self.finished.append(Path(told.splitlines()[0]))
            self.kept = self.asked
        elif "No backup was made" in wrong and "Traceback" not in wrong:
            figures.count("backups that were not made and said so")
        else:
            figures.find(f"a backup ended with {self.making.returncode}: {wrong.strip()[-300:]}")
        self.making = None

    def kill_one(self, figures: Figures, dice: random.Random) -> bool:
        """Begin a backup, and kill it while it writes; False when it was faster."""
        self._end(figures)
        process, deadline = self.begin(), time.monotonic() + LONGEST
        while process.poll() is None and time.monotonic() < deadline:
            if any(self.folder.glob("*.part")):
                time.sleep(dice.random() * dice.choice((0.02, 0.3)))
                break
            time.sleep(0.005)
        process.kill()
        process.communicate()
        return process.returncode == -9

    def wrong(self, figures: Figures) -> Iterator[str]:
        """Make a last one in peace, and yield what is wrong with what lies in the folder."""
        self.turn(figures, wait=True)
        self._end(figures)
        if not self.finished:
            yield "no backup was made at all"
            return
        for part in self.folder.rglob("*.part"):
            yield f"half a backup is left behind: {part.name}"
        for path in self.folder.glob("kalaka-*.zip"):
            try:
                archive.check(path)
                figures.count("backups that looked finished, and were whole")
            except archive.Damaged as error:
                yield f"{path.name} looks finished, but {error}"
        yield from self._restored(figures)

    def _restored(self, figures: Figures) -> Iterable[str]:
        """Bring the last one back into an empty city, and yield what is missing there."""
        folder = Path(tempfile.mkdtemp(prefix="restored"))
        app = create_app(serving.settings(folder))
        with app.app_context():
            restored = app.test_cli_runner().invoke(args=[*RESTORE, str(self.finished[-1])])
            if restored.exit_code:
                return (f"not restored: {restored.output}",)
            found = [*acknowledged(Ledger(tried=self.ledger.tried, done=self.kept.done))]
            found += state_of_the_house()
            db.session.remove()
            db.engine.dispose()
        figures.count("deeds acknowledged before a backup and found in it", len(self.kept.done))
        shutil.rmtree(folder, ignore_errors=True)
        return (f"restored: {each}" for each in found)

    def forget(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
