"""What an opinion is and can do."""

import pytest

from forum.core.db import db
from forum.core.errors import Refused
from forum.opinions.models import AGREE, DISAGREE, Opinion, claimed_by
from forum.opinions.operations import Saying, claim_code, speak, take_in


def test_an_opinion_gets_a_public_number_and_is_counted(make):
    opinion = make.opinion("Több padot!")
    assert opinion.reference.endswith("-00001")
    assert (opinion.conversation.opinions_count, opinion.conversation.people_count) == (1, 1)


def test_two_opinions_of_one_person_are_one_person(make):
    talk, ana = make.conversation(), make.person("visitor")
    make.opinion("Padot!", talk, ana)
    make.opinion("Kukát!", talk, ana)
    assert (talk.opinions_count, talk.people_count) == (2, 1)


def test_the_same_key_gives_the_same_opinion(make):
    talk, ana = make.conversation(), make.person("visitor")
    first = speak(talk, ana, Saying("Padot!"), "one-key")
    second = speak(talk, ana, Saying("Padot!"), "one-key")
    db.session.commit()
    assert first.id == second.id
    assert talk.opinions_count == 1


def test_words_are_escaped_once_when_written(make):
    opinion = make.opinion("<script>x</script>\n\nMásodik\nsor")
    assert opinion.html == "<p>&lt;script&gt;x&lt;/script&gt;</p><p>Második<br>sor</p>"


def test_a_claim_code_finds_its_opinion(make):
    opinion = make.opinion(submit_key="abc")
    assert claimed_by(claim_code("abc")).id == opinion.id
    assert claimed_by("AAAA-AAAA-AA") is None


def test_weighing_again_changes_the_first_weighing(make, people):
    opinion = make.opinion()
    opinion.weigh(people.ana, AGREE)
    opinion.weigh(people.ana, DISAGREE)
    db.session.commit()
    assert (opinion.agrees, opinion.disagrees) == (0, 1)
    assert opinion.conversation.weighings_count == 1


def test_words_can_change_until_somebody_has_weighed_them(make, people):
    opinion = make.opinion("Padot!", author=people.ana)
    opinion.edit(people.ana, "Sok padot!")
    assert [revision.text for revision in opinion.revisions] == ["Padot!"]
    opinion.weigh(people.paul, AGREE)
    db.session.commit()
    with pytest.raises(Refused):
        opinion.edit(people.ana, "Semmit!")


def test_a_hidden_opinion_is_not_counted_and_comes_back(make, people):
    opinion = make.opinion()
    opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    assert not opinion.visible
    assert opinion.conversation.opinions_count == 0
    opinion.restore(by=people.mira, because="Tévedtem.")
    db.session.commit()
    assert opinion.visible
    assert opinion.conversation.opinions_count == 1


def test_hiding_twice_is_one_hiding(make, people):
    opinion = make.opinion()
    assert opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    assert opinion.hide(by=people.paul, reason="other", because="Más.") is None


def test_before_publication_an_opinion_waits(make, people):
    talk = make.conversation(moderation="before")
    opinion = make.opinion(conversation=talk)
    assert (opinion.visible, talk.opinions_count) == (False, 0)
    opinion.approve(by=people.mira)
    db.session.commit()
    assert (opinion.visible, talk.opinions_count) == (True, 1)


def test_a_list_is_taken_in_whole(make, people):
    talk = make.conversation()
    ids = take_in(talk, [Saying("egy", "paper"), Saying("kettő", "paper")], people.mira, "list-1")
    db.session.commit()
    assert [db.session.get(Opinion, i).serial for i in ids] == [1, 2]
    assert (talk.opinions_count, talk.people_count) == (2, 2)
