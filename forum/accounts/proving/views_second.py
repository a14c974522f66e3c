"""The second step of signing in, and signing in with a passkey alone."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.accounts.entering import Half, complete, half
from forum.accounts.operations import TooMany
from forum.accounts.proving import passkeys
from forum.accounts.proving.attempts import right_code
from forum.accounts.proving.factors import factors_of
from forum.accounts.proving.forms import CodeForm, PasskeyForm
from forum.accounts.sessions import open_session, this_device
from forum.accounts.views import bp, many_attempts
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.limits import network_address, too_many
from forum.core.pages import local_path

#: Riddles for one network address in a quarter of an hour; a hall shares one.
RIDDLES, QUARTER = 300, 15


def _first() -> Half | None:
    """Return who has taken the first step, or staff whose device lacks the second."""
    device, person = this_device(), current_person()
    if person.is_authenticated and device is not None and device.second_at is None:
        target = local_path(request.args.get("next"), "")
        return Half(person, device.how, device.stay, target)
    return half()


def _page(first: Half, form: CodeForm, status: int = 200) -> Any:
    mine = factors_of(first.person)
    page = render_template("accounts/proving/second.html", form=form, factors=mine)
    return page, 422 if form.errors and status == 200 else status


@bp.route("/sign-in/second", methods=["GET", "POST"])
@permit("accounts:enter")
def second() -> Any:
    """Ask for the second step, and take a code."""
    first, form = _first(), CodeForm()
    if first is None:
        return redirect(url_for("accounts.sign_in"))
    if not form.validate_on_submit():
        return _page(first, form)
    try:
        right = right_code(first.person, form.code.data)
    except TooMany:
        form.form_errors.append(many_attempts())
        return _page(first, form, 429)
    if not right:
        form.code.errors = [wrong_code(factors_of(first.person).app is not None)]
        return _page(first, form)
    target = complete(first)
    db.session.commit()
    return redirect(target, 303)


def wrong_code(has_app: bool = True) -> str:
    """Say kindly that a code is not right."""
    if not has_app:
        return _("This code is not right, or it has been used.")
    return _(
        "This code is not right, or it has been used. The app shows another one every half minute: "
        "please type the present one."
    )


@bp.post("/sign-in/second/passkey")
@permit("accounts:enter")
def second_passkey() -> Any:
    """Take a passkey as the second step."""
    first, form = _first(), PasskeyForm()
    if first is None or not form.validate_on_submit():
        return redirect(url_for("accounts.sign_in"))
    try:
        passkeys.shown(first.person, form.credential.data)
    except passkeys.NotProven:
        code = CodeForm(formdata=None)
        code.form_errors.append(not_proven())
        db.session.commit()
        return _page(first, code, 422)
    target = complete(first)
    db.session.commit()
    return redirect(target, 303)


def not_proven() -> str:
    """Say kindly that a passkey did not work."""
    return _("The passkey could not be checked. Please try once more.")


@bp.post("/sign-in/second/options")
@permit("accounts:enter")
def second_options() -> Any:
    """Give the browser a riddle for a passkey of this person."""
    first = _first()
    if first is None:
        raise Refused(_("Please sign in again."), 403)
    return riddle(passkeys.invitation_to_show(first.person))


def riddle(options: str) -> Response:
    """Answer with options for the browser, which must keep nothing of them."""
    db.session.commit()
    return Response(options, mimetype="application/json")


@bp.post("/sign-in/passkey/options")
@permit("accounts:enter")
def passkey_options() -> Any:
    """Give the browser a riddle that any passkey of this site may answer."""
    if too_many("riddle", network_address(), RIDDLES, QUARTER):
        raise Refused(many_attempts(), 429)
    return riddle(passkeys.invitation_to_show(None))


@bp.post("/sign-in/passkey")
@permit("accounts:enter")
def passkey() -> Any:
    """Sign in with a passkey alone; the device has asked for its owner."""
    form, target = PasskeyForm(), local_path(request.args.get("next"), "")
    try:
        row = passkeys.shown(None, form.credential.data or "")
    except passkeys.NotProven:
        return _not_in(not_proven())
    person = row.person
    if not person.is_active or person.email_confirmed_at is None:
        return _not_in(_("The office has closed this account."))
    open_session(person, how="passkey", second=True)
    db.session.commit()
    return redirect(target or url_for("pages.home"), 303)


def _not_in(sentence: str) -> Any:
    """Lead back to the door with a word."""
    db.session.commit()
    flash(sentence, "error")
    return redirect(url_for("accounts.sign_in"), 303)
