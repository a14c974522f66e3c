"""What came of the opinions, by the API: decided themes and published summaries."""

from typing import Any

from flask import jsonify
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.api import answers
from forum.api.describing import described
from forum.api.views_v1 import bp, public_conversation
from forum.conversations.models import Conversation
from forum.core.access import permit
from forum.planning.presenters import theme_json
from forum.planning.queries import in_force_of
from forum.reports.models import Publication
from forum.reports.presenters import publication_json
from forum.reports.queries import by_number
from forum.themes.statistics import theme_figures


@bp.get("/conversations/<int:conversation_id>/themes")
@described(_l("The themes of a conversation on which a decision is in force"), "Theme", listed=True)
@permit("api:read", public_conversation)
def themes(conversation: Conversation) -> Any:
    """List the decided themes of a conversation, the most spoken of first."""
    decisions = in_force_of(conversation)
    figures = [each for each in theme_figures(conversation) if each.theme.id in decisions]
    return answers.page_of_list(figures, lambda each: theme_json(each, decisions[each.theme.id]))


@bp.get("/summaries")
@described(_l("The published summaries, the newest first"), "Summary", listed=True)
@permit("api:read")
def summaries() -> Any:
    """List the publications; of a withdrawn one only that it was."""
    query = select(Publication).options(
        joinedload(Publication.takedown), selectinload(Publication.files)
    )
    return answers.page_of(query.order_by(Publication.number.desc()), publication_json)


@bp.get("/summaries/<int:number>")
@described(_l("One published summary"), "Summary")
@permit("api:read", by_number)
def summary(publication: Publication) -> Any:
    """Show a publication with its files and their checksums."""
    return jsonify(publication_json(publication))
