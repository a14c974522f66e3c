"""The page of what unites and what divides, read out of the weighings."""

from flask import render_template

from forum.conversations.models import Conversation
from forum.conversations.queries import stamp, visible_conversation
from forum.core.access import permit
from forum.core.kept import public_page
from forum.themes.records import Settings
from forum.themes.views import bp
from forum.themes.weighings import queries as votes_page


@bp.get("/conversations/<int:conversation_id>/unites")
@public_page(stamp)
@permit("conversations:read", visible_conversation)
def votes(conversation: Conversation) -> str:
    """Show what people agree on, what divides them, and whether there are groups."""
    return render_template(
        "themes/votes.html",
        conversation=conversation,
        found=votes_page.findings(conversation),
        least=Settings().minimum_votes,
        smallest=votes_page.MINIMUM_CELL,
    )
