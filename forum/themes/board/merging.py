"""How the rows of two themes become those of one; every row is watched, so it can be undone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db
from forum.themes.board.steps import Step
from forum.themes.board.teaching import MOST_AVOIDED, MOST_EXAMPLES, MOST_SEEDS
from forum.themes.models import Membership, Theme, Verdict


def join(step: Step, theme: Theme, into: Theme, by: Person) -> None:
    """Bring what tells ``theme``, and everything said of it, to ``into``."""
    _join_words(step, theme, into, by)
    _join_verdicts(step, theme, into)
    _join_memberships(step, theme, into)


def _join_words(step: Step, theme: Theme, into: Theme, by: Person) -> None:
    seeds = _together(into.seeds, [theme.name_hu, *theme.seeds])[:MOST_SEEDS]
    told = {seed.casefold() for seed in seeds}
    avoided = [word for word in theme.avoid if word.casefold() not in told]
    words = {
        "seeds": seeds,
        "avoid": _together(into.avoid, avoided)[:MOST_AVOIDED],
        "examples": _together(into.examples, theme.examples)[:MOST_EXAMPLES],
        "parent_id": None if into.parent_id == theme.id else into.parent_id,
    }
    for child in db.session.scalars(select(Theme).where(Theme.parent_id == theme.id)):
        step.watch(child)
        child.parent_id = None if into.parent_id or child.id == into.id else into.id
    version = into.edit(by, words)
    if version is not None:
        step.add(version)


def _together(first: Sequence[str], second: Sequence[str]) -> list[str]:
    once: dict[str, str] = {}
    for text in (*first, *second):
        once.setdefault(text.casefold(), text)
    return list(once.values())


def _join_verdicts(step: Step, theme: Theme, into: Theme) -> None:
    """A yes goes along; a no only where nothing speaks for the other theme."""
    both = _both(Verdict, theme, into)
    kept = {row.opinion_id: row for row in both if row.theme_id == into.id}
    members = select(Membership.opinion_id).where(Membership.theme_id == into.id)
    found = set(db.session.scalars(members))
    for row in [row for row in both if row.theme_id == theme.id]:
        step.remove(row)
        other = kept.get(row.opinion_id)
        if other is not None and row.belongs and not other.belongs:
            step.watch(other)
            other.belongs, other.by_id, other.at = True, row.by_id, row.at
            other.position, other.held = row.position, row.held
        elif other is None and (row.belongs or row.opinion_id not in found):
            step.add(
                Verdict(
                    opinion_id=row.opinion_id,
                    theme_id=into.id,
                    belongs=row.belongs,
                    by_id=row.by_id,
                    at=row.at,
                    position=row.position,
                    held=row.held,
                )
            )


def _join_memberships(step: Step, theme: Theme, into: Theme) -> None:
    both = _both(Membership, theme, into)
    kept = {row.opinion_id: row for row in both if row.theme_id == into.id}
    for row in [row for row in both if row.theme_id == theme.id]:
        step.remove(row)
        other = kept.get(row.opinion_id)
        if other is None:
            step.add(
                Membership(
                    conversation_id=row.conversation_id,
                    opinion_id=row.opinion_id,
                    theme_id=into.id,
                    confidence=row.confidence,
                    words=row.words,
                    by_staff=row.by_staff,
                )
            )
        elif (row.by_staff, row.confidence) > (other.by_staff, other.confidence):
            step.watch(other)
            other.by_staff, other.confidence = row.by_staff, row.confidence
            other.words = row.words


def _both(model: Any, theme: Theme, into: Theme) -> list[Any]:
    rows = select(model).where(model.theme_id.in_([theme.id, into.id])).order_by(model.id)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))
