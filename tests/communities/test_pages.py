"""The directory and the pages: who sees what, in both languages, with few questions."""

import re
from datetime import timedelta

import pytest

from forum.communities.changing import close
from forum.communities.models import CONTACT, WORDS
from forum.communities.queries import claimed_community
from forum.core.db import db, now
from forum.core.search import count_kinds

HOSTILE = '<svg onload=alert(1)>"><img src=x>'


@pytest.fixture
def told_form():
    """What a founder types."""
    return {
        "name": "Perecesi Játékklub",
        "description": "Együtt játszanánk.",
        "needed": "3",
        "person_name": "Titkos Tünde",
        "contact": "tunde@example.org",
    }


def code_in(address):
    return re.search(r"codes/([A-Z0-9-]+)", address)[1]


def test_the_directory_shows_what_is_there_and_no_more(client, make, found, people):
    make.community("Avasi Kör")
    waiting = found(shown=False, name="Várakozó Kör")
    hidden, closed = make.community("Rejtett Kör"), make.community("Volt Kör")
    hidden.index()
    hidden.hide(people.mira, "abuse", "Sértő.")
    close(closed, people.mira, "Vége.")
    db.session.commit()
    page = client.get("/communities").text
    assert "Avasi Kör" in page
    for name in ("Várakozó", "Rejtett", "Volt"):
        assert f"{name} Kör" not in page
        assert count_kinds(name) == {}
    assert client.get(f"/communities/{waiting.id}").status_code == 404
    assert client.get(f"/communities/{hidden.id}").status_code == 404
    assert "Vége." in client.get(f"/communities/{closed.id}").text


def test_one_chooses_by_kind_place_and_room_and_words(client, make, found):
    games, avas = make.category(), make.neighbourhood()
    other = make.neighbourhood("Pereces")
    one = make.community("Avasi Kör", category=games, neighbourhoods=[avas])
    two = make.community("Perecesi Kör", neighbourhoods=[other], seeks_members=False)
    whole = make.community("Városi Kör", description_hu="Közös kertészkedés.")
    for each in (one, two, whole):
        each.index()
    found(name="Alapuló Kör", neighbourhoods=[other])
    db.session.commit()

    def shown(query):
        page = client.get(f"/communities?{query}").text
        names = ("Avasi", "Perecesi", "Városi", "Alapuló")
        return [name for name in names if f"{name} Kör" in page]

    assert shown(f"kind={games.id}") == ["Avasi"]
    assert shown(f"neighbourhood={avas.id}") == ["Avasi", "Városi"]
    assert shown("seeks=1") == ["Avasi", "Városi", "Alapuló"]
    assert shown("list=1") == ["Alapuló"]
    assert shown("q=kerteszkedes") == ["Városi"]
    assert shown("kind=99999&neighbourhood=x&q=") == ["Avasi", "Perecesi", "Városi", "Alapuló"]


def test_the_directory_asks_as_much_for_forty_as_for_two(client, make, found, count_queries):
    place = make.neighbourhood()
    for number in range(2):
        make.community(f"Kör {number}", neighbourhoods=[place])
    client.get("/communities")
    with count_queries() as few:
        client.get("/communities?page=1")
    few = [each for each in few if each != "BEGIN"]
    for number in range(10):
        make.community(
            f"További {number}", neighbourhoods=[place], category=make.category(f"F{number}")
        )
    with count_queries() as many:
        client.get("/communities?page=1&seeks=1")
    assert len([each for each in many if each != "BEGIN"]) == len(few)


def test_a_contact_is_shown_only_with_a_yes(client, app, make, people):
    quiet = make.community(contact_name="Csendes Csaba", contact_phone="+36301112222")
    open_ = make.community("Nyitott", contact_name="Nyílt Nóra", contact_public_at=now())
    assert "Csendes" not in client.get(f"/communities/{quiet.id}").text
    assert "Nyílt Nóra" in client.get(f"/communities/{open_.id}").text
    staff = app.test_client().sign_in(people.mira)
    assert "Csendes Csaba" in staff.get(f"/communities/{quiet.id}").text


def test_founding_without_an_account_from_form_to_founded(client, app, people, told_form):
    assert "csrf_token" in client.get("/communities/new").text
    answer = client.send("/communities/new", {**told_form, "submit_key": "k" * 22})
    code = code_in(answer.location)
    again = client.send("/communities/new", {**told_form, "submit_key": "k" * 22})
    assert code_in(again.location) == code
    page = client.get(answer.location)
    assert code in page.text
    assert page.headers["Cache-Control"] == "no-store"
    stranger = app.test_client()
    assert "Perecesi" not in stranger.get("/communities").text
    staff = app.test_client().sign_in(people.mira)
    review = staff.get("/moderation")
    assert "Perecesi Játékklub" in review.text
    found = re.search(r"/communities/(\d+)", review.text)
    path = found[0]
    assert staff.send(f"/moderation/community/{found[1]}/approval").status_code == 303
    page = stranger.get(path).text
    assert "1 / 3" in page or "3 emberből 1" in page or "1 of 3" in page
    assert "Tünde" not in page
    for number in range(2):
        data = {"name": f"Tag {number}", "contact": f"+36 30 555 000{number}"}
        assert stranger.send(f"{path}/joining", data).status_code == 303
    page = app.test_client().get(path, headers={"Accept-Language": "en"}).text
    assert "It is founded" in page
    page = app.test_client().get(path, headers={"Accept-Language": "hu"}).text
    assert "It is founded" not in page
    assert "Tag 1" not in page


def test_a_bad_form_comes_back_with_what_was_typed(client, told_form):
    bad = {**told_form, "contact": "nincs", "needed": "1"}
    answer = client.send("/communities/new", bad)
    assert answer.status_code == 422
    assert "Perecesi Játékklub" in answer.text
    for wrong in ({"needed": "51"}, {"name": "x"}, {"website": "http://spam"}, {"name": "y" * 121}):
        assert client.send("/communities/new", {**told_form, **wrong}).status_code == 422
    assert client.post("/communities/new", data=told_form).status_code == 400


def test_hostile_words_stay_words(client, app, people, told_form):
    told = {**told_form, "name": HOSTILE, "description": HOSTILE, "person_name": HOSTILE}
    answer = client.send("/communities/new", {**told, "place": HOSTILE, "meets": "=1+1"})
    staff = app.test_client().sign_in(people.mira)
    seen = re.search(r"/communities/(\d+)", staff.get("/moderation").text)
    path = seen[0]
    staff.send(f"/moderation/community/{seen[1]}/approval")
    pages = [client.get(answer.location), client.get(path), client.get("/communities")]
    pages += [staff.get(path), staff.get(f"{path}/members"), staff.get(f"{path}/edit")]
    pages += [staff.get("/communities/office"), staff.get("/moderation")]
    for page in pages:
        assert "<svg onload" not in page.text
        assert "<img src=x" not in page.text


def test_joining_twice_is_told_kindly(client, app, make):
    path = f"/communities/{make.community().id}/joining"
    data = {"name": "Jön János", "contact": "jon@example.org", "message": "Sakkozom."}
    first = client.send(path, data)
    assert first.status_code == 303
    assert client.send(path, data).status_code == 409
    stranger = app.test_client()
    other = stranger.send(path, data)
    assert other.status_code == 303
    assert "János" not in stranger.get(other.location).text
    assert client.send(path, {**data, "contact": "rossz"}).status_code == 422


def test_only_who_leads_and_staff_read_names(client, app, make, come, people):
    community = make.community(author=people.ana)
    come(community, "jon@example.org", name="Jön János", message="Sakkozom.")
    path = f"/communities/{community.id}/members"
    for browser, status in (
        (client, 302),
        (app.test_client().sign_in(make.person("resident")), 403),
        (app.test_client().sign_in(people.ana), 200),
        (app.test_client().sign_in(people.mira), 200),
    ):
        answer = browser.get(path)
        assert answer.status_code == status
        assert ("János" in answer.text) is (status == 200)
    assert "János" not in client.get(f"/communities/{community.id}").text


def test_the_lead_answers_and_the_asker_reads_it_by_the_code(client, app, make, people):
    community = make.community(author=people.ana)
    data = {"name": "Jön János", "contact": "jon@example.org"}
    asked = client.send(f"/communities/{community.id}/joining", data)
    ana = app.test_client().sign_in(people.ana)
    path = f"/communities/{community.id}/members"
    number = re.search(r'name="member" value="(\d+)"', ana.get(path).text)[1]
    assert ana.send(path, {"member": number, "accept": "perhaps"}).status_code == 422
    words = {"member": number, "accept": "yes", "answer": "Csütörtökön 17-kor."}
    assert ana.send(path, words).status_code == 303
    page = app.test_client().get(asked.location).text
    assert "Csütörtökön 17-kor." in page
    code = code_in(asked.location)
    box = app.test_client().get(f"/follow/{code}")
    assert box.status_code == 303
    assert box.location.endswith(f"/communities/codes/{code}")
    left = app.test_client().send(f"/communities/codes/{code}/leaving")
    assert left.status_code == 303
    ana.get(path)  # still says whom Ana has answered
    assert "János" not in ana.get(path).text


def test_a_wrong_member_number_answers_nobody(app, make, come, people):
    mine, other = make.community(author=people.ana), make.community("Másik")
    stranger = come(other)
    ana = app.test_client().sign_in(people.ana)
    for number in (str(stranger.id), "0", "x", str(2**40)):
        ana.send(f"/communities/{mine.id}/members", {"member": number, "accept": "yes"})
    db.session.refresh(stranger)
    assert stranger.state == "asked"


def test_a_founder_takes_it_into_an_account_by_the_code(client, app, people, told_form):
    code = code_in(client.send("/communities/new", told_form).location)
    ana = app.test_client().sign_in(people.ana)
    assert ana.send(f"/communities/codes/{code}/claim").status_code == 303
    assert "Perecesi Játékklub" in ana.get("/account/communities").text
    other = app.test_client().sign_in(people.adam)
    other.send(f"/communities/codes/{code}/claim")
    assert "Perecesi Játékklub" not in other.get("/account/communities").text
    assert app.test_client().send(f"/communities/codes/{code}/claim").status_code == 302
    assert app.test_client().get("/communities/codes/AAAA-AAAA-AA").status_code == 404
    assert app.test_client().get("/communities/codes").status_code == 200


def test_an_account_leaves_what_it_joined(app, make, people):
    community = make.community()
    ana = app.test_client().sign_in(people.ana)
    ana.send(f"/communities/{community.id}/joining", {"name": "Ana", "contact": people.ana.email})
    assert community.name_hu in ana.get("/account/communities").text
    assert ana.send(f"/communities/{community.id}/leaving").status_code == 303
    assert app.test_client().send(f"/communities/{community.id}/leaving").status_code == 302


def test_a_facilitator_enters_what_exists_and_an_overtaken_form_loses_nothing(app, people):
    mira = app.test_client().sign_in(people.mira)
    values = {"name_hu": "Dalkör", "description_hu": "Éneklünk.", "since": "1998"}
    values |= {"seeks_members": "1", "submit_key": "enter-1"}
    path = mira.send("/communities/new", values).location
    assert mira.send("/communities/new", values).location == path
    assert "1998" in app.test_client().get(path).text
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', mira.get(f"{path}/edit").text)[1]
    assert mira.send(f"{path}/edit", {**values, "place": "Ház", "seen": seen}).status_code == 303
    stale = mira.send(f"{path}/edit", {**values, "place": "Kert", "seen": seen})
    assert stale.status_code == 422
    assert "Kert" in stale.text
    assert "Ház" in stale.text
    assert mira.send("/communities/new", {**values, "since": "3000"}).status_code == 422
    assert mira.send("/communities/new", {**values, "web": "javascript:x"}).status_code == 422


def test_a_resident_may_not_enter_close_or_hide(app, make, people):
    community = make.community()
    ana = app.test_client().sign_in(people.ana)
    for page in ("edit", "closing", "members"):
        assert ana.get(f"/communities/{community.id}/{page}").status_code == 403
    for page in ("reopening",):
        assert ana.send(f"/communities/{community.id}/{page}").status_code == 403
    assert ana.get("/communities/office").status_code == 403


def test_hidden_and_restored(app, client, found, people):
    community = found()
    path, acts = f"/communities/{community.id}", f"/moderation/community/{community.id}"
    mira = app.test_client().sign_in(people.mira)
    words = {"reason": "abuse", "because": "Kérjük, írja át."}
    assert mira.send(f"{acts}/hiding", words).status_code == 303
    assert client.get(path).status_code == 404
    assert mira.send(f"{acts}/restoring", {"because": "Így már jó."}).status_code == 303
    assert client.get(path).status_code == 200


def test_the_celebration_ends(client, make):
    at = now() - timedelta(days=90)
    old, new = make.community("Régi", founded_at=at), make.community("Új")
    english = {"Accept-Language": "en"}
    assert "It is founded" not in client.get(f"/communities/{old.id}", headers=english).text
    assert "It is founded" in client.get(f"/communities/{new.id}", headers=english).text


def test_a_club_the_office_entered_is_handed_over_by_its_code(app, people):
    mira, ana = (app.test_client().sign_in(one) for one in (people.mira, people.ana))
    path = mira.send("/communities/new", {"name_hu": "Dalkör", "description_hu": "Dal."}).location
    code = code_in(mira.get(f"{path}/members").text)
    assert ana.get(f"{path}/members").status_code == 403
    assert ana.send(f"/communities/codes/{code}/claim").status_code == 303
    assert ana.get(f"{path}/members").status_code == 200
    assert "/codes/" not in mira.get(f"{path}/members").text
    assert mira.send(f"/communities/codes/{code}/claim").status_code == 303
    assert ana.get(f"{path}/edit").status_code == 200


def test_a_list_founded_while_one_edits_it_is_told_kindly(app, found, come, people):
    community = found(author=people.ana, needed=2)
    ana, path = app.test_client().sign_in(people.ana), f"/communities/{community.id}/edit"
    assert 'name="needed"' in ana.get(path).text
    come(community)
    typed = {"name_hu": "Kör", "description_hu": "Sakk.", "needed": "4", "seen": "0"}
    assert ana.send(path, typed).status_code == 303
    assert ana.send(path, {**typed, "name_hu": "Más"}).status_code == 422


def test_staff_begin_a_list_for_somebody_who_came_in(app, people, told_form):
    mira = app.test_client().sign_in(people.mira)
    code = code_in(mira.send("/communities/new?list=1", told_form).location)
    community = claimed_community(code)
    assert community.visible
    assert community.entered_by_id == people.mira.id
    assert community.author.role == "visitor"
    path = f"/communities/{community.id}/joining"
    other = {"name": "Jön János", "contact": "+36 30 555 1234", "for_other": "1"}
    assert mira.send(path, other).status_code == 303
    assert mira.send(path, {**other, "contact": "masik@example.org"}).status_code == 303
    assert community.is_founded


def test_the_search_of_the_site_knows_communities(client, make):
    community = make.community("Perecesi Dalkör", name_en="Pereces Singers")
    community.index()
    db.session.commit()
    page = client.get("/search?q=dalkor&kind=community", headers={"Accept-Language": "en"}).text
    assert f'href="/communities/{community.id}"' in page
    assert "Pereces Singers" in page


def test_the_public_page_of_figures_names_them(client, make):
    english = {"Accept-Language": "en"}
    assert "Communities now" not in client.get("/participation", headers=english).text
    make.community()
    assert "Communities now" in client.get("/participation", headers=english).text


def test_whoever_leads_reads_to_call_112_and_what_was_covered_leads_nowhere(
    app, make, come, people
):
    safe = make.category("Polgárőrség", safety=True)
    community = make.community(author=people.ana, category=safe, contact_public_at=now())
    come(community)
    ana = app.test_client().sign_in(people.ana)
    for page in ("edit", "closing", "members"):
        text = ana.get(f"/communities/{community.id}/{page}").text
        assert 'href="tel:112"' in text, page
        assert "emergency-prominent" in text, page
    community.website = community.contact_phone = community.contact_email = "[név]"
    db.session.commit()
    page = app.test_client().get(f"/communities/{community.id}").text
    assert page.count("[név]") == 3
    assert 'href="[név]' not in page
    assert ':[név]"' not in page


def test_a_facilitator_sees_all_that_would_appear(app, make, people):
    words = {name: f"szó{number}" for number, name in enumerate(WORDS)}
    community = make.community(author=people.ana)
    for name, word in words.items():
        setattr(community, name, word)
    community.wait()
    db.session.commit()
    mira = app.test_client().sign_in(people.mira)
    page = mira.get("/moderation").text
    hidden = {words[name] for name in CONTACT}
    assert {word for word in words.values() if word not in page} == hidden
    community.contact_public_at = now()
    db.session.commit()
    page = mira.get("/moderation").text
    assert {word for word in words.values() if word not in page} == set()
