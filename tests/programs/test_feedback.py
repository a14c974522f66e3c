"""How a session was: from a phone, from paper; once each, and never lost."""

import io
import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from pypdf import PdfReader

from forum.accounts.models import Person
from forum.core import clock
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.mail import OutboxMessage
from forum.events.registration.registering import Wish, register
from forum.opinions.models import Opinion
from forum.programs import feedback, jobs, life
from forum.programs.connecting import absorb_visitor
from forum.programs.drafting import draft
from forum.programs.models import Feedback
from forum.programs.papers import feedback_paper
from forum.programs.scheduling import add_session


@pytest.fixture(autouse=True)
def english(client):
    client.set_cookie("language", "en")


@pytest.fixture
def program(make, people):
    """A program of which one session was yesterday and one is next week."""
    with clock.at(now() - timedelta(days=2)):
        words = {"title_hu": "Klub", "title_en": "Club", "season_id": make.season().id}
        made = draft(people.mira, "k", words)
        for number, days in enumerate((1, 9)):
            start = now() + timedelta(days=days)
            times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
            add_session(made, people.mira, f"s{number}", {**times, "place_hu": "Terem"})
        life.announce(made, people.mira)
        db.session.commit()
    return made


@pytest.fixture
def event(program):
    return program.in_order[0].event


def said(**more):
    return {"submit_key": "f" * 22, "rating": "5", "good": "A hangulat.", "better": "", **more}


def test_a_visitor_says_how_it_was_and_takes_the_codes_home(client, event, program):
    path = f"/events/{event.id}/feedback"
    page = client.get(path)
    assert page.status_code == 200
    assert page.text.count('name="rating"') == 5
    answer = client.send(path, said(better="Több szék."), follow_redirects=True)
    assert answer.status_code == 200
    row = db.session.query(Feedback).one()
    assert (row.rating, row.channel) == (5, "web")
    opinions = {one.text: one for one in db.session.query(Opinion)}
    assert set(opinions) == {"A hangulat.", "Több szék."}
    assert {one.conversation_id for one in opinions.values()} == {program.conversation_id}
    assert len({one.author_id for one in opinions.values()}) == 1
    codes = re.findall(r"slip-code\">([0-9A-Z-]{12})", answer.text)
    assert len(codes) == 2
    assert "A hangulat." in client.get(f"/follow/{codes[0]}").text
    assert "Next" in answer.text or "next session" in answer.text


def test_the_same_form_twice_is_one_and_another_replaces_the_rating(client, event):
    path = f"/events/{event.id}/feedback"
    client.send(path, said())
    client.send(path, said())
    assert db.session.query(Opinion).count() == 1
    client.send(path, said(submit_key="g" * 22, rating="2", good="Mást mondok.", better="Szék."))
    assert db.session.query(Feedback).one().rating == 2
    assert {one.text for one in db.session.query(Opinion)} == {"A hangulat.", "Szék."}


@pytest.mark.parametrize(
    "wrong",
    [
        {"rating": "", "good": "", "better": ""},
        {"rating": "6"},
        {"rating": "0"},
        {"good": "x" * 1001},
        {"website": "spam"},
        {"neighbourhood": "999"},
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(client, event, wrong):
    answer = client.send(f"/events/{event.id}/feedback", said(**{"better": "Több fény", **wrong}))
    assert answer.status_code == 422
    if wrong.get("better") != "":
        assert "Több fény" in answer.text
    assert db.session.query(Feedback).count() == 0


def test_words_alone_or_a_rating_alone_are_enough(client, app, event):
    client.send(f"/events/{event.id}/feedback", said(rating=""))
    other = app.test_client()
    other.send(f"/events/{event.id}/feedback", said(good="", submit_key="h" * 22))
    assert [row.rating for row in db.session.query(Feedback)] == [None, 5]
    assert db.session.query(Opinion).count() == 1


def test_it_is_open_from_the_begin_until_thirty_days_after(client, program, event):
    coming = program.in_order[1].event
    answer = client.send(f"/events/{coming.id}/feedback", said())
    assert answer.status_code == 409
    assert "A hangulat." in answer.text
    with clock.at(event.ends_at + timedelta(days=29)):
        assert feedback.is_open(event)
    with clock.at(event.ends_at + timedelta(days=31)):
        assert not feedback.is_open(event)
        assert feedback.is_open(event, for_paper=True)
        assert client.send(f"/events/{event.id}/feedback", said()).status_code == 409
    assert db.session.query(Feedback).count() == 0


def test_the_square_on_the_wall_leads_to_the_last_session(client, program, event):
    answer = client.get(f"/programs/{program.id}/feedback")
    assert answer.headers["Location"].endswith(f"/events/{event.id}/feedback")
    with clock.at(program.in_order[1].event.starts_at):
        there = client.get(f"/programs/{program.id}/feedback").headers["Location"]
        assert there.endswith(f"/events/{program.in_order[1].event_id}/feedback")
    with clock.at(now() + timedelta(days=80)):
        there = client.get(f"/programs/{program.id}/feedback").headers["Location"]
        assert there.endswith(f"/programs/{program.id}")


def test_an_event_of_no_program_asks_nothing(client, make):
    assert client.get(f"/events/{make.event('past').id}/feedback").status_code == 404


def test_somebody_elses_turn_begins_anew(client, event):
    path = f"/events/{event.id}/feedback"
    client.send(path, said())
    assert client.send("/programs/handover").headers["Location"].endswith(path)
    client.send(path, said(submit_key="z" * 22, rating="1"))
    assert sorted(row.rating for row in db.session.query(Feedback)) == [1, 5]


def test_nobody_reads_the_codes_of_another(client, app, event):
    client.send(f"/events/{event.id}/feedback", said())
    stranger = app.test_client()
    assert stranger.get(f"/events/{event.id}/feedback/thanks").status_code == 404


def test_hostile_words_stay_words(client, event, program):
    for number, words in enumerate(("<svg onload=alert(1)>", '"><img src=x>', "=1+1")):
        key = str(number) * 22
        page = client.send(
            f"/events/{event.id}/feedback",
            said(good=words, rating="9", submit_key=key),
        ).text
        assert "<svg onload" not in page
        assert "<img src=x" not in page
    client.send(f"/events/{event.id}/feedback", said(good="<svg onload=alert(1)>"))
    assert "<svg onload" not in client.get(f"/conversations/{program.conversation_id}").text


def test_a_hall_gets_through_and_a_flood_does_not(app, event, monkeypatch):
    monkeypatch.setattr("forum.programs.views_feedback.PER_ADDRESS", 3)
    answers = []
    for number in range(5):
        browser = app.test_client()
        form = said(submit_key=f"{number}" * 22)
        answers.append(browser.send(f"/events/{event.id}/feedback", form).status_code)
    assert answers == [303, 303, 303, 429, 429]


def test_paper_is_keyed_and_a_contact_counts_once(client, event, program, people):
    client.sign_in(people.mira)
    path = f"/programs/{program.id}/feedback/desk"
    assert client.get(path).status_code == 200
    form = said(event=event.id, contact="+36 30 123 4567")
    assert client.send(path, form).status_code == 303
    assert client.send(path, form).status_code == 303
    again = said(event=event.id, contact="06301234567", submit_key="b" * 22, rating="3")
    client.send(path, again)
    client.send(path, said(event=event.id, submit_key="c" * 22, good="Papíron."))
    rows = db.session.query(Feedback).order_by(Feedback.id).all()
    assert [row.rating for row in rows] == [3, 5]
    assert {row.channel for row in rows} == {"paper"}
    assert {row.entered_by_id for row in rows} == {people.mira.id}
    assert "Papíron." in client.get(path).text
    assert client.send(path, said(event="", submit_key="d" * 22)).status_code == 422
    coming = program.in_order[1].event_id
    assert client.send(path, said(event=coming, submit_key="e" * 22)).status_code == 422


def test_paper_with_the_address_of_an_account_is_of_the_same_person(client, event, program, people):
    """As with support of ideas and with ballots: who signs a sheet and then rates online is one."""
    client.sign_in(people.mira)
    form = said(event=event.id, contact=people.ana.email, rating="2")
    assert client.send(f"/programs/{program.id}/feedback/desk", form).status_code == 303
    client.sign_in(people.ana)
    online = said(submit_key="n" * 22, rating="4", good="", better="Több fény.")
    assert client.send(f"/events/{event.id}/feedback", online).status_code in {200, 303}
    (row,) = db.session.query(Feedback)
    assert (row.rating, row.person_id) == (4, people.ana.id)


def test_twins_leave_one_feedback_and_one_opinion(app, event, make):
    visitor = make.person("visitor")
    numbers = event.id, visitor.id
    barrier, failures = Barrier(4), []

    def send(number):
        from forum.events.models import Event

        with app.app_context():
            barrier.wait()
            try:
                rows = db.session.get_one(Event, numbers[0]), db.session.get_one(Person, numbers[1])
                feedback.give(*rows, 4, "Jó.", "", f"key-{number}")
                db.session.commit()
            except Exception as failure:
                failures.append(failure)

    db.session.rollback()
    threads = [Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert db.session.query(Feedback).count() == 1
    assert db.session.query(Opinion).count() == 1


def test_figures_are_shown_once_five_have_answered(client, event, program, make, count_queries):
    for number in range(4):
        feedback.give(event, make.person("visitor"), 5, "", "", f"key-{number}")
    db.session.commit()
    assert "the mean is" not in client.get(f"/programs/{program.id}").text
    feedback.give(event, make.person("visitor"), 3, "", "", "key-5")
    db.session.commit()
    assert "5 answers; the mean is 4.6 of 5." in client.get(f"/programs/{program.id}?x=1").text
    with count_queries() as log:
        found = feedback.figures([program.id, 999])
    assert len(log) == 1
    assert found[program.id].by_rating == {5: 4, 4: 0, 3: 1, 2: 0, 1: 0}
    assert found[999].count == 0
    feedback.give(event, make.person("visitor"), 1, "", "", "key-6")
    db.session.commit()
    assert feedback.figures([program.id])[program.id] == found[program.id]  # by fives


def test_feedback_before_the_program_is_announced_is_refused(make, people):
    drafted = make.program("draft")
    with pytest.raises(Refused):
        feedback.give(drafted.sessions[0].event, people.ana, 5, "", "", "k")


def test_an_account_takes_over_what_it_said_as_a_visitor(event, make, people):
    visitor, other = make.person("visitor"), make.person("visitor")
    feedback.give(event, visitor, 4, "", "", "k1")
    feedback.give(event, other, 2, "", "", "k2")
    absorb_visitor(visitor.id, people.ana)
    absorb_visitor(other.id, people.ana)
    db.session.commit()
    db.session.expire_all()
    rows = {row.person_id: row.rating for row in db.session.query(Feedback)}
    assert rows == {people.ana.id: 4, other.id: 2}


def wish(**more):
    return Wish(**{"name": "Éva", **more})


def test_whoever_registered_is_thanked_once_in_their_language(event, people, client):
    with clock.at(event.starts_at - timedelta(hours=20)):
        register(event, wish(contact="eva@example.org"), "r1")
        register(event, wish(contact="john@example.org", language="en"), "r2")
        register(event, wish(contact="+36301234567"), "r3")
        gone = register(event, wish(contact="nem@example.org"), "r4")
        gone.cancelled_at = now()
        db.session.commit()
    db.session.query(OutboxMessage).delete()
    db.session.commit()
    jobs.thank_for_coming()
    jobs.thank_for_coming()
    letters = {one.recipient: one for one in db.session.query(OutboxMessage)}
    assert set(letters) == {"eva@example.org", "john@example.org"}
    assert db.session.query(OutboxMessage).count() == 2
    assert "Köszönjük" in letters["eva@example.org"].subject
    assert "Thank you for coming: Club" in letters["john@example.org"].subject
    for letter in letters.values():
        assert f"/events/{event.id}/feedback" in letter.body
        assert "Éva" not in letter.body


def test_nobody_is_thanked_for_what_was_called_off_or_long_ago(event, program):
    with clock.at(event.starts_at - timedelta(hours=20)):
        register(event, wish(contact="eva@example.org"), "r1")
        coming = program.in_order[1].event
        register(coming, wish(contact="eva@example.org"), "r2")
        coming.cancel(program_by(program), "Vihar")
        db.session.commit()
    db.session.query(OutboxMessage).delete()
    db.session.commit()
    with clock.at(event.ends_at + timedelta(days=9)):
        jobs.thank_for_coming()
    assert db.session.query(OutboxMessage).count() == 0


def program_by(program):
    return db.session.get_one(Person, program.announced_by_id)


@pytest.mark.parametrize(
    "title", ["Klub", "Hosszú " * 24, "<svg onload=alert(1)> #set 🎲", "Á" * 190]
)
def test_the_papers_are_two_sheets_tagged_and_word_for_word(app, client, program, people, title):
    program.title_en = title.strip()
    program.title_hu = title.strip()
    db.session.commit()
    client.sign_in(people.mira)
    answer = client.get(f"/programs/{program.id}/feedback.pdf")
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.data))
    assert len(reader.pages) == 2
    assert reader.trailer["/Root"]["/Lang"].startswith("en")
    wall, form = (" ".join(page.extract_text().split()) for page in reader.pages)
    assert f"/programs/{program.id}/feedback" in wall.replace(" ", "")
    assert form.count("What should be different?") == 2
    assert form.count("Very good") == 2
    if title.startswith("<svg"):
        assert "<svg onload=alert(1)> #set" in wall


def test_the_paper_speaks_the_language_of_the_page(app, program):
    from flask_babel import force_locale

    with app.test_request_context(), force_locale("hu"):
        words = PdfReader(io.BytesIO(feedback_paper(program, None, None)))
        assert "Mi legyen másképp?" in words.pages[1].extract_text()
