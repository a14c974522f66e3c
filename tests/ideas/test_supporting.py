"""Support: one per person, taken back, given again; a hand offered; joined on signing in."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person, visitor_signed_in
from forum.accounts.reach import Reach
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import forget_pages
from forum.ideas.merging import merge
from forum.ideas.models import HelpOffer, Idea, IdeaComment, Support
from forum.ideas.supporting import offer_help, support, take_back

KEY = "a-key-of-22-letters-xx"


def send(client, idea, **data):
    given = {"submit_key": KEY, **data}
    return client.send(f"/ideas/{idea.id}/support", given, headers={"Accept-Language": "en"})


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(Support))


def test_one_tap_supports(client, make):
    idea = make.idea()
    answer = send(client, idea)
    assert answer.status_code == 303
    assert (idea.supports_count, rows()) == (1, 1)
    assert client.get(answer.location).status_code == 200


def test_twice_counts_once_and_is_said_kindly(client, make):
    idea = make.idea()
    send(client, idea)
    send(client, idea, submit_key="another-of-22-letters!")
    assert (idea.supports_count, rows()) == (1, 1)
    page = client.get(f"/ideas/{idea.id}", headers={"Accept-Language": "en"}).text
    assert "It counts once" in page


def test_it_is_taken_back_and_given_again(client, make):
    idea = make.idea()
    send(client, idea)
    client.send(f"/ideas/{idea.id}/support/withdrawal")
    assert (idea.supports_count, rows()) == (0, 1)
    send(client, idea)
    assert (idea.supports_count, rows()) == (1, 1)


def test_what_is_told_besides_is_kept(client, make):
    idea, avas, old = make.idea(), make.neighbourhood(), make.age_band()
    send(
        client,
        idea,
        home=avas.id,
        age_band=old.id,
        helps=["volunteer"],
        why="Az unokám is jönne.",
        contact="06 30 123 4567",
    )
    row = db.session.scalars(select(Support)).one()
    assert (row.home_id, row.age_band_id, row.wants_news) == (avas.id, old.id, True)
    assert row.contact_key == contact_key("+36301234567")
    assert db.session.scalars(select(HelpOffer.kind)).all() == ["volunteer"]
    comment = db.session.scalars(select(IdeaComment)).one()
    assert (comment.side, comment.text) == ("for", "Az unokám is jönne.")
    assert db.session.scalars(select(Reach)).one().phone == "+36301234567"
    assert "123" not in client.get(f"/ideas/{idea.id}").text.replace("123.css", "")


@pytest.mark.parametrize(
    "wrong", [{"contact": "semmi"}, {"home": "99"}, {"helps": "all"}, {"why": "x" * 1001}]
)
def test_what_cannot_be_is_said_kindly(client, make, wrong):
    idea = make.idea()
    answer = send(client, idea, **wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert rows() == 0


def test_a_contact_that_is_anothers_tells_nothing_of_them(app, make):
    """Neither by the number nor by what the page says: it counts as if no contact had been typed."""
    idea = make.idea()
    send(app.test_client(), idea, contact="kati@example.org")
    second = app.test_client()
    answer = send(second, idea, contact="KATI@example.org", submit_key="another-of-22-letters!")
    assert (idea.supports_count, rows()) == (2, 2)
    page = second.get(answer.location, headers={"Accept-Language": "en"}).text
    assert "already" not in page  # whoever types an address must not learn what its owner did
    assert "You support it" in page


def test_nor_does_it_by_another_idea_that_is_put_together_with_it(app, make, people):
    lead, other = make.idea(), make.idea("Sakk a téren")
    send(app.test_client(), other, contact="kati@example.org")
    merge(other, lead, people.paul, "count", "Ugyanaz.")
    db.session.commit()
    send(app.test_client(), lead, contact="kati@example.org", submit_key="another-of-22-letters!")
    contacts = db.session.scalars(select(Support.contact_key).order_by(Support.id)).all()
    assert contacts == [contact_key("kati@example.org"), None]
    assert db.session.get(Idea, lead.id).supports_count == 2


def test_at_the_desk_one_contact_counts_once(app, make, people):
    idea = make.idea()
    send(app.test_client(), idea, contact="kati@example.org")
    key = contact_key("kati@example.org")
    support(idea, make.person("visitor"), channel="paper", contact_key=key, entered_by=people.mira)
    assert (idea.supports_count, rows()) == (1, 1)


def test_an_account_takes_over_what_its_address_supported(make, people):
    idea = make.idea()
    on_paper = support(
        idea, make.person("visitor"), channel="paper", contact_key=contact_key(people.ana.email)
    )
    support(idea, people.ana)
    db.session.commit()
    assert on_paper.person_id == people.ana.id
    assert (idea.supports_count, rows()) == (1, 1)


def test_twenty_parallel_supports_by_one_person_are_one(app, make):
    numbers = make.idea().id, make.person("visitor").id
    barrier, failures = Barrier(20), []

    def tap():
        with app.app_context():
            barrier.wait()
            try:
                support(
                    db.session.get_one(Idea, numbers[0]), db.session.get_one(Person, numbers[1])
                )
                db.session.commit()
            except Exception as failure:
                failures.append(failure)

    db.session.rollback()
    threads = [Thread(target=tap) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rows() == 1
    assert db.session.get(Idea, numbers[0]).supports_count == 1


def test_nobody_supports_their_own(client, make, people):
    idea = make.idea(author=people.ana)
    with pytest.raises(Refused):
        support(idea, people.ana)
    db.session.rollback()
    answer = send(client.sign_in(people.ana), idea)
    assert answer.status_code == 409
    assert idea.supports_count == 0


def test_a_merged_idea_leads_to_its_lead(client, make):
    lead, merged = make.idea("Klub"), make.idea("Kör")
    merged.lead_id = lead.id
    db.session.commit()
    answer = client.get(f"/ideas/{merged.id}/support")
    assert answer.location.endswith(f"/ideas/{lead.id}/support")
    send(client, merged)
    assert db.session.scalars(select(Support.idea_id)).all() == [lead.id]
    assert lead.supports_count == 1


def test_a_hidden_idea_is_supported_by_nobody(client, make, people):
    idea = make.idea()
    idea.hide(people.mira, "advertising", "Reklám.")
    db.session.commit()
    assert client.get(f"/ideas/{idea.id}/support").status_code == 404
    assert send(client, idea).status_code == 404
    with pytest.raises(Refused):
        support(idea, make.person("visitor"))


def test_offers_are_what_was_ticked_last(make):
    idea, person = make.idea(), make.person("visitor")
    offer_help(idea, person, ["room", "tools", "nonsense"])
    offer_help(idea, person, ["room", "volunteer"])
    assert set(db.session.scalars(select(HelpOffer.kind))) == {"room", "volunteer"}


def test_taking_back_what_was_never_given_changes_nothing(make):
    assert take_back(make.idea(), make.person("visitor")) is False


def test_signing_in_joins_what_the_visitor_supported(make, people):
    both, only, own = make.idea("Mindkettő"), make.idea("Egyik"), make.idea("Saját")
    visitor = make.person("visitor")
    own.author_id = people.ana.id
    for idea in (both, only, own):
        support(idea, visitor, wants_news=True)
        offer_help(idea, visitor, ["room"])
    support(both, people.ana)
    offer_help(both, people.ana, ["room"])
    proposed = make.idea("Az enyém", author=visitor)
    db.session.commit()
    visitor_signed_in.send(visitor.id, person=people.ana)
    db.session.commit()
    db.session.expire_all()
    assert proposed.author_id == people.ana.id
    assert (both.supports_count, only.supports_count, own.supports_count) == (1, 1, 0)
    people_of = select(Support.person_id)
    assert set(db.session.scalars(people_of)) == {people.ana.id}
    assert rows() == 2
    assert set(db.session.scalars(select(HelpOffer.person_id))) == {people.ana.id}


def test_a_support_taken_back_by_the_account_holds_if_the_visitor_gave_it(make, people):
    idea, visitor = make.idea(), make.person("visitor")
    support(idea, people.ana)
    take_back(idea, people.ana)
    support(idea, visitor)
    db.session.commit()
    visitor_signed_in.send(visitor.id, person=people.ana)
    db.session.commit()
    assert (idea.supports_count, rows()) == (1, 1)


def test_a_flood_is_stopped(client, make, monkeypatch):
    monkeypatch.setattr("forum.ideas.views_support.PER_ADDRESS", 1)
    idea = make.idea()
    assert send(client, idea).status_code == 303
    assert send(client, idea).status_code == 429


def test_an_idea_under_a_hidden_one_speaks_for_itself_again(client, make, people):
    lead, below = make.idea("Vezető sakkverseny"), make.idea("Kis sakkverseny")
    merge(below, lead, people.paul, because="Ugyanazt kérik.")
    db.session.commit()
    assert "Kis sakkverseny" not in client.get("/ideas").text
    lead.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    forget_pages()
    page = client.get("/ideas").text
    assert "Kis sakkverseny" in page
    assert "Vezető" not in page
    support(below, people.ana)
    assert below.supports_count == 1
