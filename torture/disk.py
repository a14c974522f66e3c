"""A disk that is full: a kind page, nothing half written, and everything works once there is room."""

import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from torture import sending, serving, town
from torture.clients import Actor, Deed, Ledger, by_page
from torture.figures import Figures
from torture.invariants import everything
from torture.serving import Served

#: Size of the small file system.
SIZE_MB = 96
KINDS = ("_speak", "_vote", "_support", "_comment", "_register", "_tally", "_decide")


class SmallDisk:
    """A file system of its own, in memory, that can be filled to the last byte."""

    def __enter__(self) -> "SmallDisk":
        self.folder = Path(tempfile.mkdtemp(prefix="disk"))
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(self.folder)]
        self.mounted = subprocess.run(command, capture_output=True).returncode == 0
        return self

    def __exit__(self, *_error: object) -> None:
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.folder)], capture_output=True)
        with suppress(OSError):
            self.folder.rmdir()

    def fill(self) -> None:
        """Leave no room."""
        with (self.folder / f"filler{time.monotonic_ns()}").open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"\0" * size)

    def empty(self) -> None:
        """Give the room back."""
        for file in self.folder.glob("filler*"):
            file.unlink()


def run(seed: int = 1, **_more: Any) -> Figures:
    """Fill the disk under a served city, act, make room, act again."""
    figures = Figures("a full disk")
    with SmallDisk() as disk:
        if not disk.mounted:
            figures.tell("not done", "this account may not mount a small file system (needs root)")
            return figures
        known = serving.settings(disk.folder / "instance")
        app = serving.prepared(known)
        place, ledger = town.found(app), Ledger()
        with Served(known) as served:
            actor = Actor(1, served.port, place, ledger, seed)
            keys = {kind: f"disk-{kind[1:]}".ljust(22, "x") for kind in KINDS}
            deeds = [by_page(getattr(actor, kind)(key)) for kind, key in keys.items()]
            disk.fill()
            _try(figures, served, disk, deeds, ledger)
            _publish_and_upload(figures, served, place)
            _back_up(figures, known, disk)
            if served.ask("/conversations") != 200:
                figures.find("pages cannot be read while the disk is full")
            disk.empty()
            _again(figures, served, deeds, ledger)
            _publish_again(figures, served, place)
            _work_goes_on(figures, served, app, place)
        with app.app_context():
            figures.find_all(everything(ledger, place))
            figures.find_all(_publications(1))
    return figures


def _try(
    figures: Figures, served: Served, disk: SmallDisk, deeds: list[Deed], ledger: Ledger
) -> None:
    """Send each thing until there is no room for it; what fits into the log of the database fits."""
    for number, deed in enumerate(deeds):
        ledger.tried[deed.key] = deed
        language = ("hu", "en")[number % 2]
        deed.cookie = f"{deed.cookie}; language={language}"
        told = sending.send(served.port, deed, language)
        if told.status in {200, 303}:
            ledger.done[deed.key] = deed
            figures.count("things that still found room")
            disk.fill()
            continue
        words = deed.fields.get("text") or deed.fields.get("heard_hu")
        figures.find_all(
            f"full disk: {deed.kind} {w}" for w in sending.unkind(told, language, words)
        )
        figures.count("things refused kindly for lack of room")


def _publish_and_upload(figures: Figures, served: Served, place: town.Town) -> None:
    told = _publication(served, place)
    figures.find_all(f"full disk: a publication {w}" for w in sending.unkind(told, "hu"))
    path = f"/conversations/{place.talks[0]}/imports"
    content = ("text\n" + "Több padot kérünk a térre!\n" * 3000).encode()
    told = sending.upload(
        served.port, path, {"csrf_token": place.token()}, "file", content, place.facilitator
    )
    figures.find_all(f"full disk: an upload {w}" for w in sending.unkind(told, "hu"))
    figures.count("publications and uploads refused kindly", 2)


def _publication(served: Served, place: town.Town) -> sending.Told:
    talk, version = place.drafts[0]
    fields = {"csrf_token": place.token(), "version": version, "looked": "y"}
    deed = Deed(
        "publication", "", f"/conversations/{talk}/summary/publication", fields, place.planner
    )
    return sending.send(served.port, deed)


def _back_up(figures: Figures, known: dict[str, Any], disk: SmallDisk) -> None:
    """A backup that does not fit says so, and leaves no half of itself behind."""
    before = sorted(disk.folder.rglob("*"))
    target = disk.folder / "backups"
    served = Served({**known, "BACKUP_DIR": str(target)})
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "backup"]
    done = subprocess.run(
        command,
        cwd=serving.ROOT,
        env=served.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if "No such command" in done.stderr:
        figures.tell("backup", "there is no such command here")
        return
    if done.returncode == 0:
        figures.find("a backup onto a full disk says that it was made")
    if "Traceback" in done.stderr:
        figures.find(f"a backup onto a full disk ends in a trace: {done.stderr.strip()[-200:]}")
    left = [
        file for file in sorted(disk.folder.rglob("*")) if file not in before and file.is_file()
    ]
    left = [file for file in left if target in file.parents and not file.name.startswith(".")]
    figures.find_all(f"a backup left half a file behind: {file.name}" for file in left)
    figures.count("backups refused for lack of room")


def _again(figures: Figures, served: Served, deeds: list[Deed], ledger: Ledger) -> None:
    """Once there is room, the same thing sent again is kept, once."""
    for deed in deeds:
        told = sending.send(served.port, deed)
        if told.status not in {200, 303}:
            figures.find(f"with room again, {deed.kind} is answered with {told.status}")
        else:
            ledger.done[deed.key] = deed
            figures.count("things kept once there was room")


def _publish_again(figures: Figures, served: Served, place: town.Town) -> None:
    for _twice in range(2):
        told = _publication(served, place)
        if told.status != 303:
            figures.find(f"with room again, a publication is answered with {told.status}")


def _publications(wanted: int) -> list[str]:
    from sqlalchemy import func, select

    from forum.core.db import db
    from forum.reports.models import Publication

    number = db.session.scalar(select(func.count(Publication.id)))
    return [] if number == wanted else [f"{number} publications instead of {wanted}"]


def _work_goes_on(figures: Figures, served: Served, app: Any, place: town.Town) -> None:
    """The worker lives on: what is asked of it is done within two minutes."""
    from torture.jobs import ask_for_analysis, wait_for_jobs

    ask_for_analysis(served, place, place.talks[0])
    waited = wait_for_jobs(app, 150)
    if waited is None:
        figures.find("background work does not go on once there is room")
    else:
        figures.tell("background work went on after", f"{waited:.0f} s")
