"""Acts on the board that span themes and opinions; each is one step that can be undone."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.queries import current_project
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.opinions.models import Opinion
from forum.themes.board import teaching
from forum.themes.board.merging import join
from forum.themes.board.steps import Step, lock, taking_step
from forum.themes.board.verdicts import Answers, put, sampled, suggest
from forum.themes.models import Membership, Move, Proposal, Theme, add_theme, theme_merging

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
        held = sampled(conversation) & {opinion.id}
        put(step, conversation, by, {opinion.id: answers}, themes, held)
        record(SORTED, by, opinion, themes=list(answers.items()))


def put_back(conversation: Conversation, move: Move, by: Person) -> None:
    """Put an opinion back where it was before an analysis moved it."""
    wanted = db.session.scalars(select(Theme).where(Theme.id.in_(move.left)))
    there = {theme.id: True for theme in wanted if theme.in_use}
    if move.left and not there:
        raise Refused(_l("This theme is not in use any more."))
    answers = {**dict.fromkeys(move.joined, False), **there}
    judge(conversation, move.opinion, by, answers, "sort" if there else "none")


def teach(conversation: Conversation, theme: Theme, by: Person, act: str, word: str) -> None:
    """Change one word that tells a theme, or that tells nothing about it."""
    with taking_step(conversation, by, "words", theme=theme.name_hu, act=act, word=word) as step:
        _fresh(step, theme)
        version = teaching.teach(theme, by, act, word)
        if version is not None:
            step.add(version)


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
        put(step, conversation, by, answers, {theme.id: theme, new.id: new})
        record(SPLIT, by, theme, name=new.reference, opinions=len(opinions))
    return new


def accept(conversation: Conversation, proposal: Proposal, by: Person, name: str) -> Theme:
    """Make a theme of a proposal, with its words as seeds; the examples people saw are confirmed.

    The other opinions go there as the engine's suggestion, to be sorted anew: nobody has read them.
    What splits a theme off another takes its opinions away from there.
    """
    with taking_step(
        conversation, by, "accept", name=name, opinions=len(proposal.opinion_ids)
    ) as step:
        _still_open(step, proposal)
        old = proposal.splits
        words = {"name_hu": name, "facet": old.facet if old else "what"}
        words |= {"seeds": list(proposal.words), "parent_id": old.parent_id if old else None}
        theme = step.add(add_theme(codebook_of(conversation), by, words))
        said = {theme.id: True} | ({old.id: False} if old else {})
        ids = _those_shown(conversation, proposal)
        read = [number for number in ids if number in proposal.example_ids]
        put(step, conversation, by, dict.fromkeys(read, said), {t.id: t for t in (theme, old) if t})
        suggest(step, conversation, [number for number in ids if number not in read], theme)
        _close(proposal, "accepted", by)
        proposal.theme_id = theme.id
        record(ACCEPTED, by, proposal, name=theme.reference, opinions=len(ids))
    return theme


def _those_shown(conversation: Conversation, proposal: Proposal) -> list[int]:
    """Return the opinions of a proposal that are shown; of a split, those still in the theme."""
    shown = select(Opinion.id).filter_by(conversation_id=conversation.id, visible=True)
    if proposal.splits_id is not None:
        shown = shown.join(Membership).where(Membership.theme_id == proposal.splits_id)
    return sorted(set(db.session.scalars(shown)) & set(proposal.opinion_ids))


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
