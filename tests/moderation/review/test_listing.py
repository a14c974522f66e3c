"""The review queue: what comes in, in which order, and who sees what of it."""

from datetime import timedelta

import pytest

from forum.core.access import can
from forum.core.db import db, now
from forum.moderation.assigning.models import assign
from forum.moderation.models import Approval
from forum.moderation.review.listing import counts
from tests.moderation.review.looking import HIDE, items, number_of, path, seen
from tests.moderation.texts import HOSTILE, KINDS


def test_an_empty_queue_says_so(mira):
    assert "Nothing waits" in mira.get("/moderation").text
    for show, words in (("reported", "Nothing was reported"), ("hidden", "Nothing was hidden")):
        assert words in mira.get(f"/moderation?show={show}").text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_text_comes_in_when_it_waits_or_is_reported(mira, waiting, reported, kind):
    one, two = waiting(kind, HOSTILE), reported("Bejelentett", kind=kind)
    page = mira.get("/moderation").text
    assert path(one) in page
    assert path(two) in page
    assert HOSTILE not in page
    assert path(two) not in mira.get("/moderation?show=waiting").text
    assert path(one) not in mira.get("/moderation?show=reported").text
    other = next(name for name in KINDS if name != kind)
    assert path(one) not in mira.get(f"/moderation?kind={other}").text


def test_a_picture_is_shown(mira, waiting):
    picture = waiting("idea_picture", "Egy pad")
    assert f'src="/ideas/pictures/{picture.id}?size=small"' in mira.get("/moderation").text


def test_the_score_orders_and_shows_its_parts_in_words(mira, make, reported, waiting):
    once = reported("Egyszer", 1, "off_topic", "Nem ide való.")
    often = reported("Háromszor", 3)
    late = waiting("opinion", "Várakozó")
    page = mira.get("/moderation").text
    assert page.index(path(often)) < page.index(path(late)) < page.index(path(once))
    assert "reported by 3 people <b>+30</b>" in page
    assert "appears only once somebody has looked at it <b>+20</b>" in page
    assert "insult or threat: 3" in page
    assert "Nem ide való." in page
    assert [item.score for item in items()] == [10, 30, 20]


def test_it_is_told_by_place(mira, make, people, reported):
    text = reported("Itt mondtam")
    elsewhere = make.opinion("Máshol mondtam", make.conversation("speak"))
    elsewhere.flag(people.ana, "abuse")
    db.session.commit()
    page = mira.get(f"/moderation?place=conversation-{text.conversation_id}").text
    assert "Itt mondtam" in page
    assert "Máshol mondtam" not in page
    assert mira.get("/moderation?place=person-1&kind=x&show=y&page=99").status_code == 200


def test_facilitators_see_their_own_places_only(browser, make, people, reported):
    text, other = reported("Csak a másé"), make.person("facilitator", "Másik")
    assign(text.conversation, other, people.adam)
    db.session.commit()
    assert "Csak a másé" not in browser(people.mira).get("/moderation").text
    assert counts(people.mira)["all"] == 0
    for one in (other, people.paul):
        assert "Csak a másé" in browser(one).get("/moderation").text
    sent = {**HIDE, "items": f"opinion-{text.id}:1.1.1"}
    answer = browser(people.mira).send("/moderation/decisions", sent, follow_redirects=True)
    assert "not in your queue" in answer.text
    assert not can(people.mira, "moderation:act", text)


def test_residents_do_not_see_it(browser, people):
    assert "/sign-in" in browser().get("/moderation").location
    assert browser(people.ana).get("/moderation").status_code == 403
    assert browser(people.ana).send("/moderation/decisions", HIDE).status_code == 403


def test_the_navigation_counts_what_is_pressing(mira, client, make, waiting, reported):
    assert "Moderation (" not in mira.get("/help").text
    make.opinion("Most írok először")  # a new author: in the queue, but nothing to press anybody
    assert "Moderation (" not in mira.get("/help").text
    waiting()
    reported("Kettő", 3)
    assert "Moderation (2)" in mira.get("/moderation").text
    assert 'href="/moderation"' not in client.get("/help").text


def test_pages_and_queries_do_not_grow(mira, make, people, waiting, reported, count_queries):
    def more(number):
        waiting("opinion", f"Vár {number}")
        reported(f"Bejelentett {number}", 2, note="Jegyzet")
        make.opinion(f"Rejtett {number}").hide(people.mira, "abuse", "Sértő.")
        db.session.commit()

    def asked(show):
        with count_queries() as log:
            mira.get(f"/moderation?show={show}")
        return sum(not line.startswith("BEGIN") for line in log)

    more(0)
    first = [asked(show) for show in ("all", "hidden")]
    for number in range(1, 12):
        more(number)
    assert [asked(show) for show in ("all", "hidden")] == first
    assert mira.get("/moderation").text.count("data-item") == 20
    assert mira.get("/moderation?page=2").text.count("data-item") == 4


def test_hidden_texts_stay_for_thirty_days_with_who_and_why(mira, make, people):
    fresh, old = make.opinion("Friss"), make.opinion("Régi")
    for opinion in (fresh, old):
        opinion.hide(people.mira, "abuse", "Sértő hangnem.")
    item = items()[-1]
    item.decided_at = now() - timedelta(days=31)
    db.session.commit()
    page = mira.get("/moderation?show=hidden").text
    assert all(words in page for words in ("Friss", "Sértő hangnem.", "Mira"))
    assert "Régi" not in page
    fresh.restore(people.mira, "Mégis.")
    db.session.commit()
    assert "Friss" not in mira.get("/moderation?show=hidden").text


def test_a_text_that_is_let_leaves_the_queue_without_a_public_word(mira, texts, client):
    text = texts("opinion", "Első szavam")
    page = mira.get("/moderation?show=first")
    mira.send(path(text), {"act": "let", "seen": seen(page, text)})
    assert "Első szavam" not in mira.get("/moderation?show=first").text
    assert text.reference not in client.get("/log").text
    assert number_of(Approval) == 0
