"""What a run of the engine reads: the rows of a conversation as plain records."""

from dataclasses import dataclass, fields

from sqlalchemy import select

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.themes import records
from forum.themes.board.operations import codebook_of
from forum.themes.models import Analysis, Membership, Proposal, Theme, Verdict
from forum.themes.sorting.steadiness import Previous


@dataclass(frozen=True)
class Input:
    """Everything the engine reads."""

    opinions: list[records.Opinion]
    themes: list[records.Theme]
    verdicts: list[records.Verdict]
    rejected: list[records.Rejected]

    def hash(self, settings: records.Settings) -> str:
        """Tell whether anything is there to be sorted differently; see ``records.input_hash``."""
        return records.input_hash(self.opinions, self.themes, self.verdicts, settings)


def read_input(conversation: Conversation) -> Input:
    """Read what the engine needs of a conversation, as plain records.

    How opinions were weighed is left out: the sorting does not depend on it.
    """
    shown = Opinion.conversation_id == conversation.id, Opinion.visible
    opinions = db.session.execute(
        select(
            Opinion.id,
            Opinion.text,
            Opinion.author_id,
            Opinion.neighbourhood_id,
            Opinion.age_band_id,
        ).where(*shown)
    )
    themes = db.session.scalars(
        select(Theme).where(
            Theme.project_id == codebook_of(conversation),
            Theme.retired_at.is_(None),
            Theme.merged_into_id.is_(None),
        )
    )
    columns = (
        Verdict.opinion_id,
        Verdict.theme_id,
        Verdict.belongs,
        Verdict.position,
        Verdict.held,
    )
    verdicts = db.session.execute(
        select(*columns).join(Opinion, Opinion.id == Verdict.opinion_id).where(*shown)
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
        tuple(theme.avoid),
    )


def read_previous(conversation: Conversation) -> Previous | None:
    """Read what stands: where each opinion is, also by people, and what was left unsorted."""
    analysis = last_finished(conversation.id)
    if analysis is None:
        return None
    rows = db.session.execute(
        select(
            Membership.opinion_id, Membership.theme_id, Membership.confidence, Membership.words
        ).where(Membership.conversation_id == conversation.id)
    )
    placed = tuple(records.Assignment(o, t, sure, tuple(words)) for o, t, sure, words in rows)
    known = {
        int(theme): (str(words), int(decisions), int(opinions))
        for theme, (words, decisions, opinions) in analysis.codebook.items()
    }
    return Previous(
        frozenset(analysis.unsorted) | {each.opinion_id for each in placed}, placed, known or None
    )


def settings_of(analysis: Analysis) -> records.Settings:
    """Return the settings an analysis was made with; those it does not know are as they are now."""
    known = {field.name for field in fields(records.Settings)}
    return records.Settings(**{k: v for k, v in analysis.settings.items() if k in known})


def last_finished(conversation_id: int) -> Analysis | None:
    """Return the newest analysis that succeeded."""
    done = select(Analysis).where(
        Analysis.conversation_id == conversation_id,
        Analysis.succeeded(),
    )
    return db.session.scalars(done.order_by(Analysis.id.desc()).limit(1)).first()
