"""Public pages: how many people took part, how they are counted, and whom the city has not heard."""

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from forum.communities import queries as communities
from forum.core.access import can, current_person, permit
from forum.core.kept import public_page
from forum.participation import coverage, definition, queries, sentences, storing
from forum.participation.presenters import WAY_NAMES, Names, between, kind_names, matrix

bp = Blueprint("participation", __name__)

#: Ways shown to everybody, in the order of the page; the months are a chart of their own.
SHOWN = ("neighbourhood", "age_band", "sex", "category", "channel")
WHERE = {"neighbourhood": _l("Neighbourhood"), "age_band": _l("Age")}


def _stamp() -> object:
    return queries.stamp(), communities.stamp()


@bp.get("/participation")
@public_page(_stamp)
@permit("participation:read")
def index() -> str:
    """Show how many people took part, and how they are counted."""
    now, public = storing.stored(storing.NOW), storing.stored(storing.PUBLIC)
    names = Names()
    tables = public.data if public else {"by": {}, "cells": []}
    by = {way: names.table(way, tables["by"].get(way, [])) for way in (*SHOWN, "month")}
    return render_template(
        "participation/index.html",
        now=now,
        public=public,
        kinds=names.table("kind", now.data["by"]["kind"]) if now else [],
        by={way: rows for way, rows in by.items() if any(row.key for row in rows)},
        ways=WAY_NAMES,
        matrix=matrix(names, tables["cells"]),
        between=between,
        definition=definition,
        targets=storing.aims(),
        kind_names=kind_names,
        communities=communities.figures(),
    )


@bp.get("/participation/coverage", endpoint="coverage")
@public_page(queries.stamp)
@permit("participation:read")
def show_coverage() -> str:
    """Compare who took part with who lives here: exact for planners, else without small numbers."""
    exactly = can(current_person(), "participation:manage")
    row = storing.stored(storing.NOW if exactly else storing.PUBLIC)
    names, residents = Names(), queries.residents()
    count = coverage.exact if exactly else coverage.public
    parts = [count(residents, row.data, axis) if row and residents else [] for axis in (0, 1)]
    told = sentences.unheard if exactly else sentences.unheard_in_public
    return render_template(
        "participation/coverage.html",
        exactly=exactly,
        row=row,
        census=queries.census(),
        sentences=told(parts[0], names),
        tables=list(zip(WHERE.items(), parts, strict=True)),
        names=names,
        between=between,
    )
