"""Interest lists: nobody is lost, nobody is counted twice, and enough of them found it once."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from forum.audit.models import AuditEntry
from forum.communities.joining import AlreadyJoined, decide, leave
from forum.communities.models import CommunityMember, community_founded
from forum.communities.queries import members_count
from forum.core.db import db
from forum.core.errors import Refused


def together(number, send):
    """Call ``send(number)`` in so many threads at the same moment."""
    start = Barrier(number)

    def run(each):
        start.wait()
        send(each)

    threads = [Thread(target=run, args=(each,)) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def entries(act):
    return db.session.scalar(select(func.count()).where(AuditEntry.act == act))


def test_the_founder_is_the_first_on_the_list(found, come):
    community = found(needed=3)
    assert members_count(community) == 1
    come(community)
    assert not community.is_founded
    come(community)
    assert community.is_founded
    assert community.was_founded_here
    assert community.is_new
    assert members_count(community) == 3


def test_everybody_on_the_list_and_the_office_hear_that_it_is_founded(found, come, told, people):
    mira = people.mira
    community = found(needed=2)
    member = come(community)
    kind, persons, one = told.told[-1]
    assert kind == "community_founded"
    assert {community.author_id, member.person_id, mira.id} <= set(persons)
    assert one.details["members"] == 2
    assert "Titkos" not in str(one)
    assert "example.org" not in str(one)


def test_one_person_and_one_contact_count_once(found, come, make):
    community = found(needed=5)
    ana = make.person("resident")
    first = come(community, "06 30 123 4567", person=ana)
    for again in (
        lambda: come(community, "+36 (30) 123-4567"),
        lambda: come(community, "mas@example.org", person=ana),
    ):
        with pytest.raises(AlreadyJoined):
            again()
        db.session.rollback()
    assert members_count(community) == 2
    assert come(community, person=ana, key=first.submit_key) is first


def test_the_founder_cannot_join_again_with_the_same_contact(found, come):
    community = found(contact="tunde@example.org")
    with pytest.raises(AlreadyJoined):
        come(community, "TUNDE@example.org")


def test_two_people_on_one_device_are_two(found, come, make):
    community, device = found(needed=9), make.person("visitor")
    one = come(community, "egyik@example.org", person=device)
    other = come(community, "masik@example.org", person=device)
    assert one.person_id != other.person_id
    assert members_count(community) == 3


def test_whoever_leaves_is_forgotten_and_may_come_back(found, come):
    community = found(needed=3)
    member = come(community, "jon@example.org", message="Sakkozom.")
    assert leave(member) is True
    assert leave(member) is False
    assert (member.name, member.contact, member.message) == ("", "", "")
    assert members_count(community) == 1
    back = come(community, "jon@example.org")
    assert back.id == member.id
    assert members_count(community) == 2


def test_somebody_who_left_with_two_contacts_comes_back_as_one(found, come, make):
    community, ana = found(needed=9), make.person("resident")
    leave(come(community, "a@example.org", person=ana))
    leave(come(community, "b@example.org"))
    db.session.commit()
    come(community, "b@example.org", person=ana)
    assert members_count(community) == 2


def test_leaving_does_not_undo_the_founding(found, come):
    community = found(needed=2)
    leave(come(community))
    db.session.commit()
    assert community.is_founded
    assert members_count(community) == 1


def test_whoever_leads_does_not_just_leave(found):
    community = found()
    founder = db.session.scalars(select(CommunityMember)).one()
    with pytest.raises(Refused):
        leave(founder)
    assert community.author_id == founder.person_id


def test_a_community_answers_who_asks(make, come, told, people):
    community = make.community(author=people.ana)
    member = come(community)
    assert member.state == "asked"
    assert told.told[-1][:2] == ("community_asked", [people.ana.id])
    assert members_count(community) == 0
    assert decide(member, people.ana, True, "Csütörtökön 17-kor.") is True
    assert decide(member, people.mira, False) is False
    assert member.state == "member"
    assert told.told[-1][:2] == ("community_decided", [member.person_id])
    assert "Csütörtökön" not in str(told.told[-1][2])


def test_without_a_leader_the_office_hears_who_asks(make, come, told, people):
    mira = people.mira
    come(make.community())
    assert told.told[-1][:2] == ("community_asked", [mira.id])


def test_whoever_was_declined_is_not_asked_about_again(make, come, people):
    community = make.community(author=people.ana)
    member = come(community, "jon@example.org")
    decide(member, people.ana, False, "Betelt.")
    db.session.commit()
    with pytest.raises(Refused):
        come(community, "jon@example.org")


def test_nobody_joins_what_waits_is_hidden_closed_or_full(found, make, come, people):
    waiting = found(shown=False)
    hidden = found()
    hidden.hide(people.mira, "abuse", "Sértő.")
    full = make.community(seeks_members=False)
    for community in (waiting, hidden, full):
        with pytest.raises(Refused):
            come(community)
        db.session.rollback()


def test_the_log_holds_nobody(found, come):
    community = found(needed=2, name="Titkos Tünde klubja")
    come(community, "jon@example.org", name="Jön János", message="Szeretnék.")
    db.session.commit()
    written = str(
        [(e.reference, e.details, e.actor_name) for e in db.session.scalars(select(AuditEntry))]
    )
    for secret in ("Tünde", "János", "jon@", "Szeretnék"):
        assert secret not in written
    assert entries("community.proposed") == entries("community.founded") == 1


def test_twenty_who_join_at_once_found_it_once_and_nobody_is_lost(app, found, told):
    community = found(needed=21)
    path = f"/communities/{community.id}/joining"
    heard, answers = [], []

    def hear(sender):
        heard.append(sender.id)

    community_founded.connect(hear)
    db.session.commit()

    def send(number):
        with app.app_context():
            data = {"name": f"Vendég {number}", "contact": f"vendeg{number}@example.org"}
            answers.append(app.test_client().send(path, data).status_code)

    together(20, send)
    community_founded.disconnect(hear)
    db.session.expire_all()
    assert answers == [303] * 20
    assert members_count(community) == 21
    assert community.is_founded
    assert heard == [community.id]
    assert told.kinds.count("community_founded") == 1
    assert entries("community.founded") == 1


def test_the_same_contact_ten_times_at_once_is_one_person(app, found):
    community = found(needed=50)
    path = f"/communities/{community.id}/joining"
    db.session.commit()
    answers = []

    def send(_number):
        with app.app_context():
            data = {"name": "Jön János", "contact": "jon@example.org"}
            answers.append(app.test_client().send(path, data).status_code)

    together(10, send)
    db.session.expire_all()
    assert answers == [303] * 10
    assert members_count(community) == 2
