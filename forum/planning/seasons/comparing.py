"""Two versions of the plan side by side."""

from dataclasses import dataclass

from forum.city import queries as city
from forum.city.models import Neighbourhood
from forum.planning.models_candidates import Candidate
from forum.planning.needs.models import Need
from forum.planning.seasons.models import Plan
from forum.planning.seasons.totals import Change, Totals, add_up, compare, part_of


@dataclass(frozen=True)
class Covered:
    """Something a version may reach: a need or a part of the city, and how many programs do."""

    name: str
    first: int
    second: int


@dataclass(frozen=True)
class Compared:
    """What sets two versions apart; differences are what the second spends more."""

    first: Plan
    second: Plan
    sums: tuple[Totals, Totals]
    changes: list[Change]
    candidates: dict[int, Candidate]
    needs: list[Covered]
    neighbourhoods: list[Covered]

    @property
    def difference(self) -> int:
        """Forints the second version spends more."""
        return self.sums[1].used - self.sums[0].used

    def only(self, where: str) -> list[Change]:
        """Return what is part of the first, the second or both."""
        return [change for change in self.changes if change.where == where]


def side_by_side(first: Plan, second: Plan) -> Compared:
    """Compare two versions of a season's plan."""
    parts = [[part_of(item) for item in plan.shown_items] for plan in (first, second)]
    sums = add_up(parts[0], first.budget), add_up(parts[1], second.budget)
    candidates = {
        item.candidate_id: item.candidate for plan in (first, second) for item in plan.items
    }
    return Compared(
        first=first,
        second=second,
        sums=sums,
        changes=compare(*parts),
        candidates=candidates,
        needs=_needs(candidates, first, second),
        neighbourhoods=_neighbourhoods(sums),
    )


def _needs(candidates: dict[int, Candidate], first: Plan, second: Plan) -> list[Covered]:
    needs: dict[int, Need] = {need.id: need for one in candidates.values() for need in one.needs}
    counts = [
        {
            number: sum(
                number in {need.id for need in item.candidate.needs}
                for item in plan.shown_items
                if item.is_in
            )
            for number in needs
        }
        for plan in (first, second)
    ]
    return [Covered(need.title, counts[0][key], counts[1][key]) for key, need in needs.items()]


def _neighbourhoods(sums: tuple[Totals, Totals]) -> list[Covered]:
    names = city.names(Neighbourhood)
    keys = {key for each in sums for key in each.by_neighbourhood if key is not None}
    counts = [
        {key: each.by_neighbourhood[key].count for key in keys if key in each.by_neighbourhood}
        for each in sums
    ]
    rows = [Covered(names[key], counts[0].get(key, 0), counts[1].get(key, 0)) for key in keys]
    return sorted(rows, key=lambda row: (-row.first - row.second, row.name))
