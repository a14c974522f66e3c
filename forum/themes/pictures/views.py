"""Pages of pictures: the map of opinions, who said what where, and themes over time."""

from flask import render_template

from forum.conversations.queries import stamp
from forum.core.access import permit
from forum.core.kept import public_page
from forum.themes.pictures.heat import heats
from forum.themes.pictures.map import drawing
from forum.themes.pictures.scope import Scope, seen_by
from forum.themes.pictures.time import times
from forum.themes.views import bp


@bp.get("/conversations/<int:conversation_id>/pictures")
@public_page(stamp)
@permit("themes:read", seen_by)
def pictures(scope: Scope) -> str:
    """Show the map of opinions."""
    return render_template("themes/pictures.html", scope=scope, drawing=drawing(scope))


@bp.get("/conversations/<int:conversation_id>/pictures/who")
@public_page(stamp)
@permit("themes:read", seen_by)
def pictures_who(scope: Scope) -> str:
    """Show what differs between parts of the city, ages and ways of speaking."""
    return render_template("themes/pictures_who.html", scope=scope, heats=heats(scope))


@bp.get("/conversations/<int:conversation_id>/pictures/time")
@public_page(stamp)
@permit("themes:read", seen_by)
def pictures_time(scope: Scope) -> str:
    """Show themes over time."""
    return render_template("themes/pictures_time.html", scope=scope, times=times(scope))
