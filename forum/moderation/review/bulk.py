"""Deciding what stands in the queue: one item, a campaign or many; each exactly once.

A campaign is decided whole or not at all. A few texts are decided at once; many are handed to the
worker, and whoever decided watches how far it is.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.access import can
from forum.core.db import db
from forum.core.errors import Refused
from forum.moderation.review import campaigns
from forum.moderation.review.deciding import Judgement, hold_items, hold_texts
from forum.moderation.review.joint.models import AT_ONCE, begin
from forum.moderation.review.models import ReviewItem
from forum.moderation.review.outcomes import Outcome
from forum.moderation.subjects import Key, subjects


class Choice(NamedTuple):
    """What was chosen on the page: the item, and the stamp of how it was shown."""

    key: str
    seen: str


def number_of(choices: Sequence[Choice], restoring: bool) -> int:
    """Return how many texts were chosen, those of campaigns counted one by one."""
    found = set()
    for choice in choices:
        item = campaigns.by_key(choice.key)
        if item is not None:
            shown = campaigns.seen(item, choice.seen, restoring) or [item]
            found |= {one.id for one in shown}
    return len(found)


def decide(choices: Sequence[Choice], judgement: Judgement, by: Person) -> Outcome:
    """Do what was decided on all chosen items that are still as the page showed them.

    The caller commits. What somebody else has decided meanwhile is left out and named.
    """
    outcome = Outcome(judgement.act)
    wanted = {choice.key: choice for choice in choices}
    items = _items(list(wanted), judgement.restores)
    many = len(items) > AT_ONCE
    if many:
        hold_items(items)
        texts = _texts(list(wanted))
    else:
        texts = hold_texts(items)
    shown = [_as_shown(one, judgement, by, texts, outcome) for one in wanted.values()]
    found = {member.id: member for members in shown for member in members}
    if many:
        _hand_over(list(found.values()), judgement, by, outcome)
        return outcome
    for member in found.values():
        text = texts.get(member.about)
        if text is None:
            member.drop()
        elif judgement.carry_out(text, by):
            outcome.done.append(text.reference)
    return outcome


def _items(keys: Sequence[str], restoring: bool) -> list[ReviewItem]:
    """Return the items with these keys, and those of their campaigns."""
    items = [item for key in keys if (item := campaigns.by_key(key)) is not None]
    shared = {item.campaign for item in items}
    along = ReviewItem.campaign.in_(shared), campaigns.together(restoring)
    query = select(ReviewItem).where(*along)
    return list({item.id: item for item in (*items, *db.session.scalars(query))}.values())


def _texts(keys: Sequence[str]) -> dict[Key, Any]:
    """Return the texts with these keys."""
    found = [one for key in keys if (one := campaigns.parse(key)) is not None]
    return {one: db.session.get(subjects()[one[0]].model, one[1]) for one in found}


def _as_shown(
    choice: Choice, judgement: Judgement, by: Person, texts: dict[Key, Any], outcome: Outcome
) -> list[ReviewItem]:
    """Return the items a choice means, if they are as the page showed them; or say why not."""
    item = campaigns.by_key(choice.key)
    text = texts.get(campaigns.parse(choice.key) or ("", 0))
    if item is None or text is None or not can(by, "moderation:act", text):
        outcome.left_out.append(_("One text is not in your queue any more."))
        return []
    restoring = judgement.restores
    found = campaigns.seen(item, choice.seen, restoring)
    if found is None:
        told = campaigns.meanwhile(item, text.reference, choice.seen, restoring)
        outcome.left_out.append(told)
    return found or []


def _hand_over(
    items: Sequence[ReviewItem], judgement: Judgement, by: Person, outcome: Outcome
) -> None:
    """Let the worker decide on many."""
    try:
        outcome.joint = begin(items, judgement, by) if items else None
    except Refused as refused:
        outcome.left_out.append(str(refused.sentence))
