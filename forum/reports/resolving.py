"""Every number and every quote of a summary, counted and read once more from stored opinions.

A publication is refused while anything in it does not resolve: a number that the opinions it names
do not add up to, a quote that is not in its opinion word for word, a number in a sentence that
nothing stands behind.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask_babel import gettext as _

from forum.core.cells import MINIMUM_CELL, in_steps
from forum.core.errors import Refused
from forum.reports.contacts import withhold
from forum.reports.figures import Data
from forum.reports.ledger import Entry, Ledger, people
from forum.reports.sentences import chosen
from forum.reports.shortening import shorten

#: A number as either language writes it: 1234, 12 345 (with hard blanks), 12,345.
NUMBER = re.compile("\\d+(?:[\u00a0\u202f,]\\d{3})*")
#: Groups of a table by the key of its data, with what tells the group of an opinion.
GROUPS: dict[str, Callable[[Entry], Any]] = {
    "by_channel": lambda entry: entry.channel,
    "by_neighbourhood": lambda entry: entry.neighbourhood,
    "by_age_band": lambda entry: entry.age_band,
}
#: Groups of people by a trait, told in steps as they were published last.
IN_STEPS = ("by_neighbourhood", "by_age_band")
COUNTS: dict[str, Callable[[list[Entry]], int]] = {
    "people": people,
    "opinions": len,
    "agrees": lambda entries: sum(entry.agrees for entry in entries),
    "disagrees": lambda entries: sum(entry.disagrees for entry in entries),
    "passes": lambda entries: sum(entry.passes for entry in entries),
}


def ensure_resolved(dossier: Data, ledger: Ledger) -> None:
    """Raise Refused, naming the first fault, unless everything resolves to the stored opinions."""
    for fault in faults(dossier, ledger):
        raise Refused(
            _("Not published: this does not resolve to stored opinions: %(fault)s", fault=fault)
        )


def faults(dossier: Data, ledger: Ledger) -> Iterator[str]:
    """Yield what in a summary does not resolve, each with where it stands."""
    everybody = list(ledger.values())
    yield from _figures(dossier["figures"], everybody)
    for theme in dossier["themes"]:
        for fault in _theme(theme, ledger, everybody):
            yield f"{theme['name']['hu']}: {fault}"
    for theme in dossier["left_out"]:
        mine = [entry for entry in everybody if theme["id"] in entry.themes]
        if (theme["opinions"], theme["people"]) != (len(mine), people(mine)):
            yield f"{theme['name']['hu']}: {theme['people']}, {theme['opinions']}"


def _figures(found: Data, everybody: list[Entry]) -> Iterator[str]:
    counted = {
        "opinions": len(everybody),
        "people": people(everybody),
        "weighings": sum(e.agrees + e.disagrees + e.passes for e in everybody),
        "unsorted": sum(not entry.themes for entry in everybody),
    }
    yield from (f"{name}: {found[name]}" for name in counted if found[name] != counted[name])
    yield from _cells(found, everybody)


def _theme(theme: Data, ledger: Ledger, everybody: list[Entry]) -> Iterator[str]:
    mine = [entry for entry in everybody if theme["id"] in entry.themes]
    if theme["references"] != [entry.reference for entry in mine]:
        yield "references"
    for name, value in (("opinions", len(mine)), ("people", people(mine))):
        if theme[name] != value:
            yield f"{name}: {theme[name]}"
    if everybody and abs(theme["share"] - len(mine) / len(everybody)) > 0.0001:
        yield f"share: {theme['share']}"
    yield from _cells(theme, mine)
    names = {entry.reference for entry in mine}
    for quote in theme["quotes"]:
        entry = ledger.get(quote["reference"])
        if not _is_span(quote, entry) or quote["reference"] not in names:
            yield f"“{quote['text']}”"
    for quote in (each for kind in ("agreed", "rejected", "divided") for each in theme[kind]):
        if not _is_listed(quote, ledger.get(quote["reference"])):
            yield f"“{quote['text']}”"
    for sentence in theme["opening"]:
        yield from _sentence(sentence, theme, mine, everybody)


def _cells(found: Data, entries: list[Entry]) -> Iterator[str]:
    """Count the cells again; a suppressed one may hold no number.

    By trait a number is the last one published (``core.cells.State``), which may lag behind a count
    so that nobody's step is told; it goes in steps, is never small, and never far above everybody.
    """
    everybody = people(entries)
    for name, group in GROUPS.items():
        for cell in found[name]:
            counted = people(entry for entry in entries if group(entry) == cell["id"])
            if cell["suppressed"]:
                right = cell["people"] is None
            elif name in IN_STEPS:
                right = _is_step(cell["people"], everybody)
            else:
                right = cell["people"] == counted
            if not right:
                yield f"{name}: {cell['name']['hu']} {cell['people']}"


def _is_step(people: Any, everybody: int) -> bool:
    whole = isinstance(people, int) and MINIMUM_CELL <= people < everybody + MINIMUM_CELL
    return whole and in_steps(people) == people


def _is_span(quote: Data, entry: Entry | None) -> bool:
    return (
        entry is not None
        and entry.id == quote["opinion"]
        and 0 <= quote["start"] < quote["end"] <= len(entry.text)
        and entry.text[quote["start"] : quote["end"]] == quote["text"]
    )


def _is_listed(quote: Data, entry: Entry | None) -> bool:
    return (
        entry is not None
        and entry.id == quote["opinion"]
        and quote["text"] == shorten(withhold(entry.text))
        and (quote["agrees"], quote["disagrees"], quote["passes"])
        == (entry.agrees, entry.disagrees, entry.passes)
    )


def _sentence(
    sentence: Data, theme: Data, mine: list[Entry], everybody: list[Entry]
) -> Iterator[str]:
    """Check a sentence: what it says it counts, what it quotes, and every digit written in it."""
    shown = [each for kind in ("quotes", "agreed", "rejected", "divided") for each in theme[kind]]
    known = {(each["reference"], each["opinion"], each["text"]) for each in shown}
    for quote in sentence["quotes"]:
        if (quote["reference"], quote["opinion"], quote["text"]) not in known:
            yield f"“{quote['text']}”"
    for number in sentence["numbers"]:
        entries = chosen(number["where"], mine, everybody)
        named = number["where"].get("opinions", entries)
        if len(named) != len(entries) or COUNTS[number["counts"]](entries) != number["value"]:
            yield f"{number['value']} ({sentence['text']['hu']})"
    values = Counter(number["value"] for number in sentence["numbers"])
    for code, text in sentence["text"].items():
        told = [quote["text"] for quote in sentence["quotes"]]
        if any(each not in text for each in told):
            yield f"({text})"
        names = [name[code] for name in sentence["names"]]
        if Counter(_numbers(text, [*told, *names])) != values:
            yield f"({text})"


def _numbers(text: str, besides: Iterable[str]) -> list[int]:
    """Return the numbers written in a sentence, besides those in its quotes and names."""
    for words in sorted(besides, key=len, reverse=True):
        for form in (words, words[:1].upper() + words[1:]):
            text = text.replace(form, " ", 1) if form in text else text
    return [int(re.sub(r"\D", "", found)) for found in NUMBER.findall(text)]
