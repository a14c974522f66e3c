"""What the pages of a voting read."""

from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from forum.accounts.models import Person
from forum.conversations import queries as conversations
from forum.conversations.models import Conversation
from forum.core.db import db
from forum.planning.ballots.models import Ballot, Voting
from forum.planning.ballots.voting import voting_of
from forum.programs.models import Season

#: Conversations offered to put a ballot on, and ballots shown below the desk.
MOST_OFFERED, LAST_SHOWN = 50, 8


class Asked(NamedTuple):
    """A season whose residents are asked, and the voting."""

    season: Season
    voting: Voting


class Planned(NamedTuple):
    """A season and its voting, None while nobody has set one."""

    season: Season
    voting: Voting | None


def asked(_person: Any, season_id: int) -> Asked | None:
    """Return a season with its voting, once one is set."""
    season = db.session.get(Season, season_id)
    voting = voting_of(season) if season else None
    if season is None or voting is None:
        return None
    return Asked(season, voting)


def planned(_person: Any, season_id: int) -> Planned | None:
    """Return a season with its voting, for those who set its days."""
    season = db.session.get(Season, season_id)
    return Planned(season, voting_of(season)) if season else None


def closed(person: Any, season_id: int) -> Asked | None:
    """Return a season whose voting is over: nobody sees before how it stands."""
    found = asked(person, season_id)
    return found if found is not None and found.voting.stage == "closed" else None


def offered_conversations(person: Person, chosen_id: int | None) -> list[Conversation]:
    """Return the newest conversations on whose page a ballot may be offered."""
    visible = conversations.questions_to(person).order_by(Conversation.id.desc())
    found = list(db.session.scalars(visible.limit(MOST_OFFERED)).unique())
    if chosen_id and chosen_id not in {each.id for each in found}:
        found += filter(None, [db.session.get(Conversation, chosen_id)])
    return found


def last_entered(season: Season, by: Person) -> list[Ballot]:
    """Return the ballots somebody keyed last, the newest first."""
    mine = (Ballot.season_id == season.id, Ballot.entered_by_id == by.id)
    query = select(Ballot).where(*mine).order_by(Ballot.changed_at.desc(), Ballot.id.desc())
    query = query.options(selectinload(Ballot.choices))
    return list(db.session.scalars(query.limit(LAST_SHOWN)))


def count_by_channel(season: Season) -> dict[str, int]:
    """Return how many ballots came each way."""
    query = select(Ballot.channel, func.count()).where(Ballot.season_id == season.id)
    rows = db.session.execute(query.group_by(Ballot.channel)).tuples()
    return dict(iter(rows))
