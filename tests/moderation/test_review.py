"""The review page: what waits, what was reported, what was hidden lately."""

from datetime import timedelta

import pytest

from forum.core.db import db, now
from forum.moderation import queries
from forum.moderation.models import Hiding


@pytest.fixture
def mira(app, people):
    browser = app.test_client().sign_in(people.mira)
    browser.set_cookie("language", "en")
    return browser


@pytest.fixture
def waiting(make):
    talk = make.conversation("speak", moderation="before")
    return lambda text: make.opinion(text, talk)


@pytest.fixture
def reported(make):
    talk = make.conversation("speak")

    def report(text, times=1, reason="abuse", note=""):
        opinion = make.opinion(text, talk)
        for _person in range(times):
            opinion.flag(make.person("visitor"), reason, note)
        db.session.commit()
        return opinion

    return report


def test_empty_queues_say_so(mira):
    page = mira.get("/moderation").text
    assert "Nothing waits" in page
    assert "Nothing was reported" in mira.get("/moderation?show=flagged").text
    assert "Nothing was hidden" in mira.get("/moderation?show=hidden").text


def test_the_oldest_waits_on_top(mira, waiting):
    waiting("Elsőként vártam")
    waiting("Másodikként vártam")
    page = mira.get("/moderation").text
    assert page.index("Elsőként") < page.index("Másodikként")


def test_what_waits_comes_before_what_was_reported(mira, waiting, reported):
    reported("Sértő szó")
    assert "Sértő szó" in mira.get("/moderation").text
    waiting("Várakozó")
    page = mira.get("/moderation").text
    assert "Várakozó" in page
    assert "Sértő szó" not in page


def test_reports_are_gathered_with_their_reasons_and_notes(mira, make, reported):
    reported("Egyszer", 1, "off_topic", "Nem ide való.")
    twice = reported("Kétszer", 2, "abuse")
    twice.flag(make.person("visitor"), "advertising", "Bolt neve.")
    db.session.commit()
    page = mira.get("/moderation?show=flagged").text
    assert page.index("Kétszer") < page.index("Egyszer")
    assert page.count("Kétszer") == 1
    assert "insult or threat: 2" in page
    assert "advertising: 1" in page
    assert "Bolt neve." in page
    assert "reason=abuse" in page


def test_a_text_left_as_it_is_leaves_the_queue(mira, reported):
    opinion = reported("Rendben van")
    mira.send(f"/opinions/{opinion.id}/leaving", {"next": "/moderation?show=flagged"})
    assert "Rendben van" not in mira.get("/moderation?show=flagged").text


def test_hidden_texts_stay_for_thirty_days_with_who_and_why(mira, make, people):
    fresh, old = make.opinion("Friss"), make.opinion("Régi")
    for opinion in (fresh, old):
        opinion.hide(people.mira, "abuse", "Sértő hangnem.")
    db.session.flush()
    hiding = db.session.scalars(db.select(Hiding).filter_by(subject_id=old.id)).one()
    hiding.at = now() - timedelta(days=31)
    db.session.commit()
    page = mira.get("/moderation?show=hidden").text
    assert "Friss" in page
    assert "Sértő hangnem." in page
    assert "Mira" in page
    assert "Régi" not in page


def test_each_act_leads_on_to_the_next_text(mira, waiting):
    first, second = waiting("Első"), waiting("Második")
    page = mira.get("/moderation").text
    assert f"#opinion-{second.id}" in page
    assert f'id="opinion-{second.id}" tabindex="-1"' in page
    target = f"/moderation?show=waiting&page=1#opinion-{second.id}"
    answer = mira.send(f"/opinions/{first.id}/approval", {"next": target})
    assert answer.location == target


def test_queues_are_paged(mira, waiting):
    for number in range(21):
        waiting(f"Szám {number:02d}")
    page = mira.get("/moderation").text
    assert "Szám 19" in page
    assert "Szám 20" not in page
    assert "Szám 20" in mira.get("/moderation?page=2").text
    assert mira.get("/moderation?page=99&show=nonsense").status_code == 200


@pytest.mark.parametrize("queue", ["waiting", "flagged", "hidden"])
def test_each_queue_asks_the_database_a_fixed_number_of_times(
    mira, make, people, waiting, reported, count_queries, queue
):
    def more(number):
        waiting(f"Vár {number}")
        reported(f"Bejelentett {number}", 2, note="Jegyzet")
        make.opinion(f"Rejtett {number}").hide(people.mira, "abuse", "Sértő.")
        db.session.commit()

    def asked():
        with count_queries() as log:
            mira.get(f"/moderation?show={queue}")
        return sum(not line.startswith("BEGIN") for line in log)

    more(0)
    one = asked()
    for number in range(1, 5):
        more(number)
    # each text may belong to another conversation: its phases and closings come along at once
    assert asked() == one


def test_the_navigation_tells_staff_how_much_waits(mira, client, waiting, reported):
    assert "Moderation (" not in mira.get("/help").text
    waiting("Egy")
    reported("Kettő", 3)
    assert queries.counts() == {"waiting": 1, "flagged": 1, "hidden": 0}
    assert "Moderation (2)" in mira.get("/moderation").text
    assert "/moderation" not in client.get("/help").text


def test_residents_do_not_see_it(client, people):
    assert "/sign-in" in client.get("/moderation").location
    assert client.sign_in(people.ana).get("/moderation").status_code == 403
