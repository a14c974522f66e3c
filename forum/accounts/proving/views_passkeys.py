"""Adding and removing one's own passkeys."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.accounts.forms import ButtonForm
from forum.accounts.proving import letters, passkeys
from forum.accounts.proving.factors import factors_of
from forum.accounts.proving.forms import NewPasskeyForm
from forum.accounts.proving.fresh import fresh
from forum.accounts.proving.models import Passkey
from forum.accounts.proving.views_factors import keep_one, me, set_up, site_name
from forum.accounts.proving.views_gate import on_the_way
from forum.accounts.proving.views_second import not_proven, riddle
from forum.accounts.views import bp
from forum.core.access import permit
from forum.core.db import db


def mine(person: Any, passkey_id: int) -> Passkey | None:
    """Return a passkey of whoever is asking; another's is not found."""
    row = db.session.get(Passkey, passkey_id)
    return row if row is not None and row.person_id == person.id else None


@bp.post("/account/factors/passkeys/options")
@on_the_way
@permit("accounts:own")
@fresh("accounts.factors")
def new_passkey_options() -> Any:
    """Tell the browser how to make a passkey for this site."""
    return riddle(passkeys.invitation_to_add(me(), site_name()))


@bp.route("/account/factors/passkeys/new", methods=["GET", "POST"])
@on_the_way
@permit("accounts:own")
@fresh("accounts.factors")
def new_passkey() -> Any:
    """Ask for a name, let the browser make a passkey, and keep it."""
    form = NewPasskeyForm()
    if form.validate_on_submit():
        try:
            passkeys.add(me(), form.name.data, form.credential.data)
            return set_up()
        except passkeys.NotProven:
            db.session.commit()
            form.form_errors.append(not_proven())
    elif form.credential.errors and not form.name.errors:
        form.form_errors.append(not_proven())
    form.credential.data = ""
    page = render_template("accounts/proving/passkey.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/account/factors/passkeys/<int:passkey_id>/removal", methods=["GET", "POST"])
@permit("accounts:own", mine)
@fresh("accounts.factors")
def passkey_removal(passkey: Passkey) -> Any:
    """Ask whether to forget a passkey, and forget it; the last one is warned of."""
    form, all_of_mine = ButtonForm(), factors_of(me())
    if not form.validate_on_submit():
        last = all_of_mine.number == 1
        return render_template(
            "accounts/proving/removal.html", form=form, passkey=passkey, last=last
        )
    keep_one(all_of_mine)
    passkeys.remove(passkey)
    letters.factor_removed(me())
    db.session.commit()
    flash(_("The passkey does not count any more."), "success")
    return redirect(url_for("accounts.factors"), 303)
