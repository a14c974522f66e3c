"""Under sixteen: a parent or guardian agrees first, and no name is ever shown."""

from datetime import timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from forum.accounts import guardians
from forum.accounts.guardians import YOUNG, Guardian, guardian_of
from forum.accounts.queries import by_email
from forum.audit import AuditEntry
from forum.city.models import AgeBand
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.opinions.models import Opinion
from tests.accounts.conftest import GOOD

CHILD = {
    "name": "Kis Peti",
    "email": "peti@example.org",
    "password": GOOD,
    "years": "young",
    "guardian_name": "Kis Péterné",
    "guardian_contact": "anya@example.org",
}


@pytest.fixture
def peti(client, letters):
    """A child with a confirmed address whose guardian has not answered."""
    assert client.send("/register", CHILD).status_code == 302
    client.send(letters.link("peti@example.org", "confirm"))
    db.session.expire_all()
    return by_email("peti@example.org")


@pytest.fixture
def link(peti, letters):
    """The link in the guardian's letter."""
    return letters.link("anya@example.org", "guardian")


@pytest.fixture
def under(make):
    """An age band of which everybody is under sixteen."""
    return make.save(AgeBand(code="0-13", name_hu="0–13 éves", youngest=0, oldest=13))


def say(client, talk, **more):
    answer = client.send(f"/conversations/{talk.id}/speak", {"text": "Több hintát!", **more})
    assert answer.status_code == 303
    return db.session.scalars(select(Opinion).order_by(Opinion.id.desc())).first()


def test_a_child_has_to_say_who_answers_for_them(client, letters):
    for left_out in ("guardian_name", "guardian_contact"):
        assert client.send("/register", {**CHILD, left_out: ""}).status_code == 422
    own = {**CHILD, "guardian_contact": "PETI@example.org"}
    assert client.send("/register", own).status_code == 422
    assert client.send("/register", {**CHILD, "years": ""}).status_code == 422
    assert letters.all() == []
    assert by_email("peti@example.org") is None


def test_the_letter_to_the_guardian_holds_no_word_that_was_typed(peti, letters):
    letter = letters.to("anya@example.org")[-1]
    for typed in ("Peti", "Péterné", "peti@example.org"):
        assert typed not in letter.body + letter.subject


def test_until_then_the_child_speaks_without_a_name_and_joins_nothing(client, peti, make, link):
    opinion = say(client, make.conversation("speak"), signature="Kis Peti")
    assert opinion.signature == ""
    sent = {"name": "Kis Peti", "contact": "anya@example.org"}
    answer = client.send(f"/communities/{make.community().id}/joining", sent)
    assert answer.status_code == 422
    assert "Kis Peti" in answer.text


def test_the_link_is_opened_by_anything_and_used_once(app, client, peti, link, letters):
    reader = app.test_client()
    for _scanner in range(3):
        assert reader.get(link).status_code == 200
    assert guardian_of(peti).state == "asked"
    assert reader.send(f"{link}/consent").status_code == 303
    db.session.expire_all()
    assert (guardian_of(peti).state, guardian_of(peti).how) == ("agreed", "letter")
    assert reader.get(link).status_code == 410
    assert reader.send(f"{link}/withdrawal").status_code == 404


def test_after_the_yes_a_young_resident_stands_beside_the_words_everywhere(
    app, client, peti, link, make
):
    app.test_client().send(f"{link}/consent")
    db.session.expire_all()
    talk = make.conversation("speak")
    opinion = say(client, talk, signature="Kis Peti")
    assert opinion.signature == YOUNG
    reader = app.test_client()
    for path in (f"/opinions/{opinion.id}", f"/conversations/{talk.id}"):
        assert "a young resident" in reader.get(path, headers={"Accept-Language": "en"}).text
    for path in (f"/api/v1/opinions/{opinion.id}", f"/opinions/{opinion.id}"):
        page = reader.get(path)
        assert YOUNG in page.get_data(as_text=True).encode().decode("unicode_escape") or (
            YOUNG in page.text
        )
        assert "Kis Peti" not in page.text
    assert "Kis Peti" not in client.get(f"/opinions/{opinion.id}").text.split("<main")[1]


def test_a_visitor_who_says_or_shows_to_be_young_has_no_name_either(client, make, under):
    talk = make.conversation("speak")
    assert say(client, talk, signature="Peti", younger="y").signature == YOUNG
    assert say(client, talk, signature="Peti", age_band=under.id).signature == YOUNG
    assert say(client, talk, signature="Peti").signature == "Peti"
    assert say(client, talk, age_band=under.id).signature == ""


def test_nor_by_the_desk_nor_in_an_idea(client, make, people, under):
    talk = make.conversation("speak")
    client.sign_in(people.mira)
    sent = {"text": "Hinta", "channel": "paper", "signature": "Peti", "age_band": under.id}
    assert client.send(f"/conversations/{talk.id}/desk", sent).status_code == 303
    assert db.session.scalars(select(Opinion.signature)).all() == [YOUNG]


def test_of_a_child_only_the_guardians_contact_is_taken(client, make, under):
    path = f"/events/{make.event().id}/registration"
    sent = {"party": "1", "name": "Peti", "contact": "peti@example.org", "age_band": under.id}
    answer = client.send(path, sent)
    assert answer.status_code == 422
    assert "peti@example.org" in answer.text
    assert client.send(path, {**sent, "contact": "anya@example.org", "younger": "y"}).location


def test_the_guardian_takes_it_back_and_the_account_closes(app, client, peti, link, letters):
    app.test_client().send(f"{link}/consent")
    way_back, heard = letters.link("anya@example.org", "guardian"), []
    with guardians.erasure_asked.connected_to(lambda person: heard.append(person.id)):
        assert app.test_client().send(f"{way_back}/withdrawal").status_code == 303
    db.session.expire_all()
    assert heard == [peti.id]
    assert not peti.is_active
    assert client.get("/account").status_code == 302
    assert app.test_client().get(way_back).status_code == 410


PROOF = {"proof": "phone", "evidence": "Hívtuk november 22-én, az anyja."}


def told(act):
    """What the log holds of an act."""
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == act)))


@pytest.fixture
def desk(app, people):
    """A facilitator's browser."""
    return app.test_client().sign_in(people.mira)


def test_the_desk_confirms_only_with_a_proof(app, client, peti, desk, people):
    row = guardian_of(peti)
    path = f"/guardians/{row.id}/confirmation"
    assert "Kis Péterné" in desk.get("/guardians").text
    for lacking in ({"proof": ""}, {"proof": "hearsay"}, {"evidence": ""}):
        answer = desk.send(path, {**PROOF, **lacking})
        assert answer.status_code == 422
    assert PROOF["evidence"] in desk.send(path, {**PROOF, "proof": ""}).text
    db.session.expire_all()
    assert row.state == "asked"
    for _twice in range(2):
        assert desk.send(path, PROOF).status_code == 303
    db.session.expire_all()
    assert (row.state, row.how, row.confirmed_by_id) == ("agreed", "phone", people.mira.id)
    assert row.confirmed_at is not None
    assert "Kis Péterné" not in desk.get("/guardians").text


def test_the_log_tells_who_and_by_what_proof_but_no_name(peti, desk, people, client):
    row = guardian_of(peti)
    desk.send(f"/guardians/{row.id}/confirmation", PROOF)
    (entry,) = told("guardian.confirmed")
    assert (entry.actor_id, entry.details["proof"]) == (people.mira.id, "phone")
    kept = f"{entry.details} {entry.reference}"
    assert not [word for word in ("Peti", "Péterné", "anya@", "Hívtuk") if word in kept]


def test_a_word_without_proof_is_refused_below_the_page_too(peti, people):
    row = guardian_of(peti)
    for verb in (row.confirm, row.refuse):
        with pytest.raises(Refused):
            verb(people.mira, "")
    assert row.state == "asked"


def test_nobody_but_the_staff_notes_a_guardians_word(app, client, peti, make):
    row = guardian_of(peti)
    ana = app.test_client().sign_in(make.person("resident", "Ana"))
    for browser, status in ((client, 403), (ana, 403), (app.test_client(), 302)):
        assert browser.get("/guardians").status_code == status
        assert browser.get(f"/guardians/{row.id}").status_code == status
        for act in ("confirmation", "withdrawal"):
            sent = {**PROOF, "sure": "yes"}
            assert browser.send(f"/guardians/{row.id}/{act}", sent).status_code == status
    db.session.expire_all()
    assert row.state == "asked"


def test_a_no_at_the_desk_asks_for_the_proof_and_once_more(peti, desk, people):
    row = guardian_of(peti)
    path = f"/guardians/{row.id}/withdrawal"
    assert desk.send(path, {**PROOF, "proof": "", "sure": "yes"}).status_code == 422
    asked = desk.send(path, PROOF)
    assert asked.status_code == 200
    assert 'name="sure"' in asked.text
    db.session.expire_all()
    assert (row.state, peti.is_active) == ("asked", True)
    for status in (303, 404):  # what was asked about is erased with the account
        assert desk.send(path, {**PROOF, "sure": "yes"}).status_code == status
    db.session.expire_all()
    assert not peti.is_active
    (entry,) = told("guardian.refused")
    assert (entry.actor_id, entry.details["proof"]) == (people.mira.id, "phone")


def test_a_guardian_with_a_telephone_only_takes_it_back_at_the_desk(client, desk, letters):
    client.send("/register", {**CHILD, "guardian_contact": "06 30 123 4567"})
    row = guardian_of(by_email("peti@example.org"))
    desk.send(f"/guardians/{row.id}/confirmation", PROOF)
    assert "Kis Péterné" not in desk.get("/guardians").text
    assert desk.send("/guardians/callers", {"contact": "nonsense"}).status_code == 422
    assert "Kis Péterné" not in desk.send("/guardians/callers", {"contact": "06301112233"}).text
    found = desk.send("/guardians/callers", {"contact": "+36301234567"})
    assert f"/guardians/{row.id}" in found.text
    desk.send(f"/guardians/{row.id}/withdrawal", {**PROOF, "sure": "yes"})
    db.session.expire_all()
    assert not by_email("peti@example.org")


def test_a_no_by_the_link_asks_once_more_before_anything_happens(app, peti, link):
    reader = app.test_client()
    first = reader.get(link).text
    assert f'action="{link}/consent"' in first
    assert f'action="{link}/withdrawal"' not in first
    assert f'href="{link}/withdrawal"' in first
    asked = reader.get(f"{link}/withdrawal")
    assert asked.status_code == 200
    assert f'action="{link}/withdrawal"' in asked.text
    db.session.expire_all()
    assert guardian_of(peti).state == "asked"
    assert reader.send(f"{link}/withdrawal").status_code == 303
    assert reader.get(f"{link}/withdrawal").status_code == 410


def test_registered_anew_as_grown_nobody_has_to_be_asked(client, letters):
    client.send("/register", CHILD)
    grown = {"name": "Péter", "email": "peti@example.org", "password": GOOD}
    client.send("/register", grown)
    assert db.session.scalars(select(Guardian)).all() == []


def test_sixteen_is_said_by_oneself_and_the_guardian_is_told_and_forgotten(
    app, client, peti, link, letters, make
):
    client.send("/account/guardian/sixteen")
    assert guardian_of(peti) is not None  # not before the guardian has agreed
    app.test_client().send(f"{link}/consent")
    assert client.get("/account/guardian").status_code == 200
    before = len(letters.to("anya@example.org"))
    for _twice in range(2):
        client.send("/account/guardian/sixteen")
    db.session.expire_all()
    assert len(letters.to("anya@example.org")) == before + 1
    row = db.session.scalars(select(Guardian)).one()
    assert (row.name, row.contact, row.evidence) == ("", "", "")
    assert say(client, make.conversation("speak"), signature="Péter").signature == "Péter"


def test_an_old_link_works_no_more(app, peti, link):
    with freeze_time(now() + guardians.LIFETIME + timedelta(hours=1)):
        assert app.test_client().get(link).status_code == 410


def test_a_stranger_cannot_flood_a_guardian(client, letters):
    for number in range(6):
        client.send("/register", {**CHILD, "email": f"gyerek{number}@example.org"})
    assert len(letters.to("anya@example.org")) == guardians.LETTERS


def test_my_page_leads_to_my_consent_and_to_my_guardians(client, peti, make):
    page = client.sign_in(peti).get("/account").text
    assert "/account/consent" in page
    assert "/account/guardian" in page
    page = client.sign_in(make.person("resident", "Ana")).get("/account").text
    assert "/account/guardian" not in page
