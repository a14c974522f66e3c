"""Pages behind the links in letters: no more letters, and whether an address is right.

Whoever holds the link needs no account. Looking changes nothing, because mail programs look at
links too; the button does. Mail programs may press it themselves (RFC 8058), so it is answered
with a page and not with a redirect, and asks for no token of the session.
"""

from typing import Any

from flask import render_template, request

from forum.accounts.models import Person
from forum.accounts.reach import Reach
from forum.core import csrf
from forum.core.access import permit
from forum.core.db import db
from forum.core.kept import personal
from forum.notices import reaching, unsubscribing
from forum.notices.views import bp


@bp.get("/unsubscribe/<token>")
@permit("notices:letters", unsubscribing.holder)
def unsubscribe(person: Person) -> Any:
    """Show the button that stops the letters, or that they have been stopped."""
    return _letters(person)


@bp.post("/unsubscribe/<token>")
@csrf.exempt  # the token in the address is the proof, and a mail program has no session
@permit("notices:letters", unsubscribing.holder)
def unsubscribing_now(person: Person) -> Any:
    """Stop the letters of news, or let them come again."""
    pace = request.form.get("pace", "")
    if request.form.get("again"):
        unsubscribing.start_again(person, pace)
    elif not unsubscribing.has_stopped(person):
        pace = unsubscribing.stop(person)
    db.session.commit()
    return _letters(person, pace)


def _letters(person: Person, pace: str = "") -> Any:
    page = render_template(
        "notices/unsubscribe.html",
        stopped=unsubscribing.has_stopped(person),
        token=unsubscribing.token_of(person.id),
        pace=pace,
        asked=request.method == "POST",
        has_account=person.role != "visitor",
    )
    return personal(page)


@bp.get("/reach/<token>")
@permit("notices:letters", reaching.asked)
def reach(row: Reach) -> Any:
    """Ask whether an address is right."""
    return _reach(row)


@bp.post("/reach/<token>")
@csrf.exempt  # the token in the address is the proof
@permit("notices:letters", reaching.asked)
def reach_answered(row: Reach) -> Any:
    """Take the answer: write to this address, or do not."""
    if request.form.get("answer") == "no":
        reaching.decline(row)
    else:
        reaching.confirm(row)
    db.session.commit()
    return _reach(row)


def _reach(row: Reach) -> Any:
    token = reaching.token_of(row)
    return personal(render_template("notices/reach.html", reach=row, token=token))
