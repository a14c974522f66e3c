"""The devices on which one is signed in."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.devices import SignInSession
from forum.accounts.sessions import close_session, this_device
from forum.accounts.views import bp
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.pages import paginate


def mine(person: Any, session_id: int) -> SignInSession | None:
    """Return a device of whoever is asking; another's is not found."""
    row = db.session.get(SignInSession, session_id)
    return row if row is not None and row.person_id == person.id else None


@bp.get("/account/sessions")
@permit("accounts:own")
def devices() -> Any:
    """List where one is signed in."""
    query = select(SignInSession).where(SignInSession.person_id == current_person().id)
    page = paginate(query.order_by(SignInSession.seen_at.desc(), SignInSession.id.desc()))
    return render_template("accounts/devices.html", page=page, here=this_device())


@bp.post("/account/sessions/<int:session_id>/end")
@permit("accounts:own", mine)
def device_end(device: SignInSession) -> Any:
    """Sign one device out; it is out at its next request."""
    if device is this_device():
        close_session()
        db.session.commit()
        flash(_("You have signed out."), "success")
        return redirect(url_for("pages.home"), 303)
    db.session.delete(device)
    db.session.commit()
    flash(_("That device is signed out."), "success")
    return redirect(url_for("accounts.devices"), 303)
