"""Drafting a forum: its event, its agenda, its guests and its tables."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import record
from forum.core.codes import new_token
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.once import once
from forum.events import changing
from forum.events.models import Event
from forum.meetings import acts
from forum.meetings.codes import new_table
from forum.meetings.documents import Kept
from forum.meetings.hall.captures import Capture
from forum.meetings.models import AgendaDocument, AgendaItem, Invitation, Meeting, MeetingTable
from forum.meetings.templates_of_types import agenda_of
from forum.moderation.assigning.models import assign_creator

#: More items, documents of an item, or tables than this are no longer one forum.
MOST_ITEMS, MOST_DOCUMENTS, MOST_TABLES = 40, 10, 40

CHANGED_MEANWHILE = _l(
    "Somebody else has changed this item since you opened the page. What you wrote is still here; "
    "please look at the agenda, and save again if yours is right."
)
BEGUN = _l("This item has begun, so it stays on the agenda as it is.")


class TableRow(NamedTuple):
    """What is set of one table."""

    name: str
    neighbourhood_id: int | None


def draft(
    by: Person,
    key: str,
    event_values: dict[str, Any],
    values: dict[str, Any],
    guests: Sequence[tuple[str, str]] = (),
) -> Meeting:
    """Draft a forum with its event and the agenda of its type; the same key twice is one draft."""

    def make() -> Meeting:
        event = Event(kind="forum", submit_key=key)
        event.draft(by, event_values)
        meeting = Meeting(event=event, submit_key=key, created_by_id=by.id, **values)
        meeting.items = agenda_of(meeting.type)
        meeting.invitations = _guests(guests)
        db.session.add(meeting)
        db.session.flush()
        record(acts.CREATED, by, meeting)
        if meeting.facilitator_id != by.id:
            assign_creator(meeting, by)
        return meeting

    return once(lambda: sent_with(key), make)[0]


def sent_with(key: str) -> Meeting | None:
    """Return the forum drafted with ``key``, if any."""
    return db.session.scalars(select(Meeting).where(Meeting.submit_key == key)).unique().first()


def revise(
    meeting: Meeting,
    by: Person,
    event_values: dict[str, Any],
    values: dict[str, Any],
    guests: Sequence[tuple[str, str]],
    seen: int | None = None,
) -> None:
    """Change a forum and its event; what matters to those who registered is told by the event."""
    meeting.event.hold()  # first, as whoever signs in holds events before forums
    meeting.hold()
    if meeting.conversation_id != values["conversation_id"] and _has_captures(meeting):
        raise Refused(
            _l("What was said here is kept in its conversation already; it cannot be changed.")
        )
    changing.edit(meeting.event, by, event_values, seen)
    what = [name for name, value in values.items() if getattr(meeting, name) != value]
    for name in what:
        setattr(meeting, name, values[name])
    if [(one.name, one.role) for one in meeting.invitations] != list(guests):
        meeting.invitations = _guests(guests)
        what.append("guests")
    if what:
        meeting.changed()
        record(acts.REVISED, by, meeting, what=what)


def _guests(guests: Sequence[tuple[str, str]]) -> list[Invitation]:
    return [Invitation(name=name, role=role) for name, role in guests]


def _has_captures(meeting: Meeting) -> bool:
    return (
        db.session.scalar(select(Capture.id).where(Capture.meeting_id == meeting.id).limit(1))
        is not None
    )


def add_item(meeting: Meeting, by: Person, key: str, values: dict[str, Any]) -> AgendaItem:
    """Put an item at the end of the agenda; the same key twice is one item."""
    meeting.hold()
    _not_held(meeting)

    def make() -> AgendaItem:
        if len(meeting.items) >= MOST_ITEMS:
            raise Refused(_l("An agenda of this length would never end; please join some items."))
        last = max((item.position for item in meeting.items), default=-1)
        item = AgendaItem(meeting_id=meeting.id, position=last + 1, submit_key=key, **values)
        db.session.add(item)
        db.session.flush()
        return item

    query = select(AgendaItem).where(AgendaItem.submit_key == key)
    item, new = once(lambda: db.session.scalars(query).first(), make)
    if new:
        _changed(meeting, by)
    return item


def edit_item(item: AgendaItem, by: Person, values: dict[str, Any], seen: str = "") -> None:
    """Change an item; one that is over stays as it was.

    ``seen`` is the fingerprint of the item that the form showed; refused when it has changed since.
    """
    item.meeting.hold()
    _not_held(item.meeting)
    if item.has_begun and not item.is_current:
        raise Refused(BEGUN)
    if seen and seen != item.fingerprint:
        raise Refused(CHANGED_MEANWHILE)
    for name, value in values.items():
        setattr(item, name, value)
    _changed(item.meeting, by)


def move_item(item: AgendaItem, by: Person, step: int) -> None:
    """Move an item one place up (-1) or down (1); what has begun keeps its place."""
    meeting = item.meeting
    meeting.hold()
    _not_held(meeting)
    items = list(meeting.items)
    place = items.index(item)
    other = place + step
    if not 0 <= other < len(items):
        return
    if item.has_begun or items[other].has_begun:
        raise Refused(BEGUN)
    items[place], items[other] = items[other], items[place]
    for position, each in enumerate(items):
        each.position = position
    _changed(meeting, by)


def remove_item(item: AgendaItem, by: Person) -> None:
    """Take an item off the agenda while it has not begun and nothing was written under it."""
    meeting = item.meeting
    meeting.hold()
    if item.has_begun:
        raise Refused(BEGUN)
    _not_held(meeting)
    db.session.delete(item)
    db.session.flush()
    db.session.expire(meeting, ["items"])
    _changed(meeting, by)


def attach(
    item: AgendaItem, by: Person, key: str, title: str, url: str = "", file: Kept | None = None
) -> AgendaDocument:
    """Add a document to an item: a file, or an address; the same key twice is one document."""

    def make() -> AgendaDocument:
        if len(item.documents) >= MOST_DOCUMENTS:
            raise Refused(_l("There are many documents here already; please join some of them."))
        document = AgendaDocument(item_id=item.id, title=title, url=url, submit_key=key)
        if file is not None:
            document.content, document.media_type = file.content, file.media_type
            document.filename = f"{new_token()[:12]}.{file.ending}"
        db.session.add(document)
        db.session.flush()
        db.session.expire(item, ["documents"])
        return document

    query = select(AgendaDocument).where(AgendaDocument.submit_key == key)
    document, new = once(lambda: db.session.scalars(query).first(), make)
    if new:
        _changed(item.meeting, by)
    return document


def detach(document: AgendaDocument, by: Person) -> None:
    """Take a document off the agenda."""
    item = document.item
    item.documents.remove(document)
    _changed(item.meeting, by)


def set_tables(meeting: Meeting, rows: Sequence[TableRow], by: Person) -> None:
    """Set how many tables there are, and what they are called; a kept one keeps its code."""
    meeting.hold()
    if len(rows) > MOST_TABLES:
        raise Refused(_l("There cannot be more than %(number)s tables.", number=MOST_TABLES))
    db.session.expire(meeting, ["tables"])
    tables = list(meeting.tables)
    for table in tables[len(rows) :]:
        _remove_table(table)
    for number, row in enumerate(rows, start=1):
        table = tables[number - 1] if number <= len(tables) else new_table(meeting, number)
        table.name, table.neighbourhood_id = row
        db.session.add(table)
    db.session.flush()
    db.session.expire(meeting, ["tables"])
    meeting.changed()
    record(acts.TABLES, by, meeting)


def _remove_table(table: MeetingTable) -> None:
    used = select(Capture.id).where(Capture.table_id == table.id).limit(1)
    if db.session.scalar(used) is not None:
        raise Refused(
            _l("%(table)s has written something down already, so it stays.", table=table.label)
        )
    db.session.delete(table)


def _not_held(meeting: Meeting) -> None:
    if meeting.was_held:
        raise Refused(_l("This forum has been held; its agenda stays as it was."))


def _changed(meeting: Meeting, by: Person) -> None:
    meeting.changed()
    record(acts.AGENDA, by, meeting)
