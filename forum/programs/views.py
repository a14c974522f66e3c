"""Pages for everybody: what is on this season, and the page of a program."""

from typing import Any

from flask import Blueprint, Response, render_template
from sqlalchemy import select

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.kept import public_page
from forum.events.calendars import (
    ics,
)
from forum.events.calendars.views_feeds import in_asked_language
from forum.events.calendars.views_print import print_stamp
from forum.programs import extensions, queries, wording
from forum.programs.choosing import FilterForm, cards, listed
from forum.programs.feedback import figures, is_open
from forum.programs.models import Program, Series
from forum.programs.queries import visible_program

bp = Blueprint("programs", __name__)

#: Seconds for which a calendar file is kept although its stamp stays the same.
FRESH = 900


@bp.get("/programs")
@public_page(queries.stamp)
@permit("programs:read")
def index() -> str:
    """Show what is on this season, or in one that was."""
    seasons = queries.public_seasons()
    form = FilterForm(seasons)
    asked = form.asked()
    shown = [each for each in seasons if each.id == asked.season] or queries.season_now(seasons)
    page = listed(shown, asked)
    return render_template(
        "programs/index.html",
        form=form,
        asked=asked,
        page=page,
        cards=cards(page.items),
        shown=shown,
        others=[season for season in seasons if season not in shown],
    )


@bp.get("/programs/<int:program_id>")
@public_page(queries.stamp)
@permit("programs:read", visible_program)
def show(program: Program) -> str:
    """Show a program: what, for whom, where, when, who pays, and how it was."""
    person = current_person()
    came = queries.attendance([program.id])[program.id] if program.done_at else 0
    office = person.at_least("facilitator")
    return render_template(
        "programs/show.html",
        program=program,
        lines=wording.lines(program, series_of(program), drafts=office),
        next=queries.next_session(program),
        rated=queries.session_to_rate(program),
        facts=wording.facts(program),
        costs=wording.costs(program),
        figures=figures([program.id])[program.id],
        came=came,
        may_rate=is_open,
        sections=extensions.sections(person, program),
    )


def series_of(program: Program) -> list[Series]:
    """Return the series of a program."""
    return list(db.session.scalars(select(Series).where(Series.program_id == program.id)))


def announced_program(_person: Any, program_id: int) -> Program | None:
    """Return the program if it was announced; drafts are not fed to anybody."""
    program = db.session.get(Program, program_id)
    return program if program is not None and program.is_public else None


@bp.get("/programs/<int:program_id>.ics", endpoint="ics")
@public_page(print_stamp, FRESH)
@in_asked_language
@permit("programs:read", announced_program)
def calendar(program: Program) -> Response:
    """Send all sessions of a program for people's own calendars."""
    events = [each.event for each in program.in_order if each.event.is_announced]
    content = ics.calendar_file(events, program.title)
    headers = {"Content-Disposition": f'inline; filename="kalaka-program-{program.id}.ics"'}
    return Response(content, content_type=ics.MEDIA_TYPE, headers=headers)
