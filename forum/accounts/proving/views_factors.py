"""One's own ways of signing in: the app, passkeys, recovery codes."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.accounts.models import Person
from forum.accounts.proving import codes, letters, recovery
from forum.accounts.proving.factors import Factors, factors_of
from forum.accounts.proving.forms import CodeForm
from forum.accounts.proving.fresh import fresh
from forum.accounts.proving.views_gate import on_the_way, required
from forum.accounts.proving.views_second import wrong_code
from forum.accounts.sessions import this_device
from forum.accounts.views import bp
from forum.city.queries import the_city
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.qr import qr_svg


def me() -> Person:
    """Return the row of whoever is asking."""
    return current_person().settle()  # type: ignore[no-any-return]


def site_name() -> str:
    """Return what an app or a device calls this site."""
    city = the_city()
    return f"Kaláka {city.name}" if city else "Kaláka"


def keep_one(mine: Factors) -> None:
    """Refuse to lose the last factor of somebody who has to have one."""
    if mine.number == 1 and required() and me().is_staff:
        raise Refused(_("Whoever works here needs a second step. Please set up another one first."))


def set_up() -> Any:
    """Note a factor that was just set up: here it counts, other devices sign in again.

    Whoever has no recovery codes yet gets them at once. Commits.
    """
    person, device = me(), this_device()
    if device is not None:
        device.prove(second=True)
    for each in list(person.sign_ins):
        if each.second_at is None:
            person.sign_ins.remove(each)
    letters.factor_added(person)
    fresh_codes = [] if factors_of(person).codes_left else recovery.renew(person)
    db.session.commit()
    flash(_("Done. From now on signing in takes a second step."), "success")
    if fresh_codes:
        return render_template("accounts/proving/codes.html", codes=fresh_codes)
    return redirect(url_for("accounts.factors"), 303)


@bp.get("/account/factors")
@on_the_way
@permit("accounts:own")
def factors() -> Any:
    """Show what the person has set up."""
    device = this_device()
    must = required() and me().is_staff and (device is None or device.second_at is None)
    return render_template("accounts/proving/factors.html", factors=factors_of(me()), must=must)


@bp.post("/account/factors/app/new")
@on_the_way
@permit("accounts:own")
@fresh("accounts.factors")
def app_begin() -> Any:
    """Make a secret for an app."""
    codes.begin(me())
    db.session.commit()
    return redirect(url_for("accounts.app"), 303)


@bp.route("/account/factors/app", methods=["GET", "POST"])
@on_the_way
@permit("accounts:own")
@fresh("accounts.factors")
def app() -> Any:
    """Show the secret to the app, and take its first code."""
    form, secret = CodeForm(), codes.waiting_secret(me())
    if secret is None:
        return redirect(url_for("accounts.factors"), 303)
    if form.validate_on_submit():
        if codes.confirm(me(), "".join(form.code.data.split())):
            return set_up()
        form.code.errors = [wrong_code()]
    told = codes.address_for(me(), secret, site_name())
    picture = qr_svg(told, _("QR code for the app"))
    typed = codes.in_groups(secret)
    page = render_template("accounts/proving/app.html", form=form, picture=picture, secret=typed)
    return page, 422 if form.errors else 200


@bp.post("/account/factors/app/removal")
@permit("accounts:own")
@fresh("accounts.factors")
def app_removal() -> Any:
    """Forget the app."""
    mine = factors_of(me())
    if mine.app is not None:
        keep_one(mine)
        codes.remove(me())
        letters.factor_removed(me())
        db.session.commit()
        flash(_("The app does not count any more."), "success")
    return redirect(url_for("accounts.factors"), 303)


@bp.post("/account/factors/codes")
@on_the_way
@permit("accounts:own")
@fresh("accounts.factors")
def recovery_codes() -> Any:
    """Make new recovery codes and show them, this once."""
    if not factors_of(me()).number:
        raise Refused(_("Please set up an app or a passkey first."))
    made = recovery.renew(me())
    db.session.commit()
    return render_template("accounts/proving/codes.html", codes=made)
