"""Several facilitators and tables at the same moment: one step, one question, nothing doubled."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.meetings.codes import table_code
from forum.meetings.drafting import TableRow, set_tables
from forum.meetings.hall import (
    leading,
)
from forum.meetings.hall.captures import Capture, StrawPoll
from forum.meetings.models import AgendaItem, Meeting, Sitting
from forum.opinions.models import Opinion


@pytest.fixture
def live(make, people):
    meeting = make.meeting("now", conversation=make.conversation(), items=4)
    for item in meeting.items:
        item.at_tables = True
    set_tables(meeting, [TableRow("", None)], people.mira)
    leading.start(meeting, people.mira)
    db.session.commit()
    return meeting


def at_once(app, person, posts):
    """Send ``posts`` (path, data) at the same moment, each from a browser of its own."""
    browsers = [app.test_client() for _post in posts]
    for browser in browsers if person else ():
        browser.sign_in(person)
    db.session.rollback()

    def send(browser, post):
        return browser.send(post[0], dict(post[1])).status_code

    with ThreadPoolExecutor(len(posts)) as pool:
        return sorted(pool.map(send, browsers, posts))


def number_of(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def test_six_who_press_next_make_one_step(app, live, people):
    first, second = live.items[:2]
    posts = [(f"/forums/{live.id}/current", {"item": second.id, "seen": first.id})] * 6
    assert at_once(app, people.mira, posts) == [303] * 6
    current = select(AgendaItem.title_hu).where(AgendaItem.is_current)
    assert db.session.scalars(current).all() == [second.title_hu]


def test_some_go_on_and_some_go_back(app, live, people):
    first, second, third, _fourth = live.items
    leading.go_to(second, people.mira)
    db.session.commit()
    posts = [
        (f"/forums/{live.id}/current", {"item": item.id, "seen": second.id})
        for item in (first, third) * 3
    ]
    assert at_once(app, people.mira, posts) == [303] * 6
    assert db.session.scalar(select(func.count()).where(AgendaItem.is_current)) == 1


def test_a_forum_is_opened_once(app, make, people):
    meeting = make.meeting("now")
    assert at_once(app, people.mira, [(f"/forums/{meeting.id}/start", {})] * 6) == [303] * 6
    assert number_of(Sitting) == 1


def test_one_of_six_questions_is_open(app, live, people):
    posts = [
        (
            f"/forums/{live.id}/polls",
            {"question": f"{n}?", "option_1": "Igen", "option_2": "Nem", "submit_key": f"p{n}"},
        )
        for n in range(6)
    ]
    assert at_once(app, people.mira, posts) == [303] + [409] * 5
    assert number_of(StrawPoll) == 1


def test_an_opinion_sent_six_times_is_one(app, live, people):
    entry = {"text": "Több pad!", "submit_key": "k" * 22}
    assert at_once(app, people.mira, [(f"/forums/{live.id}/captures", entry)] * 6) == [303] * 6
    path = f"/table/{table_code(live.tables[0])}"
    assert at_once(app, None, [(path, entry)] * 6) == [303] * 6
    assert number_of(Opinion) == number_of(Capture) == 2


def test_a_forum_is_drafted_once(app, people):
    values = {
        "submit_key": "f" * 22,
        "type": "opening",
        "title_hu": "Nyitófórum",
        "description_hu": "Nézzük meg együtt!",
        "day": "2030-05-06",
        "begins": "17:00",
        "ends": "19:00",
        "place_hu": "Piac tér",
        "is_free": "y",
        "comment_days": "8",
    }
    assert at_once(app, people.mira, [("/forums/new", values)] * 4) == [303] * 4
    assert number_of(Meeting) == 1
    assert number_of(AgendaItem) == 6
