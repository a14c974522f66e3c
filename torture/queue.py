"""A queue that dies in the middle of its work: nothing is lost, nothing is done twice."""

import random
import shutil
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import func, select

from forum.core.db import db, reading
from forum.core.jobs import Job
from forum.core.mail import OutboxMessage, post
from forum.reports.models import Publication, PublicationFile
from forum.themes.models import Analysis
from torture import sending, serving, town
from torture.clients import Actor, Deed, Ledger
from torture.figures import Figures
from torture.invariants import state_of_the_house
from torture.jobs import ask_for_analysis, count, open_jobs, wait_for_jobs
from torture.serving import Served, kill

LETTERS = 120


class Mailbox:
    """A mail server on this machine that counts what it took, by Message-ID."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.port = serving.free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a letter, not in a hurry."""
        time.sleep(0.01)
        head = envelope.content.decode(errors="replace").partition("\r\n\r\n")[0]
        for line in head.splitlines():
            if line.lower().startswith("message-id:"):
                self.taken[line.partition(":")[2].strip()] += 1
        return "250 taken"

    def __enter__(self) -> "Mailbox":
        self.controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop()


def run(times: int = 12, seed: int = 1, seconds: float = 900, **_more: Any) -> Figures:
    """Kill the worker ``times`` times in the middle of each kind of work."""
    figures, until = Figures("a queue that dies in the middle"), time.monotonic() + seconds
    dice = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="queue"))
    with Mailbox() as mailbox:
        known = serving.settings(folder, SMTP_URL=f"smtp://127.0.0.1:{mailbox.port}")
        app = serving.prepared(known)
        place = town.found(app)
        with Served(known) as served:
            _analyses(figures, served, app, place, dice, max(1, times // 2), until)
            _publications(figures, served, app, place, dice)
            _letters(figures, served, app, mailbox, dice, max(1, times // 3))
        with app.app_context():
            figures.find_all(state_of_the_house())
            _forget()
    if time.monotonic() < until:
        _without_redis(figures, seed)
    else:
        figures.fall_short("a queue without its Redis was not tried")
    shutil.rmtree(folder, ignore_errors=True)
    return figures


def _forget() -> None:
    db.session.remove()
    db.engine.dispose()


def _kill_worker(served: Served) -> bool:
    """Kill the worker as soon as there is one."""
    for _try in range(100):
        with suppress(IndexError):
            return kill(served.members()["worker"][0])
        time.sleep(0.1)
    return False


def _analyses(
    figures: Figures,
    served: Served,
    app: Flask,
    place: town.Town,
    dice: random.Random,
    times: int,
    until: float,
) -> None:
    """Sort the opinions, and kill the worker while it does."""
    before = count(app, Analysis, Analysis.succeeded())
    asked = 0
    for number in range(times):
        if time.monotonic() > until:
            figures.fall_short(f"{times - number} of {times} analyses were not asked for")
            break
        told = ask_for_analysis(served, place, place.talks[number % len(place.talks)])
        if told.status != 303:
            figures.find(f"to ask for an analysis is answered with {told.status}")
            continue
        asked += 1
        time.sleep(dice.random() * 1.5)
        figures.count("workers killed in the middle of an analysis", _kill_worker(served))
        waited = wait_for_jobs(app, 90)
        if waited is None:
            figures.find(f"an analysis is not over 90 s after its worker died: {_states(app)}")
            return
    done = count(app, Analysis, Analysis.succeeded()) - before
    if done != asked:
        figures.find(f"{asked} analyses were asked for, {done} were done")
    figures.count("analyses done, once each", done)
    failed = count(app, Job, Job.state == "failed")
    if failed:
        figures.find(f"{failed} jobs failed: {_states(app)}")


def _states(app: Flask) -> str:
    with app.app_context(), reading():
        rows = db.session.execute(select(Job.kind, Job.state, Job.tries, Job.error)).all()
        db.session.rollback()
    return "; ".join(f"{k} {s} {t} {e[-120:]!r}" for k, s, t, e in rows if s != "done")


def _publications(
    figures: Figures, served: Served, app: Flask, place: town.Town, dice: random.Random
) -> None:
    """Publish, and kill the web process that does; the planner sends it again."""
    for talk, version in place.drafts:
        fields = {"csrf_token": place.token(), "version": version, "looked": "y"}
        path = f"/conversations/{talk}/summary/publication"
        deed = Deed("publication", "", path, fields, place.planner)
        sender = threading.Thread(target=sending.send, args=(served.port, deed))
        sender.start()
        time.sleep(dice.random() * 0.8)
        for victim in served.members()["web process"]:
            kill(victim)
        sender.join(60)
        figures.count("publications whose process was killed")
        status = _sent_again(served, deed)
        if status != 303:
            figures.find(f"a publication sent again is answered with {status}")
    _count_publications(figures, app, len(place.drafts))


def _sent_again(served: Served, deed: Deed) -> int:
    """Send a deed until it is taken, for as long as anybody would; return the last answer."""
    status = 0
    for _try in range(60):
        status = sending.send(served.port, deed).status
        if status == 303:
            break
        time.sleep(0.3)
    return status


def _count_publications(figures: Figures, app: Flask, drafts: int) -> None:
    """Look whether each draft was published once, with all its files, and no number is missing."""
    with app.app_context(), reading():
        rows = db.session.execute(
            select(Publication.conversation_id, func.count(func.distinct(Publication.id))).group_by(
                Publication.conversation_id
            )
        ).all()
        files = db.session.execute(
            select(PublicationFile.publication_id, func.count()).group_by(
                PublicationFile.publication_id
            )
        ).all()
        numbers = sorted(db.session.scalars(select(Publication.number)))
        db.session.rollback()
    figures.find_all(f"conversation {talk} was published {n} times" for talk, n in rows if n != 1)
    if len({n for _publication, n in files}) > 1 or len(files) != drafts:
        figures.find(f"publications have different numbers of files: {files}")
    if numbers != list(range(1, len(numbers) + 1)):
        figures.find(f"numbers of publications have a gap: {numbers}")
    figures.count("publications, whole and once each", len(rows))


def _letters(
    figures: Figures, served: Served, app: Flask, mailbox: Mailbox, dice: random.Random, times: int
) -> None:
    """Send letters, and kill the worker in the middle; each arrives, at most once more."""
    with app.app_context():
        for number in range(LETTERS):
            post(f"lakos{number}@example.org", f"Hír {number}", "Kedves lakos!")
        db.session.commit()
        db.session.remove()
    before, killed = set(mailbox.taken), 0
    for _time in range(times):
        _wait_for_letters(mailbox, len(mailbox.taken) + dice.randint(3, 20), 75)
        killed += _kill_worker(served)
    figures.count("workers killed in the middle of a mail run", killed)
    deadline = time.monotonic() + 200
    while _waiting(app) and time.monotonic() < deadline:
        time.sleep(1)
    ours = {name: n for name, n in mailbox.taken.items() if name not in before}
    if len(ours) < LETTERS:
        figures.find(f"{LETTERS - len(ours)} of {LETTERS} letters did not arrive")
    doubled = sum(n - 1 for n in ours.values())
    if doubled > killed or any(n > 2 for n in ours.values()):
        figures.find(f"{doubled} letters arrived again after {killed} deaths of the worker")
    figures.count("letters arrived, each under one Message-ID", len(ours))
    figures.count("of them once more than needed", doubled)


def _wait_for_letters(mailbox: Mailbox, number: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while len(mailbox.taken) < number and time.monotonic() < deadline:
        time.sleep(0.02)


def _waiting(app: Flask) -> int:
    return count(app, OutboxMessage, OutboxMessage.due_at.is_not(None))


def _without_redis(figures: Figures, seed: int) -> None:
    """With no Redis to carry it, what is asked is kept, and done as soon as there is a queue."""
    folder = Path(tempfile.mkdtemp(prefix="redis"))
    known = serving.settings(folder)
    app = serving.prepared(known)
    place, ledger = town.found(app), Ledger()
    absent = {**known, "REDIS_URL": f"redis://127.0.0.1:{serving.free_port()}/0"}
    with Served(absent) as served:
        actor = Actor(1, served.port, place, ledger, seed)
        for number in range(5):
            told = sending.send(served.port, actor._speak(f"redis{number}".ljust(22, "x")))
            if told.status != 303:
                figures.find(f"without Redis, an opinion is answered with {told.status}")
        ask_for_analysis(served, place, place.talks[0])
        waiting = open_jobs(app)
        time.sleep(20)
        if served.ask("/conversations") != 200:
            figures.find("without Redis, the site stops answering")
    with Served(known):
        if wait_for_jobs(app, 60) is None or not waiting:
            figures.find(f"what was asked without Redis is not done with a queue: {_states(app)}")
    figures.count("jobs asked for without Redis and done later", waiting)
    with app.app_context():
        _forget()
    shutil.rmtree(folder, ignore_errors=True)
