"""Verdicts as rows: what people say of opinions, and the memberships that follow from it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.opinions.models import Opinion
from forum.themes.board.steps import Step
from forum.themes.models import Membership, Theme, Verdict
from forum.themes.queries import analyses

#: How sure an opinion of an accepted proposal is taken to be, until it is sorted anew.
SUGGESTED = 0.6
#: Of one opinion: a theme's id, and whether the opinion belongs there.
Answers = Mapping[int, bool]


def sampled(conversation: Conversation) -> set[int]:
    """Return the opinions drawn at random to measure the sorting with."""
    _newest, analysis = analyses(conversation)
    return set(analysis.samples) if analysis else set()


def put(
    step: Step,
    conversation: Conversation,
    by: Person,
    answers: Mapping[int, Answers],
    themes: Mapping[int, Theme],
    held: Collection[int] = (),
) -> None:
    """Write verdicts and bring memberships in line with them.

    What is said of an opinion in ``held`` measures the sorting and is not learnt from.
    """
    verdicts, memberships = _of(Verdict, answers), _of(Membership, answers)
    position = _next_position(conversation)
    for opinion_id, said in answers.items():
        for theme_id, belongs in said.items():
            verdict = _at(step, verdicts, Verdict, opinion_id, theme_id, belongs=belongs)
            verdict.belongs, verdict.by_id = belongs, by.id
            verdict.at, verdict.position = now(), position
            verdict.held = bool(verdict.held) or opinion_id in held
            if belongs:
                member = _at(
                    step,
                    memberships,
                    Membership,
                    opinion_id,
                    theme_id,
                    conversation_id=conversation.id,
                )
                member.by_staff, member.confidence = True, 1.0
            elif (opinion_id, theme_id) in memberships:
                step.remove(memberships.pop((opinion_id, theme_id)))
    _settle(step, memberships.values(), answers, themes)


def suggest(step: Step, conversation: Conversation, ids: Collection[int], theme: Theme) -> None:
    """Let opinions stand in a theme as the engine's suggestion, unless people placed them."""
    members: dict[int, list[Membership]] = {number: [] for number in ids}
    for (number, _theme_id), member in _of(Membership, ids).items():
        if member.theme.facet == theme.facet:
            members[number].append(member)
    for number, found in members.items():
        if any(member.by_staff for member in found):
            continue
        for member in found:
            step.remove(member)
        step.add(
            Membership(
                conversation_id=conversation.id,
                opinion_id=number,
                theme_id=theme.id,
                confidence=SUGGESTED,
                words=[],
            )
        )


def _settle(
    step: Step,
    memberships: Iterable[Membership],
    answers: Mapping[int, Answers],
    themes: Mapping[int, Theme],
) -> None:
    """Drop what the engine had in the facets a person has said yes in."""
    settled = {
        (opinion_id, themes[i].facet)
        for opinion_id, said in answers.items()
        for i, yes in said.items()
        if yes
    }
    for member in memberships:
        if not member.by_staff and (member.opinion_id, member.theme.facet) in settled:
            step.remove(member)


def _at(
    step: Step,
    rows: dict[tuple[int, int], Any],
    model: Any,
    opinion_id: int,
    theme_id: int,
    **values: Any,
) -> Any:
    """Return the row of an opinion and a theme, watched or new."""
    row = rows.get((opinion_id, theme_id))
    if row is None:
        row = rows[opinion_id, theme_id] = step.add(
            model(opinion_id=opinion_id, theme_id=theme_id, **values)
        )
        if model is Membership:
            row.words = []
    else:
        step.watch(row)
    return row


def _of(model: Any, opinion_ids: Iterable[int]) -> dict[tuple[int, int], Any]:
    """Return the rows of some opinions by opinion and theme, as they are now."""
    rows = db.session.scalars(
        select(model)
        .where(model.opinion_id.in_(list(opinion_ids)))
        .execution_options(populate_existing=True)
    )
    return {(row.opinion_id, row.theme_id): row for row in rows}


def _next_position(conversation: Conversation) -> int:
    """Return the number of the next decision in a conversation."""
    last = db.session.scalar(
        select(db.func.max(Verdict.position))
        .join(Opinion, Opinion.id == Verdict.opinion_id)
        .where(Opinion.conversation_id == conversation.id)
    )
    return (last or 0) + 1
