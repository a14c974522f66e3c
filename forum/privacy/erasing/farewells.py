"""The last letter after an erasure: it says that it was done, goes out, and is deleted."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from forum.accounts.letters import write_to, written_once
from forum.core.afterwards import note
from forum.core.contacts import email_of
from forum.core.db import db, now
from forum.core.jobs import often
from forum.core.mail import OutboxMessage
from forum.privacy.keepsakes import Farewell

#: A letter that nobody could deliver for so long is given up, with its address.
GIVEN_UP = timedelta(days=3)
#: Why somebody was erased: they, or whoever answers for them, asked for it; nobody used the account.
ASKED, UNUSED, UNCONFIRMED = "asked", "unused", "unconfirmed"
_BECAUSE = {
    ASKED: _l("As you asked, we have erased what was kept of you on our site."),
    UNUSED: _l(
        "Your account had not been used for a long time. As we wrote to you before, we have "
        "erased what was kept of you on our site; your words stay without a name."
    ),
}


def say_farewell(addresses: Iterable[str], language: str, because: str) -> None:
    """Write to the first of the addresses just erased; the letter names nobody and nothing."""
    address = min((one for one in addresses if email_of(one)), default=None)
    if address is None or because not in _BECAUSE:  # an address nobody confirmed is not written to
        return
    letter = write_to(
        address,
        language,
        _l("Your data were erased"),
        _BECAUSE[because],
        _l(
            "Published summaries, the sums and the log stay, but nothing in them tells who you "
            "are. This is the last letter to this address; it is deleted as soon as it went out."
        ),
        _l("If you have a question about it, please write to us."),
    )
    forget_once_sent(letter)


@written_once.connect
def forget_once_sent(letter: OutboxMessage, **_more: Any) -> None:
    """Have a letter deleted, with its address, as soon as it went out."""
    db.session.flush()
    db.session.add(Farewell(letter_id=letter.id))
    db.session.flush()


@often
def forget_farewells() -> None:
    """Delete last letters that went out, or cannot; commits."""
    query = select(Farewell, OutboxMessage).join(
        OutboxMessage, OutboxMessage.id == Farewell.letter_id
    )
    for farewell, letter in db.session.execute(query).all():
        if letter.due_at is None or farewell.at < now() - GIVEN_UP:
            db.session.delete(farewell)
            db.session.flush()
            db.session.execute(delete(OutboxMessage).where(OutboxMessage.id == letter.id))
            note("erased", True)
    db.session.commit()
