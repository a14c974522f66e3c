"""The data map: what is kept of people, for everybody to read."""

from flask import render_template

from forum.core.access import permit
from forum.core.kept import public_page
from forum.privacy.map import data_map, map_stamp
from forum.privacy.pages import bp


@bp.get("/privacy/data", endpoint="map")
@public_page(map_stamp)
@permit("privacy:map")
def show_map() -> str:
    """Show what is kept of people, why, on what ground, how long, and who sees it."""
    return render_template("privacy/map.html", kept=data_map())
