"""One rule for devices that several people use: what was done here goes to an account when asked.

What a browser wrote without an account is kept with a visitor's row. When somebody signs in there,
nothing of it moves by itself. They are asked once, with a list; what carries another contact than
the account's is not offered, and can be taken over by its code. Each room registers what it keeps.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import session
from sqlalchemy import select, update

from forum.accounts.models import Person, visitor_signed_in
from forum.accounts.reach import Reach
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.excerpts import shortened

#: Things listed one by one; a device of a library may have more, and they are offered later.
MOST_LISTED = 100
#: What the session remembers of the visitor that was here before.
SESSION = "found_here"


class Kind(NamedTuple):
    """What a room keeps of visitors: rows of ``model`` whose ``column`` is the visitor's number.

    ``words`` tells what a row is; without it all rows are offered together as one thing, such as
    weighings. ``title`` names the kind. ``contact`` says which field of a row holds the fingerprint of a contact.
    """

    name: str
    title: Any
    model: Any
    column: str
    words: Callable[[Any], str] | None = None
    contact: str | None = "contact_key"
    #: Moves what hangs on a row to another person: ``also(row_id, from_id, to_id)``.
    also: Callable[[int, int, int], None] | None = None


class Belonging(NamedTuple):
    """Something that was done here, as the page offers it; without an id it cannot be taken."""

    key: str
    title: str
    words: str
    count: int
    foreign: bool


_kinds: dict[str, Kind] = {}


def add_kind(*kinds: Kind) -> None:
    """Let rooms say what they keep of visitors."""
    for kind in kinds:
        _kinds[kind.name] = kind


def _rows(kind: Kind, visitor_id: int) -> list[Any]:
    mine = getattr(kind.model, kind.column) == visitor_id
    query = select(kind.model).where(mine).order_by(kind.model.id).limit(MOST_LISTED)
    return list(db.session.scalars(query).unique())


def _is_foreign(kind: Kind, row: Any, own: frozenset[str | None]) -> bool:
    key = getattr(row, kind.contact, None) if kind.contact else None
    return key is not None and key not in own


def _own(person: Person) -> frozenset[str | None]:
    return frozenset({contact_key(person.email)} - {None})


def found(visitor_id: int, person: Person) -> list[Belonging]:
    """Return what was done here before ``person`` signed in, kind by kind."""
    own, things = _own(person), []
    for kind in _kinds.values():
        rows = _rows(kind, visitor_id)
        if rows and kind.words is None:
            foreign = any(_is_foreign(kind, row, own) for row in rows)
            things.append(Belonging(kind.name, str(kind.title), "", len(rows), foreign))
            continue
        for row in rows:
            foreign = _is_foreign(kind, row, own)
            words = "" if foreign or kind.words is None else shortened(kind.words(row), 120)
            things.append(Belonging(f"{kind.name}-{row.id}", str(kind.title), words, 1, foreign))
    return things


def remember(visitor: Person, person: Person) -> None:
    """Note at sign-in that something was done here; what belongs to nobody's words moves at once."""
    if found(visitor.id, person):
        session[SESSION] = visitor.id
    elif not _reached_elsewhere(visitor.id, person):
        visitor_signed_in.send(visitor.id, person=person)


def _reached_elsewhere(visitor_id: int, person: Person) -> bool:
    keys = select(Reach.contact_key).where(Reach.person_id == visitor_id)
    return not set(db.session.scalars(keys)) <= {None, *_own(person)}


def waiting_for(person: Any) -> int | None:
    """Return the visitor of whom ``person`` is to be asked, None when there is nothing to ask."""
    number = session.get(SESSION) if person.is_authenticated else None
    row = db.session.get(Person, number) if number else None
    return row.id if row is not None and row.role == "visitor" else None


def take(visitor_id: int, person: Person, chosen: Iterable[str]) -> int:
    """Give ``person`` what was chosen; the rest stays the visitor's. Returns how many moved.

    What is taken is given a row of its own first, so that no notice or address of the others goes
    along. The caller commits.
    """
    things, wanted = found(visitor_id, person), set(chosen)
    taken = [thing for thing in things if thing.key in wanted and not thing.foreign]
    if not taken:
        return 0
    source = visitor_id
    if len(taken) < len(things) or _reached_elsewhere(visitor_id, person):
        between = Person(role="visitor")
        db.session.add(between)
        db.session.flush()
        for thing in taken:
            _move(thing, visitor_id, between.id)
        source = between.id
    visitor_signed_in.send(source, person=person)
    return sum(thing.count for thing in taken)


def _move(thing: Belonging, visitor_id: int, to_id: int) -> None:
    name, _, number = thing.key.partition("-")
    kind = _kinds[name]
    step = update(kind.model).where(getattr(kind.model, kind.column) == visitor_id)
    if number:
        step = step.where(kind.model.id == int(number))
    db.session.execute(step.values({kind.column: to_id}))
    db.session.expire_all()
    if kind.also is not None and number:
        kind.also(int(number), visitor_id, to_id)


def forget_question() -> None:
    """Ask no more in this session."""
    session.pop(SESSION, None)
