"""What notices keep of somebody: what they were told, how they want to be, letters sent to them."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, delete, false, func, or_, select, update

from forum.accounts.models import Person
from forum.accounts.personal import addresses_met
from forum.core.db import db
from forum.core.jobs import Job
from forum.core.mail import OutboxMessage
from forum.core.owned import Owned, Together, keep_owned
from forum.core.personal import Whose, holds_addresses
from forum.notices import presenters, topics
from forum.notices.models import PACES, Following, Notice, Preference


class _Letters(Owned):
    """Letters to a person, or to an address known to be theirs."""

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return the letters; those of other accounts are not touched, whatever their address."""
        one = whose.only is not None  # letters to an account are about more than one thing
        mine: Any = false() if one else OutboxMessage.person_id.in_(whose.person_ids)
        addresses = [address.lower() for address in whose.emails]
        free = or_(OutboxMessage.person_id.is_(None), mine)
        return or_(mine, and_(func.lower(OutboxMessage.recipient).in_(addresses), free))


def settle(whose: Whose) -> None:
    """Delete letters to addresses met while erasing, and what a failed work said of them."""
    people = [*whose.person_ids, *whose.people]
    addresses = [address.lower() for address in addresses_met(whose)]
    mine = select(Person.id).where(Person.id.in_(people))
    if whose.only is not None:  # an account keeps its letters when one thing goes
        mine = mine.where(Person.role == "visitor")
    whose_else = or_(OutboxMessage.person_id.is_(None), OutboxMessage.person_id.in_(mine))
    to_them = and_(func.lower(OutboxMessage.recipient).in_(addresses), whose_else)
    rows = select(OutboxMessage.id).where(to_them)
    gone = list(db.session.scalars(rows))
    told = update(Notice).where(Notice.letter_id.in_(gone)).values(letter_id=None)
    letters = delete(OutboxMessage).where(OutboxMessage.id.in_(gone))
    for statement in (told, letters):  # their numbers may be given to new letters at once
        db.session.execute(statement.execution_options(synchronize_session="fetch"))
    _forget_errors([*whose.met, *addresses])


@holds_addresses
def addresses() -> Iterable[str]:
    """Yield to whom letters go."""
    return db.session.scalars(select(OutboxMessage.recipient).distinct())


def _forget_errors(values: list[str]) -> None:
    """A work that failed may say what it was busy with."""
    said = [Job.error.contains(value, autoescape=True) for value in values if len(value) > 2]
    if said:
        gone = update(Job).where(or_(*said)).values(error="")
        db.session.execute(gone.execution_options(synchronize_session=False))


def _titles(notices: Sequence[Notice]) -> list[str]:
    return [told.title for told in presenters.show(notices)]


def _pace(row: Preference) -> str:
    return str(PACES.get(row.pace, row.pace))


def _sort(row: Following) -> str:
    sort = topics.SORTS.get(row.topic_kind)
    return str(sort.label) if sort else row.topic_kind


def _followed(rows: Sequence[Following]) -> list[str]:
    """Name what is followed; what nobody may see any more is a number."""
    asked = [(row.topic_kind, row.topic_id) for row in rows]
    found = topics.named(asked)
    return [found[topic].name if topic in found else str(topic[1]) for topic in asked]


def _before(letter: OutboxMessage, _whose: Whose) -> None:
    untold = update(Notice).where(Notice.letter_id == letter.id).values(letter_id=None)
    db.session.execute(untold.execution_options(synchronize_session="fetch"))


keep_owned(
    "notices",
    70,
    [
        Owned(
            Notice,
            _l("What I was told"),
            [(Together(_titles), _l("About")), ("at", _l("When")), ("read_at", _l("Read"))],
            goes=True,
            path=lambda row: row.path,
        ),
        Owned(
            Preference,
            _l("How I want to be told"),
            [(_pace, _l("How often")), ("changed_at", _l("When"))],
            goes=True,
        ),
        Owned(
            Following,
            _l("What I follow"),
            [(_sort, _l("Sort")), (Together(_followed), _l("What")), ("at", _l("When"))],
            goes=True,
            alone=True,
        ),
        _Letters(
            OutboxMessage,
            _l("Letters sent to me"),
            [
                ("recipient", _l("To")),
                ("subject", _l("Subject")),
                ("body", _l("Words")),
                ("created_at", _l("When")),
            ],
            goes=True,
            clear=("recipient",),
            before=_before,
        ),
    ],
    settle,
)
