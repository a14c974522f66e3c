"""The office's pages about the sessions of a program: one, a series, days left out."""

import hashlib
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.errors import Refused
from forum.programs import scheduling, wording
from forum.programs.forms import ReasonForm
from forum.programs.forms_sessions import ExtensionForm, SeriesForm, SessionForm
from forum.programs.models import Program, ProgramSession, Series
from forum.programs.queries import series_numbered, session_numbered, visible_program
from forum.programs.rules import Rule, left_out, slots_of
from forum.programs.views import bp, series_of


@bp.get("/programs/<int:program_id>/sessions")
@permit("programs:manage", visible_program)
def sessions(program: Program) -> Any:
    """List the sessions, and ask for one more."""
    return _list(program, SessionForm(program))


@bp.post("/programs/<int:program_id>/sessions")
@permit("programs:manage", visible_program)
def session_added(program: Program) -> Any:
    """Add one session; a form sent twice adds one."""
    form = SessionForm(program)
    if not form.validate_on_submit():
        return _list(program, form, 422)
    person, values = current_person(), form.values()
    refused = refusal(form, lambda: scheduling.add_session(program, person, form.key, values))
    if refused:
        return _list(program, form, refused.status)
    flash(_("The session is saved."), "success")
    return _to(program)


def _list(program: Program, form: SessionForm, status: int = 200) -> Any:
    series = series_of(program)
    page = render_template(
        "programs/sessions.html",
        program=program,
        form=form,
        series=series,
        lines=wording.lines(program, series, drafts=True),
    )
    return page, status


@bp.get("/programs/<int:program_id>/series")
@permit("programs:manage", visible_program)
def series(program: Program) -> Any:
    """Ask for the rule of a series."""
    return _series_page(program, SeriesForm(program))


@bp.post("/programs/<int:program_id>/series")
@permit("programs:manage", visible_program)
def series_added(program: Program) -> Any:
    """Show the days of a series; once somebody has seen just these, save it."""
    form = SeriesForm(program)
    if not form.validate_on_submit():
        return _series_page(program, form, 422)
    rule = form.rule()
    seen = _fingerprint(rule)
    if form.looked.data != seen:
        return _look(program, form, rule, seen)
    more = form.key, rule, form.values()
    refused = refusal(form, lambda: scheduling.add_series(program, current_person(), *more))
    if refused:
        return _series_page(program, form, refused.status)
    flash(_("The series is saved."), "success")
    return _to(program)


def _look(program: Program, form: SeriesForm, rule: Rule, seen: str) -> Any:
    """Show all days before anything is saved."""
    try:
        slots = slots_of(rule)
    except Refused as refused:
        form.form_errors.append(refused.sentence)
        return _series_page(program, form, 422)
    form.looked.data = seen
    return _series_page(program, form, slots=slots, off=left_out(rule))


def _fingerprint(rule: Rule) -> str:
    return hashlib.sha256(repr(rule).encode()).hexdigest()[:24]


def _series_page(program: Program, form: SeriesForm, status: int = 200, **more: Any) -> Any:
    return render_template("programs/series.html", program=program, form=form, **more), status


@bp.get("/programs/series/<int:series_id>/extension")
@permit("programs:manage", series_numbered)
def extension(series: Series) -> Any:
    """Ask until when a series goes on."""
    return _extension_page(series, ExtensionForm(series))


@bp.post("/programs/series/<int:series_id>/extension")
@permit("programs:manage", series_numbered)
def extended(series: Series) -> Any:
    """Let a series go on; sent twice, it goes on once."""
    form = ExtensionForm(series)
    if not form.validate_on_submit():
        return _extension_page(series, form, 422)
    made: list[ProgramSession] = []
    more = form.until.data, form.exceptions()
    refused = refusal(form, lambda: made.extend(scheduling.extend(series, current_person(), *more)))
    if refused:
        return _extension_page(series, form, refused.status)
    number = len(made)
    flash(ngettext("%(num)s session more.", "%(num)s sessions more.", number), "success")
    return _to(series.program)


def _extension_page(series: Series, form: ExtensionForm, status: int = 200) -> Any:
    return render_template("programs/extension.html", series=series, form=form), status


@bp.get("/programs/sessions/<int:session_id>/skipping")
@permit("programs:manage", session_numbered)
def skipping(session: ProgramSession) -> Any:
    """Ask why one session is left out."""
    return render_template("programs/skipping.html", session=session, form=ReasonForm())


@bp.post("/programs/sessions/<int:session_id>/skipping")
@permit("programs:manage", session_numbered)
def skipped(session: ProgramSession) -> Any:
    """Leave out one session; whoever registered for it is told."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return render_template("programs/skipping.html", session=session, form=form), 422
    target = url_for("programs.sessions", program_id=session.program_id)
    said = {
        True: _("The session is called off. Whoever gave an e-mail address has been written to."),
        False: _("The session is taken out of the draft."),
    }
    why = form.because.data
    return act(lambda: scheduling.skip(session, current_person(), why), said.get, target)


def _to(program: Program) -> Any:
    return redirect(url_for("programs.sessions", program_id=program.id), 303)
