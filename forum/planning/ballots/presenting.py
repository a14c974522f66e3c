"""Advice as its page shows it: two lists with running totals, sentences, and shares of groups."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from forum.city import queries as city
from forum.planning.ballots.advising import Advice, Counted, Verdict, counted
from forum.planning.ballots.tables import with_homes
from forum.planning.fair.portfolio import Portfolio
from forum.planning.fair.sharing import Share, shares
from forum.planning.models_candidates import Candidate
from forum.planning.money import forints
from forum.programs.models import Season


class Line(NamedTuple):
    """A chosen program: its number on the ballot, the money used so far, and why it was chosen."""

    number: int
    candidate: Candidate
    running: int
    verdict: Verdict
    why: str
    #: Whether only this way of counting chose it.
    only: bool


class Served(NamedTuple):
    """How a group is served: the part of it that gets something (and as told), money for each."""

    part: float
    told: str
    money: str


class Group(NamedTuple):
    """Voters of a neighbourhood or an age: how both ways of counting serve them."""

    name: str
    people: int
    fair: Served
    most: Served


class Groups(NamedTuple):
    """The groups that may be told, and whether others are left out because they are small."""

    rows: list[Group]
    left_out: bool


def lines(advice: Advice, portfolio: Portfolio, numbers: dict[int, Candidate]) -> list[Line]:
    """Return the programs of a portfolio in the order in which they were chosen."""
    by_id = {candidate.id: (number, candidate) for number, candidate in numbers.items()}
    fair, running, found = portfolio is advice.equal_shares, 0, []
    for candidate_id in advice.ids(portfolio):
        number, candidate = by_id[candidate_id]
        verdict = advice.verdicts[candidate_id]
        running += candidate.cost
        why = paid(verdict) if fair else marked(verdict.votes)
        found.append(Line(number, candidate, running, verdict, why, verdict.fair != verdict.greedy))
    return found


def others(advice: Advice, numbers: dict[int, Candidate]) -> list[Line]:
    """Return the programs that equal shares did not choose, those nearest to it first."""
    by_id = {candidate.id: (number, candidate) for number, candidate in numbers.items()}
    found = []
    for each in advice.equal_shares.shortfalls:
        number, candidate = by_id[advice.candidate_ids[each.project]]
        verdict = advice.verdicts[candidate.id]
        why = missed(verdict, candidate.cost, advice.budget)
        found.append(Line(number, candidate, 0, verdict, why, verdict.greedy))
    return found


def marked(votes: int) -> str:
    """Say how many people marked a program."""
    return str(
        ngettext(
            "%(people)s person marked it.",
            "%(people)s people marked it.",
            votes,
            people=format_decimal(votes),
        )
    )


def paid(verdict: Verdict) -> str:
    """Say who paid for a program, and how much each."""
    bought = verdict.purchase
    assert bought is not None
    told = {"people": format_decimal(bought.full), "share": forints(round(bought.share))}
    said = ngettext(
        "Paid for by %(people)s supporter: %(share)s.",
        "Paid for by %(people)s supporters, %(share)s each.",
        bought.full,
        **told,
    )
    if bought.partial:
        told = {"people": format_decimal(bought.partial), "rest": forints(round(bought.rest))}
        said += " " + ngettext(
            "%(people)s more gave the last of their money, %(rest)s.",
            "%(people)s more gave the last of their money, %(rest)s together.",
            bought.partial,
            **told,
        )
    spent = bought.supporters - bought.payers
    if spent:
        said += " " + ngettext(
            "%(people)s marked it too, but had spent their money on other programs.",
            "%(people)s marked it too, but had spent their money on other programs.",
            spent,
            people=format_decimal(spent),
        )
    return str(said)


def missed(verdict: Verdict, cost: int, budget: int) -> str:
    """Say why a program was not chosen by equal shares."""
    if not verdict.votes:
        return _("Nobody marked it.")
    if cost > budget:
        return _("It costs more than the whole budget.")
    short = verdict.shortfall
    assert short is not None
    return str(
        ngettext(
            "%(people)s person marked it and had %(left)s left for it; %(missing)s was missing.",
            "%(people)s people marked it and had %(left)s left for it; %(missing)s was missing.",
            verdict.votes,
            people=format_decimal(verdict.votes),
            left=forints(int(short.left)),
            missing=forints(cost - int(short.left)),
        )
    )


def both_groups(season: Season, advice: Advice) -> dict[str, Groups]:
    """Return the groups by neighbourhood and by age, as the open table of ballots tells them.

    Nothing here goes beyond its rows: of a group counted otherwise, the difference would tell how
    those marked whose home the table keeps to itself.
    """
    ballots = list(with_homes(season.id, counted(season, advice.candidate_ids)))
    return {
        "neighbourhood": _groups(advice, ballots, "neighbourhood_id", city.neighbourhoods()),
        "age": _groups(advice, ballots, "age_band_id", city.age_bands()),
    }


def _groups(
    advice: Advice, ballots: Sequence[tuple[Counted, bool]], trait: str, rows: Sequence[Any]
) -> Groups:
    place = {number: project for project, number in enumerate(advice.candidate_ids)}
    voters = [
        (getattr(ballot, trait) if told else None, [place[mark] for mark in ballot.marks])
        for ballot, told in ballots
    ]
    fair = shares(voters, advice.costs, advice.equal_shares.chosen)
    most = shares(voters, advice.costs, advice.greedy.chosen)
    shown = [
        Group(row.name, fair[row.id].people, _served(fair[row.id]), _served(most[row.id]))
        for row in rows
        if row.id in fair
    ]
    return Groups(shown, None in fair)


def _served(share: Share) -> Served:
    """Say it roughly, as it is of a part of the group."""
    part = round(share.reached / share.people, 1)
    return Served(part, format_percent(part), forints(round(share.each, -2)))
