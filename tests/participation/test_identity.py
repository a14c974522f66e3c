"""Who is one person: accounts and contacts that were seen together, and browsers that were not."""

from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.models import visitor_signed_in
from forum.core.db import db
from forum.participation.identity import Clusters, Known, assign
from forum.participation.models import Evidence, Participant
from forum.participation.recounting import mistakes


def people_between(data):
    return data["low"], data["high"]


def test_an_account_is_its_address_however_it_is_written(office, make, people):
    talk = make.conversation("both")
    office.slip(talk, people.ana.email.title())
    make.opinion("Több fát!", make.conversation("both"), people.ana)
    assert people_between(office.figures()) == (1, 1)


def test_a_telephone_number_is_the_same_with_and_without_the_country(office, make):
    office.slip(make.conversation(), "06 30 123 4567")
    office.slip(make.conversation(), "+36 30 123-4567")
    assert people_between(office.figures()) == (1, 1)


def test_an_account_nobody_confirmed_is_no_evidence(office, make, people):
    people.ana.email_confirmed_at = None
    db.session.commit()
    office.slip(make.conversation(), people.ana.email)
    make.opinion("Több fát!", author=people.ana)
    assert people_between(office.figures()) == (1, 2)


def test_an_account_and_the_contact_it_registers_with_are_one(office, make, people):
    office.register(make.event(), person_id=people.ana.id, contact="+36301234567")
    office.slip(make.conversation(), "+36301234567")
    make.opinion("Több fát!", author=people.ana)
    assert people_between(office.figures()) == (1, 1)


def test_a_family_registered_by_one_account_stays_a_family(office, make, people):
    event = make.event()
    for contact in ("+36301234567", "+36701234567", people.ana.email):
        office.register(event, person_id=people.ana.id, contact=contact)
    assert people_between(office.figures()) == (3, 3)


def test_what_the_office_writes_down_tells_nothing_of_the_office(office, make, people):
    mira = people.mira
    for contact in ("bela@example.org", "cili@example.org"):
        office.register(make.event(), by=mira, person_id=mira.id, contact=contact)
    assert people_between(office.figures()) == (2, 2)


def test_a_browser_that_gave_one_contact_is_its(office, make):
    visitor, talk = make.person("visitor"), make.conversation("both")
    office.register(make.event(), person_id=visitor.id, contact="bela@example.org")
    office.weigh(make.opinion("Több fát!", talk), visitor)
    assert people_between(office.figures()) == (1, 2)


def test_a_shared_browser_is_nobodys(office, make):
    library, talk = make.person("visitor"), make.conversation("both")
    for contact in ("bela@example.org", "cili@example.org"):
        office.register(make.event(), person_id=library.id, contact=contact)
    office.weigh(make.opinion("Több fát!", talk), library)
    assert people_between(office.figures()) == (2, 4)


def test_those_who_turn_out_to_be_one_are_joined_and_the_oldest_stays(office, make, people):
    talk = make.conversation("both")
    office.slip(talk, "+36301234567")
    make.opinion("Több fát!", talk, people.ana)
    assert people_between(office.figures()) == (2, 2)
    office.register(make.event(), person_id=people.ana.id, contact="+36301234567")
    data = office.figures()
    assert people_between(data) == (1, 1)
    # She spoke once in this conversation, on paper and online; the second line is taken back.
    assert data["participations"] == 2
    assert [p.joined_id for p in db.session.query(Participant).order_by(Participant.id)] == [
        None,
        1,
    ]
    assert {e.participant_id for e in db.session.query(Evidence)} == {1}
    assert office.book() == (0, 0)
    assert list(mistakes()) == []


def test_a_visitor_who_signs_in_is_the_account_from_then_on(office, make, people):
    talk, other = make.conversation("both"), make.conversation("both")
    visitor = make.person("visitor")
    office.weigh(make.opinion("Több fát!", talk, people.mira), visitor)
    make.opinion("Több padot!", other, people.ana)
    assert people_between(office.figures()) == (2, 3)
    visitor_signed_in.send(visitor.id, person=people.ana)
    db.session.commit()
    data = office.figures()
    assert people_between(data) == (2, 2)
    assert data["participations"] == 3


def test_people_in_one_hall_are_different_people(office, make, people):
    event = make.event("now")
    office.tally(event, 40)
    for number in range(3):
        office.slip(make.conversation(), f"lakos{number}@example.org")
    data = office.figures()
    assert people_between(data) == (40, 43)


def test_the_lower_number_is_never_above_the_upper(office, make):
    office.tally(make.event("now"), 2)
    office.tally(make.event("now"), 3)
    assert people_between(office.figures()) == (3, 5)


LINKS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12)


@given(LINKS, LINKS)
def test_numbers_are_given_out_once_and_stay(links, more):
    """Whatever turns out later: different people have different numbers, asking again changes none."""
    stored, next_evidence = {}, 0
    for known in (links, links + more):
        clusters = Clusters()
        for one, other in known:
            clusters.join(f"person:{one}", f"person:{other}")
        groups = clusters.groups()
        first_new = max((each.participant for each in stored.values()), default=0) + 1
        chosen, _joined = assign(groups, stored, first_new)
        for node, number in chosen.items():
            evidence = stored[node].id if node in stored else (next_evidence := next_evidence + 1)
            stored[node] = Known(evidence, number)
        assert len({chosen[group[0]] for group in groups}) == len(groups)
        assert all(chosen[node] == chosen[group[0]] for group in groups for node in group)
        again, joined = assign(groups, stored, 1000)
        assert again == chosen
        assert joined == {}
