"""What people say for and against an idea."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.guardians import public_name
from forum.accounts.models import Person
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.once import once
from forum.core.rendering import render
from forum.ideas.counting import recount
from forum.ideas.models import SIDES, Idea, IdeaComment
from forum.moderation.rules import look_at

#: Comments of each side on the page of an idea, and when all are asked for.
SHOWN, ALL = 10, 500


def comment(
    idea: Idea, by: Person, side: str, text: str, key: str, signature: str = ""
) -> IdeaComment:
    """Say something for or against an idea; the same key twice says it once."""
    idea.hold()
    if not idea.visible:
        raise Refused(_l("This idea is not shown any more, so nobody can comment on it."))
    row, new = once(
        lambda: sent_with(key),
        lambda: _add(
            IdeaComment(
                idea=idea,
                side=side,
                text=text,
                html=render(text),
                author=by,
                signature=public_name(by, signature),
                submit_key=key,
            )
        ),
    )
    if new:
        look_at(row)
        recount(idea)
    return row


def sent_with(key: str) -> IdeaComment | None:
    """Return the comment that was sent with this key, if any."""
    return db.session.scalars(select(IdeaComment).where(IdeaComment.submit_key == key)).first()


def comments_on(idea: Idea, most: int) -> dict[str, Sequence[IdeaComment]]:
    """Return up to ``most`` comments of each side that are shown, the newest first."""
    query = select(IdeaComment).where(IdeaComment.idea_id == idea.id, IdeaComment.visible)
    query = query.order_by(IdeaComment.id.desc()).limit(most)
    sides = {side: query.where(IdeaComment.side == side) for side in SIDES}
    return {side: db.session.scalars(chosen).all() for side, chosen in sides.items()}


def visible_comment(person: Any, comment_id: int) -> IdeaComment | None:
    """Return a comment if ``person`` may read it: shown, of a shown idea; or staff."""
    query = select(IdeaComment).join(IdeaComment.idea).where(IdeaComment.id == comment_id)
    if not person.at_least("facilitator"):
        query = query.where(IdeaComment.visible, Idea.visible)
    return db.session.scalars(query.options(joinedload(IdeaComment.idea))).first()


def _add(row: IdeaComment) -> IdeaComment:
    db.session.add(row)
    db.session.flush()
    return row
