"""Writing the letters of news that are due: each thing in one letter, and no letter twice.

Whoever writes holds the rows of the readers, so that of two workers the second passes them by;
a letter and the notices it tells are written in one transaction, so a crash leaves both or neither.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core import bounces
from forum.core.days import begin_of, day_of
from forum.core.db import db, now
from forum.core.jobs import often
from forum.core.mail import OutboxMessage, post
from forum.notices.digests import Reader, compose, signatures
from forum.notices.models import Notice
from forum.notices.presenters import Asked
from forum.notices.readers import readers_of, told_already
from forum.notices.sorts import comes_at_once, sort_of
from forum.notices.timing import Wish

#: Readers whose letters are written in one transaction.
BATCH = 50
#: What could not be put into words is tried again so much later.
LATER = timedelta(days=1)

#: Somebody who cannot be reached any more.
_NOBODY = Reader(0, "", "hu"), Wish(pace="never")

_log = logging.getLogger(__name__)


@often
def write_due_letters() -> None:
    """Write every letter that is due, batch by batch."""
    last: int | None = 0
    while last is not None:
        last = write_batch(after=last)


def write_batch(after: int = 0) -> int | None:
    """Write the due letters of some people numbered above ``after``; commits.

    Returns the number to go on from, None when nobody is left.
    """
    moment = now()
    due = select(Notice.person_id).where(Notice.letter_due_at <= moment, Notice.person_id > after)
    people = list(db.session.scalars(due.distinct().order_by(Notice.person_id).limit(BATCH)))
    mine = select(Person.id).where(Person.id.in_(people)).order_by(Person.id)
    held = list(db.session.scalars(mine.with_for_update(skip_locked=True, key_share=True)))
    if held:
        _write(held, moment)
    db.session.commit()
    return people[-1] if people else None


def _write(people: list[int], moment: datetime) -> None:
    rows = select(Notice).where(Notice.person_id.in_(people), Notice.letter_due_at <= moment)
    notices = list(db.session.scalars(rows.order_by(Notice.person_id, Notice.id)))
    readers, written, asked = readers_of(people), _written_today(people, moment), Asked()
    told = told_already([reader for reader, _wish in readers.values()], notices)
    stopped = bounces.stopped(reader.email for reader, _wish in readers.values())
    signed = signatures()
    for person_id, waiting in groupby(notices, key=lambda each: each.person_id):
        reader, wish = readers.get(person_id, _NOBODY)
        kept = []
        for each in waiting:
            what = (reader.email, each.kind, each.key)
            if what in told or reader.email in stopped or not _may_go(each, wish, asked):
                each.letter_due_at = None
            else:
                told.add(what)
                kept.append(each)
        if kept:
            room = max(wish.most_a_day - written.get(person_id, 0), 0)
            _write_to(Desk(reader, wish, room, signed[reader.language]), kept, moment)


def _may_go(notice: Notice, wish: Wish, asked: Asked) -> bool:
    wanted = wish.pace != "never" and sort_of(notice.kind) not in wish.muted
    return wanted and asked.may_be_sent(notice)


def _written_today(people: list[int], moment: datetime) -> dict[int, int]:
    """Count the letters of news each has got since midnight in the city."""
    query = (
        select(Notice.person_id, func.count(Notice.letter_id.distinct()))
        .join(OutboxMessage, OutboxMessage.id == Notice.letter_id)
        .where(Notice.person_id.in_(people))
        .where(OutboxMessage.created_at >= begin_of(day_of(moment)))
        .group_by(Notice.person_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


class Desk(NamedTuple):
    """What it takes to write to one reader: their wish, letters left today, how letters end."""

    reader: Reader
    wish: Wish
    room: int
    signed: str


def _write_to(desk: Desk, notices: list[Notice], moment: datetime) -> None:
    """Write one reader's letters: never at night, and what is over the cap waits for the morning."""
    awake = desk.wish.awake(moment)
    if awake > moment:
        _wait(notices, awake)
        return
    letters = _letters(desk.wish, notices, moment)
    for letter in letters[: desk.room]:
        _post(desk, letter, moment)
    for letter in letters[desk.room :]:
        _wait(letter, desk.wish.next_morning(moment))


def _wait(notices: Sequence[Notice], until: datetime) -> None:
    for notice in notices:
        notice.letter_due_at = until


def _letters(wish: Wish, notices: list[Notice], moment: datetime) -> list[list[Notice]]:
    """Divide what is due into letters: what waited comes together, what is new each by itself."""
    today = begin_of(day_of(moment))
    alone = [each for each in notices if each.at >= today and _comes_alone(each, wish)]
    together = [each for each in notices if each not in alone]
    return ([together] if together else []) + [[each] for each in alone]


def _comes_alone(notice: Notice, wish: Wish) -> bool:
    return wish.pace == "once" or (wish.pace == "usual" and comes_at_once(notice.kind))


def _post(desk: Desk, notices: list[Notice], moment: datetime) -> None:
    """Put a letter into the outbox, and note in which letter each thing was told."""
    reader = desk.reader
    try:
        letter = compose(reader, notices, desk.signed)
    except Exception:  # words of another room failed: the other letters are written all the same
        _log.exception("the letter for person %s could not be written", reader.id)
        _wait(notices, moment + LATER)
        return
    message = post(reader.email, letter.subject, letter.text, reader, letter.html, letter.headers)
    db.session.flush()
    for notice in notices:
        notice.letter_id, notice.letter_due_at = message.id, None
