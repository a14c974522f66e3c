"""After signing in: what was done on this device before, and whether it is one's own."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts import belongings
from forum.accounts.views import bp
from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.kept import personal


@bp.app_context_processor
def helpers() -> dict[str, Any]:
    """Let every page ask once about what was done on this device before."""
    return {"something_found_here": _is_found}


def _is_found() -> bool:
    if request.endpoint == "accounts.found_here":
        return False
    try:
        return belongings.waiting_for(current_person()) is not None
    except SQLAlchemyError:  # the page says something else then
        return False


@bp.get("/account/found-here")
@permit("accounts:own")
def found_here() -> Any:
    """List what was done here without an account, and ask whose it is."""
    person = current_person()
    visitor = belongings.waiting_for(person)
    if visitor is None:
        return redirect(url_for("accounts.profile"), 303)
    things = belongings.found(visitor, person)
    offered = [thing for thing in things if not thing.foreign]
    page = render_template(
        "accounts/found_here.html",
        offered=offered,
        others=len(things) - len(offered),
        ticked=len(things) == len(offered),
    )
    return personal(page)


@bp.post("/account/found-here")
@permit("accounts:own")
def take_found() -> Any:
    """Take what was ticked into the account; the rest stays where it is."""
    person = current_person().settle()
    visitor = belongings.waiting_for(person)
    chosen = request.form.getlist("mine") if request.form.get("answer") != "no" else []
    belongings.forget_question()
    if visitor is None:
        return redirect(url_for("accounts.profile"), 303)
    return act(
        lambda: belongings.take(visitor, person, chosen),
        lambda moved: (
            ngettext(
                "%(num)s thing is in your account now.",
                "%(num)s things are in your account now.",
                moved,
            )
            if moved
            else _("Nothing was taken into your account.")
        ),
        url_for("accounts.profile"),
    )
