"""What the ballots of residents advise on each candidate, once the voting is closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forum.planning.ballots.advising import Verdict, advice
from forum.programs.models import Season


@dataclass(frozen=True, slots=True)
class Advisory:
    """What the ballots of a season say of its candidates."""

    budget: int
    ballots: int
    rows: Mapping[int, Verdict] = field(default_factory=dict)


def advised(season: Season, budget: int | None = None) -> Advisory | None:
    """Return the advice on a season's candidates for a budget; None until the voting is closed."""
    found = advice(season, budget)
    if found is None:
        return None
    return Advisory(budget=found.budget, ballots=found.ballots, rows=found.verdicts)
