"""You said, we did: what was asked, decided and done, as pages and as sheets for the notice board."""

from typing import Any

from flask import Response, render_template, url_for
from sqlalchemy import func, select

from forum.city import queries as city
from forum.city.models import Neighbourhood
from forum.conversations.models import Conversation
from forum.core.access import permit
from forum.core.db import db
from forum.core.kept import public_page
from forum.core.mail import site_url
from forum.events.models import Event
from forum.ideas.models import Idea
from forum.planning import queries
from forum.planning.models import Decision
from forum.planning.needs.models import Need
from forum.planning.queries import Subject
from forum.planning.seasons.models import PlanPublication
from forum.planning.views import bp
from forum.planning.you_said import by_neighbourhood, by_season, chapters, sheets
from forum.planning.you_said.chapters import Chapter
from forum.programs.models import Program, Season

#: Themes named on the first page for each conversation.
MOST_THEMES = 12


def _stamp(**_where: int) -> object:
    """Return what changes whenever one of these pages must be made anew, with one statement."""
    parts = (
        select(func.sum(Conversation.tick)),
        select(func.sum(Event.tick)),
        select(func.sum(Idea.tick)),
        select(func.sum(Program.tick)),
        select(func.sum(Need.tick)),
        select(func.max(Decision.id)),
        select(func.max(PlanPublication.id)),
    )
    return tuple(db.session.execute(select(*(part.scalar_subquery() for part in parts))).one())


def _decision(person: Any, conversation_id: int, theme_id: int) -> Subject | None:
    """Return a theme with its decision; without one there is nothing to tell yet."""
    subject = queries.public_subject(person, conversation_id, theme_id)
    return subject if subject is not None and subject.decision is not None else None


def _place(_person: Any, neighbourhood_id: int) -> Neighbourhood | None:
    return db.session.get(Neighbourhood, neighbourhood_id)


def _season(_person: Any, season_id: int) -> Season | None:
    return next((each for each in by_season.seasons() if each.id == season_id), None)


@bp.get("/you-said")
@public_page(_stamp)
@permit("planning:read")
def you_said() -> str:
    """Lead to the story of one's part of the city, of a season or of a theme."""
    return render_template(
        "planning/said_index.html",
        places=city.neighbourhoods(),
        seasons=by_season.seasons(),
        talks=chapters.talks_of(chapters.decided()),
        most=MOST_THEMES,
    )


@bp.get("/you-said/conversations/<int:conversation_id>/themes/<int:theme_id>")
@public_page(_stamp)
@permit("planning:read", _decision)
def you_said_theme(subject: Subject) -> str:
    """Tell the story of a theme."""
    return _page(chapters.of_theme_page(subject.decision))


@bp.get("/you-said/neighbourhoods/<int:neighbourhood_id>")
@public_page(_stamp)
@permit("planning:read", _place)
def you_said_neighbourhood(place: Neighbourhood) -> str:
    """Tell the story of a part of the city."""
    return _page(by_neighbourhood.of_neighbourhood(place))


@bp.get("/you-said/seasons/<int:season_id>")
@public_page(_stamp)
@permit("planning:read", _season)
def you_said_season(season: Season) -> str:
    """Tell the story of a season."""
    return _page(by_season.of_season(season))


@bp.get("/you-said/conversations/<int:conversation_id>/themes/<int:theme_id>.pdf")
@permit("planning:read", _decision)
def you_said_theme_sheet(subject: Subject) -> Response:
    """Print the story of a theme."""
    return _sheet(chapters.of_theme_page(subject.decision))


@bp.get("/you-said/neighbourhoods/<int:neighbourhood_id>.pdf")
@permit("planning:read", _place)
def you_said_neighbourhood_sheet(place: Neighbourhood) -> Response:
    """Print the story of a part of the city."""
    return _sheet(by_neighbourhood.of_neighbourhood(place))


@bp.get("/you-said/seasons/<int:season_id>.pdf")
@permit("planning:read", _season)
def you_said_season_sheet(season: Season) -> Response:
    """Print the story of a season."""
    return _sheet(by_season.of_season(season))


def _where(chapter: Chapter, endpoint: str) -> str:
    names = {"theme": "theme_id", "neighbourhood": "neighbourhood_id", "season": "season_id"}
    numbers = {names[chapter.kind]: chapter.id}
    if chapter.kind == "theme":
        numbers["conversation_id"] = chapter.conversation_id
    return url_for(f"planning.you_said_{chapter.kind}{endpoint}", **numbers)


def _page(chapter: Chapter) -> str:
    return render_template(
        "planning/said_page.html", chapter=chapter, sheet=_where(chapter, "_sheet")
    )


def _sheet(chapter: Chapter) -> Response:
    file = sheets.sheet_of(chapter, site_url(_where(chapter, "")))
    name = f"{chapter.kind}-{chapter.id}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(file, mimetype="application/pdf", headers=headers)
