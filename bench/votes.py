"""Measure what is read out of votes: `python -m bench.votes [FOLDER] [--noise P S SEED] [--json]`.

FOLDER is an export of Polis (votes.csv, comments.csv, participants-votes.csv, summary.csv; of a
person's votes on a statement the newest counts). Printed are people, statements and votes, what
unites and what divides, opinion groups with the chance of such structure without any, group-
informed consensus and its largest difference to the exported column, time and memory.
--noise P S SEED lets P people toss coins on S statements, in three ways, and counts false claims;
--repeat N does so with N seeds.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from bench import coins
from bench.data import BAD_INPUT, Problem
from bench.polis import Export, read_export
from forum.themes.votes.clusters import agreement
from forum.themes.votes.consensus import group_informed
from forum.themes.votes.findings import Findings, analyse
from forum.themes.votes.names import letters

LISTED = 10  # statements in the list of group-informed consensus
PER_GROUP = 5  # representative statements listed per group
FEWEST, MOST_CELLS = 1, 50_000_000  # of people and statements tossed for
WIDTH = 84  # letters of a statement printed


def measure(export: Export) -> dict[str, Any]:
    """What --json prints of a folder, without time and memory."""
    shown = export.shown
    found = analyse(shown)
    stands = Counter(each.standing for each in found.standings)
    return {
        "topic": export.topic,
        "people": shown.shape[0],
        "statements": shown.shape[1],
        "votes": len(shown.value),
        "rows": export.rows,
        "changed_votes": export.rows - len(export.matrix.value),
        "statements_left_out": export.matrix.shape[1] - shown.shape[1],
        "sign_turned": export.turned,
        "unites": {"agreed": stands["agreed"], "rejected": stands["rejected"]},
        "divides": stands["divided"],
        "split": stands["split"],
        "open": stands["open"],
        "groups": _groups(found, export),
        "consensus": _consensus(found, export),
        "consensus_difference": difference(export),
        "representative": _representative(found, export),
    }


def difference(export: Export) -> dict[str, Any] | None:
    """How far our group-informed consensus is from the exported one, for the exported groups."""
    told = {n: c.consensus for n, c in export.comments.items() if c.consensus is not None}
    if not told or not export.groups:
        return None
    scores = group_informed(export.matrix, _exported(export.matrix.people, export.groups))
    ours = dict(zip(export.matrix.opinions.tolist(), scores.tolist(), strict=True))
    away = [abs(ours[number] - value) for number, value in told.items()]
    return {"statements": len(away), "maximum": max(away)}


def _exported(people: Any, groups: Mapping[int, str]) -> Any:
    names = sorted(set(groups.values()))
    return np.array([names.index(groups[p]) if p in groups else -1 for p in people.tolist()])


def _groups(found: Findings, export: Export) -> dict[str, Any]:
    grouping, exported = found.grouping, _exported(found.matrix.people, export.groups)
    both = (exported >= 0) & (grouping.labels >= 0)
    alike = agreement(grouping.labels[both], exported[both]) if both.any() else None
    return {
        "state": grouping.state,
        "p": grouping.p,
        "people_on_the_map": int(grouping.people.sum()),
        "explained": grouping.explained,
        "stability": round(grouping.stability, 4),
        "letters": _letters(found),
        "sizes": grouping.sizes,
        "exported_sizes": [int(n) for n in np.bincount(exported[exported >= 0])],
        "alike_exported": None if alike is None else round(alike, 4),
    }


def _letters(found: Findings) -> list[str]:
    grouping, people = found.grouping, found.matrix.people
    return letters([people[grouping.labels == g].tolist() for g in range(grouping.k)])


def _consensus(found: Findings, export: Export) -> list[dict[str, Any]]:
    """The statements every group would agree on, among those most people agree on."""
    score = dict(zip(found.matrix.opinions.tolist(), found.consensus.tolist(), strict=True))
    agreed = [each for each in found.standings if each.standing == "agreed"]
    best = sorted(agreed, key=lambda s: (-round(score[s.opinion_id], 12), s.opinion_id))[:LISTED]
    return [
        {
            "statement": s.opinion_id,
            "consensus": round(score[s.opinion_id], 6),
            "share": s.share,
            "low": s.low,
            "high": s.high,
            "votes": s.reactions,
            "text": _text(export, s.opinion_id),
        }
        for s in best
    ]


def _representative(found: Findings, export: Export) -> list[dict[str, Any]]:
    return [
        {
            "group": letter,
            "claims": len([r for r in found.representatives if r.group == group]),
            "statements": [
                {
                    "statement": r.opinion,
                    "side": "agrees" if r.side > 0 else "disagrees",
                    "own": [r.own.taken, r.own.seen],
                    "others": [r.others.taken, r.others.seen],
                    "text": _text(export, r.opinion),
                }
                for r in [r for r in found.representatives if r.group == group][:PER_GROUP]
            ],
        }
        for group, letter in enumerate(_letters(found))
    ]


def _text(export: Export, number: int) -> str:
    comment = export.comments.get(number)
    return comment.text if comment else ""


def _table(found: Mapping[str, Any]) -> None:
    print(f"{found['topic'] or 'A conversation'}")
    print(f"  {found['people']} people, {found['statements']} statements, {found['votes']} votes")
    print(f"  ({found['changed_votes']} votes were changed later; ", end="")
    print(f"{found['statements_left_out']} statements left out by moderators)")
    if found["sign_turned"]:
        print("  by the export's own counts -1 means agree here, and was read so")
    unites = found["unites"]
    print(f"  unites: {unites['agreed']} agreed, {unites['rejected']} rejected; ", end="")
    print(f"divides: {found['divides']}; only split: {found['split']}; open: {found['open']}")
    _print_groups(found)
    print("  group-informed consensus:")
    for each in found["consensus"]:
        print(f"    {each['consensus']:.3f}  {each['share']:4.0%} of {each['votes']:4}  ", end="")
        print(_short(each))
    away = found["consensus_difference"]
    if away is None:
        print("  no exported consensus to compare with")
    else:
        print(f"  largest difference to the exported column: {away['maximum']:.2g}", end="")
        print(f" ({away['statements']} statements)")


def _print_groups(found: Mapping[str, Any]) -> None:
    groups = found["groups"]
    if groups["state"] != "groups":
        few = " (too few people or statements to tell)" if groups["state"] == "few" else ""
        print(f"  no clear groups{few}, p = {groups['p']}")
        return
    sizes = ", ".join(f"{a} {n}" for a, n in zip(groups["letters"], groups["sizes"], strict=True))
    print(f"  groups: {sizes}; p = {groups['p']}, stability {groups['stability']:.2f}", end="")
    alike = groups["alike_exported"]
    print("" if alike is None else f"; exported {groups['exported_sizes']}, Rand {alike:.2f}")
    for group in found["representative"]:
        print(f"  {group['group']}: {group['claims']} statements set it apart")
        for each in group["statements"]:
            own, others = ("/".join(map(str, each[who])) for who in ("own", "others"))
            print(f"    {each['side']:9} {own:>9}, others {others:>9}  {_short(each)}")


def _short(each: Mapping[str, Any]) -> str:
    text = each["text"] or f"statement {each['statement']}"
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _print_noise(noise: Mapping[str, Any]) -> None:
    print(f"coin flips: {noise['people']} people, {noise['statements']} statements, ", end="")
    print(f"{len(noise['seeds'])} seeds")
    print(f"  {'':32}consensus   divides  representative cells  runs with groups")
    for row in (*noise["coins"], {**noise, "name": "altogether"}):
        print(
            f"  {row['name']:32}{row['false_consensus']:9.2%} {row['false_divides']:9.2%}", end=""
        )
        print(f" {row['false_representative_cells']:21.2%} {row['groups_claimed']:17.1%}")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message}\n")


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="python -m bench.votes", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="an export of Polis")
    parser.add_argument("--noise", type=int, nargs=3, metavar=("P", "S", "SEED"))
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="seeds for --noise")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if given.folder is None and given.noise is None:
        parser.error("give a FOLDER, or --noise P S SEED")
    if given.noise and (min(given.noise[:2]) < FEWEST or given.noise[2] < 0):
        parser.error("--noise needs at least one person and one statement, and a SEED from 0 up")
    if given.noise and given.noise[0] * given.noise[1] > MOST_CELLS:
        parser.error(f"--noise takes at most {MOST_CELLS:,} votes")
    if given.repeat < 1:
        parser.error("--repeat must be at least 1")
    return given


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or with --json one object; 2 when something cannot be used."""
    given = _arguments(arguments)
    begun, found = time.perf_counter(), {}
    try:
        if given.folder is not None:
            found = {"folder": str(given.folder), **measure(read_export(given.folder))}
    except Problem as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT
    if given.noise:
        people, statements, seed = given.noise
        seeds = range(seed, seed + given.repeat)
        found["noise"] = coins.count(people, statements, seeds)
    found["seconds"] = round(time.perf_counter() - begun, 2)
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    if given.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    if given.folder is not None:
        _table(found)
    if given.noise:
        _print_noise(found["noise"])
    print(f"{found['seconds']} s, {found['peak_mb']} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
