"""Sessions: what a browser remembers between pages, before and after signing in."""

from typing import Any

from flask import current_app, g, request, session
from flask_login import login_user, logout_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts import belongings
from forum.accounts.devices import SignInSession, add_device, device_words
from forum.accounts.models import Person
from forum.core.codes import new_token, token_hash
from forum.core.db import db


def open_session(
    person: Person, stay: bool = False, how: str = "password", second: bool = False
) -> SignInSession:
    """Sign ``person`` in: nothing of the old session stays, and a visitor's acts become theirs.

    ``how`` they were recognised and whether a ``second`` factor was shown is kept with the device.
    """
    visitor = _visitor()
    _forget_this_device()
    session.clear()
    words = device_words(request.user_agent.string)
    secret = add_device(person, how, words, stay, second)
    db.session.flush()
    login_user(person)
    session.pop("_id", None)  # a hash of the network address, which nothing here needs
    session["device"] = secret
    session.permanent = stay
    g.sign_in = person.sign_ins[-1]
    if visitor is not None:
        belongings.remember(visitor, person)
    return person.sign_ins[-1]


def close_session() -> None:
    """Sign this browser out: its row goes, and nothing stays in it."""
    _forget_this_device()
    g.pop("sign_in", None)
    logout_user()
    session.clear()


def renew_session(person: Person) -> None:
    """Keep this browser signed in when every session of the person has just ended."""
    old = this_device()
    how, second = (old.how, old.second_at is not None) if old else ("password", False)
    open_session(person, stay=session.permanent, how=how, second=second)


def this_device() -> SignInSession | None:
    """Return the row of the browser that is asking; None for guests."""
    found: SignInSession | None = g.get("sign_in")
    return found


def person_of(remembered: str) -> Person | None:
    """Return who is signed in by what the session remembers, if all of it still counts."""
    number, _, stamp = remembered.partition(".")
    secret = str(session.get("device", ""))
    if not number.isdigit():
        return None
    person = _by_device(secret, int(number)) if secret else _without_row(int(number))
    good = person is not None and person.is_active and str(person.session_stamp) == stamp
    return person if good else None


def _by_device(secret: str, number: int) -> Person | None:
    row = db.session.scalars(
        select(SignInSession)
        .options(joinedload(SignInSession.person))
        .where(SignInSession.hash == token_hash(secret))
    ).first()
    if row is None or row.person_id != number or row.over:
        return None
    g.sign_in = row
    return row.person


def _without_row(number: int) -> Person | None:
    """Tests may write the session by themselves; anywhere else a device without a row is out."""
    rowless = current_app.config.get("ROWLESS_SESSIONS", False)
    return db.session.get(Person, number) if rowless else None


def _forget_this_device() -> None:
    """Delete the row of this browser; what it holds opens nothing any more."""
    secret = str(session.get("device", ""))
    if secret:
        row = select(SignInSession).where(SignInSession.hash == token_hash(secret))
        for each in db.session.scalars(row):
            db.session.delete(each)
        db.session.flush()


def _visitor() -> Person | None:
    number = session.get("visitor")
    row = db.session.get(Person, number) if number else None
    return row if row is not None and row.role == "visitor" else None


def await_letter(address: str, target: str) -> str:
    """Remember that this browser waits for a letter; return the mark its link will carry.

    The browser learns the same whether a letter was sent or not.
    """
    mark = new_token()
    session["awaited"] = {"address": address, "mark": mark, "next": target}
    return token_hash(mark)


def awaited() -> dict[str, Any]:
    """Return what this browser remembers of the letter it waits for."""
    return dict(session.get("awaited") or {"address": "", "mark": "", "next": ""})


def asked_here(mark: str) -> bool:
    """Whether the letter with ``mark`` was asked for in this browser."""
    return bool(mark) and token_hash(str(awaited()["mark"])) == mark
