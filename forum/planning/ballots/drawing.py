"""The order of candidates on a ballot: drawn, so that nobody is favoured."""

from collections.abc import Sequence
from typing import TypeVar

from flask import session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.codes import keyed_hash
from forum.core.db import db
from forum.planning.ballots.models import Voting
from forum.planning.models_candidates import Candidate
from forum.programs.models import Season

T = TypeVar("T")


def numbered(season: Season, voting: Voting | None) -> dict[int, Candidate]:
    """Return the candidates by the number they have on every ballot of the season.

    The order is drawn once from the voting's seed. A candidate that is dropped keeps its number,
    and one that came after the voting began stands at the end: printed ballots stay right.
    """
    query = select(Candidate).filter_by(season_id=season.id).order_by(Candidate.id)
    query = query.options(joinedload(Candidate.category))
    found = list(db.session.scalars(query))
    if voting is not None:
        found.sort(key=lambda each: _place(each, voting))
    return dict(enumerate(found, 1))


def _place(candidate: Candidate, voting: Voting) -> tuple[bool, str, int]:
    late = candidate.created_at > max(voting.opens_at, voting.at)
    drawn = "" if late else keyed_hash("ballot", f"{voting.draw_seed}:{candidate.id}")
    return late, drawn, candidate.id


def shuffled(things: Sequence[tuple[int, T]], person_id: int | None) -> list[tuple[int, T]]:
    """Return (number, candidate) in an order of this voter's own, the same at every visit."""
    generate_csrf()  # so that a visitor without a row has a session to be known by
    voter = f"person {person_id}" if person_id else str(session.get("csrf_token"))
    return sorted(things, key=lambda each: keyed_hash("ballot of", f"{voter}:{each[0]}"))
