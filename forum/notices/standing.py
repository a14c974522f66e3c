"""Whether what news are about is still shown: asked at the moment a letter is written."""

from typing import Any

from sqlalchemy import exists, select

from forum.conversations.models import Opening
from forum.core.db import db
from forum.core.news import Topic
from forum.ideas.models import Idea
from forum.planning.models import Decision
from forum.planning.seasons.models import Plan, PlanPublication
from forum.planning.seasons.withdrawing import PlanTakedown
from forum.programs.models import Program
from forum.reports.models import Publication, Takedown


def idea(topic: Topic) -> bool:
    """Whether an idea can be read."""
    return _one(select(Idea.visible).where(Idea.id == topic[1]))


def summary(topic: Topic) -> bool:
    """Whether a publication was not taken down."""
    gone = exists().where(Takedown.publication_id == Publication.id)
    return _one(select(~gone).where(Publication.id == topic[1]))


def conversation(topic: Topic) -> bool:
    """Whether a conversation is before the public."""
    return _one(select(exists().where(Opening.conversation_id == topic[1])))


def decision(topic: Topic) -> bool:
    """Whether there is a decision in force on a theme."""
    held = exists().where(Decision.theme_id == topic[1], Decision.replaced_at.is_(None))
    return _one(select(held))


def plan(topic: Topic) -> bool:
    """Whether a version of a plan is the one in force."""
    held = exists().where(
        Plan.id == topic[1], Plan.approved_at.is_not(None), Plan.replaced_at.is_(None)
    )
    gone = select(PlanTakedown.id).join(PlanPublication)
    return _one(select(held & ~gone.where(PlanPublication.plan_id == topic[1]).exists()))


def program(topic: Topic) -> bool:
    """Whether a program is announced and not called off."""
    query = select(Program.announced_at.is_not(None) & Program.cancelled_at.is_(None))
    return _one(query.where(Program.id == topic[1]))


def _one(query: Any) -> bool:
    return bool(db.session.scalar(query))
