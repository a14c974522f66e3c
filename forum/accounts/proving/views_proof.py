"""The page that asks for a fresh proof: the password, a code or a passkey."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.accounts import operations
from forum.accounts.models import Person
from forum.accounts.operations import TooMany
from forum.accounts.proving import passkeys
from forum.accounts.proving.attempts import right_code
from forum.accounts.proving.factors import factors_of
from forum.accounts.proving.forms import PasskeyForm, ProofForm
from forum.accounts.proving.views_gate import on_the_way
from forum.accounts.proving.views_second import not_proven, riddle, wrong_code
from forum.accounts.sessions import open_session, this_device
from forum.accounts.views import bp, many_attempts
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.pages import local_path


def _me() -> Person:
    return current_person().settle()  # type: ignore[no-any-return]


def _target() -> str:
    return local_path(request.args.get("next"), url_for("accounts.profile"))


def _page(form: ProofForm, status: int = 200) -> Any:
    person = _me()
    mine, has_password = factors_of(person), person.password_hash is not None
    form.password.flags.required = not mine.number
    form.code.flags.required = not has_password
    page = render_template(
        "accounts/proving/proof.html",
        form=form,
        factors=mine,
        has_password=has_password,
        target=_target(),
    )
    return page, 422 if form.errors and status == 200 else status


def _proven(second: bool) -> Any:
    """Note the proof with this device, and go on."""
    device = this_device() or open_session(_me())
    device.prove(second)
    db.session.commit()
    return redirect(_target(), 303)


@bp.route("/account/proof", methods=["GET", "POST"])
@on_the_way
@permit("accounts:own")
def proof() -> Any:
    """Ask once more who is there, and take the password or a code."""
    form = ProofForm()
    if not form.validate_on_submit():
        return _page(form)
    try:
        if form.code.data and right_code(_me(), form.code.data):
            return _proven(second=True)
        if form.password.data and operations.check_password(_me(), form.password.data):
            return _proven(second=False)
    except TooMany:
        form.form_errors.append(many_attempts())
        return _page(form, 429)
    if form.code.data:
        form.code.errors = [wrong_code(factors_of(_me()).app is not None)]
    else:
        form.password.errors = [_("This is not your present password.")]
    return _page(form)


@bp.post("/account/proof/passkey")
@on_the_way
@permit("accounts:own")
def proof_passkey() -> Any:
    """Take a passkey as the proof."""
    form = PasskeyForm()
    try:
        passkeys.shown(_me(), form.credential.data or "")
    except passkeys.NotProven:
        again = ProofForm(formdata=None)
        again.form_errors.append(not_proven())
        db.session.commit()
        return _page(again, 422)
    return _proven(second=True)


@bp.post("/account/proof/options")
@on_the_way
@permit("accounts:own")
def proof_options() -> Any:
    """Give the browser a riddle for a passkey of this person."""
    return riddle(passkeys.invitation_to_show(_me()))
