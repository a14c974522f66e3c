"""What unites and what divides: analysed in the background, shown to everybody, naming nobody."""

import pytest
from sqlalchemy import delete, func, insert, select, update

from forum.accounts.models import Person
from forum.conversations.queries import stamp
from forum.core.db import db, now
from forum.opinions.models import Opinion, Reaction, recount
from forum.themes import statistics
from forum.themes.records import Settings
from forum.themes.runs import running as runs
from forum.themes.weighings import grouping
from forum.themes.weighings.models import (
    GroupMember,
    GroupStatement,
    OpinionGroup,
    VoteAnalysis,
    VoteStanding,
)
from tests.themes.votes_sample import camps, coins

HOSTILE = "<svg onload=alert(1)>"


def weighed(make, votes, people=60, statements=13):
    """A conversation in which `votes` were given; the last opinion is agreed on by everybody."""
    talk = make.conversation("both")
    author = make.person("visitor")
    opinions = [make.opinion(f"{n}. vélemény", talk, author) for n in range(statements)]
    voters = [Person(role="visitor", name="") for _n in range(people)]
    db.session.add_all(voters)
    db.session.flush()
    cast = [(v.person, v.opinion, v.value) for v in votes]
    cast += [(person, statements - 1, 1) for person in range(people)]
    rows = [
        {"opinion_id": opinions[o].id, "person_id": voters[p].id, "value": value, "at": now()}
        for p, o, value in cast
    ]
    db.session.execute(insert(Reaction), rows)
    count(talk, opinions)
    return talk, opinions, voters


def count(talk, opinions):
    """Let the counters follow the rows."""
    for opinion in opinions:
        for name, value in (("agrees", 1), ("passes", 0), ("disagrees", -1)):
            rows = select(func.count()).where(
                Reaction.opinion_id == opinion.id, Reaction.value == value
            )
            setattr(opinion, name, db.session.scalar(rows))
    db.session.flush()
    recount(talk)
    db.session.commit()


@pytest.fixture
def divided(make):
    """Two camps of thirty, analysed."""
    talk, opinions, voters = weighed(make, camps(seen=0.9))
    grouping.refresh(talk.id)
    return talk, opinions, voters


def page(client, talk, language="en"):
    client.get(f"/language/{language}?next=/")
    return client.get(f"/conversations/{talk.id}/unites").get_data(as_text=True)


def letters():
    rows = select(OpinionGroup.letter, GroupMember.person_id).join(
        GroupMember, GroupMember.group_id == OpinionGroup.id
    )
    found = {}
    for letter, person in db.session.execute(rows):
        found.setdefault(letter, set()).add(person)
    return found


def test_two_camps_and_what_unites_them_are_shown(divided, client):
    talk, opinions, _voters = divided
    shown = page(client, talk)
    assert "What unites" in shown
    assert "Group A" in shown
    assert "Group B" in shown
    assert "30 people" in shown
    assert opinions[12].text in shown
    assert "100% agree; allowing for chance, 94 to 100%." in shown
    assert "in the group disagree; of the others" in shown
    assert "No clear groups" not in shown
    hungarian = page(client, talk, "hu")
    assert "Mi köt össze, mi választ szét" in hungarian
    assert "„A” csoport" in hungarian


def test_no_groups_is_said_plainly(make, client):
    talk, _opinions, _voters = weighed(make, coins(statements=12, seed=5))
    grouping.refresh(talk.id)
    shown = page(client, talk)
    assert "No clear groups" in shown
    assert "Group A" not in shown
    assert "Here everybody counts as one group" in shown


def test_before_any_analysis_it_is_too_early(make, client):
    talk = make.conversation("both")
    assert "Too early to tell" in page(client, talk)
    grouping.refresh(talk.id)
    assert db.session.get(VoteAnalysis, talk.id).state == "few"
    assert "Too early to tell" in page(client, talk)
    assert "/unites" not in client.get(f"/conversations/{talk.id}").get_data(as_text=True)


def test_a_draft_is_not_there_and_an_unknown_one_neither(make, client, people):
    draft = make.conversation("draft")
    assert client.get(f"/conversations/{draft.id}/unites").status_code == 404
    assert client.get("/conversations/99999/unites").status_code == 404
    assert client.sign_in(people.mira).get(f"/conversations/{draft.id}/unites").status_code == 200


def test_the_conversation_and_its_board_lead_there(divided, client, people):
    talk, _opinions, _voters = divided
    address = f"/conversations/{talk.id}/unites"
    assert address in client.get(f"/conversations/{talk.id}").get_data(as_text=True)
    client.sign_in(people.paul)
    assert address in client.get(f"/conversations/{talk.id}/board").get_data(as_text=True)


def test_hidden_opinions_are_gone_at_once_and_not_analysed_again(divided, client, people):
    talk, opinions, _voters = divided
    opinions[12].hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    assert opinions[12].text not in page(client, talk)
    grouping.refresh(talk.id)
    assert db.session.get(VoteStanding, opinions[12].id) is None
    assert db.session.get(VoteAnalysis, talk.id).opinions == 12


def test_hostile_words_stay_words(divided, client):
    talk, opinions, _voters = divided
    db.session.execute(update(Opinion).where(Opinion.id == opinions[12].id).values(text=HOSTILE))
    db.session.commit()
    shown = page(client, talk)
    assert HOSTILE not in shown
    assert "&lt;svg onload" in shown


def test_nobody_is_named_and_small_cells_are_not_told(divided, client):
    talk, opinions, _voters = divided
    db.session.execute(
        update(VoteStanding).where(VoteStanding.opinion_id == opinions[12].id).values(parts=[])
    )
    db.session.execute(update(GroupStatement).values(seen=4))
    db.session.commit()
    shown = page(client, talk)
    assert "in the group" not in shown
    assert "No single opinion sets this group apart" in shown


def test_groups_too_small_to_show_are_suppressed_when_kept(make):
    few = [v for v in camps() if v.opinion != 3 or v.person < 30 or v.person >= 57]
    talk, opinions, _voters = weighed(make, few)
    grouping.refresh(talk.id)
    assert db.session.get(VoteStanding, opinions[3].id).parts == []
    assert len(db.session.get(VoteStanding, opinions[4].id).parts) == 2


def test_letters_stay_with_the_people(divided):
    talk, _opinions, _voters = divided
    before = letters()
    renamed = {"A": "C", "B": "A"}
    for group in db.session.scalars(select(OpinionGroup).order_by(OpinionGroup.letter)).all():
        group.letter = renamed[group.letter]
        db.session.flush()
    db.session.commit()
    grouping.refresh(talk.id)
    assert letters() == {renamed[letter]: people for letter, people in before.items()}


def test_erasing_a_person_erases_their_place(divided):
    _talk, _opinions, voters = divided
    gone = voters[0].id
    db.session.execute(delete(Reaction).where(Reaction.person_id == gone))
    db.session.execute(delete(Person).where(Person.id == gone))
    db.session.commit()
    assert gone not in set().union(*letters().values())


def test_an_account_takes_the_place_of_the_visitor_it_was(divided, people):
    _talk, _opinions, voters = divided
    visitor, ana = voters[0].id, people.ana
    grouping.hand_over(visitor, ana)
    db.session.commit()
    everybody = set().union(*letters().values())
    assert ana.id in everybody
    assert visitor not in everybody
    grouping.hand_over(voters[1].id, ana)
    db.session.commit()


def test_the_draw_learns_how_far_out_opinions_lie(divided):
    _talk, opinions, _voters = divided
    far = [db.session.get(Opinion, o.id).extremity for o in opinions]
    assert min(far[:12]) > 0.5
    assert far[12] == 0


def test_an_analysis_of_themes_looks_at_the_weighings_too(make):
    talk, _opinions, _voters = weighed(make, camps())
    analysis = runs.begin(talk, by=None, queued=False)
    db.session.commit()
    before = stamp(talk.id)
    runs.run(analysis.id, lambda done, total: None)
    assert db.session.get(VoteAnalysis, talk.id).state == "groups"
    assert db.session.get(VoteAnalysis, talk.id).seed == talk.draw_seed
    assert stamp(talk.id) != before


def test_the_night_looks_only_where_somebody_weighed(make, divided, monkeypatch):
    _talk, _opinions, _voters = divided
    other, _theirs, _people = weighed(make, coins(people=30, statements=12), people=30)
    quiet = make.conversation("both")
    looked = []
    monkeypatch.setattr(grouping, "refresh", looked.append)
    grouping.refresh_all()
    assert looked == [other.id]
    assert quiet.id not in looked


def test_the_board_calls_divided_only_what_has_camps(make):
    votes = [v for v in camps(people=30) if v.opinion < 12]
    talk, opinions, _voters = weighed(make, votes + coins_on(12, 60), statements=14)
    standing = statistics._standing(talk)
    assert standing[opinions[12].id] == "divided"  # nobody has looked at who stands where
    grouping.refresh(talk.id)
    assert statistics._standing(talk)[opinions[12].id] == "split"
    assert statistics._standing(talk)[opinions[0].id] == "divided"


def coins_on(statement, people):
    return [v for v in coins(people=people, statements=13, seed=3) if v.opinion == statement]


def test_the_page_asks_the_same_number_of_questions_however_much_there_is(
    divided, make, client, count_queries
):
    talk, _opinions, _voters = divided
    small = weighed(make, coins(people=25, statements=6), people=25, statements=7)[0]
    grouping.refresh(small.id)
    numbers, asked = (talk.id, small.id, talk.id), []
    for at, number in enumerate(numbers):  # the first one warms up
        db.session.expunge_all()
        with count_queries() as log:
            assert client.get(f"/conversations/{number}/unites?{at}").status_code == 200
        asked.append(len(log))
    assert asked[1] == asked[2] <= 16


def test_lists_are_capped(make, client):
    everybody = [(person, n) for person in range(30) for n in range(15)]
    talk, opinions, voters = weighed(make, [], people=30, statements=16)
    rows = [
        {"opinion_id": opinions[n].id, "person_id": voters[p].id, "value": 1, "at": now()}
        for p, n in everybody
    ]
    db.session.execute(insert(Reaction), rows)
    count(talk, opinions)
    grouping.refresh(talk.id)
    shown = page(client, talk)
    assert "Of 16 such opinions you see 10." in shown
    assert shown.count('class="opinion"') == 10
    assert f"at least {Settings().minimum_votes} people" in shown
