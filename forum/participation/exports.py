"""Exports: the definition first, then the figures, then (for planners) every line without names."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from forum.city.models import Project
from forum.core.days import local
from forum.core.db import db
from forum.core.i18n import show_datetime
from forum.core.spreadsheets import Sheet
from forum.participation import definition
from forum.participation.figures import Figures
from forum.participation.kinds import CHANNELS, SOURCES, kind_name
from forum.participation.models import LedgerLine, StoredFigures
from forum.participation.presenters import WAY_NAMES, Names, matrix
from forum.participation.queries import activity_titles

#: What stands where a number is not told.
UNTOLD = "…"


def public_sheets(now: StoredFigures, public: StoredFigures) -> list[Sheet]:
    """Return what everybody may download: the definition, the totals and the safe tables."""
    names, tables = Names(), public.data
    covered = _("Up to %(day)s, whole months", day=format_date(public.through, "long"))
    sheets = [_definition(), Sheet(_("Totals"), _head(), list(_totals(now, names)))]
    rows = [(covered, "", "")]
    for way in tables["by"]:
        told = names.table(way, tables["by"][way])
        rows += [(str(WAY_NAMES[way]), row.name, _told(row.count)) for row in told]
    sheets.append(
        Sheet(_("Breakdowns"), [_("Broken down by"), _("Row"), _("Participations")], rows)
    )
    return [*sheets, *_cells(names, tables["cells"])]


def ledger_sheets(now: StoredFigures) -> list[Sheet]:
    """Return the whole ledger for planners, exact, without names and contacts."""
    names = Names()
    rows: list[Any] = []
    for way, counts in now.data["by"].items():
        people = {key: (low, high) for key, low, high in now.data["people"].get(way, [])}
        for row in names.table(way, counts):
            rows.append((str(WAY_NAMES[way]), row.name, row.count, *people.get(row.key, ("", ""))))
    head = [
        _("Broken down by"),
        _("Row"),
        _("Participations"),
        _("People, at least"),
        _("People, at most"),
    ]
    cells = [[place, band, count] for place, band, count, _people in now.data["cells"]]
    return [
        _definition(),
        Sheet(_("Totals"), _head(), list(_totals(now, names))),
        Sheet(_("Breakdowns"), head, rows),
        *_cells(names, cells),
        Sheet(_("Lines"), _line_head(), _lines(names)),
    ]


def _definition() -> Sheet:
    rows = [row for name, text in definition.paragraphs() for row in ((name,), (text,), ("",))]
    return Sheet(definition.title(), [], rows)


def _head() -> list[str]:
    return [_("Figure"), _("Number")]


def _totals(now: StoredFigures, names: Names) -> Iterator[tuple[object, ...]]:
    data: Figures = now.data
    yield _("As of"), show_datetime(now.at)
    yield _("Participations"), data["participations"]
    yield from ((f"– {row.name}", row.count) for row in names.table("kind", data["by"]["kind"]))
    yield _("Participants, at least"), data["low"]
    yield _("Participants, at most"), data["high"]


def _cells(names: Names, cells: list[list[Any]]) -> list[Sheet]:
    table = matrix(names, cells)
    if table is None:
        return []
    head = [_("Neighbourhood"), *table.columns]
    rows = [(name, *map(_told, counts)) for name, counts in table.rows]
    return [Sheet(_("Neighbourhood and age"), head, rows)]


def _told(count: int | None) -> object:
    return UNTOLD if count is None else count


def _line_head() -> list[str]:
    return [
        _("Line"),
        _("Day"),
        _("Kind of activity"),
        _("Activity"),
        _("Participant"),
        _("Number"),
        _("Neighbourhood"),
        _("Age"),
        _("Sex"),
        _("Kind of program"),
        _("Project"),
        _("How people took part"),
        _("Source"),
        _("Source number"),
        _("Entered at"),
        _("Period"),
        _("Booked at"),
        _("Takes back line"),
        _("Activity number"),
    ]


def _lines(names: Names) -> Iterator[tuple[object, ...]]:
    """Yield every line as it stands in the ledger; rows are read without making objects."""
    titles = activity_titles()
    projects = dict(db.session.execute(select(Project.id, Project.identifier)).tuples().all())
    for row in db.session.execute(select(LedgerLine.__table__).order_by(LedgerLine.id)):
        yield (
            row.id,
            row.day.isoformat(),
            kind_name(row.kind),
            titles.get((row.activity, row.activity_id), ""),
            row.participant_id or row.unit,
            row.count,
            *(_name(names, way, row) for way in ("neighbourhood", "age_band", "sex", "category")),
            projects.get(row.project_id, ""),
            str(CHANNELS.get(row.channel, row.channel)),
            str(SOURCES.get(row.source, row.source)),
            f"{row.source_table} {row.source_id}",
            _clock(row.entered_at),
            row.period_id,
            _clock(row.booked_at),
            row.corrects_id,
            f"{row.activity} {row.activity_id}",
        )


def _clock(moment: datetime) -> str:
    """Write a moment as the clocks of the city showed it, so that a spreadsheet can sort it."""
    return local(moment).strftime("%Y-%m-%d %H:%M")


def _name(names: Names, way: str, row: Any) -> str:
    key = getattr(row, {"sex": "sex"}.get(way, f"{way}_id"))
    return names.name(way, key) if key else ""
