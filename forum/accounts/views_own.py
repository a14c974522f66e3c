"""What people do with their own account."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from forum.accounts import letters, operations
from forum.accounts.forms import NewAddressForm, PasswordForm, ProfileForm
from forum.accounts.guardians import guardian_of
from forum.accounts.models import Person
from forum.accounts.operations import TooMany
from forum.accounts.outside.linking import identity_of
from forum.accounts.outside.provider import the_provider
from forum.accounts.passwords import hash_password
from forum.accounts.sessions import await_letter, close_session, renew_session
from forum.accounts.views import bp, many_attempts, show, try_again
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.forms import Form


def _me() -> Person:
    return current_person().settle()  # type: ignore[no-any-return]


@bp.route("/account", methods=["GET", "POST"])
@permit("accounts:own")
def profile() -> Any:
    """Show one's account and change name and language."""
    person = _me()
    form = ProfileForm(obj=person)
    if not form.validate_on_submit():
        provider = the_provider()
        connected = provider and identity_of(person, provider.issuer)
        young = guardian_of(person) is not None
        page = "accounts/profile.html"
        return show(page, form, provider=provider, connected=connected, young=young)
    person.name, person.language = form.name.data, form.language.data
    db.session.commit()
    flash(_("Saved."), "success")
    response = redirect(url_for("accounts.profile"))
    response.delete_cookie("language")
    return response


@bp.route("/account/password", methods=["GET", "POST"])
@permit("accounts:own")
def password() -> Any:
    """Change the password; every other browser is signed out."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return show("accounts/password.html", form)
    problem = _unless_password_is(form.old.data, form, "accounts/password.html")
    if problem:
        return problem
    password_hash = hash_password(form.password.data)
    person = _me()
    person.take_password(password_hash)
    letters.password_was_changed(person)
    renew_session(person)
    db.session.commit()
    flash(_("Your password has changed. Other devices have been signed out."), "success")
    return redirect(url_for("accounts.profile"))


@bp.route("/account/email", methods=["GET", "POST"])
@permit("accounts:own")
def email() -> Any:
    """Ask for another address; it counts once it is confirmed by a letter."""
    form = NewAddressForm()
    if not form.validate_on_submit():
        return show("accounts/email.html", form)
    problem = _unless_password_is(form.old.data, form, "accounts/email.html")
    if problem:
        return problem
    await_letter(form.email.data, "")
    operations.request_address(_me(), form.email.data)
    db.session.commit()
    return redirect(url_for("accounts.sent"))


def _unless_password_is(typed: str, form: Form, template: str) -> Any:
    """Return the page that says the password is not right, or nothing when it is."""
    try:
        if operations.check_password(_me(), typed):
            return None
    except TooMany:
        return try_again(template, form, many_attempts(), 429)
    form["old"].errors = [_("This is not your present password.")]
    return show(template, form)


@bp.post("/account/sign-out-everywhere")
@permit("accounts:own")
def sign_out_everywhere() -> Any:
    """End every session of the account, this one too."""
    _me().sign_out_everywhere()
    close_session()
    db.session.commit()
    flash(_("You have been signed out on every device."), "success")
    return redirect(url_for("pages.home"))
