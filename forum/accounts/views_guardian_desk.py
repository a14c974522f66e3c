"""The desk of guardians: who has to be called, and a yes or no noted with its proof."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.accounts import guardians
from forum.accounts.forms_consent import CallerForm, ProofForm, RefusalForm
from forum.accounts.guardians import Guardian
from forum.accounts.views import bp
from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.kept import personal


@bp.get("/guardians")
@permit("accounts:guardians")
def guardian_desk() -> Any:
    """List the guardians who have not answered, so that they can be called."""
    return _desk(CallerForm(formdata=None))


@bp.post("/guardians/callers")
@permit("accounts:guardians")
def guardian_callers() -> Any:
    """Find whose guardian is calling to take the consent back, by the contact they gave."""
    form = CallerForm()
    if not form.validate():
        return _desk(form, status=422)
    return _desk(form, guardians.agreed_with(form.contact.data))


@bp.get("/guardians/<int:guardian_id>")
@permit("accounts:guardians", guardians.numbered)
def guardian_answer(row: Guardian) -> Any:
    """Ask what a guardian said, and how it is known to be theirs."""
    return _answer(row, ProofForm(formdata=None))


@bp.post("/guardians/<int:guardian_id>/confirmation")
@permit("accounts:guardians", guardians.numbered)
def guardian_confirmation(row: Guardian) -> Any:
    """Note a yes that reached the office, with its proof."""
    form = ProofForm()
    if not form.validate():
        return _answer(row, form, status=422)
    by, proof, note = current_person().settle(), form.proof.data, form.evidence.data or ""
    refused = refusal(form, lambda: row.confirm(by, proof, note))
    if refused is not None:
        return _answer(row, form, status=refused.status)
    return redirect(url_for("accounts.guardian_desk"), 303)


@bp.post("/guardians/<int:guardian_id>/withdrawal")
@permit("accounts:guardians", guardians.numbered)
def guardian_refusal(row: Guardian) -> Any:
    """Note a no that reached the office, with its proof; asked once more before anything happens."""
    form = RefusalForm()
    sure = request.form.get("sure") == "yes"
    if not form.validate() or not sure:
        return _answer(row, form, closing=not form.errors, status=422 if form.errors else 200)
    by, proof = current_person().settle(), form.proof.data
    said = _("The account is closed, and everything of it is deleted.")
    return act(lambda: row.refuse(by, proof), said, url_for("accounts.guardian_desk"))


def _answer(row: Guardian, form: ProofForm, closing: bool = False, status: int = 200) -> Any:
    """Draw the page of one answer; ``closing`` asks once more before the account closes."""
    if row.state not in {"asked", "agreed"}:
        return redirect(url_for("accounts.guardian_desk"), 303)
    page = "accounts/guardian_closing.html" if closing else "accounts/guardian_answer.html"
    return personal(render_template(page, row=row, form=form), status)


def _desk(form: CallerForm, found: list[Guardian] | None = None, status: int = 200) -> Any:
    page = render_template(
        "accounts/guardian_desk.html", rows=guardians.waiting(), form=form, found=found
    )
    return personal(page, status)
