"""What a run of the engine writes: memberships, moves, proposals and findings, in one go."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from forum.core.db import db, now
from forum.opinions.models import Opinion
from forum.themes import records
from forum.themes.models import Analysis, Membership, Move, Proposal, Theme, Verdict
from forum.themes.sorting.steadiness import Known


def write(
    analysis: Analysis, result: records.Result, codebook: dict[int, Known], opinions: int
) -> None:
    """Write everything a run found; what people said, also meanwhile, stands."""
    here = analysis.conversation_id
    db.session.execute(
        delete(Membership).where(Membership.conversation_id == here, ~Membership.by_staff)
    )
    add_memberships(here, result.assignments)
    _write_moves(analysis, result)
    _write_proposals(analysis, result)
    _write_findings(analysis, result)
    analysis.opinions_count = opinions
    analysis.codebook = {str(theme): list(known) for theme, known in codebook.items()}


def add_memberships(conversation_id: int, assignments: Iterable[records.Assignment]) -> set[int]:
    """Place opinions as the engine says, except against people; return the ids placed.

    What was assigned to a theme that has been merged meanwhile goes where the theme went.
    """
    themes = {theme.id: theme for theme in db.session.scalars(select(Theme))}
    said = _said(conversation_id)
    settled = {(o, themes[t].facet) for (o, t), belongs in said.items() if belongs}
    rows: dict[tuple[int, int], dict[str, object]] = {}
    for each in assignments:
        theme = _still(each.theme_id, themes)
        if theme is None or (each.opinion_id, theme.id) in said:
            continue
        if (each.opinion_id, theme.facet) not in settled:
            rows.setdefault(
                (each.opinion_id, theme.id),
                {
                    "conversation_id": conversation_id,
                    "opinion_id": each.opinion_id,
                    "theme_id": theme.id,
                    "confidence": each.confidence,
                    "words": list(each.words),
                    "by_staff": False,
                },
            )
    if rows:
        db.session.execute(insert(Membership), list(rows.values()))
    return {opinion_id for opinion_id, _theme_id in rows}


def _still(theme_id: int, themes: dict[int, Theme]) -> Theme | None:
    """Return the theme, or the one it was merged into, if that is in use."""
    theme = themes.get(theme_id)
    while theme is not None and theme.merged_into_id is not None:
        theme = themes.get(theme.merged_into_id)
    return theme if theme is not None and theme.in_use else None


def _said(conversation_id: int) -> dict[tuple[int, int], bool]:
    query = (
        select(Verdict.opinion_id, Verdict.theme_id, Verdict.belongs)
        .join(Opinion, Opinion.id == Verdict.opinion_id)
        .where(Opinion.conversation_id == conversation_id)
    )
    return {(row.opinion_id, row.theme_id): row.belongs for row in db.session.execute(query)}


def _write_moves(analysis: Analysis, result: records.Result) -> None:
    rows = [
        {
            "analysis_id": analysis.id,
            "opinion_id": move.opinion_id,
            "left": list(move.left),
            "joined": list(move.joined),
            "words": list(move.words),
            "gain": move.gain,
        }
        for move in result.moves
    ]
    if rows:
        db.session.execute(insert(Move), rows)


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
            splits_id=each.splits,
        )
        for each in result.proposals
        if each.key not in known
    )


def _write_findings(analysis: Analysis, result: records.Result) -> None:
    analysis.finished_at, analysis.input_hash = now(), result.input_hash
    analysis.unsorted = list(result.unsorted)
    analysis.copies = {str(copy): original for copy, original in result.copies.items()}
    analysis.to_check, analysis.samples = list(result.to_check), list(result.samples)
    analysis.sorting_agreed = result.sorting_agreed
    analysis.sorting_checked = result.sorting_checked
    analysis.counts = {
        str(each.theme_id): [each.estimate, each.low, each.high] for each in result.counts
    }
