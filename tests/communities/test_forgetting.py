"""Names and contacts stay no longer than they are needed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.communities.changing import close
from forum.communities.forgetting import forget_closed
from forum.communities.joining import decide
from forum.communities.models import WORDS, CommunityMember
from forum.core.db import db, now
from forum.core.keeping import places
from forum.core.personal import Whose
from forum.privacy.erasing import erase

SAID = "Hívja Vezér Vilmát, 06 30/111-2222!"


def kept():
    rows = db.session.scalars(select(CommunityMember).order_by(CommunityMember.id))
    return [(row.name, row.contact, row.message) for row in rows]


def test_a_month_after_closing_nobody_is_known(found, come, people):
    community = found()
    come(community, message="Sakkozom.").answer = SAID
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
    assert db.session.scalars(select(CommunityMember.answer)).all() == ["", ""]
    assert community.contact_name == ""


def test_whoever_was_declined_is_forgotten_at_once(make, come, people):
    member = come(make.community(), message="Sakkozom.")
    decide(member, people.mira, False)
    assert (member.name, member.contact, member.message) == ("", "", "")
    assert member.contact_key is not None


@pytest.mark.parametrize("keep_words", [False, True])
def test_what_a_leader_answered_and_why_they_closed_names_nobody_erased(
    make, come, people, keep_words
):
    vilma = make.person("resident", name="Vezér Vilma")
    phone = {"contact_name": "Vezér Vilma", "contact_phone": "+36301112222"}
    community, alone = (make.community(author=vilma, **phone) for _each in range(2))
    member, other = come(community), come(make.community())
    decide(member, vilma, True, SAID)
    decide(other, people.mira, True, "Jöjjön kedden!")
    close(community, vilma, SAID)
    close(alone, vilma, SAID)
    db.session.commit()
    erase(Whose(person_ids=frozenset({vilma.id}), keep_words=keep_words), vilma)
    db.session.commit()
    for said in (member.answer, community.closed_because, alone.closed_because):
        assert "Vilm" not in said
        assert "2222" not in said
    assert member.answer == ""
    assert community.closed_because == "Hívja –, –!"
    assert alone.closed_because == ("Hívja –, –!" if keep_words else "")
    assert other.answer == "Jöjjön kedden!"


def test_what_a_community_says_is_residents_data_and_no_note_of_the_office(app):
    classes = {(table, column): name for table, column, name in places()}
    assert classes["community", "closed_because"] == "community"
    assert {classes["community", name] for name in WORDS} == {"community"}
