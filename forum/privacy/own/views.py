"""What is kept of oneself: seen, taken away and erased by whoever has an account."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import logout_user

from forum.accounts.models import Person
from forum.accounts.personal import whose
from forum.accounts.proving.fresh import fresh
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.i18n import language
from forum.core.kept import personal
from forum.core.limits import too_many
from forum.core.owned import owned_tables
from forum.core.personal import Whose
from forum.privacy.erasing import erase
from forum.privacy.keepsakes import DataArchive
from forum.privacy.own import archive, desks
from forum.privacy.own.forms import ErasureForm
from forum.privacy.pages import bp


def _me() -> Person:
    return current_person().settle()  # type: ignore[no-any-return]


def _one(kind: str, number: int) -> str:
    return url_for("privacy.erasure_of", kind=kind, number=number)


def _desk(meant: Whose | None = None, erasure: str = "") -> desks.Desk:
    person = _me()
    return desks.Desk(
        "account",
        meant or whose({person.id}),
        here=url_for("privacy.own"),
        download=url_for("privacy.download"),
        erasure=erasure or url_for("privacy.erasure"),
        one=_one,
        staff=person.is_staff,
    )


@bp.get("/account/data")
@permit("privacy:own")
def own() -> Any:
    """Show what is kept of me, room by room."""
    row = archive.archive_of(_me())
    work = row.work if row is not None else None
    return _desk().overview(archive=row, work=work)


@bp.post("/account/data/download")
@permit("privacy:own")
def download() -> Any:
    """Have an archive made of all that is mine."""
    person = _me()
    limited = too_many("archive", f"person {person.id}", desks.ARCHIVES, desks.HOUR)
    if limited:
        db.session.commit()
        flash(_("You have asked for many archives. Please try again in an hour."), "error")
    else:
        archive.ask_for(person, language())
        db.session.commit()
    return redirect(url_for("privacy.own") + "#archive", 303)


@bp.get("/account/data/progress")
@permit("privacy:own")
def progress() -> Any:
    """Tell how far the archive is."""
    row = archive.archive_of(_me())
    work = row.work if row is not None else None
    if row is None or work is None or row.is_ready:
        return {"state": "done", "done": 1, "total": 1, "text": _("Done"), "over": True}
    text = _("Failed") if work.state == "failed" else _("Working")
    told = {"state": work.state, "done": work.done, "total": work.total}
    return {**told, "text": text, "over": work.over}


def ready_archive(person: Any, name: str) -> DataArchive | None:
    """Return an archive that can be fetched; somebody else's is not there."""
    row = archive.archive_of(person) if person.is_authenticated else None
    return row if row is not None and row.is_ready and row.name == name else None


@bp.get("/account/data/archives/<name>")
@permit("privacy:own_archive", ready_archive)
def fetched(row: DataArchive) -> Any:
    """Give the archive to its owner."""
    return desks.sent(row.content or b"")


@bp.route("/account/data/erasure", methods=["GET", "POST"])
@permit("privacy:own")
@fresh("privacy.own")
def erasure() -> Any:
    """Say what goes and what stays, and erase the account once it is really meant."""
    desk, person = _desk(), _me()
    if request.method == "GET":
        return desk.form_page(ErasureForm(formdata=None))

    def verb(keeps_words: bool) -> None:
        erase(Whose(frozenset({person.id}), keep_words=keeps_words), person)

    again = desk.take(verb)
    if again is not None:
        return again
    logout_user()
    session.clear()
    return desks.leave("all")


def _mine(person: Any, kind: str, number: int) -> Whose | None:
    """Return one thing of the person's that can be erased by itself."""
    table = owned_tables().get(kind)
    if table is None or not table.alone or person.id is None:
        return None
    meant = Whose(person_ids=frozenset({person.id}), only=(kind, number))
    return meant if table.gather(meant, 1) is not None else None


@bp.route("/account/data/erasure/<kind>/<int:number>", methods=["GET", "POST"])
@permit("privacy:own", _mine)
def erasure_of(meant: Whose) -> Any:
    """Erase one thing that is mine."""
    kind, number = meant.only or ("", 0)
    return _erase_one(_desk(meant, _one(kind, number)), _me(), url_for("privacy.own"))


def _erase_one(desk: desks.Desk, person: Any, target: str) -> Any:
    if request.method == "GET":
        return desk.form_page(ErasureForm(None, asks_about_words=desk.asks_about_words))

    def verb(keeps_words: bool) -> None:
        meant = Whose(desk.whose.person_ids, only=desk.whose.only, keep_words=keeps_words)
        erase(meant, person)

    again = desk.take(verb)
    if again is not None:
        return again
    flash(_("It is erased."), "success")
    return redirect(target, 303)


@bp.get("/erased")
@permit("privacy:device")
def gone() -> Any:
    """Say once that it is done, to whoever had it done; to others nothing of the kind."""
    return personal(render_template("privacy/own_gone.html", erased=session.pop(desks.ERASED, "")))
