"""The office's pages: drafting a program, changing, announcing, calling off, writing how it was."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.comparing import unlike
from forum.core.db import db
from forum.core.holding import Stale
from forum.programs import life, office, queries
from forum.programs.drafting import draft, revise
from forum.programs.forms import OutcomeForm, ProgramForm, ReasonForm
from forum.programs.models import Program
from forum.programs.queries import visible_program
from forum.programs.views import bp


@bp.get("/programs/office", endpoint="office")
@permit("programs:manage")
def staff_index() -> str:
    """List the office's programs by where they stand."""
    asked = request.args.get("list", "")
    shown = asked if asked in office.LISTS else office.LISTS[0]
    counts = office.office_counts()
    if not asked:
        shown = next((name for name in office.LISTS if counts[name]), office.LISTS[0])
    page = office.office_list(shown)
    return render_template(
        "programs/office.html", shown=shown, page=page, counts=counts, names=office.LISTS
    )


@bp.get("/programs/new")
@permit("programs:manage")
def new() -> Any:
    """Ask for a new program."""
    return _page(ProgramForm(queries.seasons()))


@bp.post("/programs/new")
@permit("programs:manage")
def create() -> Any:
    """Draft a program; a form sent twice drafts one."""
    form = ProgramForm(queries.seasons())
    if not form.validate_on_submit():
        return _page(form, status=422)
    program = draft(current_person(), form.key, form.values())
    target = url_for("programs.sessions", program_id=program.id)
    db.session.commit()
    flash(_("The draft is saved. Now put down its sessions, then announce it."), "success")
    return redirect(target, 303)


@bp.get("/programs/<int:program_id>/edit")
@permit("programs:manage", visible_program)
def edit(program: Program) -> Any:
    """Ask what to change."""
    return _page(ProgramForm(queries.seasons(), program), program)


@bp.post("/programs/<int:program_id>/edit")
@permit("programs:manage", visible_program)
def update(program: Program) -> Any:
    """Change a program; a form that somebody else's change has overtaken is shown again."""
    form = ProgramForm(queries.seasons(), program)
    if not form.validate_on_submit():
        return _page(form, program, 422)
    more = form.seen_version, bool(form.sessions_too.data)
    refused = refusal(form, lambda: revise(program, current_person(), form.values(), *more))
    if isinstance(refused, Stale):
        form.seen.data = str(program.version)
        saved = unlike(form, ProgramForm(queries.seasons(), program, formdata=None))
        return _page(form, program, 422, saved)
    if refused:
        return _page(form, program, refused.status)
    flash(_("The changes are saved."), "success")
    return _to(program)


def _page(
    form: ProgramForm, program: Program | None = None, status: int = 200, saved: Any = None
) -> Any:
    name = "programs/edit.html" if program else "programs/new.html"
    return render_template(name, form=form, program=program, saved=saved), status


@bp.post("/programs/<int:program_id>/announcing")
@permit("programs:manage", visible_program)
def announcing(program: Program) -> Any:
    """Let residents see the program and its sessions."""
    said = _("The program is announced: everybody can see it and its sessions.")
    target = url_for("programs.show", program_id=program.id)
    return act(lambda: life.announce(program, current_person()), said, target)


@bp.get("/programs/<int:program_id>/cancelling")
@permit("programs:manage", visible_program)
def cancelling(program: Program) -> str:
    """Ask why the program is called off."""
    return render_template("programs/cancelling.html", program=program, form=ReasonForm())


@bp.post("/programs/<int:program_id>/cancelling")
@permit("programs:manage", visible_program)
def cancelled(program: Program) -> Any:
    """Call the program off with its sessions to come."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return render_template("programs/cancelling.html", program=program, form=form), 422
    said = _("The program is called off. Whoever registered with an e-mail address is written to.")
    target, why = url_for("programs.show", program_id=program.id), form.because.data
    return act(lambda: life.cancel(program, current_person(), why), said, target)


@bp.get("/programs/<int:program_id>/completing")
@permit("programs:manage", visible_program)
def completing(program: Program) -> str:
    """Ask how it was."""
    words = {name: getattr(program, name) for name in ("outcome_hu", "outcome_en")}
    return render_template(
        "programs/completing.html", program=program, form=OutcomeForm(data=words)
    )


@bp.post("/programs/<int:program_id>/completing")
@permit("programs:manage", visible_program)
def completed(program: Program) -> Any:
    """Write down how it was, for everybody to read."""
    form = OutcomeForm()
    if not form.validate_on_submit():
        return render_template("programs/completing.html", program=program, form=form), 422
    words = {"outcome_hu": form.outcome_hu.data, "outcome_en": form.outcome_en.data}
    refused = refusal(form, lambda: life.complete(program, current_person(), words))
    if refused:
        page = render_template("programs/completing.html", program=program, form=form)
        return page, refused.status
    flash(_("It is written down; everybody can read it on the page of the program."), "success")
    return _to(program)


def _to(program: Program) -> Any:
    return redirect(url_for("programs.show", program_id=program.id), 303)
