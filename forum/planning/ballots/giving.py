"""To hand in a ballot: one for each person and contact; sent again, it replaces the former one."""

from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.planning.ballots.models import Ballot, BallotChoice
from forum.planning.ballots.voting import voting_of
from forum.planning.models_candidates import Candidate
from forum.programs.models import Season

NOT_OPEN = _l("The voting on these programs is not open now.")
NOTHING = _l("Please mark at least one program.")


class Given(NamedTuple):
    """A ballot as it stands now, and whether it replaced one that the person had handed in."""

    ballot: Ballot
    replaced: bool


def give_ballot(
    season: Season,
    person: Person,
    candidate_ids: Iterable[int],
    key: str,
    channel: str = "web",
    contact_key: str | None = None,
    neighbourhood_id: int | None = None,
    age_band_id: int | None = None,
    entered_by: Person | None = None,
) -> Given:
    """Hand in a ballot with marks at candidates of the season that are in the running.

    The same key again changes nothing. Another ballot of the same person, or of the contact given
    at the desk, takes the place of the former one. Refused unless the voting is open, and without
    a mark.
    """
    voting = voting_of(season)
    if voting is None or voting.stage != "open":
        raise Refused(NOT_OPEN)
    marks = _running(season, candidate_ids)
    if not marks:
        raise Refused(NOTHING, 422)
    contact = person.contact_key or contact_key
    told = {"neighbourhood_id": neighbourhood_id, "age_band_id": age_band_id}
    made = Ballot(season_id=season.id, person_id=person.id, submit_key=key, contact_key=contact)
    made.at = made.changed_at = now()
    made.channel, made.entered_by_id = channel, entered_by.id if entered_by else None
    made.neighbourhood_id, made.age_band_id = neighbourhood_id, age_band_id
    ballot, new = once(lambda: _known(season, person, key, contact), lambda: _add(made, marks))
    if new or ballot.submit_key == key:
        return Given(ballot, False)
    _replace(ballot, person, key, contact, marks, told)
    ballot.channel, ballot.entered_by_id = channel, made.entered_by_id
    return Given(ballot, True)


def ballot_of(season: Season, person: Person) -> Ballot | None:
    """Return the ballot of ``person``, if there is one."""
    if person.id is None:
        return None
    query = select(Ballot).filter_by(season_id=season.id, person_id=person.id)
    return db.session.scalars(query).first()


def _running(season: Season, candidate_ids: Iterable[int]) -> list[int]:
    """Return the marks that count, each once; others are none."""
    here = (Candidate.season_id == season.id, Candidate.dropped_at.is_(None))
    marked = set(candidate_ids)
    query = select(Candidate.id).where(*here).order_by(Candidate.id)
    return [number for number in db.session.scalars(query) if number in marked]


def _known(season: Season, person: Person, key: str, contact: str | None) -> Ballot | None:
    """Return the ballot that stands for this person: of the key, their own, of their contact."""
    same = [Ballot.person_id == person.id, Ballot.submit_key == key]
    same += [Ballot.contact_key == contact] if contact else []
    query = select(Ballot).where(Ballot.season_id == season.id, or_(*same)).with_for_update()
    rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
    order = [(row.submit_key != key, row.person_id != person.id, row.id) for row in rows]
    return rows[order.index(min(order))] if rows else None


def _add(ballot: Ballot, marks: Iterable[int]) -> Ballot:
    ballot.choices = [BallotChoice(candidate_id=mark) for mark in marks]
    db.session.add(ballot)
    db.session.flush()
    return ballot


def _replace(
    ballot: Ballot,
    person: Person,
    key: str,
    contact: str | None,
    marks: Iterable[int],
    told: dict[str, int | None],
) -> None:
    """Put new marks in the place of the old ones; what is not told again stays as it was told."""
    take_marks(ballot, marks)
    ballot.submit_key, ballot.changed_at = key, now()
    for name, value in told.items():
        if value is not None:
            setattr(ballot, name, value)
    if contact is not None and ballot.contact_key != contact:
        drop_others(ballot, contact)
        ballot.contact_key = contact
    if ballot.person_id != person.id and person.role != "visitor":
        ballot.person_id = person.id
    db.session.flush()


def take_marks(ballot: Ballot, marks: Iterable[int]) -> None:
    """Let a ballot hold exactly these marks."""
    wanted = set(marks)
    ballot.choices = [each for each in ballot.choices if each.candidate_id in wanted]
    known = {each.candidate_id for each in ballot.choices}
    ballot.choices += [BallotChoice(candidate_id=mark) for mark in sorted(wanted - known)]


def drop_others(ballot: Ballot, contact: str) -> None:
    """Forget another ballot of the same contact: it was of the same person."""
    same = (Ballot.season_id == ballot.season_id, Ballot.contact_key == contact)
    for other in db.session.scalars(select(Ballot).where(*same, Ballot.id != ballot.id)).all():
        db.session.delete(other)
    db.session.flush()
