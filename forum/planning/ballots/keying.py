"""The desk: to key a ballot that came on paper, by phone or at a forum, and to take the last back."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import hold
from forum.planning.ballots.giving import Given, give_ballot
from forum.planning.ballots.queries import last_entered
from forum.planning.ballots.voting import CLOSED, voting_of
from forum.programs.models import Season

NOTHING_KEYED = _l("There is nothing to take back.")
TOOK_A_PLACE = _l(
    "This sheet has taken the place of a ballot that the same person had given before, so they "
    "would be left without any. Please key the right numbers with the same contact instead."
)


def key_ballot(
    season: Season,
    by: Person,
    candidate_ids: Iterable[int],
    key: str,
    channel: str,
    contact_key: str | None,
    homes: dict[str, int | None],
) -> Given:
    """Hand in a ballot for somebody who is not there; of a contact that is known it is theirs."""
    voter = Person(role="visitor")
    db.session.add(voter)
    db.session.flush()
    told = {"channel": channel, "contact_key": contact_key, "entered_by": by}
    given = give_ballot(season, voter, candidate_ids, key, **told, **homes)
    if given.ballot.person_id != voter.id:
        db.session.delete(voter)
    return given


def take_back_last(season: Season, by: Person) -> None:
    """Take back the ballot ``by`` keyed last: a slip of the finger, while the voting is open.

    Refused of one that replaced an earlier ballot: what that one marked is not kept.
    """
    voting = voting_of(season)
    if voting is None or voting.stage != "open":
        raise Refused(CLOSED)
    entered = last_entered(season, by)
    if not entered:
        raise Refused(NOTHING_KEYED)
    last = hold(entered[0])
    if last.was_replaced:
        raise Refused(TOOK_A_PLACE)
    db.session.delete(last)
    db.session.flush()
