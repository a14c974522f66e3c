"""Which ballots tell where their voter lives: the public table of each closed voting, kept hourly."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from forum.core.cells import next_state
from forum.core.codes import keyed_hash
from forum.core.db import db
from forum.core.published import published
from forum.planning.ballots.advising import Counted, counted
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.models import Voting
from forum.planning.ballots.voting import voting_of
from forum.programs.models import Season


def table_name(season_id: int) -> str:
    """Return the name of the public table of the homes of a season's ballots."""
    return f"ballots:{season_id}:home"


def home_of(ballot: Counted) -> str:
    """Return where a voter lives and how old they are, as the table of both calls it."""
    return f"{ballot.neighbourhood_id}/{ballot.age_band_id}"


def counts_of(ballots: Sequence[Counted]) -> Counter[str]:
    """Count ballots by home."""
    return Counter(home_of(each) for each in ballots)


def with_homes(season_id: int, ballots: Sequence[Counted]) -> Iterator[tuple[Counted, bool]]:
    """Yield each ballot with whether its home may be told.

    Of a home as many are told as its published number says; of the others nobody learns whose they
    are. Which ones is drawn by a keyed hash, so that it tells nothing and stays as it is.
    """
    name, counts = table_name(season_id), counts_of(ballots)
    state = published([name]).get(name) or next_state(None, counts)
    left = dict(state.shown)
    for ballot in sorted(ballots, key=lambda each: keyed_hash("ballot home", repr(each))):
        home = home_of(ballot)
        left[home] = left.get(home, 0) - 1
        yield ballot, left[home] >= 0


def tables() -> Iterator[tuple[str, Mapping[str, int]]]:
    """Count the ballots of every closed voting, by home."""
    seasons = select(Season).join(Voting, Voting.season_id == Season.id).order_by(Season.id)
    for season in db.session.scalars(seasons):
        voting = voting_of(season)
        if voting is None or voting.stage != "closed":
            continue
        ids = tuple(e.id for e in numbered(season, voting).values() if e.dropped_at is None)
        yield table_name(season.id), counts_of(counted(season, ids))
