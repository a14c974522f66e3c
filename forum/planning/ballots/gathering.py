"""What votings tell the ledger of participation: who handed in a ballot."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.core.db import db
from forum.participation.kinds import ACTIVITIES, Fact, Gathered, Kind, add_kind
from forum.planning.ballots.models import Ballot
from forum.programs.models import Season


def balloted() -> Gathered:
    """Gather the ballots, each of one person; one sent again is still one."""
    rows = db.session.execute(select(Ballot.__table__).order_by(Ballot.id)).all()
    facts = [
        Fact(
            "balloted",
            "season",
            row.season_id,
            f"contact:{row.contact_key}" if row.contact_key else f"person:{row.person_id}",
            row.at,
            row.channel,
            "contribution",
            "ballot",
            row.id,
            neighbourhood_id=row.neighbourhood_id,
            age_band_id=row.age_band_id,
            entered_by_id=row.entered_by_id,
            entered_at=row.at,
        )
        for row in rows
    ]
    pairs = [(f"person:{r.person_id}", f"contact:{r.contact_key}") for r in rows if r.contact_key]
    return Gathered(facts, pairs)


def seasons() -> dict[int, tuple[int | None, int | None]]:
    """Return the project of every season; a season is of no kind of program."""
    rows = db.session.execute(select(Season.id, Season.project_id))
    return {number: (project, None) for number, project in rows}


add_kind(Kind("balloted", _l("A ballot on a season’s programs"), balloted))
ACTIVITIES["season"] = seasons
