"""Pages behind the links people are sent: confirming, new passwords, joining."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.accounts import operations
from forum.accounts.entering import let_in
from forum.accounts.forms import ButtonForm, FirstForm, JoinForm, NewPasswordForm
from forum.accounts.models import ROLE_NAMES
from forum.accounts.passwords import hash_password
from forum.accounts.queries import working_token
from forum.accounts.sessions import asked_here, awaited, open_session, renew_session
from forum.accounts.tokens import OneTimeToken
from forum.accounts.views import bp, show, try_again
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import Form
from forum.core.i18n import language


def by_link(*purposes: str) -> Callable[[Any], Any]:
    """Give the view the token in its address; a link that is over gets a kind page instead.

    Such an address is a secret: it goes into no other site's log.
    """

    def decorate(view: Any) -> Any:
        @wraps(view)
        def opened(token: str) -> Any:
            link = working_token(token, *purposes)
            over = (render_template("accounts/expired.html"), 410) if link is None else None
            response = make_response(over or view(link))
            response.headers["Referrer-Policy"] = "no-referrer"
            return response

        return opened

    return decorate


@bp.get("/confirm/<token>")
@permit("accounts:enter")
@by_link("confirm", "email")
def confirm(link: OneTimeToken) -> Any:
    """Show one button: programs that look into mail follow links but press no buttons."""
    return render_template("accounts/confirm.html", link=link, form=ButtonForm())


@bp.post("/confirm/<token>")
@permit("accounts:enter")
@by_link("confirm", "email")
def confirming(link: OneTimeToken) -> Any:
    """Confirm an address: of a new account, or a new one of an old account."""
    return _confirm_change(link) if link.purpose == "email" else _confirm_account(link)


def _confirm_change(link: OneTimeToken) -> Any:
    """Take the new address; every device is signed out but this one, if it is the person's."""
    here = current_person().id == link.person_id
    if not operations.change_address(link):
        raise Refused(_("This address belongs to another account meanwhile."))
    if here and current_person().is_authenticated:
        renew_session(link.person)
    db.session.commit()
    flash(_("Your new address is confirmed."), "success")
    return redirect(url_for("accounts.profile"))


def _confirm_account(link: OneTimeToken) -> Any:
    """Confirm, and sign in at once if it was this browser that registered."""
    target, here = str(awaited()["next"]), asked_here(link.value)
    person, onwards = link.use(), ""
    person.confirm_email()
    if here:
        onwards = let_in(person, "letter", target)
    db.session.commit()
    flash(_("Thank you, your address is confirmed."), "success")
    return redirect(onwards if here else url_for("accounts.sign_in"))


@bp.route("/password/<token>", methods=["GET", "POST"])
@permit("accounts:enter")
@by_link("reset")
def reset(link: OneTimeToken) -> Any:
    """Choose a new password through a link that works once."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return show("accounts/reset.html", form, link=link)
    db.session.rollback()
    password_hash = hash_password(form.password.data)
    disconnected = operations.reset_password(link, password_hash)
    db.session.commit()
    flash(_("Your new password counts from now on. Please sign in with it."), "success")
    if disconnected:
        flash(
            _(
                "Outside accounts do not open your account any more. If one of them is yours, you "
                "can connect it again on your page once you have signed in."
            ),
            "info",
        )
    return redirect(url_for("accounts.sign_in"))


@bp.route("/join/<token>", methods=["GET", "POST"])
@permit("accounts:enter")
@by_link("invite", "first")
def join(link: OneTimeToken) -> Any:
    """Accept an invitation, or become the first administrator."""
    form = _join_form(link)
    if not form.validate_on_submit():
        return show("accounts/join.html", form, link=link, role_name=ROLE_NAMES[link.value])
    db.session.rollback()
    try:
        return _joined(link, form)
    except operations.AddressTaken as taken:
        told = {"link": link, "role_name": ROLE_NAMES[link.value]}
        return try_again("accounts/join.html", form, taken.sentence, 422, **told)


def _join_form(link: OneTimeToken) -> Form:
    """Choose the form: who has an account needs only a button."""
    if link.purpose == "first":
        return FirstForm()
    return ButtonForm() if link.person.email_confirmed_at else JoinForm()


def _joined(link: OneTimeToken, form: Any) -> Any:
    newcomer = None
    if "password" in form:
        address = form.email.data if "email" in form else None
        newcomer = operations.Newcomer(form.name.data, hash_password(form.password.data), address)
    person = operations.join(link, newcomer)
    if newcomer:
        person.language = language()
        open_session(person, how="letter")
    db.session.commit()
    flash(_("Welcome! Your role: %(role)s.", role=person.role_name), "success")
    return redirect(url_for("pages.home") if newcomer else url_for("accounts.sign_in"))
