"""What is due to be erased, and erasing it: batch by batch, each of them whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from forum.core.afterwards import note
from forum.core.db import db
from forum.core.jobs import Job, enqueue
from forum.core.keeping import DataClass, Step, classes, steps_of
from forum.privacy.retention.holds import Held, Holds, holding
from forum.privacy.retention.models import RetentionRun
from forum.privacy.retention.periods import all_days, before
from forum.privacy.retention.warning import warn

#: Rows erased in one transaction, and fewer where a step says so: others wait for a fraction of a
#: second at most.
BATCH = 200


@dataclass(frozen=True)
class Due:
    """How it stands with a class: its period, what is over it, and what holds that."""

    one: DataClass
    days: int
    rows: int
    #: How many of these stay since something else of theirs is held (``sparing``).
    spared: int
    oldest: datetime | None
    held: Held | None

    @property
    def erasable(self) -> int:
        """How many rows would be erased now."""
        return self.rows - self.kept_back

    @property
    def kept_back(self) -> int:
        """How many rows are over their period, but held."""
        return self.rows if self.held else self.spared


def overview(at: datetime | None = None) -> list[Due]:
    """Return how it stands with every class that has a period."""
    days, holds = all_days(), Holds()
    return [
        Due(one, days[one.name], *_counted(one, before(days[one.name], at)), _first(holds.of(one)))
        for one in classes()
        if one.retention
    ]


def _first(held: list[Held]) -> Held | None:
    return held[0] if held else None


def _counted(one: DataClass, limit: datetime) -> tuple[int, int, datetime | None]:
    """Return how many rows are over their period, how many of them stay, and the oldest moment."""
    rows, spared, oldest = 0, 0, None
    for step in steps_of(one):
        number, first = _number(step.over or step.due, limit)
        spared += number - _number(step.due, limit)[0] if step.over and number else 0
        rows += number
        oldest = min(filter(None, (oldest, first)), default=None)
    return rows, spared, oldest


def _number(query: Callable[[datetime], Select[Any]], limit: datetime) -> Any:
    """Return how many rows are selected, and the oldest moment among them."""
    found = query(limit).subquery()
    return db.session.execute(select(func.count(), func.min(found.c.at))).one()


def start(by: Any = None) -> RetentionRun:
    """Ask for a run through all the classes; one that is not over yet will do."""
    going = (
        select(RetentionRun)
        .join(Job, Job.id == RetentionRun.job_id)
        .where(RetentionRun.finished_at.is_(None), Job.state.in_(("queued", "running")))
    )
    run = db.session.scalars(going).first()
    if run is None:
        run = RetentionRun(by_id=getattr(by, "id", None))
        db.session.add(run)
        db.session.flush()
        run.job_id = enqueue("retention", by, run_id=run.id).id
    return run


def carry_out(run: RetentionRun, job: Job) -> None:
    """Write who is about to lose an unused account, and erase what is due and not held.

    Broken off anywhere, it goes on from there.
    """
    warn()
    days = all_days()
    total = job.done + sum(due.erasable for due in overview(run.at))
    for one in reversed(classes()):  # accounts first: the others find what their erasing leaves
        if one.retention:
            for rows in _erase_class(run, one, before(days[one.name], run.at)):
                job.report(min(job.done + rows, total), total)
    run.finish()
    if run.erased:
        note("erased", True)
    db.session.commit()


def _erase_class(run: RetentionRun, one: DataClass, limit: datetime) -> Iterator[int]:
    """Erase a class batch by batch; whoever goes on commits each."""
    for step in steps_of(one):
        last: list[Any] = []
        while batch := _batch(run, one, step, limit):
            numbers = [row.id for row in batch]
            if numbers == last:
                raise RuntimeError(f"rows of {step.table} are due again after being erased")
            last, rows = numbers, step.erase(numbers)
            run.note(one, rows, min(row.at for row in batch), limit)
            yield rows


def _batch(run: RetentionRun, one: DataClass, step: Step, limit: datetime) -> list[Any]:
    """Return the next rows, unless a hold has come; a hold that comes now waits for this batch."""
    db.session.execute(select(RetentionRun.id).where(RetentionRun.id == run.id).with_for_update())
    if holding(one):
        return []
    due = step.due(limit).order_by("id").limit(min(step.batch or BATCH, BATCH))
    return list(db.session.execute(due).all())
