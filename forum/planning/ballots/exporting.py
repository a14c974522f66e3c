"""Ballots as open data, so that anybody can work the advice out again: CSV and Pabulib's format."""

import csv
from io import StringIO
from typing import Any

from flask_babel import gettext as _

from forum.city import queries as city
from forum.core.forms import one_line
from forum.core.spreadsheets import Sheet, csv_bytes
from forum.planning.ballots.advising import Advice, counted
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.queries import Asked
from forum.planning.ballots.tables import with_homes


def ballots_csv(asked: Asked, advice: Advice) -> bytes:
    """Return the programs, and a row for each ballot with the numbers it marks.

    The neighbourhood and the age stand there only where at least MINIMUM_CELL ballots share both,
    and on so many of them as the published number says (``core.cells``): on 10 of 13.
    Rows are sorted by what they hold, so that their order tells nothing.
    """
    candidates = numbered(asked.season, asked.voting)
    numbers = {candidate.id: number for number, candidate in candidates.items()}
    homes = {row.id: row.name for row in city.neighbourhoods()}
    ages = {row.id: row.name for row in city.age_bands()}
    ballots = counted(asked.season, advice.candidate_ids)
    rows = sorted(
        (
            " ".join(str(number) for number in sorted(numbers[mark] for mark in ballot.marks)),
            homes.get(ballot.neighbourhood_id, "") if told else "",
            ages.get(ballot.age_band_id, "") if told else "",
        )
        for ballot, told in with_homes(asked.season.id, ballots)
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


def pabulib(asked: Asked, advice: Advice) -> bytes:
    """Return the voting in the format of Pabulib (.pb, pabulib.org/format), without the voters' homes.

    ``selected`` is what equal shares with add1 chooses for the budget of the advice.
    """
    candidates = numbered(asked.season, asked.voting)
    numbers = {each.id: number for number, each in candidates.items()}
    chosen = set(advice.ids(advice.equal_shares))
    file = StringIO(newline="")
    out = csv.writer(file, delimiter=";", lineterminator="\n")
    out.writerows([["META"], ["key", "value"]])
    out.writerows((key, one_line(str(value))) for key, value in _meta(asked, advice).items())
    out.writerows([["PROJECTS"], ["project_id", "cost", "votes", "name", "selected"]])
    for number, each in candidates.items():
        if each.id in advice.verdicts:
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


def _meta(asked: Asked, advice: Advice) -> dict[str, Any]:
    """Return what the file says of the voting as a whole."""
    the_city = city.the_city()
    return {
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
