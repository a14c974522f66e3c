"""Pages everybody reads: the list of conversations, and the page of one."""

from flask import Blueprint, render_template

from forum.conversations import extensions, queries
from forum.conversations.models import Conversation
from forum.conversations.queries import visible_conversation
from forum.conversations.wording import next_step, phase_steps
from forum.core.access import current_person, permit
from forum.core.kept import public_page

bp = Blueprint("conversations", __name__, url_prefix="/conversations")


@bp.get("")
@public_page(queries.stamp)
@permit("conversations:read")
def index() -> str:
    """List the conversations, what is open now first."""
    page = queries.listed(current_person())
    strips = {conversation.id: phase_steps(conversation) for conversation in page}
    return render_template("conversations/index.html", page=page, strips=strips)


@bp.get("/<int:conversation_id>")
@public_page(queries.stamp)
@permit("conversations:read", visible_conversation)
def show(conversation: Conversation) -> str:
    """Show the question, what to do now, and what other rooms add."""
    person = current_person()
    sections = extensions.sections(person, conversation)
    result = next((section["result"] for section in sections if section.get("result")), None)
    return render_template(
        "conversations/show.html",
        conversation=conversation,
        sections=sections,
        step=next_step(person, conversation, result),
        strip=phase_steps(conversation),
    )
