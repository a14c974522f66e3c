"""What this browser wrote: seen, taken away, erased without an account."""

from typing import Any

from flask import redirect, request, session, url_for

from forum.accounts.models import Person
from forum.accounts.personal import whose
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.i18n import language
from forum.core.personal import Whose
from forum.privacy.erasing import erase
from forum.privacy.own import desks
from forum.privacy.own.forms import ErasureForm
from forum.privacy.pages import bp


def _device() -> desks.Desk:
    person = current_person()
    row = db.session.get(Person, person.id) if person.id is not None else None
    ids = {row.id} if row is not None and row.role == "visitor" and row.is_active else set()
    return desks.Desk(
        "device",
        whose(ids) if ids else Whose(),
        here=url_for("privacy.device"),
        download=url_for("privacy.device_download"),
        erasure=url_for("privacy.device_erasure"),
    )


@bp.get("/my-data")
@permit("privacy:device")
def device() -> Any:
    """Show what was written from this browser; whoever is signed in sees their account."""
    if current_person().is_authenticated:
        return redirect(url_for("privacy.own"), 303)
    return _device().overview()


@bp.post("/my-data/download")
@permit("privacy:device")
def device_download() -> Any:
    """Give what was written from this browser, as an archive."""
    return _device().small_archive()


@bp.route("/my-data/erasure", methods=["GET", "POST"])
@permit("privacy:device")
def device_erasure() -> Any:
    """Erase what was written from this browser, or whatever tells whose it is."""
    desk = _device()
    if current_person().is_authenticated or not desk.whose.person_ids:
        return redirect(desk.here, 303)
    if request.method == "GET":
        return desk.form_page(ErasureForm(formdata=None))
    meant = desk.whose

    def verb(keeps_words: bool) -> None:
        told = language()
        erase(Whose(meant.person_ids, keep_words=keeps_words), current_person(), told)

    again = desk.take(verb)
    if again is not None:
        return again
    session.clear()
    return desks.leave("all")
