"""Names and contacts stay no longer than they are needed."""

from datetime import timedelta

from sqlalchemy import select

from forum.communities.changing import close
from forum.communities.forgetting import forget_closed
from forum.communities.joining import decide
from forum.communities.models import CommunityMember
from forum.core.db import db, now


def kept():
    rows = db.session.scalars(select(CommunityMember).order_by(CommunityMember.id))
    return [(row.name, row.contact, row.message) for row in rows]


def test_a_month_after_closing_nobody_is_known(found, come, people):
    community = found()
    come(community, message="Sakkozom.")
    close(community, people.mira, "Vége.")
    db.session.commit()
    forget_closed()
    db.session.expire_all()
    assert kept()[0][0] == "Titkos Tünde"
    community.closed_at = now() - timedelta(days=31)
    db.session.commit()
    forget_closed()
    db.session.expire_all()
    assert kept() == [("", "", "")] * 2
    assert community.contact_name == ""


def test_whoever_was_declined_is_forgotten_at_once(make, come, people):
    member = come(make.community(), message="Sakkozom.")
    decide(member, people.mira, False)
    assert (member.name, member.contact, member.message) == ("", "", "")
    assert member.contact_key is not None
