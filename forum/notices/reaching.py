"""Addresses of people without an account: written to only once they have said yes by letter.

Anybody may type anybody's address. So one letter a day at most asks whether it is right, with no
word of what was typed; who says no is not asked again.
"""

import hmac
from datetime import timedelta
from typing import Any

from flask import has_request_context
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, exists, select, update

from forum.accounts.letters import write_to
from forum.accounts.models import Person
from forum.accounts.reach import Reach
from forum.core.codes import keyed_hash
from forum.core.db import db, now
from forum.core.limits import network_address, too_many
from forum.core.mail import site_url
from forum.notices.models import Following, Notice, Preference

#: Letters that ask one address in a day, and letters asked for from one network in an hour.
MOST_FOR_ADDRESS, MOST_FROM_NETWORK = 1, 60
A_DAY, AN_HOUR = 24 * 60, 60
#: So long the link in the letter works.
LIFETIME = timedelta(days=30)

_PURPOSE = "notices: reach"


def token_of(row: Reach) -> str:
    """Return the token that proves who reads the address; another address has another one."""
    return f"{row.id}-{keyed_hash(_PURPOSE, f'{row.id} {row.email}')}"


def asked(_person: object, token: str) -> Reach | None:
    """Return which address a token asks about; None for one that is not ours, or too old."""
    number = token.partition("-")[0]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    row = db.session.get(Reach, int(number))
    if row is None or row.email is None or row.asked_at < now() - LIFETIME:
        return None
    return row if hmac.compare_digest(token.encode(), token_of(row).encode()) else None


def ask_to_confirm(row: Reach, **_more: Any) -> None:
    """Write the letter that asks whether an address is right, unless that was done today.

    A number is asked nothing; one that wants no more calls stays off the list, whoever gives it.
    """
    if row.email is None and _wants_none(row):
        row.stopped_at = now()
        return
    if row.email is None or row.confirmed_at is not None or _wants_none(row):
        return
    if _from_too_many() or too_many("reach letter", row.email, MOST_FOR_ADDRESS, A_DAY):
        return
    write_to(
        row.email,
        row.language,
        _l("May we write to you?"),
        _l(
            "Somebody, most likely you, asked us to write to this address when something happens "
            "to what they said or proposed. If that was you, please open this page and press the "
            "button on it:"
        ),
        site_url(f"/reach/{token_of(row)}"),
        _l(
            "Until then we write nothing else. If it was not you, there is nothing to do; on the "
            "same page you can also say that you want no such letters."
        ),
    )


def _from_too_many() -> bool:
    """Whether too many such letters were asked for from one network; a list taken in has none."""
    return has_request_context() and too_many(
        "reach letters", network_address(), MOST_FROM_NETWORK, AN_HOUR
    )


def _wants_none(row: Reach) -> bool:
    """Whether the address or number said once that it wants to hear nothing."""
    same = (Reach.contact_key == row.contact_key, Reach.stopped_at.is_not(None))
    return bool(db.session.scalar(select(exists().where(*same, Reach.id != row.id))))


def confirm(row: Reach) -> None:
    """Note that the address is right: from now on news are sent to it."""
    row.confirmed_at, row.stopped_at = row.confirmed_at or now(), None


def decline(row: Reach) -> None:
    """Note that the address wants no letters, and drop those that wait."""
    row.stopped_at = now()
    drop_waiting(row.person_id)


def drop_waiting(person_id: int) -> None:
    """Take back what a person was still to be written or called about."""
    mine = update(Notice).where(Notice.person_id == person_id)
    db.session.execute(mine.where(Notice.letter_due_at.is_not(None)).values(letter_due_at=None))
    db.session.execute(mine.where(Notice.call_due).values(call_due=False))


def absorb_visitor(visitor_id: int, person: Person, **_more: Any) -> None:
    """Give the account of a visitor who signed in what they were told; the rest is theirs anyway."""
    if visitor_id == person.id:
        return
    drop_waiting(visitor_id)
    for model, columns in ((Notice, ("kind", "key")), (Following, ("topic_kind", "topic_id"))):
        mine = select(*(getattr(model, name) for name in columns)).where(
            model.person_id == person.id
        )
        known = {tuple(row) for row in db.session.execute(mine)}
        rows = db.session.scalars(select(model).where(model.person_id == visitor_id)).all()
        for row in rows:
            if tuple(getattr(row, name) for name in columns) not in known:
                row.person_id = person.id
    db.session.execute(delete(Reach).where(Reach.person_id == visitor_id))
    db.session.execute(delete(Preference).where(Preference.person_id == visitor_id))
