"""Changing, closing, consent: nothing is lost, nobody is shown who did not agree."""

import pytest

from forum.accounts.guardians import answer_for
from forum.communities.changing import close, edit, reopen
from forum.core import search
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import Stale
from forum.moderation.covering.removing import remove
from forum.moderation.covering.texts import cover
from forum.moderation.rules.watching import WatchWord
from tests.moderation.rules.found import causes


def findable(words):
    with_page = search.count_kinds(words)
    return with_page.get("community", 0)


def test_what_a_resident_rewrites_waits_and_plain_place_and_time_do_not(found, make, people):
    community = found(author=people.ana)
    edit(community, people.ana, {"place": "Művelődési ház", "meets_hu": "Kedden"})
    assert community.visible
    edit(community, people.ana, {"description_hu": "Valami egészen más."})
    db.session.commit()
    assert community.waiting
    assert not community.visible
    assert findable("játékklub") == 0


@pytest.mark.parametrize("part", ["place", "meets_hu", "meets_en"])
def test_the_rules_look_at_place_and_time_too(found, make, people, part):
    make.save(WatchWord(word="bolond", language="hu", holds=True))
    community = found(author=people.ana)
    edit(community, people.ana, {part: "A bolondnál, Kovács Béla 30/123-4567"})
    db.session.commit()
    assert community.waiting
    assert not community.visible
    assert {"watch_word", "phone"} <= set(causes(community))


def test_how_a_community_is_reached_is_no_reason_to_hold_it(found, make, people):
    make.save(WatchWord(word="bolond", holds=True))
    community = found(author=people.ana)
    reach = {
        "contact_name": "Kovács Béla",
        "contact_phone": "+36301234567",
        "website": "https://a.hu",
    }
    edit(community, people.ana, reach)
    assert not {"phone", "link", "name"} & set(causes(community))
    edit(community, people.ana, {"contact_name": "Bolond Béla", "contact_shown": True})
    assert "watch_word" in causes(community)


def test_the_rules_look_at_what_the_office_entered_once_a_resident_changes_it(make, people):
    make.save(WatchWord(word="bolond", language="hu", holds=True))
    community = make.community(author=people.ana, entered_by_id=people.mira.id)
    edit(community, people.mira, {"place": "A bolondnál"})
    assert community.visible
    edit(community, people.ana, {"place": "Megint a bolondnál"})
    assert community.waiting


def test_no_resident_writes_again_what_the_law_had_removed(found, people):
    community = found(author=people.ana)
    remove(community, people.paul, "unlawful", "", "Jogsértő volt.")
    db.session.commit()
    with pytest.raises(Refused):
        edit(community, people.ana, {"place": "Ugyanott"})
    db.session.rollback()
    with pytest.raises(Refused):
        close(community, people.ana, "Ugyanaz megint.")


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


def test_why_a_resident_closes_it_is_looked_at_like_other_words(found, come, told, make, people):
    make.save(WatchWord(word="bolond", language="hu", holds=True))
    plain, rude = found(author=people.ana), found(author=people.ana)
    member = come(rude)
    close(plain, people.ana, "Elköltözünk.")
    assert plain.visible
    told.told.clear()
    close(rude, people.ana, "A bolondok miatt.")
    db.session.commit()
    assert rude.waiting
    assert not rude.visible
    assert "watch_word" in causes(rude)
    assert "community_closed" not in told.kinds  # nobody is sent to a page that is not shown
    rude.approve(people.mira)
    db.session.commit()
    assert rude.visible
    assert findable("játékklub") == 0
    assert member.person_id in next(who for kind, who, _n in told.told if "closed" in kind)


def test_why_it_is_closed_can_be_covered_removed_and_reported(found, app, people):
    community = found(author=people.ana)
    close(community, people.ana, "Kovács Béla miatt.")
    db.session.commit()
    path = f"/moderation/community/{community.id}"
    browser = app.test_client()
    assert f"{path}/report" in browser.get(f"/communities/{community.id}").text
    assert browser.get(f"{path}/report").status_code == 200
    cover(community, people.mira, "closed_because", [0, 1], "name", "Név áll benne.")
    db.session.commit()
    assert "Kovács" not in browser.get(f"/communities/{community.id}").text
    remove(community, people.paul, "unlawful", "", "Jogsértő volt.")
    assert community.closed_because == ""


def test_nobody_under_sixteen_is_shown_with_name_or_contact(found, app, make, people):
    child = make.person("resident")
    answer_for(child, "Anya", "anya@example.org", "hu").confirm(people.mira, "person", "itt járt")
    community = found(author=child)
    shown = {"contact_name": "Kis Petra", "contact_shown": True}
    with pytest.raises(Refused):
        edit(community, child, {**shown, "place": "Ház"})
    db.session.rollback()
    browser = app.test_client().sign_in(child)
    typed = {"name_hu": "Kör", "description_hu": "Sakk.", "place": "Kert", "needed": "3"}
    answer = browser.send(
        f"/communities/{community.id}/edit", {**typed, **shown, "contact_shown": "1", "seen": "0"}
    )
    assert answer.status_code == 422
    assert "contact_shown-error" in answer.text
    assert all(word in answer.text for word in ("Kert", "Kis Petra"))
    assert community.contact_public_at is None
    edit(community, child, {"contact_name": "Kis Petra"})  # for the office alone
    edit(community, people.mira, {"contact_name": "Nagy Edit", "contact_shown": True})
    edit(community, child, {"place": "Ház", "contact_shown": True})  # the grown one's yes stands
    assert community.contact_shown
    with pytest.raises(Refused):
        edit(community, child, {"contact_name": "Kis Petra", "contact_shown": True})
