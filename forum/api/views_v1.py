"""Version 1 of the API: thin routes over the rooms' queries, forms, verbs and presenters."""

from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from forum.api import answers, openapi
from forum.api.describing import described
from forum.api.people import Stranger, bad_token, who_asks
from forum.api.problems import ApiProblem
from forum.conversations.models import Conversation
from forum.conversations.presenters import conversation_json
from forum.conversations.queries import visible_conversation, visible_to
from forum.core import bodies
from forum.core.access import Denied, current_person, permit
from forum.core.db import db
from forum.core.mail import site_url
from forum.opinions import queries as opinion_queries
from forum.opinions.models import Opinion
from forum.opinions.presenters import opinion_json

bp = Blueprint("api", __name__, url_prefix="/api/v1")

#: An opinion fits ten times over; a longer body is a mistake or an attack.
LONGEST_BODY = 64 * 1024
bodies.at_most(bp, LONGEST_BODY)


@bp.before_request
def ask_for_the_token() -> None:
    """Let the token say who is asking; a session cookie never does."""
    g.token_holder = Stranger()
    g.token_holder, g.token = who_asks()


bp.after_request(answers.finish)


@bp.errorhandler(ApiProblem)
def told(problem: ApiProblem) -> Response:
    """Answer a problem in the one shape."""
    db.session.rollback()
    return problem.answer()


@bp.errorhandler(Denied)
def denied(_error: Denied) -> Response:
    """Tell whether a token is missing or not enough."""
    db.session.rollback()
    if current_person().is_authenticated:
        return ApiProblem(403, "denied", _("This is not open to you")).answer()
    return bad_token(_("This needs a token: send “Authorization: Bearer …”.")).answer()


def public_conversation(_person: Any, conversation_id: int) -> Conversation | None:
    """Return the conversation if everybody may read it, whoever is asking."""
    return visible_conversation(Stranger(), conversation_id)


def public_opinion(_person: Any, opinion_id: int) -> Opinion | None:
    """Return the opinion if everybody may read it, whoever is asking."""
    return opinion_queries.visible_opinion(Stranger(), opinion_id)


@bp.get("/conversations")
@described(_l("The conversations, the newest first"), "Conversation", listed=True)
@permit("api:read")
def conversations() -> Any:
    """List the conversations."""
    query = visible_to(Stranger()).options(selectinload(Conversation.neighbourhoods))
    return answers.page_of(query.order_by(Conversation.id.desc()), conversation_json)


@bp.get("/conversations/<int:conversation_id>")
@described(_l("One conversation"), "Conversation")
@permit("api:read", public_conversation)
def conversation(conversation: Conversation) -> Any:
    """Show a conversation."""
    return jsonify(conversation_json(conversation))


@bp.get("/conversations/<int:conversation_id>/opinions")
@described(_l("The opinions shown in a conversation, the newest first"), "Opinion", listed=True)
@permit("api:read", public_conversation)
def opinions(conversation: Conversation) -> Any:
    """List the opinions of a conversation."""
    query = opinion_queries.shown_in(conversation.id)
    return answers.page_of(query.options(joinedload(Opinion.neighbourhood)), opinion_json)


@bp.get("/opinions/<int:opinion_id>")
@described(_l("One opinion"), "Opinion")
@permit("api:read", public_opinion)
def opinion(opinion: Opinion) -> Any:
    """Show an opinion."""
    return jsonify(opinion_json(opinion))


@bp.get("/openapi.json")
@described(_l("This description, in OpenAPI 3.1"), "Document")
@permit("api:read")
def description() -> Any:
    """Describe the API in OpenAPI 3.1."""
    return jsonify(openapi.document(current_app._get_current_object(), site_url("")))
