"""What all machines have in common: an empty house, people, and verbs that may refuse."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine

from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import forget_pages
from tests.factories import Make, People
from torture.invariants import state_of_the_house

T = TypeVar("T")
_app: list[Flask] = []


def use(app: Flask) -> None:
    """Let the machines live in this application, on SQLite, empty as it is now."""
    _app[:] = [app]
    folder = Path(app.instance_path)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    shutil.copy(folder / "forum.db", folder / "machines.db")


class House(RuleBasedStateMachine):
    """An empty house at the beginning of each story; sound at the end of it."""

    steps = refusals = 0

    def __init__(self) -> None:
        super().__init__()
        self.app = _app[0]
        self.context = self.app.app_context()
        self.context.push()
        db.session.remove()
        db.engine.dispose()
        folder = Path(self.app.instance_path)
        for leftover in ("forum.db-wal", "forum.db-shm"):
            (folder / leftover).unlink(missing_ok=True)
        shutil.copy(folder / "machines.db", folder / "forum.db")
        forget_pages()
        self.make = Make()
        self.people = People(self.make)
        self.keys = 0
        self.prepare()
        db.session.commit()

    def prepare(self) -> None:
        """Make what the story needs."""

    def key(self) -> str:
        """Return a key no form had before."""
        self.keys += 1
        return f"machine-{self.keys:014d}"

    def do(self, verb: Callable[[], T]) -> T | None:
        """Do a verb as a view does: committed, or refused with a kind word and undone."""
        House.steps += 1
        try:
            made = verb()
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            House.refusals += 1
            if not str(refused.sentence):
                raise AssertionError("refused without a word") from refused
            return None
        return made

    def row(self, model: Any, number: int) -> Any:
        """Read a row anew."""
        return db.session.get(model, number, populate_existing=True)

    def teardown(self) -> None:
        """Look at the whole house, and leave it."""
        try:
            db.session.rollback()
            found = list(state_of_the_house())
            assert not found, "; ".join(found)
        finally:
            db.session.remove()
            db.engine.dispose()
            self.context.pop()
