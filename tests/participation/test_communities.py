"""The ledger counts who joined a community, once, and recounts the same."""

from sqlalchemy import func, select

from forum.communities.joining import Wish, join, leave
from forum.communities.models import CommunityMember
from forum.communities.queries import figures
from forum.core.db import db
from forum.participation.booking import book
from forum.participation.comparing import differences
from forum.participation.gathering_communities import joined
from forum.participation.models import LedgerLine


def come(community, contact, person, key, by=None):
    member = join(community, Wish("Valaki", contact), person, key, by)
    db.session.commit()
    return member


def booked():
    mine = LedgerLine.kind == "joined"
    return db.session.scalar(select(func.coalesce(func.sum(LedgerLine.count), 0)).where(mine))


def test_members_and_those_on_a_list_are_counted_and_askers_not(make, people):
    interest, club = make.community("Lista", founded=False, needed=9), make.community()
    leaving = come(interest, "a@example.org", make.person("visitor"), "1")
    come(interest, "b@example.org", people.ana, "2")
    come(club, "b@example.org", people.ana, "3")
    book()
    db.session.commit()
    assert booked() == 2
    leave(leaving)
    db.session.commit()
    book()
    db.session.commit()
    assert booked() == 1
    found = differences()
    assert not found.added
    assert not found.taken_back


def test_the_account_and_its_contact_are_one_and_a_shared_browser_is_not(make, people):
    interest, device = make.community("Lista", founded=False, needed=9), make.person("visitor")
    come(interest, "ana@example.org", people.ana, "1")
    come(interest, "egyik@example.org", device, "2")
    come(interest, "masik@example.org", device, "3")
    gathered = joined()
    assert len({fact.who for fact in gathered.facts}) == 3
    assert [link[0] for link in gathered.links] == [f"person:{people.ana.id}"]


def test_a_list_that_nobody_may_read_counts_nobody(make, people):
    interest = make.community("Lista", founded=False, needed=9)
    come(interest, "a@example.org", make.person("visitor"), "1")
    interest.hide(people.mira, "advertising", "Reklám.")
    db.session.commit()
    assert joined().facts == []
    assert db.session.scalar(select(func.count(CommunityMember.id))) == 1


def test_figures_tell_those_founded_here(make):
    make.community("Régi", needed=0)
    make.community("Itt alakult", needed=3)
    make.community("Lista", founded=False)
    assert figures() == {"communities": 2, "founded_here": 1}
