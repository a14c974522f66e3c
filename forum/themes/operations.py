"""Acts on the board that span themes and opinions; each is one step that can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.queries import current_project
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.opinions.models import Opinion
from forum.themes.board import Step, lock, taking_step
from forum.themes.merging import join
from forum.themes.models import (
    Membership,
    Proposal,
    Theme,
    Verdict,
    add_theme,
    theme_merging,
)

SORTED = declare(
    "opinion.sorted", _l("%(actor)s decided where opinion %(reference)s belongs."), public=False
)
MERGED = declare(
    "theme.merged", _l("%(actor)s merged the theme “%(reference)s” into “%(into)s”."), public=False
)
SPLIT = declare(
    "theme.split",
    _l("%(actor)s made the theme “%(name)s” from %(opinions)s opinions of “%(reference)s”."),
    public=False,
)
ACCEPTED = declare(
    "proposal.accepted",
    _l("%(actor)s made the theme “%(name)s” from a proposal with %(opinions)s opinions."),
    public=False,
)
REJECTED = declare(
    "proposal.rejected", _l("%(actor)s rejected the proposed theme “%(reference)s”."), public=False
)

Answers = Mapping[int, bool]


def codebook_of(conversation: Conversation) -> int | None:
    """Return the project whose codebook the conversation is sorted by."""
    if conversation.project_id is not None:
        return conversation.project_id
    project = current_project()
    return project.id if project else None


def judge(
    conversation: Conversation, opinion: Opinion, by: Person, answers: Answers, kind: str = "sort"
) -> None:
    """Note a person's word on one opinion: ``answers`` maps a theme's id to whether it belongs.

    A yes settles its facet: what the engine had there beside it is dropped, as the next analysis
    would. A later word on the same opinion and theme replaces the earlier one; both are logged.
    """
    themes = _known(conversation, answers)
    said = [{"name": themes[i].name_hu, "belongs": yes} for i, yes in answers.items()]
    with taking_step(
        conversation, by, kind, opinion=opinion.reference, opinion_id=opinion.id, themes=said[:3]
    ) as step:
        _place(step, conversation, by, {opinion.id: answers}, themes)
        record(SORTED, by, opinion, themes=list(answers.items()))


def rename(conversation: Conversation, theme: Theme, by: Person, words: Mapping[str, str]) -> None:
    """Give a theme other names."""
    names = {"theme": theme.name_hu, "name": words["name_hu"]}
    with taking_step(conversation, by, "rename", **names) as step:
        _fresh(step, theme)
        version = theme.edit(by, words)
        if version is not None:
            step.add(version)


def merge(conversation: Conversation, theme: Theme, into: Theme, by: Person) -> None:
    """Make two themes one: sortings, verdicts, seeds and examples of ``theme`` go along."""
    lock(conversation.id, *_conversations(theme))
    with taking_step(conversation, by, "merge", theme=theme.name_hu, into=into.name_hu) as step:
        _fresh(step, theme, into)
        if theme.id == into.id or theme.facet != into.facet or theme.project_id != into.project_id:
            raise Refused(_l("Only two themes of the same kind can be merged."))
        theme_merging.send(theme, into=into)
        join(step, theme, into, by)
        theme.merged_into_id, theme.retired_at = into.id, now()
        record(MERGED, by, theme, into=into.reference)
        db.session.flush()
        theme.changed()
        into.changed()


def split(
    conversation: Conversation,
    theme: Theme,
    opinions: Sequence[Opinion],
    by: Person,
    names: Mapping[str, str],
) -> Theme:
    """Make a new theme of some opinions of another; ``names`` has name_hu and perhaps name_en."""
    if not opinions:
        raise Refused(_l("Please tick the opinions of the new theme first."), 422)
    with taking_step(
        conversation,
        by,
        "split",
        theme=theme.name_hu,
        name=names["name_hu"],
        opinions=len(opinions),
    ) as step:
        _fresh(step, theme)
        words = {**names, "facet": theme.facet, "parent_id": theme.parent_id}
        new = step.add(add_theme(theme.project_id, by, words))
        answers = {opinion.id: {theme.id: False, new.id: True} for opinion in opinions}
        _place(step, conversation, by, answers, {theme.id: theme, new.id: new})
        record(SPLIT, by, theme, name=new.reference, opinions=len(opinions))
    return new


def accept(conversation: Conversation, proposal: Proposal, by: Person, name: str) -> Theme:
    """Make a theme of a proposal, with its words as seeds and its opinions confirmed."""
    with taking_step(
        conversation, by, "accept", name=name, opinions=len(proposal.opinion_ids)
    ) as step:
        _still_open(step, proposal)
        words = {"name_hu": name, "facet": "what", "seeds": list(proposal.words)}
        theme = step.add(add_theme(codebook_of(conversation), by, words))
        shown = select(Opinion.id).filter_by(conversation_id=conversation.id, visible=True)
        ids = sorted(set(db.session.scalars(shown)) & set(proposal.opinion_ids))
        _place(step, conversation, by, {i: {theme.id: True} for i in ids}, {theme.id: theme})
        _close(proposal, "accepted", by)
        proposal.theme_id = theme.id
        record(ACCEPTED, by, proposal, name=theme.reference, opinions=len(ids))
    return theme


def reject(conversation: Conversation, proposal: Proposal, by: Person) -> None:
    """Turn a proposal down; it does not come back."""
    with taking_step(conversation, by, "reject", name=proposal.label) as step:
        _still_open(step, proposal)
        _close(proposal, "rejected", by)
        record(REJECTED, by, proposal)


def _known(conversation: Conversation, answers: Answers) -> dict[int, Theme]:
    """Return the themes of the answers; nothing can be sorted into a foreign or retired one."""
    themes = {t.id: t for t in db.session.scalars(select(Theme).where(Theme.id.in_(answers)))}
    if not themes or themes.keys() != answers.keys():
        raise Refused(_l("Please choose a theme."), 422)
    project = codebook_of(conversation)
    for theme in (themes[i] for i, yes in answers.items() if yes):
        if not theme.in_use or theme.project_id != project:
            raise Refused(_l("This theme is not in use any more."))
    return themes


def _fresh(step: Step, *themes: Theme) -> None:
    """Read themes again now that nobody else can change them, and watch them."""
    for theme in themes:
        db.session.refresh(theme)
        if not theme.in_use:
            raise Refused(_l("This theme is not in use any more."))
        step.watch(theme)


def _place(
    step: Step,
    conversation: Conversation,
    by: Person,
    answers: Mapping[int, Answers],
    themes: Mapping[int, Theme],
) -> None:
    """Write verdicts and bring memberships in line with them."""
    verdicts, memberships = _of(Verdict, answers), _of(Membership, answers)
    position = _next_position(conversation)
    for opinion_id, said in answers.items():
        for theme_id, belongs in said.items():
            verdict = _at(step, verdicts, Verdict, opinion_id, theme_id, belongs=belongs)
            verdict.belongs, verdict.by_id = belongs, by.id
            verdict.at, verdict.position = now(), position
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


def _conversations(theme: Theme) -> list[int]:
    found = select(Membership.conversation_id).where(Membership.theme_id == theme.id)
    return list(db.session.scalars(found.distinct()))


def _still_open(step: Step, proposal: Proposal) -> None:
    db.session.refresh(proposal)
    if proposal.state != "open":
        raise Refused(_l("Somebody has decided on this proposal already."))
    step.watch(proposal)


def _close(proposal: Proposal, state: str, by: Person) -> None:
    proposal.state, proposal.by_id, proposal.at = state, by.id, now()
