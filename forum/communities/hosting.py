"""Which community hosts an event: a session of a program, or a forum."""

from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import record
from forum.communities import acts
from forum.communities.models import Community, Hosting
from forum.core.clock import now
from forum.core.db import db
from forum.core.once import once
from forum.events.models import Event


def host(event: Event, community: Community | None, by: Person) -> Hosting | None:
    """Note that ``community`` hosts ``event``, and no other; None takes it back.

    An event has one host: of two who choose at once, the later choice stands.
    """
    event.hold()
    present = db.session.scalars(select(Hosting).where(Hosting.event_id == event.id)).first()
    if present is not None and community is not None and present.community_id == community.id:
        return present
    if present is not None:
        _take_back(present, event, by)
    if community is None:
        return None
    return _note(event, community, by)


def _note(event: Event, community: Community, by: Person) -> Hosting:
    def make() -> Hosting:
        row = Hosting(community_id=community.id, event_id=event.id, by_id=by.id, at=now())
        db.session.add(row)
        db.session.flush()
        return row

    mine = select(Hosting).where(Hosting.event_id == event.id)
    row, new = once(lambda: db.session.scalars(mine).first(), make)
    if new:
        record(acts.HOSTING, by, community, event=event.reference)
        community.touch()
        event.touch()
    return row


def _take_back(row: Hosting, event: Event, by: Person) -> None:
    former = row.community
    db.session.delete(row)
    record(acts.NOT_HOSTING, by, former, event=event.reference)
    former.touch()
    event.touch()
    db.session.flush()
