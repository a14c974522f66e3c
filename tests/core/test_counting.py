"""Whoever counts people by where they live, how old they are or their sex is known here by name.

A new module that groups by such a column fails until somebody has looked at who sees its numbers:
everybody sees them only through ``core.cells`` (``held``, ``safe`` or ``next_state``).
"""

import ast
from pathlib import Path

FORUM = Path(__file__).parents[2] / "forum"
#: Columns that tell something about who people are, and what they are called in loops over them.
TRAITS = {"neighbourhood_id", "age_band_id", "home_id", "sex", "TRAITS", "_TRAITS"}
#: Modules that group or count by them, and why they may.
REVIEWED = {
    "events/attending/figures.py": "exact for the office; minutes publish it by next_state",
    "opinions/placing.py": "whether five people of a place spoke, never how many",
    "participation/figures.py": "exact for planners; participation.publishing makes it safe",
    "planning/ballots/advising.py": "exact; ballots.presenting and exporting publish it",
    "planning/ballots/tables.py": "feeds published states",
    "planning/needs/asked.py": "exact for planners, held for everybody",
    "planning/you_said/by_neighbourhood.py": "held",
    "reports/figures.py": "held",
    "reports/ledger.py": "reads lines of opinions; no number of a place is told of them",
    "themes/board/crowds.py": "exact; themes.statistics publishes it by held",
    "themes/glance.py": "places beside quotes, of large places alone",
    "themes/quoting.py": "places beside quotes, of large places alone",
    "themes/statistics.py": "held for everybody, exact for planners",
    "themes/pictures/heat.py": "held for everybody, exact for planners",
    "themes/publishing.py": "feeds published states",
}


def names(tree):
    """All names, attributes and texts in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def counts_people(source):
    """Whether a function here counts, and groups, by a trait."""
    tree = ast.parse(source)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    grouping = {"group_by", "Counter", "defaultdict", "shares", "tallies"}
    for function in functions:
        found = set(names(function))
        if found & TRAITS and found & grouping:
            return True
    return False


def test_every_count_by_a_trait_was_looked_at():
    found = {
        str(path.relative_to(FORUM))
        for path in FORUM.rglob("*.py")
        if counts_people(path.read_text()) and "demo" not in path.parts
    }
    assert found - set(REVIEWED) == set()


def test_a_new_count_is_noticed():
    careless = "def f():\n    return select(Opinion.age_band_id).group_by(Opinion.age_band_id)\n"
    assert counts_people(careless)
