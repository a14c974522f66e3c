"""The page of a newcomer who has proved their address with the provider."""

from typing import Any

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _

from forum.accounts import ages, consents
from forum.accounts.entering import let_in
from forum.accounts.forms import OutsideForm
from forum.accounts.outside import linking
from forum.accounts.outside.views import PATIENCE, known_provider, not_in
from forum.accounts.views import bp, show
from forum.core.access import permit
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.i18n import language
from forum.core.pages import local_path


def _newcomer() -> tuple[linking.Arrival, str] | None:
    """Return who has just come from the provider and has no account here, and where to go on."""
    kept = session.get("newcomer") or {}
    if not kept or now().timestamp() - kept["at"] > PATIENCE:
        return None
    who = linking.Arrival(kept["subject"], kept["email"], kept["name"], kept.get("mark", ""))
    return who, local_path(kept["next"], "")


@bp.route("/sign-in/outside/new", methods=["GET", "POST"])
@permit("accounts:enter")
def outside_new() -> Any:
    """Ask a newcomer for name, age and consent, and make the account."""
    provider, kept = known_provider(), _newcomer()
    if kept is None:
        return redirect(url_for("accounts.sign_in"))
    who, target = kept
    form = OutsideForm(data={"name": who.name})
    if not form.validate_on_submit():
        return show("accounts/outside_new.html", form, provider=provider, who=who)
    try:
        person = linking.welcome(provider.issuer, who, form.name.data, language())
        consents.note(person)
        ages.tell(person, form.guardian, language())
        onwards = let_in(person, "outside", target)
        db.session.commit()
    except Refused as refused:
        return not_in(refused)
    flash(_("Welcome! Your account is ready."), "success")
    return redirect(onwards, 303)
