"""What the ledger should hold as its sources tell now, compared with what stands in it."""

from typing import Any, NamedTuple

from sqlalchemy import func, select

from forum.core.days import day_of
from forum.core.db import db
from forum.participation import identity
from forum.participation.kinds import ACTIVITIES, KINDS, Fact
from forum.participation.models import Evidence, LedgerLine, Participant, standing

#: What of a line must agree with its source; when a source was entered, and by whom, is only told.
CONTENT = (
    "kind",
    "activity",
    "activity_id",
    "participant_id",
    "unit",
    "count",
    "day",
    "neighbourhood_id",
    "age_band_id",
    "sex",
    "category_id",
    "project_id",
    "channel",
    "source",
    "source_table",
    "source_id",
)
#: What people tell about themselves; told anywhere in an activity, it holds for all of it.
TOLD = ("neighbourhood_id", "age_band_id", "sex")
Values = dict[str, Any]


class People(NamedTuple):
    """The participants as the evidence tells them now, and what has to be stored for that."""

    of: dict[str, int]
    new: list[int]
    evidence: dict[str, int]
    moved: dict[int, int]
    joined: dict[int, int]


class Differences(NamedTuple):
    """What has to be added so that the ledger tells what its sources tell."""

    people: People
    taken_back: list[Values]
    added: list[Values]


def differences() -> Differences:
    """Compare the sources with what stands; changes nothing."""
    gathered = [kind.gather() for kind in KINDS.values()]
    facts = [fact for one in gathered for fact in one.facts]
    naming = identity.Naming(facts, [link for one in gathered for link in one.links])
    people = _people(naming)
    wanted = _wanted(facts, naming, people.of)
    # The highest round of a slot is the only one that can stand.
    stand, rounds = _stored()
    added, taken_back = [], []
    for slot, values in wanted.items():
        row = stand.pop(slot, None)
        if row is not None and all(getattr(row, name) == values[name] for name in CONTENT):
            continue
        added.append({**values, "round": rounds.get(slot, -1) + 1})
        if row is not None:
            taken_back.append(row)
    return Differences(people, [_back(row) for row in [*stand.values(), *taken_back]], added)


def _people(naming: identity.Naming) -> People:
    rows = db.session.execute(select(Evidence.node, Evidence.id, Evidence.participant_id))
    stored = {node: identity.Known(number, person) for node, number, person in rows}
    first_new = (db.session.scalar(select(func.max(Participant.id))) or 0) + 1
    of, joined = identity.assign(naming.clusters.groups(), stored, first_new)
    return People(
        of,
        sorted({number for number in of.values() if number >= first_new}),
        {node: number for node, number in of.items() if node not in stored},
        {
            stored[node].id: number
            for node, number in of.items()
            if node in stored and stored[node].participant != number
        },
        joined,
    )


def _wanted(facts: list[Fact], naming: identity.Naming, of: dict[str, int]) -> dict[str, Values]:
    """Return the lines there should be by slot; who did the same twice has one line."""
    about = {activity: read() for activity, read in ACTIVITIES.items()}
    lines: dict[str, Values] = {}
    for fact in facts:
        name = naming.name(fact.who)
        participant = of.get(name) if naming.is_evidence(name) else None
        slot = _slot(fact, name, participant)
        if slot in lines:
            _merge(lines[slot], fact)
        else:
            project, category = about[fact.activity].get(fact.activity_id, (None, None))
            lines[slot] = _line(fact, slot, name, participant, project, category)
    return lines


def _slot(fact: Fact, name: str, participant: int | None) -> str:
    who = f"participant:{participant}" if participant else name
    # The nameless have nothing but their entry; a named one may stand in the same.
    who = who or f"count:{fact.source_table}:{fact.source_id}"
    return f"{fact.kind}:{fact.activity}:{fact.activity_id}:{who}"


def _line(
    fact: Fact,
    slot: str,
    name: str,
    participant: int | None,
    project: int | None,
    category: int | None,
) -> Values:
    return {
        "slot": slot,
        "kind": fact.kind,
        "activity": fact.activity,
        "activity_id": fact.activity_id,
        "participant_id": participant,
        "unit": "" if participant else name,
        "count": fact.count,
        "day": day_of(fact.at),
        "neighbourhood_id": fact.neighbourhood_id,
        "age_band_id": fact.age_band_id,
        "sex": fact.sex,
        "category_id": category,
        "project_id": project,
        "channel": fact.channel,
        "source": fact.source,
        "source_table": fact.source_table,
        "source_id": fact.source_id,
        "entered_by_id": fact.entered_by_id,
        "entered_at": fact.entered_at or fact.at,
        "corrects_id": None,
        "corrects_period_id": None,
    }


def _merge(line: Values, fact: Fact) -> None:
    """Keep the first source of a line, and what a later one tells besides."""
    for name in TOLD:
        line[name] = line[name] or getattr(fact, name)


def _stored() -> tuple[dict[str, Any], dict[str, int]]:
    """Return the lines that stand by slot, and the last round of every slot."""
    table = LedgerLine.__table__
    stand = {row.slot: row for row in db.session.execute(select(table).where(standing()))}
    last = select(LedgerLine.slot, func.max(LedgerLine.round)).where(
        LedgerLine.corrects_id.is_(None)
    )
    rounds = db.session.execute(last.group_by(table.c.slot))
    return stand, {slot: number for slot, number in rounds}  # noqa: C416 - typed rows


def _back(row: Any) -> Values:
    """Return the correction that takes a whole line back."""
    values = dict(row._mapping)
    del values["id"]
    return {
        **values,
        "count": -row.count,
        "corrects_id": row.id,
        "corrects_period_id": row.period_id,
    }
