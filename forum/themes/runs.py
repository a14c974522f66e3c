"""Runs of the engine: read the rows, compute without holding the database, write in one go."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.jobs import enqueue
from forum.opinions.models import Opinion
from forum.themes import records
from forum.themes.board import lock
from forum.themes.models import Analysis, Membership, Proposal, Theme, Verdict
from forum.themes.operations import codebook_of

#: A run that was not asked of the queue and is older than this has died.
LONGEST_RUN = timedelta(minutes=30)

ANALYSED = declare(
    "conversation.analysed",
    _l("%(actor)s had the opinions of “%(reference)s” sorted into themes."),
)

Progress = Callable[[int, int], Any]


@dataclass(frozen=True)
class Input:
    """Everything the engine reads."""

    opinions: list[records.Opinion]
    themes: list[records.Theme]
    verdicts: list[records.Verdict]
    rejected: list[records.Rejected]


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
    """Do an analysis that was begun; commits. What fails is marked so and raised."""
    try:
        _run(analysis_id, progress)
    except Exception:
        db.session.rollback()
        analysis = db.session.get_one(Analysis, analysis_id)
        analysis.failed, analysis.finished_at = True, now()
        db.session.commit()
        raise


def _run(analysis_id: int, progress: Progress) -> None:
    # The engine takes a second to load, and only the worker needs it.
    from forum.themes.analysis import analyse

    analysis = db.session.get_one(Analysis, analysis_id)
    settings = records.Settings(**analysis.settings)
    read = read_input(db.session.get_one(Conversation, analysis.conversation_id))
    db.session.rollback()  # nobody waits for the database while this computes
    result = analyse(
        read.opinions,
        read.themes,
        read.verdicts,
        settings,
        progress=progress,
        rejected=read.rejected,
    )
    analysis = db.session.get_one(Analysis, analysis_id)
    lock(analysis.conversation_id)
    _write_memberships(analysis, result)
    _write_proposals(analysis, result)
    _write_findings(analysis, result, len(read.opinions))
    db.session.get_one(Conversation, analysis.conversation_id).changed()
    db.session.commit()


def read_input(conversation: Conversation) -> Input:
    """Read what the engine needs of a conversation, as plain records."""
    shown = Opinion.conversation_id == conversation.id, Opinion.visible
    opinions = db.session.execute(
        select(
            Opinion.id,
            Opinion.text,
            Opinion.author_id,
            Opinion.neighbourhood_id,
            Opinion.age_band_id,
            Opinion.agrees,
            Opinion.disagrees,
            Opinion.passes,
        ).where(*shown)
    )
    themes = db.session.scalars(
        select(Theme).where(
            Theme.project_id == codebook_of(conversation),
            Theme.retired_at.is_(None),
            Theme.merged_into_id.is_(None),
        )
    )
    verdicts = db.session.execute(
        select(Verdict.opinion_id, Verdict.theme_id, Verdict.belongs, Verdict.position)
        .join(Opinion, Opinion.id == Verdict.opinion_id)
        .where(*shown)
    )
    rejected = db.session.scalars(
        select(Proposal).filter_by(conversation_id=conversation.id, state="rejected")
    )
    return Input(
        [records.Opinion(*row) for row in opinions],
        [_theme(theme) for theme in themes],
        [records.Verdict(*row) for row in verdicts],
        [records.Rejected(row.key, tuple(row.words)) for row in rejected],
    )


def _theme(theme: Theme) -> records.Theme:
    return records.Theme(
        theme.id,
        theme.name_hu,
        "whom" if theme.facet == "whom" else "what",
        theme.description_hu,
        tuple(theme.seeds),
        tuple(theme.examples),
    )


def _write_memberships(analysis: Analysis, result: records.Result) -> None:
    """Replace what the engine said before; what people said, also meanwhile, stands."""
    here = analysis.conversation_id
    db.session.execute(
        delete(Membership).where(Membership.conversation_id == here, ~Membership.by_staff)
    )
    themes = {theme.id: theme for theme in db.session.scalars(select(Theme))}
    said = _said(here)
    settled = {(o, themes[t].facet) for (o, t), belongs in said.items() if belongs}
    rows = [
        {
            "conversation_id": here,
            "opinion_id": each.opinion_id,
            "theme_id": each.theme_id,
            "confidence": each.confidence,
            "words": list(each.words),
            "by_staff": False,
        }
        for each in result.assignments
        if (each.opinion_id, each.theme_id) not in said
        and themes[each.theme_id].in_use
        and (each.opinion_id, themes[each.theme_id].facet) not in settled
    ]
    if rows:
        db.session.execute(insert(Membership), rows)


def _said(conversation_id: int) -> dict[tuple[int, int], bool]:
    query = (
        select(Verdict.opinion_id, Verdict.theme_id, Verdict.belongs)
        .join(Opinion, Opinion.id == Verdict.opinion_id)
        .where(Opinion.conversation_id == conversation_id)
    )
    return {(row.opinion_id, row.theme_id): row.belongs for row in db.session.execute(query)}


def _write_proposals(analysis: Analysis, result: records.Result) -> None:
    """Keep what people decided on; replace what is still open."""
    here = analysis.conversation_id
    db.session.execute(
        delete(Proposal).where(Proposal.conversation_id == here, Proposal.state == "open")
    )
    known = set(db.session.scalars(select(Proposal.key).where(Proposal.conversation_id == here)))
    db.session.add_all(
        Proposal(
            conversation_id=here,
            analysis_id=analysis.id,
            key=each.key,
            label=each.label[:200],
            words=list(each.words),
            opinion_ids=list(each.opinion_ids),
            example_ids=list(each.examples),
            overlap=each.overlap,
            nearest_id=each.nearest,
        )
        for each in result.proposals
        if each.key not in known
    )


def _write_findings(analysis: Analysis, result: records.Result, opinions: int) -> None:
    analysis.finished_at, analysis.input_hash = now(), result.input_hash
    analysis.opinions_count, analysis.unsorted = opinions, list(result.unsorted)
    analysis.copies = {str(copy): original for copy, original in result.copies.items()}
    analysis.to_check = list(result.to_check)
    analysis.sorting_agreed = result.sorting_agreed
    analysis.sorting_checked = result.sorting_checked
