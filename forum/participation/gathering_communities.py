"""What communities tell: who belongs to one, or stands on the list of one that is to be."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from forum.accounts.models import Person
from forum.communities.models import Community, CommunityMember
from forum.core.db import db
from forum.participation.kinds import ACTIVITIES, Fact, Gathered, Kind, add_kind


def joined() -> Gathered:
    """Gather who joined: members, and those on an interest list that everybody may read.

    Whoever only asked, left or was declined did not join. A list that was never shown, or that
    was hidden, is no community; one that was founded stays counted.
    """
    mine = CommunityMember.__table__
    there = or_(Community.visible, Community.founded_at.is_not(None))
    query = (
        select(mine, Person.role)
        .join(Community, Community.id == mine.c.community_id)
        .join(Person, Person.id == mine.c.person_id)
        .where(mine.c.state == "member", there)
    )
    rows = db.session.execute(query.order_by(mine.c.id)).all()
    return Gathered([_fact(row) for row in rows], list(_links(rows)))


def _fact(row: Any) -> Fact:
    return Fact(
        "joined",
        "community",
        row.community_id,
        f"contact:{row.contact_key}" if row.contact_key else f"person:{row.person_id}",
        row.at,
        row.channel,
        "contribution",
        "community_member",
        row.id,
        neighbourhood_id=row.home_id,
        age_band_id=row.age_band_id,
        entered_by_id=row.entered_by_id,
        entered_at=row.at,
    )


def _links(rows: Any) -> Iterator[tuple[str, str]]:
    """Yield the account and the contact that joined together; a shared browser tells nothing."""
    for row in rows:
        if row.contact_key and row.entered_by_id is None and row.role != "visitor":
            yield f"person:{row.person_id}", f"contact:{row.contact_key}"


def communities() -> dict[int, tuple[int | None, int | None]]:
    """Return the project and the kind of program of every community."""
    rows = db.session.execute(select(Community.id, Community.project_id, Community.category_id))
    return {number: (project, category) for number, project, category in rows}


add_kind(Kind("joined", _l("A community joined"), joined, counts_by_default=False))
ACTIVITIES["community"] = communities
