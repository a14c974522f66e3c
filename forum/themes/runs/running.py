"""Runs of the engine: read the rows, compute without holding the database, write in one go."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.jobs import enqueue
from forum.themes import glance, publishing, queries, records
from forum.themes.board.steps import lock
from forum.themes.models import Analysis
from forum.themes.pictures import maps
from forum.themes.runs import arriving
from forum.themes.runs.reading import last_finished, read_input, read_previous, settings_of
from forum.themes.runs.writing import write
from forum.themes.sorting.steadiness import known_themes
from forum.themes.weighings import grouping

#: A run that was not asked of the queue and is older than this has died.
LONGEST_RUN = timedelta(minutes=30)

ANALYSED = declare(
    "conversation.analysed",
    _l("%(actor)s had the opinions of “%(reference)s” sorted into themes."),
)

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], Any]


def begin(conversation: Conversation, by: Person | None, queued: bool = True) -> Analysis:
    """Ask for an analysis; while one is running, that one is returned."""
    former = _unfinished(conversation.id)
    if former is not None:
        if is_alive(former):
            return former
        former.failed, former.finished_at = True, now()
        db.session.flush()
    analysis = Analysis(
        conversation_id=conversation.id,
        by_id=by.id if by else None,
        settings=asdict(records.Settings()),
    )
    try:
        with db.session.begin_nested():
            db.session.add(analysis)
    except IntegrityError:  # a second click was quicker
        other = _unfinished(conversation.id)
        if other is None:
            raise
        return other
    if queued:
        analysis.job_id = enqueue("analysis", by, analysis_id=analysis.id).id
    record(ANALYSED, by, conversation)
    return analysis


def is_alive(analysis: Analysis) -> bool:
    """Tell whether a run is waiting or under way."""
    if analysis.finished_at is not None:
        return False
    if analysis.job is not None:
        return not analysis.job.over
    return analysis.at > now() - LONGEST_RUN


def _unfinished(conversation_id: int) -> Analysis | None:
    running = select(Analysis).filter_by(conversation_id=conversation_id, finished_at=None)
    return db.session.scalars(running).first()


def run(analysis_id: int, progress: Progress) -> None:
    """Do an analysis that was begun; commits. What fails is marked so and raised.

    Begun again after a crash, a finished one is only followed up.
    """
    try:
        if db.session.get_one(Analysis, analysis_id).finished_at is None:
            _run(analysis_id, progress)
    except Exception:
        db.session.rollback()
        analysis = db.session.get_one(Analysis, analysis_id)
        analysis.failed, analysis.finished_at = True, now()
        db.session.commit()
        raise
    _follow_up(analysis_id)


def _follow_up(analysis_id: int) -> None:
    """Renew what is made from a finished analysis; one that fails keeps no other from being made."""
    conversation_id = db.session.get_one(Analysis, analysis_id).conversation_id
    for renew, number in (
        (publishing.publish_conversation, conversation_id),
        (glance.keep_quotes, analysis_id),
        (maps.renew, analysis_id),
        (grouping.refresh, conversation_id),
    ):
        try:
            renew(number)
        except Exception:
            db.session.rollback()
            _log.exception("%s of analysis %s is left to the next one", renew.__name__, analysis_id)


def _run(analysis_id: int, progress: Progress) -> None:
    # The engine takes a second to load, and only the worker needs it.
    from forum.themes.analysis import analyse
    from forum.themes.sorting.lessons import lessons

    analysis = db.session.get_one(Analysis, analysis_id)
    settings = settings_of(analysis)
    conversation = db.session.get_one(Conversation, analysis.conversation_id)
    here, read, previous = conversation.id, read_input(conversation), read_previous(conversation)
    db.session.rollback()  # nobody waits for the database while this computes
    result = analyse(
        read.opinions,
        read.themes,
        read.verdicts,
        settings,
        progress=progress,
        rejected=read.rejected,
        previous=previous,
        keep_sorter=lambda sorter: arriving.keep(here, analysis_id, sorter),
    )
    words = lessons(read.themes, result)
    analysis = db.session.get_one(Analysis, analysis_id)
    lock(here)
    codebook = known_themes(read.themes, read.verdicts, len(read.opinions), previous, settings)
    write(analysis, result, codebook, len(read.opinions))
    analysis.words = {str(theme): told for theme, told in words.items()}
    conversation = db.session.get_one(Conversation, here)
    conversation.changed()
    if queries.rest(conversation, analysis).new:  # said while this computed
        arriving.ask(here)
    db.session.commit()


def refresh_all() -> None:
    """Ask for an analysis of every open conversation that has changed since its last one."""
    for conversation in db.session.scalars(select(Conversation)).unique().all():
        number = conversation.id
        try:
            if conversation.is_open and conversation.closing is None and _changed(conversation):
                begin(conversation, by=None)
            db.session.commit()
        except Exception:
            db.session.rollback()
            _log.exception("conversation %s is left to the next night", number)


def _changed(conversation: Conversation) -> bool:
    last = last_finished(conversation.id)
    if last is None:
        return False
    return read_input(conversation).hash(records.Settings()) != last.input_hash
