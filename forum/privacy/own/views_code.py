"""What a code is about: seen, taken away, erased without an account."""

from typing import Any

from flask import redirect, request, url_for

from forum.core.access import current_person, permit
from forum.core.i18n import language
from forum.privacy.erasing import erase
from forum.privacy.own import desks
from forum.privacy.own.coded import Coded, coded
from forum.privacy.own.forms import ErasureForm
from forum.privacy.pages import bp


def _desk(found: Coded) -> desks.Desk:
    return desks.Desk(
        "code",
        found.whose(),
        here=url_for("privacy.by_code", code=found.code),
        download=url_for("privacy.code_download", code=found.code),
        erasure=url_for("privacy.code_erasure", code=found.code),
    )


def _free(person: Any, code: str) -> Coded | None:
    """Return what a code is about, unless it is in an account."""
    found = coded(person, code)
    return None if found is None or found.in_account else found


def data_of_code(code: str) -> str:
    """Return the address of what is kept with a code, for the pages of the rooms that give codes."""
    return url_for("privacy.by_code", code=code)


@bp.get("/follow/<code>/data")
@permit("privacy:code", coded)
def by_code(found: Coded) -> Any:
    """Show what is kept with the thing a code is about."""
    if found.in_account:
        return redirect(url_for("privacy.own"), 303)
    return _desk(found).overview()


@bp.post("/follow/<code>/data/download")
@permit("privacy:code", _free)
def code_download(found: Coded) -> Any:
    """Give what is kept with the thing, as an archive."""
    return _desk(found).small_archive()


@bp.route("/follow/<code>/data/erasure", methods=["GET", "POST"])
@permit("privacy:code", _free)
def code_erasure(found: Coded) -> Any:
    """Erase the thing, or whatever tells whose it is."""
    desk = _desk(found)
    if request.method == "GET":
        return desk.form_page(ErasureForm(None, asks_about_words=desk.asks_about_words))

    def verb(keeps_words: bool) -> None:
        erase(found.whose(keeps_words), current_person(), language())

    return desk.take(verb) or desks.leave("one")
