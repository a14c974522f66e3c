"""What a visitor founded or joined becomes their account's, and never somebody else's."""

import pytest

from forum.accounts.guardians import answer_for
from forum.accounts.models import visitor_signed_in
from forum.communities.absorbing import claim
from forum.communities.joining import decide
from forum.communities.queries import members_count, own_membership
from forum.core.db import db
from forum.core.errors import Refused


def test_signing_in_takes_over_what_carries_ones_own_address(found, come, make, people):
    ana, device = people.ana, make.person("visitor")
    mine = found(author=device, contact=ana.email)
    other = found(author=make.person("visitor"))
    joined = come(other, "idegen@example.org", person=device)
    visitor_signed_in.send(device.id, person=ana)
    db.session.commit()
    assert mine.author_id == ana.id
    assert own_membership(ana, mine) is not None
    assert joined.person_id != ana.id


def test_one_person_with_two_wishes_counts_once(found, come, make, people):
    ana, device = people.ana, make.person("visitor")
    community = found(needed=9)
    come(community, "+36 30 111 2222", person=ana)
    come(community, ana.email, person=device)
    visitor_signed_in.send(device.id, person=ana)
    db.session.commit()
    assert members_count(community) == 2


def test_a_claimed_wish_that_stands_replaces_one_that_does_not(make, come, people):
    ana, community = people.ana, make.community()
    gone = come(community, "regi@example.org", person=ana)
    decide(gone, people.mira, False)
    fresh = come(community, "uj@example.org")
    assert claim(fresh, ana) is True
    db.session.commit()
    assert own_membership(ana, community) is fresh
    assert claim(fresh, ana) is False
    with pytest.raises(Refused):
        claim(fresh, people.adam)


def test_what_somebody_under_sixteen_takes_over_shows_no_contact_any_more(found, make, people):
    child, device = make.person("resident"), make.person("visitor")
    answer_for(child, "Anya", "anya@example.org", "hu")
    claimed = found(consent=True)
    same = found(author=device, contact=child.email, consent=True)
    grown = found(consent=True)
    claim(claimed, child)
    visitor_signed_in.send(device.id, person=child)
    claim(grown, people.ana)
    db.session.commit()
    assert [one.contact_shown for one in (claimed, same, grown)] == [False, False, True]
    assert {one.author_id for one in (claimed, same)} == {child.id}
