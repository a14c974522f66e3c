"""The front door: signing in and out, registering, asking for a new password."""

from typing import Any

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from forum.accounts import operations
from forum.accounts.entering import let_in
from forum.accounts.forms import (
    AddressForm,
    RegisterForm,
    SignInForm,
)
from forum.accounts.models import Person
from forum.accounts.operations import TooMany
from forum.accounts.passwords import hash_password
from forum.accounts.sessions import await_letter, awaited, close_session
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.forms import Form
from forum.core.i18n import language
from forum.core.kept import keep_private
from forum.core.limits import network_address
from forum.core.pages import local_path

bp = Blueprint("accounts", __name__)
bp.after_request(keep_private)


def show(template: str, form: Form, **more: Any) -> Any:
    """Show a form; 422 when something in it needs another look."""
    return render_template(template, form=form, **more), 422 if form.errors else 200


def try_again(template: str, form: Form, sentence: str, status: int, **more: Any) -> Any:
    """Show a form once more with a sentence above it."""
    form.form_errors.append(sentence)
    return render_template(template, form=form, **more), status


def many_attempts() -> str:
    """Say kindly that there were too many attempts."""
    return _("There were many attempts. Please wait a quarter of an hour and try again.")


@bp.route("/sign-in", methods=["GET", "POST"])
@permit("accounts:enter")
def sign_in() -> Any:
    """Open a session with address and password."""
    target = local_path(request.args.get("next"), "")
    form = SignInForm()
    if request.method == "GET" and current_person().is_authenticated:
        return redirect(target or url_for("pages.home"))
    if not form.validate_on_submit():
        return show("accounts/sign_in.html", form, target=target)
    try:
        person = operations.recognise(form.email.data, form.password.data, network_address())
    except TooMany:
        return try_again("accounts/sign_in.html", form, many_attempts(), 429, target=target)
    return _enter(person, form, target)


def _enter(person: Person | None, form: SignInForm, target: str) -> Any:
    """Let a recognised person in, unless the account is closed or was never confirmed.

    Anybody can register any address with a password of their own and try it here: an account that
    was never confirmed is answered as a wrong password is, or it would tell whose address is new.
    """
    if person is None or person.email_confirmed_at is None:
        mark = await_letter(form.email.data, target)
        if person is not None:
            operations.send_confirmation_again(person, mark)
            db.session.commit()
        sentence = _(
            "The address or the password is not right. Please look at both again. If you have just "
            "registered, we have sent you another letter: please open the link in it first."
        )
        return try_again("accounts/sign_in.html", form, sentence, 422, target=target)
    if not person.is_active:
        sentence = _("The office has closed this account. If it is a mistake, please write to us.")
        return try_again("accounts/sign_in.html", form, sentence, 403, target=target)
    onwards = let_in(person, "password", target, stay=form.stay.data)
    db.session.commit()
    return redirect(onwards)


@bp.post("/sign-out")
@permit("accounts:enter")
def sign_out() -> Any:
    """End the session in this browser."""
    close_session()
    db.session.commit()
    flash(_("You have signed out."), "success")
    return redirect(url_for("pages.home"))


@bp.route("/register", methods=["GET", "POST"])
@permit("accounts:enter")
def register() -> Any:
    """Ask for an account; the answer is the same whoever's address it is."""
    target = local_path(request.args.get("next"), "")
    form = RegisterForm()
    if request.method == "GET" and current_person().is_authenticated:
        return redirect(target or url_for("pages.home"))
    if not form.validate_on_submit():
        return show("accounts/register.html", form, target=target)
    password_hash = hash_password(form.password.data)
    try:
        operations.limit_requests(network_address())
    except TooMany:
        return try_again("accounts/register.html", form, many_attempts(), 429, target=target)
    mark = await_letter(form.email.data, target)
    who = (form.name.data, form.email.data, password_hash, language(), mark)
    operations.register(*who, guardian=form.guardian)
    db.session.commit()
    return redirect(url_for("accounts.sent"))


@bp.get("/letter")
@permit("accounts:enter")
def sent() -> Any:
    """Say that a letter is on its way."""
    return render_template("accounts/sent.html", address=awaited()["address"])


@bp.route("/password", methods=["GET", "POST"])
@permit("accounts:enter")
def reset_request() -> Any:
    """Ask for a link for a new password; the answer is the same whoever's address it is."""
    form = AddressForm()
    if not form.validate_on_submit():
        return show("accounts/reset_request.html", form)
    try:
        operations.limit_requests(network_address())
    except TooMany:
        return try_again("accounts/reset_request.html", form, many_attempts(), 429)
    await_letter(form.email.data, "")
    operations.request_reset(form.email.data, language())
    db.session.commit()
    return redirect(url_for("accounts.sent"))
