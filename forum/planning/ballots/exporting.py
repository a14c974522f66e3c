"""Ballots as open data, so that anybody can work the advice out again: CSV and Pabulib's format."""

import csv
from collections import Counter
from collections.abc import Sequence
from io import StringIO

from flask_babel import gettext as _

from forum.city import queries as city
from forum.core.cells import MINIMUM_CELL, safe
from forum.core.forms import one_line
from forum.core.spreadsheets import Sheet, csv_bytes
from forum.planning.ballots.advising import Advice, Counted, counted
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.queries import Asked


def ballots_csv(asked: Asked, advice: Advice) -> bytes:
    """Return the programs, and a row for each ballot with the numbers it marks.

    The neighbourhood and the age stand there only where at least MINIMUM_CELL ballots share both,
    and where nobody can be told by taking these rows from what the page says of the group.
    Rows are sorted by what they hold, so that their order tells nothing.
    """
    candidates = numbered(asked.season, asked.voting)
    numbers = {candidate.id: number for number, candidate in candidates.items()}
    homes = {row.id: row.name for row in city.neighbourhoods()}
    ages = {row.id: row.name for row in city.age_bands()}
    ballots = counted(asked.season, advice.candidate_ids)
    told = _tellable(ballots)
    rows = sorted(
        (
            " ".join(str(number) for number in sorted(numbers[mark] for mark in ballot.marks)),
            homes.get(ballot.neighbourhood_id, "") if _home(ballot) in told else "",
            ages.get(ballot.age_band_id, "") if _home(ballot) in told else "",
        )
        for ballot in ballots
    )
    programs = [
        (number, each.title, each.cost)
        for number, each in candidates.items()
        if each.dropped_at is None
    ]
    return csv_bytes(
        [
            Sheet(_("Programs"), [_("Number"), _("Program"), _("Cost (Ft)")], programs),
            Sheet(_("Ballots"), [_("Numbers marked"), _("Neighbourhood"), _("Age")], rows),
        ]
    )


#: Where somebody lives and how old they are, by the numbers of their rows; None where not told.
Home = tuple[int | None, int | None]


def _home(ballot: Counted) -> Home:
    return ballot.neighbourhood_id, ballot.age_band_id


def _tellable(ballots: Sequence[Counted]) -> set[Home]:
    """Return the homes that may be told; of a group on the page, none or enough are left untold."""
    counts = Counter(_home(ballot) for ballot in ballots)
    told = {home for home, people in counts.items() if people >= MINIMUM_CELL}
    for side in (0, 1):
        groups: Counter[int | None] = Counter()
        for home, people in counts.items():
            groups[home[side]] += people
        cells = safe({(group, ""): people for group, people in groups.items()}, len(ballots))
        shown = {cell.id for cell in cells if cell.people is not None}
        told = {home for home in told if home[side] in shown}
    while too_much := _giving_away(counts, told):
        told.discard(min(too_much, key=lambda home: (counts[home], str(home))))
    return told


def _giving_away(counts: Counter[Home], told: set[Home]) -> list[Home]:
    """Return the told homes of one group of which too few are left untold."""
    for side in (0, 1):
        left: Counter[int | None] = Counter()
        for home, people in counts.items():
            left[home[side]] += people if home not in told else 0
        for group, people in left.items():
            found = [home for home in told if home[side] == group]
            if found and 0 < people < MINIMUM_CELL:
                return found
    return []


def pabulib(asked: Asked, advice: Advice) -> bytes:
    """Return the voting in the format of Pabulib (.pb, pabulib.org/format), without the voters' homes.

    ``selected`` is what equal shares with add1 chooses for the budget of the advice.
    """
    candidates = numbered(asked.season, asked.voting)
    numbers = {each.id: number for number, each in candidates.items()}
    chosen = set(advice.ids(advice.equal_shares))
    the_city = city.the_city()
    file = StringIO(newline="")
    out = csv.writer(file, delimiter=";", lineterminator="\n")
    meta = {
        "description": f"Programs of {asked.season.name_en or asked.season.name_hu}",
        "country": "Hungary",
        "unit": the_city.name if the_city else "",
        "instance": asked.season.name_hu,
        "num_projects": len(advice.candidate_ids),
        "num_votes": advice.ballots,
        "budget": advice.budget,
        "vote_type": "approval",
        "rule": "equalshares/add1",
        "date_begin": f"{asked.voting.first_day:%d.%m.%Y}",
        "date_end": f"{asked.voting.last_day:%d.%m.%Y}",
        "min_length": 1,
        "currency": "HUF",
    }
    out.writerows([["META"], ["key", "value"]])
    out.writerows((key, one_line(str(value))) for key, value in meta.items())
    out.writerows([["PROJECTS"], ["project_id", "cost", "votes", "name", "selected"]])
    for number, each in candidates.items():
        if each.id in numbers and each.id in advice.verdicts:
            votes, is_in = advice.verdicts[each.id].votes, int(each.id in chosen)
            out.writerow([number, max(1, each.cost), votes, one_line(each.title_hu), is_in])
    out.writerows([["VOTES"], ["voter_id", "vote"]])
    marks = sorted(
        sorted(numbers[mark] for mark in ballot.marks)
        for ballot in counted(asked.season, advice.candidate_ids)
    )
    for voter, ballot in enumerate(marks, 1):
        out.writerow([voter, ",".join(str(number) for number in ballot)])
    return file.getvalue().encode()
