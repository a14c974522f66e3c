"""A campaign against the ranking: `python -m bench.campaign DATA.csv CODEBOOK.toml [--json]`.

DATA has the columns text and theme, and person if people said several things. For each theme in
turn one of its opinions is sent again by a few people in many slightly changed copies: another
case, no accents, other punctuation, a typo, a greeting. Then everything is sorted anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from bench.data import (
    BAD_INPUT,
    Codebook,
    Problem,
    Row,
    as_opinions,
    as_right,
    read_codebook,
    read_rows,
)
from forum.themes import voices
from forum.themes.analysis import analyse
from forum.themes.language import fold, language_of
from forum.themes.records import Opinion, Result

SEED = 11  # of the changes made to the copies
LEAST_WORDS = 4  # an opinion worth a campaign: shorter ones are said by many anyway
GREETINGS = {
    "hu": ("Tisztelt Polgármester Úr! ", "Jó napot kívánok! ", "Üdvözlöm! ", "Kedves Iroda! "),
    "en": ("Dear Sir or Madam, ", "Hello! ", "Good afternoon, ", "To whom it may concern: "),
    "de": ("Sehr geehrte Damen und Herren, ", "Guten Tag! ", "Hallo! ", "Liebe Stadt, "),
}
THANKS = {"hu": " Köszönöm szépen!", "en": " Thank you very much!", "de": " Vielen Dank!"}


@dataclass(frozen=True)
class Sent:
    """What happened when one theme's opinion was sent many times."""

    moved: int  # the most places any theme moved in the ranking by people
    moved_by_posts: int  # the same if posts were counted, for comparison
    recognised: int  # copies read as the wording they were made of
    changed: int  # other opinions whose themes are not what they were


def vary(text: str, number: int, dice: Random) -> str:
    """A copy of a text with one small change, by turns of seven."""
    tongue = language_of(text)
    ways = (
        lambda: text,
        lambda: text.upper(),
        lambda: fold(text),
        lambda: text.rstrip(".!? ") + dice.choice(("!!!", "...", " :)", "!")),
        lambda: _typo(text, dice),
        lambda: dice.choice(GREETINGS[tongue]) + text,
        lambda: text + THANKS[tongue],
    )
    return ways[number % len(ways)]()


def _typo(text: str, dice: Random) -> str:
    """Two neighbouring letters of a longer word swapped."""
    places = [i for i in range(1, len(text) - 2) if text[i : i + 2].isalpha()]
    at = dice.choice(places) if places else 0
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def campaign(opinions: Sequence[Opinion], sent: Opinion, count: int, people: int) -> list[Opinion]:
    """The copies of an opinion, each by one of `people` new people."""
    dice = Random(SEED + sent.id)
    first = max(o.id for o in opinions) + 1
    stranger = max(o.person for o in opinions) + 1
    return [
        replace(sent, id=first + n, text=vary(sent.text, n, dice), person=stranger + n % people)
        for n in range(count)
    ]


def measure(
    opinions: Sequence[Opinion], right: Mapping[int, int], book: Codebook, count: int, people: int
) -> dict[str, Sent]:
    """What a campaign does, for each theme that has an opinion worth one."""
    before = analyse(opinions, book.themes)
    found = {}
    for theme in book.themes:
        chosen = _typical([o for o in opinions if right[o.id] == theme.id])
        if chosen is not None:
            copies = campaign(opinions, chosen, count, people)
            after = analyse([*opinions, *copies], book.themes)
            found[book.key(theme.id)] = _compare(opinions, copies, chosen, before, after, book)
    return found


def _typical(opinions: Sequence[Opinion]) -> Opinion | None:
    """The opinion of middling length, of those with a few words."""
    fitting = [o for o in opinions if len(o.text.split()) >= LEAST_WORDS]
    ranked = sorted(fitting, key=lambda o: (len(o.text), o.id))
    return ranked[len(ranked) // 2] if ranked else None


def _compare(
    opinions: Sequence[Opinion],
    copies: Sequence[Opinion],
    sent: Opinion,
    before: Result,
    after: Result,
    book: Codebook,
) -> Sent:
    original = after.copies.get(sent.id, sent.id)
    was, now = _themes_of(before), _themes_of(after)
    return Sent(
        _moves(_by_people(opinions, before, book), _by_people([*opinions, *copies], after, book)),
        _moves(_by_posts(before, book), _by_posts(after, book)),
        sum(after.copies.get(copy.id) == original for copy in copies),
        sum(was[o.id] != now[o.id] for o in opinions),
    )


def _themes_of(result: Result) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for assignment in result.assignments:
        found[assignment.opinion_id].add(assignment.theme_id)
    return defaultdict(frozenset, {i: frozenset(themes) for i, themes in found.items()})


def _by_people(opinions: Sequence[Opinion], result: Result, book: Codebook) -> dict[int, float]:
    """The weight of each theme as the application ranks it."""
    person = {o.id: o.person for o in opinions}
    said: dict[int, list[voices.Said]] = {theme.id: [] for theme in book.themes}
    for a in result.assignments:
        wording = result.copies.get(a.opinion_id, a.opinion_id)
        said[a.theme_id].append(voices.Said(a.opinion_id, person[a.opinion_id], wording))
    return {theme: voices.weight(found) for theme, found in said.items()}


def _by_posts(result: Result, book: Codebook) -> dict[int, float]:
    counted = Counter(a.theme_id for a in result.assignments)
    return {theme.id: counted[theme.id] for theme in book.themes}


def _moves(before: Mapping[int, float], after: Mapping[int, float]) -> int:
    one, other = voices.places(before), voices.places(after)
    return max((abs(one[theme] - other[theme]) for theme in one), default=0)


def report(found: Mapping[str, Sent], count: int, people: int) -> dict[str, Any]:
    """What --json prints."""
    rows = {key: vars(sent) for key, sent in found.items()}
    number = max(1, len(rows))
    return {
        "copies": count,
        "people": people,
        "campaigns": len(rows),
        "max_rank_move": max((row["moved"] for row in rows.values()), default=0),
        "max_rank_move_by_posts": max((r["moved_by_posts"] for r in rows.values()), default=0),
        "recognised": round(sum(r["recognised"] for r in rows.values()) / (number * count), 4),
        "others_changed": max((row["changed"] for row in rows.values()), default=0),
        "per_theme": rows,
    }


def read(data: Path) -> tuple[list[Row], list[Opinion]]:
    """The rows and their opinions; the column person says whose each is, where there is one."""
    rows = read_rows(data)
    number: dict[str, int] = {}
    people = []
    for place, row in enumerate(rows):
        name = row.more.get("person", "").strip() or f"\0{place}"
        people.append(number.setdefault(name, len(number) + 1))
    plain = zip(as_opinions(rows), people, strict=True)
    return rows, [replace(opinion, person=person) for opinion, person in plain]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or with --json one object; 2 when the files cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m bench.campaign", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("codebook", type=Path)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--people", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        if given.copies < 1 or given.people < 1:
            raise Problem("--copies and --people must be at least 1")
        rows, opinions = read(given.data)
        book = read_codebook(given.codebook)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT
    found = measure(opinions, as_right(rows, book), book, given.copies, given.people)
    told = report(found, given.copies, given.people)
    if given.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    print(f"{'theme':34} {'places':>6} {'by posts':>8} {'recognised':>10} {'others changed':>14}")
    for key, row in told["per_theme"].items():
        print(f"{key[:34]:34} {row['moved']:6} {row['moved_by_posts']:8}", end="")
        print(f" {row['recognised']:10} {row['changed']:14}")
    print(
        f"{told['campaigns']} campaigns of {given.copies} copies by {given.people} people: "
        f"at most {told['max_rank_move']} places moved (counting posts: "
        f"{told['max_rank_move_by_posts']}), {told['recognised']:.1%} of the copies recognised, "
        f"{told['others_changed']} other opinions changed their themes"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
