"""Ideas, comments and pictures on the review page; what their authors are told."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.core.db import db
from forum.ideas import telling
from forum.ideas.models import Idea, IdeaComment, IdeaPicture
from forum.moderation.models import Approval, Hiding, Moderated
from forum.moderation.queries import Card, last_of, review

#: What endpoints and kinds of news of each sort of text begin with.
PREFIXES = {Idea: "", IdeaComment: "comment_", IdeaPicture: "picture_"}
#: Where each act of the review page is sent.
ACTS = {"hide": "hiding", "restore": "restoring", "approve": "approval", "leave": "leaving"}


def prefix_of(thing: Moderated) -> str:
    """Return what the endpoints of this sort of text begin with."""
    return PREFIXES[type(thing)]


def idea_of(thing: Any) -> Idea:
    """Return the idea a text is, or belongs to."""
    return thing if isinstance(thing, Idea) else thing.idea


def hide(thing: Any, by: Person, reason: str, because: str) -> Hiding | None:
    """Hide a text and tell its author why; None when somebody has hidden it already."""
    hiding: Hiding | None = thing.hide(by, reason, because)
    if hiding is not None:
        db.session.flush()
        _tell("hidden", f"hiding-{hiding.id}", thing, reason=reason, because=because)
    return hiding


def restore(thing: Any, by: Person, because: str = "") -> Hiding | None:
    """Show a hidden text again and tell its author; None when it is not hidden."""
    hiding: Hiding | None = thing.restore(by, because)
    if hiding is not None:
        _tell("restored", f"hiding-{hiding.id}", thing, because=because)
    return hiding


def approve(thing: Any, by: Person) -> bool:
    """Let a waiting text appear and tell its author; False when it did not wait."""
    if not thing.approve(by):
        return False
    db.session.flush()
    _tell("approved", f"approval-{last_of(Approval, thing).id}", thing)
    return True


def _tell(act: str, key: str, thing: Any, **details: Any) -> None:
    idea, kind = idea_of(thing), f"{prefix_of(thing)}{act}"
    telling.tell_moderated(kind, key, idea, thing.author_id, **details)


def act_addresses(thing: Any) -> dict[str, str]:
    """Return where each act on a text is sent."""
    prefix = prefix_of(thing)
    number = {f"{prefix or 'idea_'}id": thing.id}
    return {act: url_for(f"ideas.{prefix}{view}", **number) for act, view in ACTS.items()}


def shown_as(thing: Any) -> str:
    """Return a text as HTML: an idea with its title, a picture with what it shows."""
    if isinstance(thing, Idea):
        return str(Markup("<p><strong>{}</strong></p>").format(thing.title)) + thing.html
    if isinstance(thing, IdeaComment):
        return thing.html
    words = escape(_("Picture: %(what)s", what=thing.alternative))
    source = escape(url_for("ideas.picture", picture_id=thing.id))
    return f'<p><img class="idea-thumb" src="{source}" alt="" loading="lazy"></p><p>{words}</p>'


def _card(thing: Any) -> Card:
    idea = idea_of(thing)
    page = url_for("ideas.show", idea_id=idea.id)
    return Card(
        id=thing.id,
        reference=thing.reference,
        html=shown_as(thing),
        url=page,
        about=_("Program idea") if thing is idea else idea.title,
        about_url=page,
        at=thing.created_at,
        signature=getattr(thing, "signature", ""),
        acts=act_addresses(thing),
    )


def _cards_of(model: Any) -> Any:
    def cards(ids: Sequence[int]) -> list[Card]:
        query = select(model).where(model.id.in_(ids))
        if model is not Idea:
            query = query.options(joinedload(model.idea))
        return [_card(thing) for thing in db.session.scalars(query).unique()]

    return cards


for _model in PREFIXES:
    review(_model, _cards_of(_model))
