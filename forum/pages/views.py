"""The general pages: home, help, privacy, accessibility, the grant, and the choice of language."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask_babel import format_currency

from forum.city import queries as city_queries
from forum.conversations import queries as conversation_queries
from forum.core.access import current_person, permit
from forum.core.i18n import LANGUAGES, language
from forum.core.kept import public_page
from forum.core.pages import local_path
from forum.events.calendars import (
    calendar,
)
from forum.ideas import queries as idea_queries
from forum.moderation.reasons import REASONS
from forum.pages import queries
from forum.pages.abilities import abilities
from forum.planning import queries as planning_queries
from forum.planning.ballots import voting
from forum.privacy.map import data_map, map_stamp
from forum.reports import queries as report_queries

bp = Blueprint("pages", __name__)

#: Conversations on the home page; more stand on their own list.
CONVERSATIONS_SHOWN = 6
#: Decisions beside them: enough to see that the city answers, few enough to read.
DECISIONS_SHOWN = 4
#: The next events: a glance; the rest stand in the calendar.
EVENTS_SHOWN = 3
#: The newest ideas beside the way to propose one.
IDEAS_SHOWN = 3
YEAR = 60 * 60 * 24 * 365


@bp.get("/")
@public_page(queries.home_stamp)
@permit("pages:read")
def home() -> Any:
    """Show what one can do now, what is on, what was decided, and the newest summary."""
    talks = conversation_queries.going_on(current_person(), CONVERSATIONS_SHOWN)
    return render_template(
        "pages/home.html",
        talks=talks,
        coming=calendar.upcoming(EVENTS_SHOWN),
        ideas=idea_queries.latest(IDEAS_SHOWN),
        votings=voting.open_now(),
        speaking=any(talk.state == "speak" for talk in talks),
        decided=planning_queries.lately_decided(DECISIONS_SHOWN),
        publication=report_queries.latest(),
    )


@bp.get("/help")
@public_page(city_queries.stamp)
@permit("pages:read")
def help() -> Any:
    """Tell how to speak, weigh and follow, what is hidden, and who may do what."""
    return render_template("pages/help.html", reasons=REASONS.values(), abilities=abilities())


@bp.get("/privacy")
@public_page(map_stamp)
@permit("pages:read")
def privacy() -> Any:
    """Tell what is kept of people, why, how long, and what they can ask for."""
    return render_template("pages/privacy.html", kept=data_map())


@bp.get("/accessibility")
@public_page(city_queries.stamp)
@permit("pages:read")
def accessibility() -> Any:
    """Tell for whom the site works, what does not work yet, and whom to tell."""
    return render_template("pages/accessibility.html")


@bp.get("/project")
@public_page(queries.home_stamp)
@permit("city:read")
def grant() -> Any:
    """Show what the grant pays for, and what has been done in figures."""
    projects = city_queries.projects()
    figures = {project.id: queries.figures(project) for project in projects[:1]}
    return render_template("pages/grant.html", projects=projects, figures=figures, money=money)


def money(amount: int, currency: str) -> str:
    """Write an amount: 180 000 000 Ft in Hungarian, 180,000,000 HUF in English."""
    pattern = "#,##0 ¤" if language() == "hu" else "#,##0 ¤¤"
    return str(format_currency(amount, currency, format=pattern, currency_digits=False))


@bp.get("/language/<code>", endpoint="language")
@permit("pages:read")
def language_choice(code: str) -> Any:
    """Remember the language of the pages in a cookie and go back."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(local_path(request.args.get("next"), "/"))
    secure = current_app.config["SECURE_COOKIES"]
    answer.set_cookie("language", code, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    answer.headers["Cache-Control"] = "no-store"
    return answer
