"""Where a theme came up more often than elsewhere: only where the difference is one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from forum.city.models import Neighbourhood
from forum.core.cells import Counts
from forum.core.db import db
from forum.core.languages import Both
from forum.reports.figures import Names
from forum.reports.ledger import Entry, people
from forum.themes.differences import Difference, Part, Table, Tally, compare

#: What is compared together, as on the page of pictures, so that both claim the same.
PARTS = ("neighbourhood", "age_band", "channel")


def more_often(
    themes: Sequence[int], entries: Sequence[Entry]
) -> dict[int, list[tuple[Difference, Both]]]:
    """Return, by theme, the neighbourhoods in which it came up more often, the surest first.

    Each comes with how a sentence says the place, in both languages.
    """
    found = compare([table(name, themes, entries) for name in PARTS])["neighbourhood"]
    places: dict[Part, Both] = {
        row.id: row.place for row in db.session.scalars(select(Neighbourhood))
    }
    told: dict[int, list[tuple[Difference, Both]]] = defaultdict(list)
    for each in sorted(found, key=lambda each: (each.chance, each.theme, each.part or 0)):
        if each.verdict == "more":
            told[each.theme].append((each, places[each.part]))
    return told


def table(name: str, themes: Sequence[int], entries: Iterable[Entry]) -> Table:
    """Count opinions and people by theme and part."""
    cells: dict[tuple[int, Part], list[Entry]] = defaultdict(list)
    whole: dict[Part, list[Entry]] = defaultdict(list)
    for entry in entries:
        part = getattr(entry, name)
        whole[part].append(entry)
        for theme in entry.themes:
            cells[theme, part].append(entry)
    parts = sorted(whole, key=lambda part: (part is None, str(part)))
    return Table(
        name,
        tuple(themes),
        tuple(parts),
        {key: _tally(rows) for key, rows in cells.items()},
        {part: _tally(rows) for part, rows in whole.items()},
        frozenset({None}),
    )


def _tally(rows: Sequence[Entry]) -> Tally:
    return Tally(len(rows), people(rows))


def people_by(entries: Iterable[Entry], name: str, names: Names) -> Counts:
    """Count people by a part, in the order of the names."""
    rows: dict[Part, list[Entry]] = defaultdict(list)
    for entry in entries:
        rows[getattr(entry, name)].append(entry)
    return {(key, str(key)): people(rows[key]) for key in names if key in rows}
