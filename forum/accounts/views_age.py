"""Being asked for one's age: whoever was not asked when the account was made is asked now."""

from typing import Any

from flask import Flask, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _

from forum.accounts import ages
from forum.accounts.forms import AgeForm
from forum.accounts.views import bp, show
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import problem, wants_json
from forum.core.i18n import language
from forum.core.pages import local_path

#: What stays open meanwhile: what is kept, and where one has it or erases it.
OPEN = ("/account/age", "/account/data", "/account/consent", "/privacy", "/language/")


@bp.route("/account/age", methods=["GET", "POST"])
@permit("accounts:own")
def age() -> Any:
    """Ask whether somebody is sixteen, and of the young who answers for them."""
    person = current_person().settle()
    target = local_path(request.args.get("next"), url_for("pages.home"))
    if not ages.is_to_be_asked(person):
        return redirect(target, 303)
    form = AgeForm().of(person)
    if not form.validate_on_submit():
        return show("accounts/age.html", form)
    ages.tell(person, form.guardian, language())
    form.note_consent(person)
    db.session.commit()
    flash(_("Thank you. That was all."), "success")
    return redirect(target, 303)


def _halt() -> Any:
    """Lead somebody to the question who has not answered it; nothing else is open to them."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies or _is_open():
        return None
    if not ages.is_to_be_asked(current_person()):
        return None
    if wants_json():
        return problem(403, "age", _("Please tell us first whether you are sixteen."))
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.age", next=target), 303)


def _is_open() -> bool:
    """Whether a page is for everybody at the door, or about one's own data."""
    view = current_app.view_functions.get(request.endpoint or "")
    at_the_door = getattr(view, "permission", "") == "accounts:enter"
    return request.endpoint == "static" or at_the_door or request.path.startswith(OPEN)


def init_app(app: Flask) -> None:
    """Ask before every page."""
    app.before_request(_halt)
