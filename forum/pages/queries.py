"""What the general pages read from the rooms below."""

from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select

from forum.city.models import City, Project
from forum.conversations.models import Conversation, Opening
from forum.core.db import db
from forum.events.models import Event
from forum.ideas.models import Idea
from forum.moderation.erased import erased_in_sight
from forum.opinions.models import Opinion, Reaction
from forum.planning.ballots.models import Voting
from forum.planning.models import Decision
from forum.reports.models import Publication, Takedown


class Figure(NamedTuple):
    """A number with its name and with what exactly was counted."""

    name: str
    value: int
    definition: str


def home_stamp() -> object:
    """Return what changes whenever the home page does, with one statement."""
    parts = (
        select(func.count(Conversation.id)),
        select(func.sum(Conversation.tick)),
        select(func.count(Event.id)),
        select(func.sum(Event.tick)),
        select(func.max(Decision.id)),
        select(func.count(Decision.replaced_at)),
        select(func.max(Publication.number)),
        select(func.count(Takedown.id)),
        select(func.max(City.tick)),
        select(func.sum(Idea.tick)),
        select(func.sum(Voting.tick)),
    )
    return tuple(db.session.execute(select(*(part.scalar_subquery() for part in parts))).one())


def figures(project: Project) -> list[Figure]:
    """Count what was done in the project's conversations; one statement, each number defined."""
    row = db.session.execute(
        select(*(part.scalar_subquery() for part in _counts(project.id)))
    ).one()
    return [
        Figure(name, value or 0, definition)
        for (name, definition), value in zip(_definitions(), row, strict=True)
    ]


def _counts(project_id: int) -> tuple[Select[Any], ...]:
    open_ids = (
        select(Conversation.id).join(Opening).where(Conversation.project_id == project_id)
    ).scalar_subquery()
    stands = or_(Opinion.visible, erased_in_sight(Opinion))
    shown = (Opinion.conversation_id.in_(open_ids), stands)
    return (
        select(func.count(Conversation.id))
        .join(Opening)
        .where(Conversation.project_id == project_id, Conversation.purpose == "question"),
        select(func.count(Opinion.id)).where(*shown),
        select(func.count(func.distinct(Opinion.author_id))).where(*shown),
        select(func.count(Reaction.id))
        .join(Opinion, Opinion.id == Reaction.opinion_id)
        .where(*shown),
        select(func.count(func.distinct(Reaction.person_id)))
        .join(Opinion, Opinion.id == Reaction.opinion_id)
        .where(*shown),
        select(func.count(Decision.id)).where(
            Decision.conversation_id.in_(open_ids), Decision.replaced_at.is_(None)
        ),
        select(func.count(Publication.id))
        .outerjoin(Takedown)
        .where(Publication.conversation_id.in_(open_ids), Takedown.id.is_(None)),
    )


def _definitions() -> list[tuple[str, str]]:
    return [
        (
            _("Conversations"),
            _(
                "Questions put to residents; drafts are not counted, nor what programs ask afterwards."
            ),
        ),
        (
            _("Opinions"),
            _("Opinions shown now, by whatever channel they came; hidden ones are not counted."),
        ),
        (
            _("People who spoke"),
            _(
                "One account, one browser without an account, or one slip is one person."
                " Somebody who spoke from two devices without an account counts twice."
            ),
        ),
        (
            _("Weighings"),
            _("Each time a person agreed, disagreed or passed; a change counts once."),
        ),
        (
            _("People who weighed"),
            _("One account, or one browser without an account, is one person."),
        ),
        (_("Decisions"), _("Themes on which a decision is in force.")),
        (
            _("Published summaries"),
            _("Summaries that can be read here; withdrawn ones are not counted."),
        ),
    ]
