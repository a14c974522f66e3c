"""The page of the log: everybody reads what is public, administrators everything."""

from typing import Any

from flask import Blueprint, render_template, request

from forum.audit import queries
from forum.core.access import current_person, permit
from forum.core.kept import public_page

bp = Blueprint("audit", __name__, url_prefix="/log")


@bp.get("")
@public_page(queries.stamp)
@permit("log:read")
def log() -> Any:
    """Show the log, the newest act first."""
    person = current_person()
    acts, things = queries.acts_for(person), queries.things_for(person)
    wanted = queries.Filter(_known("act", acts), _known("thing", things))
    page = queries.entries(person, wanted)
    return render_template("audit/log.html", page=page, wanted=wanted, acts=acts, things=things)


def _known(parameter: str, choices: list[tuple[str, str]]) -> str:
    """Return what was chosen, if it is one of the choices."""
    chosen = request.args.get(parameter, "")
    return chosen if chosen in dict(choices) else ""
