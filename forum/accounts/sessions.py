"""Sessions: what a browser remembers between pages, before and after signing in."""

from typing import Any

from flask import session
from flask_login import login_user

from forum.accounts.models import Person, visitor_signed_in
from forum.core.codes import new_token, token_hash
from forum.core.db import db


def open_session(person: Person, stay: bool = False) -> None:
    """Sign ``person`` in: nothing of the old session stays, and a visitor's acts become theirs."""
    visitor = _visitor()
    session.clear()
    login_user(person)
    session.permanent = stay
    if visitor is not None:
        visitor_signed_in.send(visitor.id, person=person)


def renew_session(person: Person) -> None:
    """Keep this browser signed in when every session of the person has just ended."""
    open_session(person, stay=session.permanent)


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
