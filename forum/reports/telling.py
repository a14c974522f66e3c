"""What other pages say of publications: the chain of an opinion, and the page of a conversation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from forum.conversations.models import Conversation
from forum.core.access import can
from forum.core.db import db
from forum.core.i18n import language
from forum.core.languages import choose
from forum.opinions.following import Step
from forum.opinions.models import Opinion
from forum.reports.models import Publication, PublicationOpinion, Takedown
from forum.reports.queries import of_conversation


def summary_steps(opinions: Sequence[Opinion]) -> Mapping[int, list[Step]]:
    """Return the last link of each opinion's chain: the summaries it went into."""
    steps: dict[int, list[Step]] = defaultdict(list)
    for row in _published([opinion.id for opinion in opinions]):
        steps[row.opinion_id].append(_step(row))
    return steps


def _published(ids: list[int]) -> Sequence[PublicationOpinion]:
    if not ids:
        return []
    query = (
        select(PublicationOpinion)
        .join(PublicationOpinion.publication)
        .outerjoin(Takedown, Takedown.publication_id == Publication.id)
        .where(PublicationOpinion.opinion_id.in_(ids), Takedown.id.is_(None))
        .order_by(Publication.number)
        .options(contains_eager(PublicationOpinion.publication))
    )
    return db.session.scalars(query).all()


def _step(row: PublicationOpinion) -> Step:
    publication = row.publication
    return Step(
        "summary",
        _("Summary no. %(number)s: %(title)s", number=publication.number, title=publication.title),
        _place(row),
        url_for("reports.show", number=publication.number),
        publication.at,
    )


def _place(row: PublicationOpinion) -> str:
    """Say how and where the opinion stands in the summary, as the themes were called then."""
    names = ", ".join(
        choose({"hu": theme["hu"], "en": theme["en"]}, language()) for theme in row.themes
    )
    if not names:
        return _("It is counted in it, under no theme.")
    if row.quoted:
        return _("It is quoted in it, under: %(names)s.", names=names)
    return _("It is counted in it, under: %(names)s.", names=names)


def published_section(person: Any, conversation: Conversation) -> dict[str, Any] | None:
    """Return the part of a conversation's page that leads to its summaries."""
    found = of_conversation(conversation)
    if not found or not can(person, "reports:read"):
        return None
    newest = found[0]
    return {
        "template": "reports/_section.html",
        "publications": found,
        "result": {
            "url": url_for("reports.show", number=newest.number),
            "label": _("Read the summary"),
        },
    }
