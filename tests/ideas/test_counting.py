"""Supporters are counted once: by person, by contact, across ideas put together."""

from forum.core.db import db
from forum.ideas.counting import counts_of, group_of, recount, supporters
from forum.ideas.merging import merge, undo
from forum.ideas.models import Idea


def again(*ideas):
    """Count anew, and return the counts as everybody reads them."""
    recount(*ideas)
    db.session.commit()
    return [idea.supports_count for idea in ideas]


def test_whoever_took_it_back_does_not_count(make):
    from forum.core.db import now

    idea = make.idea()
    make.support(idea)
    make.support(idea, withdrawn_at=now())
    assert again(idea) == [1]


def test_a_group_is_its_lead_and_all_below(make, people):
    first, second, third = make.idea(), make.idea(), make.idea()
    merge(third, second, people.paul, because="Ugyanazt kérik.")
    merge(second, first, people.paul, because="Ugyanazt kérik.")
    for idea in (first, second, third):
        assert group_of(idea) == [first.id, second.id, third.id]
    assert group_of(make.idea()) != group_of(first)


def test_counted_together_each_person_and_contact_counts_once(make, people):
    ana, lead, other = people.ana, make.idea(), make.idea()
    for idea in (lead, other):
        make.support(idea, ana)
        make.support(idea, contact_key="same")
    make.support(other, contact_key="alone")
    merge(other, lead, people.paul, "count", because="Ugyanazt kérik.")
    assert again(lead, other) == [3, 3]
    assert len(supporters([lead.id])[lead.id]) == 2


def test_asked_supporters_count_only_where_they_are(make, people):
    lead, other = make.idea(), make.idea()
    make.support(other)
    merge(other, lead, people.paul, "ask", because="Ugyanazt kérik.")
    assert again(lead, other) == [0, 1]


def test_an_asking_step_stops_the_counting_above_it(make, people):
    top, middle, low = make.idea(), make.idea(), make.idea()
    make.support(low)
    merge(low, middle, people.paul, "count", because="Ugyanazt kérik.")
    merge(middle, top, people.paul, "ask", because="Ugyanazt kérik.")
    assert again(top, middle, low) == [0, 1, 1]


def test_supporters_of_a_hidden_idea_do_not_count_for_its_lead(make, people):
    lead, other = make.idea(), make.idea()
    make.support(other)
    merge(other, lead, people.paul, "count", because="Ugyanazt kérik.")
    other.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert lead.supports_count == 0
    other.restore(people.mira, "Tévedés.")
    db.session.commit()
    assert lead.supports_count == 1


def test_undone_everything_counts_as_before(make, people):
    lead, other = make.idea(), make.idea()
    make.support(lead)
    make.support(other)
    merger = merge(other, lead, people.paul, "count", because="Ugyanazt kérik.")
    assert lead.supports_count == 2
    undo(merger, people.paul)
    assert (lead.supports_count, other.supports_count) == (1, 1)


def test_two_contacts_of_one_person_are_one_person(make):
    ana, one, other = make.person(), make.idea(), make.idea()
    make.support(one, ana, contact_key="a")
    make.support(other, ana, contact_key="b")
    make.support(other, contact_key="a")
    found = supporters([one.id, other.id])
    assert len(found[one.id] | found[other.id]) == 1


def test_counting_takes_as_many_questions_for_many_as_for_few(make, count_queries):
    ideas = [make.idea() for _number in range(12)]
    for idea in ideas:
        make.support(idea)
    ids = [idea.id for idea in ideas]
    with count_queries() as few:
        supporters(ids[:1])
    with count_queries() as many:
        found = supporters(ids)
    selects = [[one for one in log if "SELECT" in one] for log in (few, many)]
    assert [len(log) for log in selects] == [1, 1]
    assert all(len(people) == 1 for people in found.values())
    rows = [db.session.get(Idea, idea.id) for idea in ideas]
    assert set(counts_of(rows).values()) == {1}


def test_a_number_does_not_depend_on_what_else_is_counted(make):
    """What somebody told of themselves under one idea joins no rows of an idea that stands apart."""
    eva, one, other = make.person(), make.idea(), make.idea()
    make.support(one, eva)
    make.support(one, contact_key="a")
    make.support(other, eva, contact_key="a")
    assert again(one) == [2]
    assert again(one, other) == [2, 1]
    assert again(other, one) == [1, 2]
