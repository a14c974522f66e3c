"""The page of what the last analyses moved and why, each move undone with one click."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.conversations.models import Conversation
from forum.conversations.queries import visible_conversation
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.pages import local_path
from forum.themes import fetching, queries
from forum.themes.board import moved, operations, overview
from forum.themes.fetching import Placed
from forum.themes.views import bp


@bp.get("/conversations/<int:conversation_id>/board/moves")
@permit("themes:sort", visible_conversation)
def moves(conversation: Conversation) -> str:
    """List the opinions that analyses placed elsewhere than they were."""
    page = moved.page_of_moves(conversation)
    return render_template(
        "themes/moves.html",
        conversation=conversation,
        state=overview.state(conversation),
        page=page,
        moves=moved.told(page.items),
        steps=queries.last_steps(conversation)[:1],
    )


@bp.post("/conversations/<int:conversation_id>/board/moves/<int:move_id>/undoing")
@permit("themes:sort", fetching.conversation_move)
def put_back(placed: Placed) -> Any:
    """Put an opinion back where it was; from now on that is a person's word."""
    conversation, move = placed
    operations.put_back(conversation, move, current_person())
    db.session.commit()
    flash(_("%(reference)s is back where it was.", reference=move.opinion.reference), "success")
    here = url_for("themes.moves", conversation_id=conversation.id)
    return redirect(local_path(request.form.get("next"), here), 303)
