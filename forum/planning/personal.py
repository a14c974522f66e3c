"""What planning keeps of somebody: ballots on the programs of a season."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from forum.core.owned import Owned, keep_owned
from forum.planning.ballots.models import Ballot, BallotChoice


def _marked(ballot: Ballot) -> str:
    titles = [choice.candidate.title for choice in ballot.choices]
    return "; ".join(titles) if titles else _("nothing")


keep_owned(
    "planning",
    55,
    [
        Owned(
            Ballot,
            _l("Ballots"),
            [
                (lambda row: row.season.name, _l("Season")),
                (_marked, _l("What I marked")),
                ("at", _l("When")),
            ],
            options=(
                joinedload(Ballot.season),
                selectinload(Ballot.choices).joinedload(BallotChoice.candidate),
            ),
            note=_l("A ballot stays in the sums; once you are erased, nothing says it is yours."),
        ),
    ],
)
