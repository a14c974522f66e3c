"""Feedback on paper: the sheet for the wall and the hall, and the desk where it is keyed."""

from typing import Any

from flask import Response, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _

from forum.accounts.models import Person
from forum.city import queries as city_queries
from forum.core.access import current_person, permit
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.i18n import language
from forum.core.kept import personal
from forum.events.wording import when
from forum.programs import desk_list, feedback
from forum.programs.forms_feedback import DeskForm
from forum.programs.models import Program, ProgramSession
from forum.programs.papers import feedback_paper as print_paper
from forum.programs.queries import visible_program
from forum.programs.views import bp

#: What stays chosen from one sheet to the next.
STICKY = ("event", "neighbourhood", "age_band")


@bp.get("/programs/<int:program_id>/feedback.pdf")
@permit("programs:desk", visible_program)
def feedback_paper(program: Program) -> Response:
    """Send the sheet with the square for the wall, and the form to fill in by hand."""
    city, project = city_queries.city_and_project()
    content = print_paper(program, city, program.project or project)
    name = f"kalaka-feedback-{program.id}-{language()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, content_type="application/pdf", headers=headers)


@bp.get("/programs/<int:program_id>/feedback/desk")
@permit("programs:desk", visible_program)
def feedback_desk(program: Program) -> Any:
    """Show the desk, with what was chosen for the last sheet."""
    rows = _sessions(program)
    data = {"event": rows[-1].event_id if rows else None, **session.get(_name(program), {})}
    return _page(program, DeskForm(rows, when, data=data))


@bp.post("/programs/<int:program_id>/feedback/desk")
@permit("programs:desk", visible_program)
def feedback_keyed(program: Program) -> Any:
    """Take one sheet of paper; the same key twice is one sheet."""
    rows = _sessions(program)
    form = DeskForm(rows, when)
    if not form.validate_on_submit():
        return _page(program, form, 422)
    event = next(row.event for row in rows if row.event_id == form.event.data)
    try:
        if feedback.sent_with(form.key) is None:
            _keep(event, form)
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return _page(program, form, refused.status)
    session[_name(program)] = {name: form[name].data for name in STICKY}
    flash(_("Noted. The next one, please."), "success")
    return redirect(url_for("programs.feedback_desk", program_id=program.id), 303)


def _keep(event: Any, form: DeskForm) -> None:
    """Keep a sheet as somebody's of whom only the contact may be known."""
    speaker = Person(role="visitor")
    db.session.add(speaker)
    db.session.flush()
    more = {"channel": "paper", "contact_key": contact_key(form.contact.data)}
    form.note_consent(speaker, current_person())
    feedback.give(event, speaker, key=form.key, entered_by=current_person(), **more, **form.said())
    db.session.commit()


def _sessions(program: Program) -> list[ProgramSession]:
    """Return the sessions of which papers can be keyed now."""
    return [row for row in program.in_order if feedback.is_open(row.event, for_paper=True)]


def _name(program: Program) -> str:
    return f"feedback_desk{program.id}"


def _page(program: Program, form: DeskForm, status: int = 200) -> Any:
    last = desk_list.last_entered(program, current_person())
    page = render_template("programs/desk.html", program=program, form=form, last=last)
    return personal(page, status)
