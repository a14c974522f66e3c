"""The advice: what the ballots would choose, in two ways, and the ballots to work it out again."""

from typing import Any

from flask import Response, abort, make_response, render_template, request

from forum.core.access import can, current_person, permit
from forum.core.fields import MOST_FORINTS
from forum.planning.ballots import exporting
from forum.planning.ballots.advising import Advice, advice
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.presenting import both_groups, lines, others
from forum.planning.ballots.queries import Asked, closed
from forum.planning.views import bp


@bp.get("/seasons/<int:season_id>/advice", endpoint="advice")
@permit("planning:read", closed)
def advice_page(asked: Asked) -> str:
    """Show both ways of counting side by side; planners may try another budget."""
    found = _advice(asked, _other_budget())
    numbers = numbered(asked.season, asked.voting)
    return render_template(
        "planning/advice.html",
        asked=asked,
        advice=found,
        numbers=numbers,
        fair=lines(found, found.equal_shares, numbers),
        most=lines(found, found.greedy, numbers),
        others=others(found, numbers),
        groups=both_groups(asked.season, found),
        tried=found.budget != asked.voting.budget,
    )


@bp.get("/seasons/<int:season_id>/ballots.<any(csv, pb):kind>")
@permit("planning:read", lambda person, season_id, kind: closed(person, season_id))
def ballots_file(asked: Asked) -> Response:
    """Give the anonymous ballots, as a table or in the format of Pabulib."""
    found = _advice(asked, None)
    kind = str(request.view_args["kind"]) if request.view_args else "csv"
    make = exporting.ballots_csv if kind == "csv" else exporting.pabulib
    response = make_response(make(asked, found))
    types = {"csv": "text/csv; charset=utf-8", "pb": "text/plain; charset=utf-8"}
    response.headers["Content-Type"] = types[kind]
    name = f"ballots-{asked.season.id}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _advice(asked: Asked, budget: int | None) -> Advice:
    found = advice(asked.season, budget)
    return found if found is not None else abort(404)


def _other_budget() -> int | None:
    """Return the budget a planner wants to try, if it is one."""
    typed = "".join(request.args.get("budget", "").split())
    plans: Any = can(current_person(), "planning:plan")
    if not plans or not typed.isascii() or not typed.isdigit() or len(typed) > 10:
        return None
    return int(typed) if 0 < int(typed) <= MOST_FORINTS else None
