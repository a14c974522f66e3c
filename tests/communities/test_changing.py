"""Changing, closing, consent: nothing is lost, nobody is shown who did not agree."""

import pytest

from forum.communities.changing import close, edit, reopen
from forum.core import search
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import Stale


def findable(words):
    with_page = search.count_kinds(words)
    return with_page.get("community", 0)


def test_what_a_resident_rewrites_waits_and_place_and_time_do_not(found, make, people):
    community = found(author=people.ana)
    edit(community, people.ana, {"place": "Művelődési ház", "meets_hu": "Kedden"})
    assert community.visible
    edit(community, people.ana, {"description_hu": "Valami egészen más."})
    db.session.commit()
    assert community.waiting
    assert not community.visible
    assert findable("játékklub") == 0


def test_a_facilitator_changes_without_waiting(make, people):
    community = make.community()
    assert edit(community, people.mira, {"name_hu": "Új név"}) == ["name_hu"]
    assert community.visible
    assert findable("új név") == 1


def test_the_yes_of_the_contact_person_is_kept_and_withdrawn(make, people):
    community = make.community(contact_name="Kati", contact_phone="+36301234567")
    assert not community.contact_shown
    edit(community, people.mira, {"contact_shown": True})
    said = community.contact_public_at
    assert community.contact_shown
    edit(community, people.mira, {"place": "Ház", "contact_shown": True})
    assert community.contact_public_at == said
    edit(community, people.mira, {"contact_name": "Pista", "contact_shown": True})
    assert community.contact_public_at > said
    edit(community, people.mira, {"contact_shown": False})
    assert community.contact_public_at is None


def test_a_contact_a_resident_newly_shows_is_looked_at_first(found, people):
    community = found(author=people.ana)
    edit(community, people.ana, {"contact_name": "Más"})
    assert community.visible
    edit(community, people.ana, {"contact_shown": True})
    assert community.waiting


def test_an_overtaken_form_changes_nothing(make, people):
    community = make.community()
    seen = community.version
    edit(community, people.mira, {"place": "Ház"}, seen)
    with pytest.raises(Stale):
        edit(community, people.adam, {"place": "Kert"}, seen)
    assert community.place == "Ház"


def test_needing_fewer_founds_it(found, come, people):
    community = found(needed=5)
    come(community)
    edit(community, people.mira, {"needed": 2})
    assert community.is_founded


def test_what_waits_is_founded_once_it_may_be_read(found, come, told, people):
    community = found(author=people.ana, needed=5)
    come(community)
    edit(community, people.ana, {"name_hu": "Új név", "needed": 2})
    assert not community.is_founded
    assert community.approve(people.mira) is True
    assert community.is_founded
    assert sorted(told.kinds[-2:]) == ["community_founded", "text_statement"]


def test_closing_tells_its_members_once_and_keeps_the_reason(found, come, told, people):
    community = found(needed=2)
    member = come(community)
    with pytest.raises(Refused):  # whoever reads the page has to learn why
        close(community, people.mira, "")
    assert close(community, people.mira, "Elköltözött a vezetője.") is True
    assert close(community, people.mira, "Újra") is False
    db.session.commit()
    assert community.closed_because == "Elköltözött a vezetője."
    assert told.kinds.count("community_closed") == 1
    assert member.person_id in told.told[-1][1]
    assert findable("játékklub") == 0
    with pytest.raises(Refused):
        edit(community, people.mira, {"place": "Ház"})
    assert reopen(community, people.mira) is True
    db.session.commit()
    assert findable("játékklub") == 1
