"""A season whose residents are asked, and the ballots they hand in."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from forum.core.db import db, now
from forum.core.errors import Refused
from forum.planning.ballots.giving import give_ballot
from forum.planning.ballots.voting import open_voting


@contextmanager
def refused(sentence):
    """What happens inside is refused with this sentence, in whatever language."""
    with pytest.raises(Refused) as found:
        yield
    assert found.value.sentence == sentence


def open_season(make, planner, titles, costs=None, budget=1_000_000):
    """A season with candidates whose voting is open."""
    season = make.season()
    for place, title in enumerate(titles):
        make.candidate(title, season, cost=costs[place] if costs else 100_000)
    open_voting(season, planner, now() - timedelta(days=1), now() + timedelta(days=7), budget)
    db.session.commit()
    return season


def vote(make, season, marks, times=1, **told):
    """Ballots of as many visitors with the same marks."""
    for _number in range(times):
        person = make.person("visitor")
        give_ballot(season, person, marks, f"vote{person.id}", **told)
    db.session.commit()


def end(voting):
    """The voting is over."""
    voting.closes_at = now() - timedelta(minutes=1)
    voting.tick += 1
    db.session.commit()
