"""The recount: everything is worked out from the sources again and must be found as it stands."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.participation.comparing import CONTENT, differences
from forum.participation.models import LedgerLine
from forum.participation.storing import made_again


def mistakes() -> Iterator[str]:
    """Yield a sentence (English, for the command line) for everything that is not as it should be."""
    found = differences()
    for row in found.taken_back:
        yield f"line {row['corrects_id']} ({row['slot']}) is not what its source tells"
    for row in found.added:
        yield f"missing: {row['slot']}, {row['count']} on {row['day']}"
    for number, participant in found.people.moved.items():
        yield f"evidence {number} tells participant {participant}"
    yield from _wrong_corrections()
    for name, stands, make in made_again():
        yield from _compare(name, stands, json.loads(json.dumps(make())))


def _wrong_corrections() -> Iterator[str]:
    """Compare each correction with the line it takes back."""
    former = aliased(LedgerLine)
    pairs = select(
        LedgerLine.__table__, *(getattr(former, name).label(f"was_{name}") for name in CONTENT)
    )
    pairs = pairs.join(former, former.id == LedgerLine.corrects_id)
    for row in db.session.execute(pairs.order_by(LedgerLine.id)):
        wrong = [name for name in CONTENT if getattr(row, name) != _taken_back(name, row)]
        if wrong:
            yield f"line {row.id} does not take back line {row.corrects_id}: {', '.join(wrong)}"


def _compare(name: str, stands: Any, counted: Any, path: str = "") -> Iterator[str]:
    """Yield where two sets of figures differ, by the name of each figure."""
    if isinstance(stands, dict) and isinstance(counted, dict):
        for key in sorted({*stands, *counted}):
            yield from _compare(name, stands.get(key), counted.get(key), f"{path} {key}".strip())
    elif stands != counted:
        yield f"{name}: {path or 'figures'} {_short(stands)} -> {_short(counted)}"


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _taken_back(name: str, row: Any) -> Any:
    was = getattr(row, f"was_{name}")
    return -was if name == "count" else was
