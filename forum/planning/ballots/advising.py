"""Advice: what the ballots of a season would choose under a budget, in two ways, and why."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Condition

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import Refused
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.models import Ballot, BallotChoice, Voting
from forum.planning.ballots.voting import voting_of
from forum.planning.fair.completing import PARTS
from forum.planning.fair.explaining import by_equal_shares
from forum.planning.fair.greedy import greedy
from forum.planning.fair.instance import instance_of
from forum.planning.fair.portfolio import Portfolio, Purchase, Shortfall
from forum.planning.models_candidates import Candidate
from forum.programs.models import Season

#: Pieces of advice kept in memory by each process.
KEPT = 20

#: Seconds one waits for what somebody else has asked to be worked out; ballots can be so many and
#: so unlike that it takes minutes, and those who wait must not take the place of everybody else.
PATIENCE = 3.0

WORKING = _l("The advice is being worked out just now. Please come back in a minute.")

_kept: "OrderedDict[tuple[object, ...], Advice]" = OrderedDict()
_working: set[tuple[object, ...]] = set()
_turn = Condition()


@dataclass(frozen=True)
class Counted:
    """A ballot as it is counted: what was marked, and where its voter belongs, if told."""

    marks: tuple[int, ...]
    neighbourhood_id: int | None
    age_band_id: int | None


@dataclass(frozen=True)
class Verdict:
    """What the ballots say of one candidate; amounts are in forints."""

    votes: int
    fair: bool
    greedy: bool
    purchase: Purchase | None = None
    shortfall: Shortfall | None = None

    @property
    def share(self) -> int | None:
        """What a supporter paid for it, in whole forints; None when it was not chosen."""
        return round(self.purchase.share) if self.purchase else None


@dataclass(frozen=True)
class Advice:
    """The two portfolios for one budget; projects are numbers into ``candidate_ids``."""

    budget: int
    ballots: int
    candidate_ids: tuple[int, ...]
    costs: tuple[int, ...]
    equal_shares: Portfolio
    greedy: Portfolio
    verdicts: dict[int, Verdict]

    def ids(self, portfolio: Portfolio) -> tuple[int, ...]:
        """Return the numbers of the chosen candidates, in the order in which they were chosen."""
        return tuple(self.candidate_ids[project] for project in portfolio.chosen)


def advice(season: Season, budget: int | None = None) -> Advice | None:
    """Return what the ballots advise for ``budget`` (forints), else for that of the voting.

    None until the voting is closed: nobody sees how it stands while others still decide. Worked
    out once for each state of the ballots, one at a time; refused to whoever waits too long.
    """
    voting = voting_of(season)
    if voting is None or voting.stage != "closed":
        return None
    wanted = voting.budget if budget is None else budget
    key = (db.engine.url.database, season.id, wanted, *_state(season, voting))
    with _turn:
        if key not in _kept and not _turn.wait_for(lambda: not _working, PATIENCE):
            raise Refused(WORKING, 503)
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
        _working.add(key)
    try:
        found = _work_out(season, voting, wanted)
        with _turn:
            _kept[key] = found
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    finally:
        with _turn:
            _working.discard(key)
            _turn.notify_all()
    return found


def _state(season: Season, voting: Voting) -> tuple[object, ...]:
    """Return what changes whenever the advice may change."""
    ballots = select(func.count(), func.max(Ballot.changed_at), func.sum(Ballot.id))
    running = (Candidate.season_id == season.id, Candidate.dropped_at.is_(None))
    candidates = select(func.count(), func.sum(Candidate.id), func.sum(Candidate.cost))
    return (
        voting.tick,
        voting.at,
        *db.session.execute(ballots.where(Ballot.season_id == season.id)).one(),
        *db.session.execute(candidates.where(*running)).one(),
    )


def counted(season: Season, candidate_ids: tuple[int, ...]) -> list[Counted]:
    """Return the ballots that mark one of these candidates at least; the others count nowhere.

    A mark at a candidate that was dropped later stays on the ballot and does not count.
    """
    query = (
        select(Ballot.id, Ballot.neighbourhood_id, Ballot.age_band_id, BallotChoice.candidate_id)
        .join(BallotChoice, BallotChoice.ballot_id == Ballot.id)
        .where(Ballot.season_id == season.id, BallotChoice.candidate_id.in_(candidate_ids))
        .order_by(Ballot.id, BallotChoice.candidate_id)
    )
    marks: dict[tuple[int, int | None, int | None], list[int]] = {}
    for ballot, place, age, candidate in db.session.execute(query):
        marks.setdefault((ballot, place, age), []).append(candidate)
    return [Counted(tuple(ids), place, age) for (_id, place, age), ids in marks.items()]


def _work_out(season: Season, voting: Voting, budget: int) -> Advice:
    candidates = [each for each in numbered(season, voting).values() if each.dropped_at is None]
    ids = tuple(each.id for each in candidates)
    costs = tuple(max(1, each.cost) for each in candidates)
    place = {number: project for project, number in enumerate(ids)}
    ballots = counted(season, ids)
    marked = [tuple(place[mark] for mark in ballot.marks) for ballot in ballots]
    instance = instance_of(costs, budget, marked, step=step_of(budget, len(ballots)), grows=True)
    fair, most = by_equal_shares(instance), greedy(instance)
    return Advice(
        budget=budget,
        ballots=len(ballots),
        candidate_ids=ids,
        costs=costs,
        equal_shares=fair,
        greedy=most,
        verdicts=_verdicts(ids, instance.votes, fair, most),
    )


def step_of(budget: int, people: int) -> int:
    """Return by how many forints the completion raises everybody's endowment at a time.

    A hundredth of the first endowment and at least one forint: in Wieliczka one zloty was 0.7
    percent of it. With one forint, a few hundred people would mean ten thousands of runs that
    change nothing anybody could notice.
    """
    return max(1, budget // (PARTS * max(1, people)))


def _verdicts(
    ids: tuple[int, ...], votes: tuple[int, ...], fair: Portfolio, most: Portfolio
) -> dict[int, Verdict]:
    bought = {each.project: each for each in fair.purchases}
    missed = {each.project: each for each in fair.shortfalls}
    return {
        number: Verdict(
            votes[project],
            project in bought,
            project in most.chosen,
            bought.get(project),
            missed.get(project),
        )
        for project, number in enumerate(ids)
    }
