"""The classes of data of every room below this one, each with its columns."""

from forum.accounts import keeping as accounts
from forum.accounts import traces
from forum.audit import keeping as audit
from forum.city import keeping as city
from forum.communities import keeping as communities
from forum.conversations import keeping as conversations
from forum.events import keeping as events
from forum.ideas import keeping as ideas
from forum.meetings import keeping as meetings
from forum.moderation import keeping as moderation
from forum.notices import keeping as notices
from forum.opinions import keeping as opinions
from forum.participation import keeping as participation
from forum.planning import keeping as planning
from forum.privacy import keeping as privacy
from forum.programs import keeping as programs
from forum.reports import keeping as reports
from forum.themes import keeping as themes

__all__ = [
    "accounts",
    "audit",
    "city",
    "communities",
    "conversations",
    "events",
    "ideas",
    "meetings",
    "moderation",
    "notices",
    "opinions",
    "participation",
    "planning",
    "privacy",
    "programs",
    "reports",
    "themes",
    "traces",
]
