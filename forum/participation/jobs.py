"""When to book: soon after something changed, at most once a minute, and every night."""

from typing import Any

from sqlalchemy import select

from forum.accounts.models import visitor_signed_in
from forum.communities.models import community_members_changed
from forum.core.db import db
from forum.core.jobs import Job, job, nightly
from forum.events.attending.attendance import attendance_entered
from forum.events.registration.registrations import (
    registration_cancelled,
    registration_made,
)
from forum.ideas.models import idea_proposed
from forum.opinions.models import (
    opinion_hidden,
    opinion_restored,
    opinion_spoken,
    opinions_imported,
)
from forum.participation.booking import book

KIND = "ledger"


def ask(_sender: Any = None, **_details: Any) -> None:
    """Ask for a booking in the present transaction, unless one waits already.

    It is not sent at once: the sweep finds it within the minute, so that a hall full of people
    makes one booking a minute and not one for each tap. Whoever takes up the waiting one must wait
    for this transaction, and so sees what it wrote.
    """
    waiting = select(Job.id).where(Job.kind == KIND, Job.state == "queued").limit(1)
    if db.session.scalar(waiting.with_for_update(read=True)) is None:
        db.session.add(Job(kind=KIND))


@job(KIND)
def run(_job: Job) -> None:
    """Book in the background."""
    book()
    db.session.commit()


@nightly
def every_night() -> None:
    """Book what nobody asked for, such as weighings."""
    book()
    db.session.commit()


def connect() -> None:
    """Book after whatever tells that somebody took part."""
    for changed in (
        registration_made,
        registration_cancelled,
        attendance_entered,
        opinion_spoken,
        opinions_imported,
        idea_proposed,
        community_members_changed,
        opinion_hidden,
        opinion_restored,
        visitor_signed_in,
    ):
        changed.connect(ask)
