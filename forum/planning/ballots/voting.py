"""To open and to close a voting on the candidates of a season."""

import secrets
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.audit import record
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.planning.ballots.acts import VOTING_CHANGED, VOTING_CLOSED, VOTING_SET
from forum.planning.ballots.models import Ballot, Voting
from forum.planning.models_candidates import Candidate
from forum.programs.models import Season

#: Seeds are small enough for every database's integer.
MOST_SEEDS = 2**31 - 1
#: Nobody can choose among fewer.
FEWEST_CANDIDATES = 2

CLOSED = _l("The voting is closed and its result is public, so it cannot be changed any more.")
BEGUN = _l("The voting has begun, so its first day stays as it is.")
NOT_BEGUN = _l("The voting has not begun yet.")
BACKWARDS = _l("The last day cannot be before the first one, nor in the past.")
TOO_FEW = _l("Please add at least two candidate programs before you open the voting.")


def voting_of(season: Season) -> Voting | None:
    """Return the voting of a season, None while there is none."""
    return db.session.scalars(select(Voting).filter_by(season_id=season.id)).first()


def open_voting(
    season: Season,
    by: Person,
    opens_at: datetime,
    closes_at: datetime,
    budget: int,
    conversation: Conversation | None = None,
) -> Voting:
    """Set when residents are asked, and for which budget (forints) the advice is worked out.

    Set again, it changes what was set; what has happened already cannot be changed.
    """
    if budget <= 0:
        raise Refused(_l("Please give a budget in forints, larger than zero."), 422)
    if closes_at <= opens_at or closes_at <= now():
        raise Refused(BACKWARDS, 422)
    if _candidates(season) < FEWEST_CANDIDATES:
        raise Refused(TOO_FEW)
    seed = secrets.randbelow(MOST_SEEDS)
    fresh = Voting(season=season, opens_at=opens_at, closes_at=closes_at, budget=budget)
    fresh.draw_seed, fresh.by_id = seed, by.id
    voting, new = once(lambda: _held(season), lambda: _add(fresh))
    former = voting.conversation_id
    if not new:
        _change(voting, opens_at, closes_at, budget)
    voting.conversation_id = conversation.id if conversation else None
    if new or db.session.is_modified(voting):
        _changed(voting, former)
        record(VOTING_SET if new else VOTING_CHANGED, by, season)
    return voting


def _change(voting: Voting, opens_at: datetime, closes_at: datetime, budget: int) -> None:
    if voting.stage == "closed":
        raise Refused(CLOSED)
    if voting.stage == "open" and opens_at != voting.opens_at:
        raise Refused(BEGUN)
    voting.opens_at, voting.closes_at, voting.budget = opens_at, closes_at, budget


def close(voting: Voting, by: Person) -> None:
    """End a voting now; one that is over already stays as it is."""
    held = _held(voting.season)
    if held is None or held.stage == "closed":
        return
    if held.stage == "planned":
        raise Refused(NOT_BEGUN)
    held.closes_at = now()
    _changed(held, held.conversation_id)
    record(VOTING_CLOSED, by, held.season)


def count_ballots(season: Season) -> int:
    """Return how many people have handed in a ballot."""
    query = select(func.count()).select_from(Ballot).where(Ballot.season_id == season.id)
    return db.session.scalar(query) or 0


def _candidates(season: Season) -> int:
    running = (Candidate.season_id == season.id, Candidate.dropped_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Candidate).where(*running)) or 0


def _held(season: Season) -> Voting | None:
    """Return the voting, and keep others from changing it until the commit."""
    query = select(Voting).filter_by(season_id=season.id).with_for_update(of=Voting)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def _add(voting: Voting) -> Voting:
    db.session.add(voting)
    db.session.flush()
    return voting


def _changed(voting: Voting, former_conversation: int | None) -> None:
    """Let every page that shows the voting be made anew."""
    voting.tick = (voting.tick or 0) + 1
    voting.season.touch()
    for number in {former_conversation, voting.conversation_id} - {None}:
        conversation = db.session.get(Conversation, number)
        if conversation is not None:
            conversation.changed()
    db.session.flush()


def open_now() -> list[Voting]:
    """Return the votings residents can take part in now, the one that ends first first."""
    query = select(Voting).where(Voting.opens_at <= now(), Voting.closes_at > now())
    query = query.options(joinedload(Voting.season)).order_by(Voting.closes_at, Voting.id)
    return list(db.session.scalars(query))
