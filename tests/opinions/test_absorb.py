"""What somebody did as a visitor becomes their account's, and every count stays right."""

import pytest
from sqlalchemy import func, select

from forum.accounts.models import visitor_signed_in
from forum.core.db import db
from forum.moderation.models import Flag
from forum.opinions.absorbing import absorb_visitor
from forum.opinions.models import AGREE, DISAGREE, PASS, Opinion, Reaction, recount


@pytest.fixture
def visitor(make):
    return make.person("visitor")


@pytest.fixture
def sign_in(visitor, people):
    """Let the visitor turn out to be Ana."""

    def absorb(person=None):
        visitor_signed_in.send(visitor.id, person=person or people.ana)
        db.session.commit()
        db.session.expire_all()

    return absorb


def weighed(opinion, *pairs):
    for person, value in pairs:
        opinion.weigh(person, value)
        db.session.commit()


def counts(opinion):
    return opinion.agrees, opinion.passes, opinion.disagrees


def assert_counted(conversation):
    """The counters say what a recount would."""
    stored = (conversation.opinions_count, conversation.people_count, conversation.weighings_count)
    recount(conversation)
    db.session.flush()
    assert stored == (
        conversation.opinions_count,
        conversation.people_count,
        conversation.weighings_count,
    )
    for opinion in db.session.scalars(select(Opinion)):
        rows = select(Reaction.value, func.count()).where(Reaction.opinion_id == opinion.id)
        found = dict(db.session.execute(rows.group_by(Reaction.value)).all())
        expected = tuple(found.get(value, 0) for value in (AGREE, PASS, DISAGREE))
        assert counts(opinion) == expected


def test_opinions_become_the_accounts(make, visitor, people, sign_in):
    opinion = make.opinion(author=visitor)
    sign_in()
    assert opinion.author is people.ana
    assert_counted(opinion.conversation)


def test_weighings_become_the_accounts(make, visitor, people, sign_in):
    opinion = make.opinion()
    weighed(opinion, (visitor, DISAGREE))
    sign_in()
    reaction = db.session.scalars(select(Reaction)).one()
    assert (reaction.person_id, reaction.value) == (people.ana.id, DISAGREE)
    assert counts(opinion) == (0, 0, 1)
    assert_counted(opinion.conversation)


@pytest.mark.parametrize("value", [AGREE, PASS, DISAGREE])
def test_where_both_weighed_the_accounts_weighing_stays(make, visitor, people, sign_in, value):
    opinion = make.opinion()
    weighed(opinion, (people.ana, DISAGREE), (visitor, value), (people.mira, AGREE))
    sign_in()
    assert counts(opinion) == (1, 0, 1)
    assert opinion.conversation.weighings_count == 2
    mine = select(Reaction.value).where(Reaction.person_id == people.ana.id)
    assert db.session.scalars(mine).all() == [DISAGREE]
    assert_counted(opinion.conversation)


def test_two_voices_that_are_one_are_counted_as_one_person(make, visitor, people, sign_in):
    talk = make.conversation()
    make.opinion("Padot!", talk, visitor)
    make.opinion("Kukát!", talk, people.ana)
    make.opinion("Fát!", talk)
    assert talk.people_count == 3
    sign_in()
    assert (talk.opinions_count, talk.people_count) == (3, 2)
    assert_counted(talk)


def test_nobody_has_weighed_their_own_words_in_the_end(make, visitor, people, sign_in):
    talk = make.conversation()
    as_visitor = make.opinion("Padot!", talk, visitor)
    as_ana = make.opinion("Kukát!", talk, people.ana)
    weighed(as_visitor, (people.ana, AGREE), (people.mira, AGREE))
    weighed(as_ana, (visitor, AGREE))
    sign_in()
    assert (counts(as_visitor), counts(as_ana)) == ((1, 0, 0), (0, 0, 0))
    assert talk.weighings_count == 1
    assert_counted(talk)


def test_several_conversations_are_counted_again(make, visitor, people, sign_in):
    talks = [make.conversation() for _number in range(3)]
    for talk in talks:
        make.opinion("Padot!", talk, visitor)
        weighed(make.opinion("Kukát!", talk, people.ana), (visitor, AGREE), (people.mira, PASS))
    sign_in()
    for talk in talks:
        assert (talk.people_count, talk.weighings_count) == (1, 1)
        assert_counted(talk)


def test_pages_of_a_conversation_are_made_anew(make, visitor, people, sign_in):
    talk = make.conversation()
    make.opinion("Padot!", talk, visitor)
    before = talk.tick
    sign_in()
    assert talk.tick > before


def test_a_hidden_opinion_moves_too_and_stays_hidden(make, visitor, people, sign_in):
    opinion = make.opinion(author=visitor)
    weighed(opinion, (people.ana, AGREE))
    opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    sign_in()
    assert (opinion.author, opinion.visible, opinion.agrees) == (people.ana, False, 0)
    assert_counted(opinion.conversation)


def test_reports_and_old_words_carry_the_accounts_name(make, visitor, people, sign_in):
    own, first, second = make.opinion("Padot!", author=visitor), make.opinion(), make.opinion()
    own.edit(visitor, "Sok padot!")
    for opinion in (first, second):
        opinion.flag(visitor, "abuse")
    first.flag(people.ana, "other")
    db.session.commit()
    sign_in()
    mine = select(Flag.subject_id).where(Flag.by_id == people.ana.id).order_by(Flag.subject_id)
    assert db.session.scalars(mine).all() == [first.id, second.id]
    assert own.revisions[0].by_id == people.ana.id


def test_a_second_time_changes_nothing(make, visitor, people, sign_in):
    opinion = make.opinion(author=visitor)
    weighed(make.opinion(conversation=opinion.conversation), (visitor, AGREE))
    sign_in()
    before = (opinion.author_id, opinion.conversation.weighings_count)
    sign_in()
    assert (opinion.author_id, opinion.conversation.weighings_count) == before


def test_what_was_the_visitors_is_nobody_elses_afterwards(make, visitor, people, sign_in):
    opinion = make.opinion(author=visitor)
    sign_in()
    sign_in(people.mira)
    assert opinion.author is people.ana


def test_others_keep_what_is_theirs(make, visitor, people, sign_in):
    talk, other = make.conversation(), make.person("visitor")
    opinion = make.opinion("Padot!", talk, other)
    weighed(opinion, (people.mira, PASS))
    sign_in()
    assert opinion.author_id == other.id
    assert counts(opinion) == (0, 1, 0)


def test_an_account_absorbs_not_itself(make, people):
    opinion = make.opinion(author=people.ana)
    absorb_visitor(people.ana.id, people.ana)
    assert opinion.author is people.ana


def test_all_of_it_is_undone_when_signing_in_fails(make, visitor, people):
    opinion = make.opinion(author=visitor)
    absorb_visitor(visitor.id, people.ana)
    db.session.rollback()
    db.session.refresh(opinion)
    assert opinion.author_id == visitor.id
