"""The page of gaps: what is asked for, where, and what the season offers there."""

from flask import render_template, request

from forum.core.access import permit
from forum.core.clock import now
from forum.planning.needs import gaps as counting
from forum.planning.needs import queries
from forum.planning.needs.gap_picture import drawn
from forum.planning.needs.gap_reading import COLUMNS, ROWS, gaps_of
from forum.planning.views import bp
from forum.programs import queries as programs

#: Lines of each list in words; the table has them all.
MOST_TOLD = 12


@bp.get("/gaps")
@permit("planning:needs")
def gaps() -> str:
    """Show where much is asked and little offered, for planners only: its numbers are exact."""
    seasons = programs.seasons()
    season = queries.season_asked(seasons)
    rows = _one_of(ROWS, request.args.get("rows"))
    columns = _one_of(COLUMNS, request.args.get("by"))
    table = gaps_of(season, rows, columns) if season else None
    told = {name: table.told(name) for name in ("gap", "few", "met")} if table else {}
    return render_template(
        "planning/gaps.html",
        seasons=seasons,
        season=season,
        rows=rows,
        by=columns,
        table=table,
        picture=drawn(table) if table else None,
        told={name: found[:MOST_TOLD] for name, found in told.items()},
        more={name: max(0, len(found) - MOST_TOLD) for name, found in told.items()},
        rules=counting,
        moment=now(),
    )


def _one_of(known: tuple[str, ...], asked: str | None) -> str:
    return asked if asked in known else known[0]
