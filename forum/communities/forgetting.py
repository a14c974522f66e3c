"""What is not needed any more is forgotten: names and contacts of communities that are closed."""

from datetime import timedelta

from sqlalchemy import select, update

from forum.communities.models import Community, CommunityMember
from forum.core.db import db, now
from forum.core.jobs import nightly
from forum.core.keeping import is_held

#: So long the names stay, so that a community closed by mistake can be opened again.
KEPT = timedelta(days=30)


@nightly
def forget_closed() -> None:
    """Forget who belonged to communities that have been closed for a month; commits."""
    if is_held("community"):
        return
    long_closed = Community.closed_at < now() - KEPT
    nobody = {"name": "", "contact": "", "message": "", "answer": ""}
    gone = select(Community.id).where(long_closed)
    forgotten = update(CommunityMember).where(CommunityMember.community_id.in_(gone))
    db.session.execute(forgotten.values(nobody).execution_options(synchronize_session=False))
    contact = {"contact_name": "", "contact_email": "", "contact_phone": ""}
    unseen = Community.contact_public_at.is_(None)
    cleared = update(Community).where(long_closed, unseen).values(contact)
    db.session.execute(cleared.execution_options(synchronize_session=False))
    db.session.commit()
