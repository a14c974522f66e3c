"""Questions from a screen: one supporter each, however they are merged, hidden or sent twice."""

from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from forum.accounts.models import Person, visitor_signed_in
from forum.audit import AuditEntry
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.meetings.hall import (
    leading,
    polling,
)
from forum.meetings.hall.captures import PollVote, SpeakerRequest
from forum.meetings.models import Meeting, Sitting
from forum.meetings.screens import (
    asking,
    polling_phone,
)
from forum.meetings.screens.questions import Question, QuestionSupport
from forum.moderation.review import listing


@pytest.fixture
def forum(make, people):
    """A forum that is being held."""
    meeting = make.meeting("now", people.mira, make.conversation())
    leading.start(meeting, people.mira)
    db.session.commit()
    return meeting


@pytest.fixture
def ask(forum, make):
    """Put a question."""

    def put(text, author=None, signature="", key=None):
        author = author or make.person("visitor")
        question = asking.ask(forum, author, text, signature, key or f"key of {text}")
        db.session.commit()
        return question

    return put


def supporters(question):
    query = select(QuestionSupport.person_id).where(QuestionSupport.question_id == question.id)
    return sorted(db.session.scalars(query))


def test_the_author_is_the_first_supporter(ask, forum):
    tick = forum.tick
    question = ask("Mikor lesz pad?")
    assert question.supports == 1
    assert supporters(question) == [question.author_id]
    assert question.item_id == forum.items[0].id
    assert forum.tick > tick


def test_the_same_key_is_one_question(ask):
    first = ask("Mikor lesz pad?", key="same")
    assert ask("Mikor lesz pad?", key="same").id == first.id
    assert len(supporters(first)) == 1


def test_one_person_supports_once(ask, make):
    question, visitor = ask("Mikor?"), make.person("visitor")
    assert asking.support(question, visitor)
    assert not asking.support(question, visitor)
    assert not asking.support(question, question.author)
    db.session.commit()
    assert question.supports == 2 == len(supporters(question))


def test_twenty_parallel_supports_of_one_person_are_one(app, ask, make):
    question, visitor = ask("Mikor?"), make.person("visitor")
    numbers, failures, barrier = (question.id, visitor.id), [], Barrier(20)

    def tap():
        with app.app_context():
            barrier.wait()
            try:
                rows = (
                    db.session.get_one(Question, numbers[0]),
                    db.session.get_one(Person, numbers[1]),
                )
                asking.support(*rows)
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
    assert question.supports == 2 == len(supporters(question))


def test_questions_are_in_the_order_of_those_who_want_to_know(ask, make, forum, people):
    few, many, third = ask("Kevesen"), ask("Sokan"), ask("Harmadik")
    asking.support(many, make.person("visitor"))
    assert asking.open_questions(forum) == [many, few, third]
    asking.take_up(third, people.mira)
    assert asking.open_questions(forum)[0] is third
    asking.answer(third, people.mira)
    assert third not in asking.open_questions(forum)


def test_one_question_is_before_the_hall_at_a_time(ask, people):
    first, second = ask("Első"), ask("Második")
    asking.take_up(first, people.mira)
    asking.take_up(second, people.mira)
    db.session.commit()
    assert (first.standing, second.standing) == ("open", "taken_up")


def test_what_cannot_be_asked_or_supported_is_refused_kindly(ask, forum, make, people):
    question, visitor = ask("Mikor?"), make.person("visitor")
    asking.answer(question, people.mira)
    with pytest.raises(Refused):
        asking.support(question, visitor)
    forum.takes_questions = False
    db.session.flush()
    with pytest.raises(Refused):
        asking.ask(forum, visitor, "Szabad?", "", "other")
    forum.takes_questions = True
    leading.end(forum, people.mira)
    with pytest.raises(Refused):
        asking.ask(forum, visitor, "Késő?", "", "late")


@pytest.mark.parametrize(
    "late",
    [
        lambda meeting, person: asking.ask(meeting, person, "Lesz-e még szó?", "", "late"),
        lambda meeting, person: polling_phone.raise_hand(meeting, person, "Kati", "late"),
    ],
)
def test_what_arrives_while_the_forum_is_being_ended_is_refused(forum, make, late):
    person = make.person("visitor")
    ended = update(Sitting).where(Sitting.meeting_id == forum.id).values(ended_at=now())
    assert forum.is_live
    db.session.execute(ended.execution_options(synchronize_session=False))  # by somebody else
    assert forum.is_live
    with pytest.raises(Refused):
        late(forum, person)


def test_merging_unites_the_supporters(ask, make, people):
    one, other = ask("Pad?"), ask("Padok?")
    both, only = make.person("visitor"), make.person("visitor")
    asking.support(one, both), asking.support(other, both), asking.support(one, only)
    everybody = sorted({*supporters(one), *supporters(other)})
    asking.merge(one, other, people.mira)
    db.session.commit()
    assert supporters(other) == everybody
    assert other.supports == 4
    assert supporters(one) == []
    assert one.supports == 0
    assert one.standing == "merged"
    asking.support(one, make.person("visitor"))
    assert other.supports == 5
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == asking.MERGED)).one()
    assert "Pad" not in str(entry.details) + entry.reference


def test_merging_is_refused_where_it_makes_no_sense(ask, make, people):
    one, other = ask("Pad?"), ask("Padok?")
    elsewhere = make.meeting("coming")
    foreign = asking.ask(elsewhere, make.person("visitor"), "Máshol", "", "elsewhere")
    for into in (one, foreign):
        with pytest.raises(Refused):
            asking.merge(one, into, people.mira)
    asking.merge(one, other, people.mira)
    with pytest.raises(Refused):
        asking.merge(one, other, people.mira)
    with pytest.raises(Refused):
        asking.merge(other, one, people.mira)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("support"), st.integers(0, 3), st.integers(0, 4)),
        st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("hide"), st.integers(0, 3), st.just(0)),
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_no_supporter_is_lost_or_doubled(forum, make, people, steps):
    crowd = [make.person("visitor") for _number in range(5)]
    author = make.person("visitor")
    key = f"{author.id}"
    questions = [asking.ask(forum, author, f"K{n}", "", f"{key}-{n}") for n in range(4)]
    wanted = {question.id: {author.id} for question in questions}
    for act, first, second in steps:
        question = questions[first]
        try:
            if act == "support":
                asking.support(question, crowd[second])
                wanted[question.merged_into_id or question.id].add(crowd[second].id)
            elif act == "merge":
                asking.merge(question, questions[second], people.mira)
                wanted[questions[second].id] |= wanted[question.id]
                wanted[question.id] = set()
            elif question.hiding is None:
                question.hide(people.mira, "abuse", "Próba")
        except Refused:
            continue
    db.session.commit()
    for question in questions:
        assert supporters(question) == sorted(wanted[question.id])
        assert question.supports == len(wanted[question.id])


def test_where_texts_are_looked_at_first_a_question_waits(make, people):
    meeting = make.meeting("now", people.mira, make.conversation(moderation="before"))
    leading.start(meeting, people.mira)
    question = asking.ask(meeting, make.person("visitor"), "Szabad?", "", "w")
    db.session.commit()
    assert question.waiting
    assert not question.visible
    assert asking.shown_questions(meeting) == []
    assert asking.open_questions(meeting) == [question]
    assert listing.counts(people.mira)["waiting"] == 1
    question.approve(people.mira)
    db.session.commit()
    assert asking.shown_questions(meeting) == [question]


def test_a_hidden_question_is_not_supported_and_is_on_the_review_page(ask, make, people, app):
    question = ask("Rossz szó")
    question.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    with pytest.raises(Refused):
        asking.support(question, make.person("visitor"))
    with pytest.raises(Refused):
        asking.take_up(question, people.mira)
    client = app.test_client().sign_in(people.mira)
    shown = client.get("/moderation?show=hidden").get_data(as_text=True)
    assert "Rossz szó" in shown
    assert f"/moderation/meeting_question/{question.id}/restoring" in shown


def test_signing_in_hands_over_what_a_visitor_did(ask, forum, make, people):
    visitor, ana = make.person("visitor"), people.ana
    both, one, own = ask("Mindketten"), ask("Egyikük"), ask("Sajátja", visitor)
    for person in (visitor, ana):
        asking.support(both, person)
    asking.support(one, visitor)
    poll = polling.open_poll(forum, "Pad?", ["Igen", "Nem"], "p", people.mira)
    other = make.person("visitor")
    polling_phone.vote(poll.options[0], visitor)
    polling_phone.vote(poll.options[1], ana)
    polling_phone.vote(poll.options[1], other)
    polling_phone.raise_hand(forum, visitor, "Valaki", "h1")
    polling_phone.raise_hand(forum, ana, "Ana", "h2")
    db.session.commit()
    visitor_signed_in.send(visitor.id, person=ana)
    db.session.commit()
    assert (both.supports, one.supports, own.supports) == (2, 2, 1)
    assert ana.id in supporters(both)
    assert ana.id in supporters(one)
    assert ana.id in supporters(own)
    assert own.author_id == ana.id
    votes = {row.person_id: row.option_id for row in db.session.scalars(select(PollVote))}
    assert votes == {ana.id: poll.options[1].id, other.id: poll.options[1].id}
    hands = db.session.scalars(select(SpeakerRequest).order_by(SpeakerRequest.id)).all()
    assert [hand.standing for hand in hands] == ["withdrawn", "waiting"]
    assert asking.supported_by(visitor.id, forum) == set()


def test_signing_in_as_oneself_changes_nothing(ask, people):
    question = ask("Mikor?", people.ana)
    visitor_signed_in.send(people.ana.id, person=people.ana)
    assert supporters(question) == [people.ana.id]


def test_voting_again_changes_the_vote_and_a_closed_poll_refuses(forum, make, people):
    poll = polling.open_poll(forum, "Pad?", ["Igen", "Nem"], "p", people.mira)
    visitor = make.person("visitor")
    polling_phone.vote(poll.options[0], visitor)
    polling_phone.vote(poll.options[1], visitor)
    db.session.commit()
    assert polling.phone_votes([poll]) == {poll.options[1].id: 1}
    polling.close_poll(poll, people.mira)
    db.session.commit()
    with pytest.raises(Refused):
        polling_phone.vote(poll.options[0], visitor)
    assert polling.phone_votes([poll]) == {poll.options[1].id: 1}


def test_a_poll_by_show_of_hands_takes_no_phones(forum, make, people):
    poll = polling.open_poll(forum, "Pad?", ["Igen", "Nem"], "p", people.mira, by_phone=False)
    with pytest.raises(Refused):
        polling_phone.vote(poll.options[0], make.person("visitor"))


def test_a_person_has_one_hand_up(forum, make, people):
    visitor = make.person("visitor")
    first = polling_phone.raise_hand(forum, visitor, "Zita", "h1")
    assert polling_phone.raise_hand(forum, visitor, "Zita", "h2") is first
    leading.call(first, people.mira)
    db.session.commit()
    assert polling_phone.raise_hand(forum, visitor, "Zita", "h3") is first
    leading.finish(first, people.mira)
    db.session.commit()
    again = polling_phone.raise_hand(forum, visitor, "Zita", "h4")
    assert again is not first
    assert not again.first_time
    polling_phone.take_down(again)
    db.session.commit()
    assert polling_phone.hand_of(visitor.id, forum) is None


def test_the_database_holds_a_person_to_one_hand(forum, make):
    visitor = make.person("visitor")
    made = []

    def row():
        hand = SpeakerRequest(
            meeting_id=forum.id, key=f"k{len(made)}", name="Zita", person_id=visitor.id
        )
        made.append(hand)
        db.session.add(hand)
        db.session.flush()
        return hand

    first, _new = once(lambda: polling_phone.hand_of(visitor.id, forum), row)
    second, new = once(
        lambda: polling_phone.hand_of(visitor.id, forum) if len(made) > 1 else None, row
    )
    assert (second.id, new, len(made)) == (first.id, False, 2)
    assert db.session.get(Meeting, forum.id) is forum
