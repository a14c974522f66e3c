"""Coming in: straight on, or by a second step first where somebody has set one up."""

from typing import NamedTuple

from flask import session, url_for

from forum.accounts.models import Person
from forum.accounts.proving.factors import has_second_factor
from forum.accounts.sessions import open_session
from forum.core.db import db, now

#: Seconds in which the second step has to follow the first.
PATIENCE = 10 * 60


class Half(NamedTuple):
    """Somebody who has taken the first step of signing in."""

    person: Person
    how: str
    stay: bool
    target: str


def let_in(person: Person, how: str, target: str, stay: bool = False) -> str:
    """Sign ``person`` in, or remember the first step; return where to go on. The caller commits."""
    if not has_second_factor(person):
        open_session(person, stay, how)
        return target or url_for("pages.home")
    session["half"] = {
        "person": person.get_id(),
        "how": how,
        "stay": stay,
        "target": target,
        "at": int(now().timestamp()),
    }
    return url_for("accounts.second")


def half() -> Half | None:
    """Return who has taken the first step in this browser, not long ago."""
    kept = session.get("half") or {}
    number, _, stamp = str(kept.get("person", "")).partition(".")
    if not number.isdigit() or now().timestamp() - kept["at"] > PATIENCE:
        return None
    person = db.session.get(Person, int(number))
    if person is None or not person.is_active or str(person.session_stamp) != stamp:
        return None
    return Half(person, kept["how"], kept["stay"], kept["target"])


def complete(first: Half) -> str:
    """Take the second step: sign in, and return where to go on. The caller commits."""
    open_session(first.person, first.stay, first.how, second=True)
    return first.target or url_for("pages.home")
