"""Notes of the office that name somebody: whoever is erased is covered in them, letter by letter.

Staff note freely why they corrected a count or ended a program, and now and then a name slips in.
Rooms name these columns here. Erasing covers in them every name, address and telephone number of
whoever is erased, however it is spelled; for what no program can find they have a period.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import String, cast, func, or_, select, update

from forum.core.contacts import COUNTRY, email_of, phone_of
from forum.core.db import db
from forum.core.keeping import Step, also, emptying
from forum.core.personal import NOBODY

#: The class of data of what the office notes for itself.
NOTES = "office_notes"
#: What may be typed as a name: words with capitals. Nobody can have other words covered by it.
_NAME = re.compile(r"[^\W\d_][\w'’.-]+(?:\s+[^\W\d_][\w'’.-]+){1,4}")
#: Between the digits of a telephone number.
_GAP = r"[\s()/.–-]*"
#: A last vowel that a suffix makes long: Anna, Annának.
_LONG = {"a": "[aá]", "e": "[eé]"}

_columns: dict[tuple[str, str], Callable[[Any], Any] | None] = {}
_spared: list[Callable[[], Iterable[str]]] = []


class Trace(NamedTuple):
    """How a value is found: letters every note with it holds, and what is covered."""

    hint: str
    pattern: re.Pattern[str]


def office_notes(columns: Mapping[str, str], at: Mapping[str, str] | None = None) -> None:
    """Register notes of the office by table; those with a moment (``at``) are emptied in time."""
    covered(columns)

    def steps() -> tuple[Step, ...]:
        return tuple(
            emptying(table, moment, {name: NOBODY}, _said(name))
            for table, moment in (at or {}).items()
            for name in columns[table].split()
        )

    also(NOTES, columns, steps)


def _said(name: str) -> Callable[[Any], Any]:
    """Return the condition that there is something in a column."""
    return lambda row: row[name] != ""


def covered(columns: Mapping[str, str], where: Callable[[Any], Any] | None = None) -> None:
    """Register columns, of whatever class, in which the erased are covered; ``where`` narrows."""
    for table, names in columns.items():
        _columns.update({(table, name): where for name in names.split()})


def covered_columns() -> set[tuple[str, str]]:
    """Return every (table, column) in which the erased are covered."""
    return set(_columns)


def spare(function: Callable[[], Iterable[str]]) -> None:
    """Register what is nobody's: anybody can give the address of the office as their own."""
    _spared.append(function)


def cover(values: Iterable[str]) -> int:
    """Cover names, addresses and numbers in every note of the office; return how many changed."""
    spared = {_spelling(value) for function in _spared for value in function() if value}
    meant = {value for value in values if value and _spelling(value) not in spared}
    traces = list(filter(None, map(trace, meant)))
    if not traces:
        return 0
    return sum(_cover(table, name, where, traces) for (table, name), where in _columns.items())


def _cover(table: str, name: str, where: Any, traces: list[Trace]) -> int:
    rows = db.metadata.tables[table]
    column, changed = rows.c[name], 0
    small = func.lower(cast(column, String))
    query = select(rows.c.id, column).where(or_(*(small.contains(one.hint) for one in traces)))
    if where is not None:
        query = query.where(where(rows.c))
    for number, text in db.session.execute(query).all():
        told = text
        for one in traces:
            told = one.pattern.sub(NOBODY, told)
        if told != text:
            db.session.execute(
                update(rows).where(rows.c.id == number).values({name: told}),
                execution_options={"synchronize_session": False},
            )
            changed += 1
    return changed


def trace(value: str) -> Trace | None:
    """Return how a name, address or number is found in a text; None for anything else."""
    value = " ".join(value.split())
    if email_of(value):
        whole = rf"(?<![\w.+-]){re.escape(value)}(?!\w)"
        return Trace(_hint(value), re.compile(whole, re.IGNORECASE))
    number = phone_of(value)
    if number is not None:
        home = number.removeprefix(f"+{COUNTRY}").removeprefix("+")
        spelled = _GAP.join(home)
        before = rf"(?:\+?{_GAP}{COUNTRY}{_GAP}(?:\(?0?6?\)?{_GAP})?|06{_GAP})?"
        return Trace(home[-2:], re.compile(rf"(?<!\d){before}{spelled}(?!\d)"))
    if not _NAME.fullmatch(value) or not _capital(value):
        return None
    words = value.split()
    orders = {_spelled(words)} | ({_spelled(words[::-1])} if len(words) == 2 else set())
    found = "|".join(sorted(orders))
    return Trace(_hint(value), re.compile(rf"(?<!\w)(?:{found})\w*"))


def _spelling(value: str) -> str:
    """Return a value in the spelling by which it is known again."""
    return email_of(value) or phone_of(value) or " ".join(value.split()).casefold()


def _capital(value: str) -> bool:
    return all(word[0].isupper() for word in value.split())


def _spelled(words: list[str]) -> str:
    """Return a pattern of a name, with or without a suffix.

    Each word begins with its capital, or else whoever signs with a sentence would have it covered.
    """
    return r"\s+".join([*map(_word, words[:-1]), _word(words[-1], _LONG)])


def _word(word: str, endings: Mapping[str, str] = MappingProxyType({})) -> str:
    ending = endings.get(word[-1].lower(), re.escape(word[-1]))
    return f"{re.escape(word[0])}(?i:{re.escape(word[1:-1])}{ending})"


def _hint(value: str) -> str:
    """Return the longest part of a value that every database writes small in the same way."""
    parts = re.findall(r"[a-z0-9@.]+", value.lower()[:-1])
    return max(parts, key=len, default="")
