"""Ideas, comments on them, their pictures and replies of authors as facilitators look at them."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.rendering import render
from forum.ideas.answering import visible_reply
from forum.ideas.commenting import visible_comment
from forum.ideas.life import Answer
from forum.ideas.models import Idea, IdeaComment, IdeaPicture
from forum.ideas.picturing import visible_picture
from forum.ideas.queries import visible_idea
from forum.moderation.subjects import Card, Subject, register


def idea_of(thing: Any) -> Idea:
    """Return the idea a text is, or belongs to."""
    return thing if isinstance(thing, Idea) else thing.idea


def shown_as(thing: Any) -> str:
    """Return a text as HTML: an idea with all its words, a picture with what it shows."""
    if isinstance(thing, Idea):
        title = str(Markup("<p><strong>{}</strong></p>").format(thing.title))
        more = (thing.place, thing.timing, thing.needs)
        return title + thing.html + render("\n\n".join(part for part in more if part))
    if isinstance(thing, IdeaComment):
        return thing.html
    if isinstance(thing, Answer):
        return render(thing.reply)
    picture = Markup(
        '<p><a href="{}"><img class="review-picture" src="{}" alt="{}" loading="lazy"></a></p>'
        "<p>{}</p>"
    )
    whole = url_for("ideas.picture", picture_id=thing.id)
    small = url_for("ideas.picture", picture_id=thing.id, size="small")
    words = _("Picture: %(what)s", what=thing.alternative)
    return str(picture.format(whole, small, thing.alternative, words))


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
    )


def _cards_of(model: Any) -> Any:
    def cards(ids: Sequence[int]) -> list[Card]:
        query = select(model).where(model.id.in_(ids))
        if model is not Idea:
            query = query.options(joinedload(model.idea))
        return [_card(thing) for thing in db.session.scalars(query).unique()]

    return cards


def _safety(thing: Any) -> bool:
    category = idea_of(thing).category
    return category is not None and category.safety


def _register(
    model: Any, name: Any, fetch: Any, *words: str, sent: Any = lambda _thing: True
) -> None:
    register(
        Subject(
            model=model,
            name=name,
            load=_cards_of(model),
            fetch=fetch,
            permission="ideas:moderate",
            author=lambda thing: thing.author_id,
            place=lambda _thing: None,
            words=words,
            safety=_safety,
            sent=sent,
        )
    )


_register(
    Idea,
    _l("program idea"),
    visible_idea,
    *("text", "title", "place", "timing", "needs", "signature"),
    sent=lambda idea: idea.entered_by_id is None and idea.channel == "web",
)
_register(IdeaComment, _l("comment on an idea"), visible_comment, "text", "signature")
_register(IdeaPicture, _l("picture"), visible_picture, "alternative")
_register(Answer, _l("reply to the city’s answer"), visible_reply, "reply")
