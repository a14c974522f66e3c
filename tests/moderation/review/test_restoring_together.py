"""What was hidden together is shown as one and comes back together: asked, told and never twice."""

import re
from collections import Counter

import pytest

from forum.core.db import db
from forum.moderation.decisions.statements import Statement
from forum.moderation.models import Hiding
from forum.moderation.review.joint.models import AT_ONCE, JointDecision
from forum.opinions.models import Opinion
from tests.moderation.review.looking import HIDE, LONG, path, seen

MANY = AT_ONCE + 4
BACK = {"act": "restore", "because": "Tévedtünk."}
HIDDEN = "/moderation?show=hidden"


@pytest.fixture
def copies(make):
    """Make so many near-copies of one text."""

    def made(number):
        talk = make.conversation("speak")
        return [make.opinion(f"{LONG} Kérem, {each}!", talk) for each in range(number)]

    return made


@pytest.fixture
def hidden(mira, copies, run_jobs):
    """Make copies that Mira has hidden as one."""

    def hide(number):
        texts = copies(number)
        stamp = seen(mira.get("/moderation"), texts[0])
        mira.send(path(texts[0]), {**HIDE, "seen": stamp})
        run_jobs()
        assert Counter(shown()) == {False: number}
        return texts

    return hide


def shown():
    db.session.expire_all()
    return list(db.session.scalars(db.select(Opinion.visible).order_by(Opinion.id)))


def stamp_on(mira, text):
    """The stamp on the list of what was hidden lately."""
    return seen(mira.get(HIDDEN), text)


def test_copies_hidden_as_one_are_one_row_with_their_number(mira, make, hidden):
    texts = hidden(MANY)
    alone = make.opinion("Egészen más szavak állnak itt magukban.")
    mira.send(path(alone, "hiding"), {"reason": "other", "because": "Nem ide való."})
    page = mira.get(HIDDEN).text
    assert page.count("data-item") == 2
    assert f"The same text {MANY} times" in page
    assert f"Restore all {MANY} texts" in page
    assert re.search(r'Hidden lately <span class="count">2<', page)
    assert f"show=hidden&amp;campaign=opinion-{texts[0].id}" in page
    one_by_one = mira.get(f"{HIDDEN}&campaign=opinion-{texts[0].id}").text
    assert one_by_one.count("data-item") == 20  # a page
    assert "Restore all" not in one_by_one


def test_it_is_asked_before_and_says_how_many(mira, hidden):
    texts = hidden(MANY)
    page = mira.get(f"{path(texts[0], 'restoring')}?together={stamp_on(mira, texts[0])}").text
    assert f"Show these {MANY} texts again?" in page
    assert f"The same text {MANY} times" in page
    assert f"Restore all {MANY} texts" in page
    assert "(optional)" not in page.split("<main")[1]


@pytest.mark.parametrize("words", ["", "   "])
def test_each_author_is_owed_words(mira, hidden, words):
    texts = hidden(3)
    data = {**BACK, "because": words, "seen": stamp_on(mira, texts[0])}
    answer = mira.send(path(texts[0]), data)
    assert answer.status_code == 422
    assert "why it appears again" in answer.text
    assert "Show these 3 texts again?" in answer.text
    assert not any(shown())


def test_a_few_come_back_at_once_each_told_once(mira, hidden):
    texts = hidden(3)
    mira.send(path(texts[0]), {**BACK, "seen": stamp_on(mira, texts[0])})
    assert all(shown())
    told = Counter(db.session.scalars(db.select(Statement.act)))
    assert told == {"hidden": 3, "restored": 3}
    assert "Nothing was hidden" in mira.get(HIDDEN).text


def test_many_come_back_by_the_worker_each_told_once(mira, hidden, run_jobs):
    texts = hidden(MANY)
    stamp = stamp_on(mira, texts[0])
    answer = mira.send(path(texts[0]), {**BACK, "seen": stamp})
    assert answer.location.startswith("/moderation/together/")
    assert not any(shown()), "nothing is decided while one waits for the page"
    assert "is being carried out" in mira.get(HIDDEN).text
    again = mira.send(path(texts[0]), {**BACK, "seen": stamp}, follow_redirects=True)
    assert "deciding these texts already" in again.text
    run_jobs()
    assert all(shown())
    told = db.select(Statement.subject_id).where(Statement.act == "restored")
    assert Counter(db.session.scalars(told)) == {text.id: 1 for text in texts}
    assert set(db.session.scalars(db.select(Hiding.restored_because))) == {"Tévedtünk."}
    assert f"{MANY} texts appear again" in mira.get(answer.location).text


def test_what_changed_meanwhile_stays_and_is_named(mira, people, hidden, run_jobs):
    texts = hidden(MANY)
    answer = mira.send(path(texts[0]), {**BACK, "seen": stamp_on(mira, texts[0])})
    texts[2].restore(people.paul, "Ezt én.")
    texts[3].restore(people.paul, "Ezt is.")
    texts[3].hide(people.paul, "hate", "Mégsem.")
    db.session.commit()
    run_jobs()
    assert Counter(shown()) == {True: MANY - 1, False: 1}
    page = mira.get(answer.location).text
    assert "2 texts were left as they are" in page
    assert f"Paul has restored {texts[2].reference} meanwhile." in page
    assert f"Paul has hidden {texts[3].reference} meanwhile." in page


def test_an_old_page_restores_nothing(mira, people, hidden):
    texts = hidden(3)
    stamp = stamp_on(mira, texts[0])
    texts[1].restore(people.paul, "Ezt én.")
    db.session.commit()
    answer = mira.send(path(texts[0]), {**BACK, "seen": stamp}, follow_redirects=True)
    assert "More or fewer copies of" in answer.text
    assert Counter(shown()) == {False: 2, True: 1}
    asked = mira.get(f"{path(texts[0], 'restoring')}?together={stamp}", follow_redirects=True)
    assert "More or fewer copies of" in asked.text


def test_one_of_them_comes_back_alone(mira, hidden):
    texts = hidden(3)
    page = mira.get(f"{HIDDEN}&campaign=opinion-{texts[0].id}")
    mira.send(path(texts[1]), {**BACK, "seen": seen(page, texts[1])})
    assert shown() == [False, True, False]


def test_what_is_ticked_comes_back_together(mira, make, hidden):
    texts = hidden(3)
    alone = make.opinion("Egészen más szavak állnak itt magukban.")
    mira.send(path(alone, "hiding"), {"reason": "other", "because": "Nem ide való."})
    page = mira.get(HIDDEN)
    assert "Restore everything ticked" in page.text
    items = [f"opinion-{one.id}:{seen(page, one)}" for one in (texts[0], alone)]
    asked = mira.send("/moderation/decisions", {"act": "restore", "items": items})
    assert asked.status_code == 422
    assert "Show these 4 texts again?" in asked.text
    mira.send("/moderation/decisions", {**BACK, "items": items})
    assert all(shown())


def test_different_reasons_of_copies_are_all_told(mira, people, hidden):
    texts = hidden(3)
    texts[1].restore(people.paul, "Egy pillanatra.")
    texts[1].hide(people.paul, "hate", "Uszító.")
    db.session.commit()
    page = mira.get(HIDDEN).text
    assert "insult or threat: 2" in page
    assert "incitement against a group of people: 1" in page


def test_the_list_asks_as_much_however_many_there_are(mira, make, count_queries):
    def asked():
        with count_queries() as log:
            mira.get(HIDDEN)
        return sum(not line.startswith("BEGIN") for line in log)

    def more(number):
        talk = make.conversation("speak")
        texts = [make.opinion(f"{LONG} A {number}. {each}", talk) for each in range(3)]
        mira.send(path(texts[0]), {**HIDE, "seen": seen(mira.get("/moderation"), texts[0])})

    more(1)
    first = asked()
    for number in range(2, 5):
        more(number)
    assert asked() == first


# --- what is said when something is missing, and at the end ---


def test_the_page_that_asks_again_names_the_number(mira, copies):
    texts = copies(MANY)
    data = {"act": "hide", "seen": seen(mira.get("/moderation"), texts[0])}
    page = mira.send(path(texts[0]), data).text
    assert f"It is about {MANY} texts." in page
    assert f"The same text {MANY} times" in page
    assert f"Hide all {MANY} texts" in page


def test_one_text_alone_is_one(mira, make):
    text = make.opinion("Egyetlen szöveg.")
    text.flag(make.person("visitor"), "abuse")
    db.session.commit()
    page = mira.send(path(text), {"act": "hide", "seen": seen(mira.get("/moderation"), text)}).text
    assert "It is about 1 text." in page
    assert "Hide it" in page


def test_the_end_tells_honestly_who_was_told(mira, make, run_jobs):
    talk = make.conversation("speak")
    authors = [make.person("resident"), *(make.person("visitor") for _n in range(MANY - 1))]
    texts = [make.opinion(f"{LONG} Kérem, {n}!", talk, author=one) for n, one in enumerate(authors)]
    stamp = seen(mira.get("/moderation"), texts[0])
    there = mira.send(path(texts[0]), {**HIDE, "seen": stamp}).location
    run_jobs()
    page = mira.get(there).text
    assert f"1 of {MANY} authors" in page
    assert "Each author has been told" not in page
    assert f'href="{HIDDEN}"' in page


def test_nobody_is_told_who_cannot_be(mira, hidden):
    hidden(MANY)
    there = f"/moderation/together/{db.session.scalars(db.select(JointDecision.id)).one()}"
    assert "nobody could be told" in mira.get(there).text
