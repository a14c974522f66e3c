"""Following: the button, the list, and what the followers of a conversation hear."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from forum.core.db import db, now
from forum.notices.conversing import tell_of_phases
from forum.notices.following import follow, follows
from forum.notices.models import Following, Notice, Preference
from forum.reports.models import summary_published


@pytest.fixture
def ana(client, people):
    return client.sign_in(people.ana)


@pytest.fixture
def talk(make):
    return make.conversation()


def test_a_visitor_finds_a_way_to_sign_in_and_no_form(client, talk):
    page = client.get(f"/conversations/{talk.id}").text
    assert f"/sign-in?next=/conversations/{talk.id}" in page
    assert "/following/" not in page
    assert client.send(f"/following/conversation/{talk.id}").headers["Location"].startswith("/sign")


def test_the_button_follows_and_comes_back(ana, people, talk):
    here = f"/conversations/{talk.id}"
    assert f'action="/following/conversation/{talk.id}"' in ana.get(here).text
    for _time in range(2):
        answer = ana.send(f"/following/conversation/{talk.id}", {"back": here})
        assert answer.headers["Location"] == here
    assert follows(people.ana, ("conversation", talk.id))
    assert len(db.session.scalars(select(Following)).all()) == 1
    assert f'action="/following/conversation/{talk.id}/ending"' in ana.get(here).text
    ana.send(f"/following/conversation/{talk.id}/ending", {"back": "https://evil.example"})
    assert not follows(people.ana, ("conversation", talk.id))


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "\\\\evil"])
def test_the_way_back_stays_on_this_site(ana, talk, back):
    answer = ana.send(f"/following/conversation/{talk.id}", {"back": back})
    assert answer.headers["Location"] == "/account/notices"


def test_what_is_not_public_cannot_be_followed(make, ana, people):
    draft = make.conversation("draft")
    idea = make.idea(visible=False)
    program = make.program("draft")
    for kind, number in (("conversation", draft.id), ("idea", idea.id), ("program", program.id)):
        assert ana.send(f"/following/{kind}/{number}").status_code == 404
    assert ana.send("/following/opinion/1").status_code == 404
    assert ana.send("/following/idea/999").status_code == 404
    assert db.session.scalars(select(Following)).all() == []


def test_the_list_names_what_one_follows_and_lets_go(make, ana, people, count_queries):
    idea = make.idea('<svg onload=alert(1)> "klub"')
    hidden = make.idea("Rejtett ötlet")
    program, community = make.program(), make.community()
    for topic in (("idea", idea.id), ("program", program.id), ("community", community.id)):
        follow(people.ana, topic)
    follow(people.ana, ("idea", hidden.id))
    hidden.visible = False
    db.session.commit()
    page = ana.get("/account/notices").text
    assert "<svg onload" not in page
    assert f'href="/programs/{program.id}"' in page
    assert community.name_hu in page
    assert "Rejtett ötlet" not in page
    ana.send(f"/following/idea/{hidden.id}/ending")
    assert not follows(people.ana, ("idea", hidden.id))
    counts = []
    for more in (2, 15):
        for number in range(more):
            follow(people.ana, ("idea", make.idea(f"Ötlet {more}-{number}").id))
        db.session.commit()
        with count_queries() as log:
            ana.get("/account/notices")
        counts.append(len(log))
    assert counts[0] == counts[1]


def test_places_and_kinds_are_chosen_by_ticks(make, ana, people):
    avas, diós, games = make.neighbourhood(), make.neighbourhood("Diósgyőr"), make.category()
    idea = make.idea()
    follow(people.ana, ("idea", idea.id))
    db.session.commit()
    data = {"neighbourhoods": [str(avas.id), str(diós.id)], "categories": str(games.id)}
    ana.send("/account/notices/places", data)
    ana.send("/account/notices/places", {"neighbourhoods": str(diós.id)})
    rows = db.session.execute(select(Following.topic_kind, Following.topic_id)).all()
    assert {tuple(row) for row in rows} == {("idea", idea.id), ("neighbourhood", diós.id)}
    ana.send("/account/notices/places", {"neighbourhoods": "999"})
    assert follows(people.ana, ("neighbourhood", diós.id))


def test_two_clicks_at_once_are_one(app, people, talk):
    person_id, talk_id, start, failures = people.ana.id, talk.id, Barrier(4), []
    db.session.rollback()

    def click():
        with app.app_context():
            start.wait()
            try:
                who = type("Who", (), {"id": person_id})()
                follow(who, ("conversation", talk_id))
                db.session.commit()
            except Exception as error:  # the test tells which
                failures.append(error)
            db.session.remove()

    threads = [Thread(target=click) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(db.session.scalars(select(Following)).all()) == 1


def kinds_of(person) -> list[str]:
    query = select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(db.session.scalars(query))


def test_followers_hear_once_that_a_phase_began(make, people):
    talk = make.conversation("announced")
    follow(people.ana, ("conversation", talk.id))
    db.session.commit()
    tell_of_phases()
    assert kinds_of(people.ana) == []
    with freeze_time(now() + timedelta(days=3, hours=1)):
        follow(people.mira, ("conversation", talk.id))  # has seen the new phase on the page
        db.session.commit()
        tell_of_phases()
        tell_of_phases()
    assert kinds_of(people.ana) == ["conversation_phase"]
    assert kinds_of(people.mira) == []


def test_a_closed_conversation_or_an_old_phase_is_told_to_nobody(make, people):
    talk = make.conversation("announced")
    follow(people.ana, ("conversation", talk.id))
    db.session.commit()
    with freeze_time(now() + timedelta(days=4, hours=2)):
        tell_of_phases()
    talk.close(by=people.mira, because="Elmarad.")
    db.session.commit()
    with freeze_time(now() + timedelta(days=3, hours=1)):
        tell_of_phases()
    assert kinds_of(people.ana) == []


def test_followers_hear_of_the_summary_and_authors_of_their_part(make, people, publish, run_jobs):
    word = make.opinion("Padot!", author=people.ana)
    talk = word.conversation
    for person in (people.ana, people.mira):
        follow(person, ("conversation", talk.id))
    published = publish(word)
    summary_published.send(published)
    db.session.commit()
    run_jobs()
    assert kinds_of(people.ana) == ["summary_published"]
    assert kinds_of(people.mira) == ["conversation_summary"]


def test_preferences_are_kept_and_shown_again(ana, people):
    data = {
        "pace": "weekly",
        "quiet_from": "22",
        "quiet_until": "9",
        "most_a_day": "1",
        "wanted": ["own", "ideas"],
    }
    assert ana.send("/account/notices", data).status_code == 303
    row = db.session.get(Preference, people.ana.id)
    assert (row.pace, row.quiet_from, row.quiet_until, row.most_a_day) == ("weekly", 22, 9, 1)
    assert set(row.muted) == {"decisions", "programs", "communities", "conversations"}
    page = ana.get("/account/notices").text
    assert 'checked id="pace-3"' in page.replace('id="pace-3" checked', 'checked id="pace-3"')


@pytest.mark.parametrize(
    "wrong",
    [{"pace": "hourly"}, {"quiet_from": "25"}, {"most_a_day": "1000"}, {"wanted": ["<svg>"]}],
)
def test_nonsense_is_refused_and_nothing_is_kept(ana, people, wrong):
    data = {"pace": "daily", "quiet_from": "21", "quiet_until": "7", "most_a_day": "3"}
    assert ana.send("/account/notices", {**data, **wrong}).status_code == 422
    assert db.session.get(Preference, people.ana.id) is None


def test_visitors_have_no_preferences(client):
    assert client.get("/account/notices").headers["Location"].startswith("/sign-in")
    assert client.send("/account/notices").headers["Location"].startswith("/sign-in")


def test_changing_the_pace_changes_what_waits(make, ana, people, outbox, write_letters):
    from forum.core.clock import at
    from tests.notices.test_letters import NOON, phase

    with at(NOON):
        phase(1, make.conversation(), people.ana)
    data = {"pace": "never", "quiet_from": "21", "quiet_until": "7", "most_a_day": "3"}
    ana.send("/account/notices", data)
    write_letters()
    assert outbox() == []
    assert db.session.scalars(select(Notice)).one().letter_due_at is None
