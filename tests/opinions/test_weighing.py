"""Weighing: one opinion at a time or in the list, once for each person, counted right."""

import re
from collections import Counter
from threading import Thread

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.conversations.queries import visible_conversation
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import forget_pages
from forum.opinions.models import AGREE, DISAGREE, PASS, Opinion, Reaction
from forum.opinions.turns import progress
from tests.conftest import Client

HOSTILE = '<svg onload=alert(1)> "><img src=x onerror=alert(2)>'


@pytest.fixture
def talk(make):
    """A conversation in which one may speak and weigh."""
    return make.conversation("both")


def react(client, opinion_id, value="1", **more):
    return client.send(f"/opinions/{opinion_id}/reaction", {"value": value, **more})


def shown_on(page):
    """The number of the opinion that a page of weighing shows."""
    found = re.search(r'action="/opinions/(\d+)/reaction"', page.text)
    return int(found[1]) if found else None


def reactions():
    return db.session.scalar(select(func.count(Reaction.id)))


def test_a_visitor_weighs_and_gets_a_row_at_the_first_weighing(client, make, talk):
    opinion = make.opinion("Több padot!", talk)
    before = db.session.scalar(select(func.count(Person.id)))
    page = client.get(f"/conversations/{talk.id}/weigh")
    assert "Több padot!" in page.text
    assert db.session.scalar(select(func.count(Person.id))) == before
    answer = react(client, opinion.id)
    assert (answer.status_code, answer.location) == (303, f"/conversations/{talk.id}/weigh#weigh")
    assert react(client, opinion.id, "0").status_code == 303
    db.session.expire_all()
    assert db.session.scalar(select(func.count(Person.id))) == before + 1
    assert (opinion.agrees, opinion.passes, talk.weighings_count) == (0, 1, 1)


def test_a_resident_weighs_everything_and_is_thanked(client, make, talk, people):
    for number in range(3):
        make.opinion(f"Vélemény {number}", talk)
    client.sign_in(people.ana)
    for _turn in range(3):
        page = client.get(f"/conversations/{talk.id}/weigh")
        react(client, shown_on(page), "-1")
    page = client.get(f"/conversations/{talk.id}/weigh")
    assert shown_on(page) is None
    assert f'href="/conversations/{talk.id}/speak"' in page.text
    assert [o.disagrees for o in db.session.scalars(select(Opinion))] == [1, 1, 1]


def test_progress_is_told(client, make, talk, people):
    opinions = [make.opinion(f"Vélemény {number}", talk) for number in range(3)]
    make.opinion("Az enyém.", talk, people.ana)
    react(client.sign_in(people.ana), opinions[0].id)
    page = client.get(f"/conversations/{talk.id}/weigh")
    assert "1 / 3" in page.text
    assert f"?opinion={opinions[0].id}" in page.text


def test_a_reload_shows_the_same_opinion(client, make, talk, people):
    for number in range(30):
        make.opinion(f"Vélemény {number}", talk)
    client.sign_in(people.ana)
    shown = {shown_on(client.get(f"/conversations/{talk.id}/weigh")) for _time in range(5)}
    assert len(shown) == 1


def test_visitors_begin_with_different_opinions(app, make, talk):
    for number in range(30):
        make.opinion(f"Vélemény {number}", talk)
    path = f"/conversations/{talk.id}/weigh"
    shown = {shown_on(app.test_client().get(path)) for _visitor in range(8)}
    assert len(shown) > 2


def test_the_last_weighing_can_be_changed_and_taken_back(client, make, talk, people):
    opinion = make.opinion("Több padot!", talk)
    react(client.sign_in(people.ana), opinion.id, "1")
    page = client.get(f"/conversations/{talk.id}/weigh?opinion={opinion.id}")
    assert 'value="1" aria-pressed="true"' in page.text
    react(client, opinion.id, "-1")
    db.session.refresh(opinion)
    assert (opinion.agrees, opinion.disagrees) == (0, 1)
    react(client, opinion.id, "back")
    db.session.expire_all()
    assert (opinion.disagrees, talk.weighings_count, reactions()) == (0, 0, 0)
    react(client, opinion.id, "back")
    db.session.expire_all()
    assert (opinion.disagrees, talk.weighings_count) == (0, 0)


def test_nobody_weighs_their_own(client, make, talk, people):
    mine = make.opinion("Az enyém.", talk, people.ana)
    client.sign_in(people.ana)
    assert shown_on(client.get(f"/conversations/{talk.id}/weigh")) is None
    assert client.get(f"/conversations/{talk.id}/weigh?opinion={mine.id}").status_code == 404
    assert react(client, mine.id).status_code == 409
    assert reactions() == 0


def test_hidden_and_waiting_opinions_are_not_there(client, make, people):
    talk = make.conversation("both", moderation="before")
    waiting = make.opinion("Várok.", talk)
    hidden = make.opinion("Rejtett.", talk, entered_by=people.mira)
    hidden.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    client.sign_in(people.ana)
    for opinion in (waiting, hidden):
        assert react(client, opinion.id).status_code == 404
        assert client.get(f"/conversations/{talk.id}/weigh?opinion={opinion.id}").status_code == 404
    assert shown_on(client.get(f"/conversations/{talk.id}/weigh")) is None
    assert reactions() == 0


def test_a_draft_is_not_there(client, make, people):
    talk = make.conversation("draft")
    opinion = make.opinion("Kézzel bevitt.", talk, entered_by=people.mira)
    client.sign_in(people.ana)
    assert client.get(f"/conversations/{talk.id}/weigh").status_code == 404
    assert react(client, opinion.id).status_code == 404


@pytest.mark.parametrize("state", ["announced", "speak", "read"])
def test_outside_the_phase_it_is_refused_kindly(client, make, people, state):
    talk = make.conversation(state)
    opinion = make.opinion("Több padot!", talk)
    client.sign_in(people.ana)
    for answer in (client.get(f"/conversations/{talk.id}/weigh"), react(client, opinion.id)):
        assert answer.status_code == 403
        assert f'href="/conversations/{talk.id}#opinions"' in answer.text
    assert reactions() == 0


def test_after_closing_the_reason_is_told(client, make, talk, people):
    opinion = make.opinion("Több padot!", talk)
    talk.close(by=people.mira, because="Elfogyott a pénz.")
    db.session.commit()
    assert "Elfogyott a pénz." in react(client, opinion.id).text
    assert reactions() == 0


def test_where_an_account_is_needed_a_visitor_is_sent_to_sign_in(client, make, people):
    talk = make.conversation("both", who_weighs="registered")
    opinion = make.opinion("Több padot!", talk)
    here = f"/conversations/{talk.id}/weigh"
    for answer in (client.get(here), react(client, opinion.id)):
        assert answer.status_code == 302
        assert answer.location == f"/sign-in?next={here}"
    client.sign_in(make.person("resident", "Új"))
    assert client.get(here).status_code == 200


def test_an_unconfirmed_address_is_told_what_is_missing(client, make):
    talk = make.conversation("both", who_weighs="registered")
    make.opinion("Több padot!", talk)
    newcomer = make.person("resident", "Új")
    newcomer.email_confirmed_at = None
    db.session.commit()
    page = client.sign_in(newcomer).get(f"/conversations/{talk.id}/weigh")
    assert page.status_code == 403
    assert "e-mail" in page.text


@pytest.mark.parametrize("value", ["", "2", "-2", "1.0", "true", "x" * 5000, HOSTILE])
def test_anything_but_the_three_answers_is_refused(client, make, talk, people, value):
    opinion = make.opinion("Több padot!", talk)
    assert react(client.sign_in(people.ana), opinion.id, value).status_code == 422
    assert reactions() == 0


def test_weighing_without_a_token_is_refused(client, make, talk):
    opinion = make.opinion("Több padot!", talk)
    assert client.post(f"/opinions/{opinion.id}/reaction", data={"value": "1"}).status_code == 400
    assert reactions() == 0


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/conversations/1?page=2#o7", "/conversations/1?page=2#o7"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("/\\evil.example", None),
    ],
)
def test_the_way_back_stays_on_this_site(client, make, talk, people, wanted, given):
    opinion = make.opinion("Több padot!", talk)
    answer = react(client.sign_in(people.ana), opinion.id, next=wanted)
    assert answer.location == (given or f"/conversations/{talk.id}/weigh#weigh")


def test_a_script_gets_the_counts(client, make, talk, people):
    opinion = make.opinion("Több padot!", talk)
    opinion.weigh(people.paul, DISAGREE)
    db.session.commit()
    client.sign_in(people.ana)
    answer = client.send(
        f"/opinions/{opinion.id}/reaction", {"value": "1"}, headers={"Accept": "application/json"}
    )
    assert answer.json == {"value": 1, "agrees": 1, "passes": 0, "disagrees": 1}


def test_hostile_words_stay_words(client, make, talk, people):
    make.opinion(HOSTILE, talk, neighbourhood_id=make.neighbourhood(HOSTILE[:60]).id)
    page = client.sign_in(people.ana).get(f"/conversations/{talk.id}/weigh").text
    assert "<svg onload" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(("language", "word"), [("hu", "Egyetértek"), ("en", "Agree")])
def test_the_page_speaks_both_languages(client, make, talk, language, word):
    make.opinion("Több padot!", talk)
    client.set_cookie("language", language)
    page = client.get(f"/conversations/{talk.id}/weigh").text
    assert word in page
    assert f'<html lang="{language}">' in page


def test_keys_and_buttons_are_the_same_form(client, make, talk):
    make.opinion("Több padot!", talk)
    page = client.get(f"/conversations/{talk.id}/weigh").text
    form = page[page.index("data-keys") : page.index("</form>", page.index("data-keys"))]
    assert re.findall(r'name="value" value="(-?\d)"', form) == ["1", "0", "-1"]
    assert re.findall(r"<kbd[^>]*>(\d)</kbd>", form) == ["1", "2", "3"]


def test_a_hidden_opinion_refuses_at_the_last_moment(make, talk, people):
    """Between reading the ballot and writing the row somebody hides the opinion."""
    opinion = make.opinion("Több padot!", talk)
    opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    with pytest.raises(Refused):
        opinion.weigh(people.ana, AGREE)
    db.session.rollback()
    assert reactions() == 0


def test_hiding_takes_weighings_out_of_the_count_and_restoring_brings_them_back(make, talk, people):
    opinion = make.opinion("Több padot!", talk)
    opinion.weigh(people.ana, AGREE)
    db.session.commit()
    opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    assert talk.weighings_count == 0
    assert progress(people.ana, talk).done == 0
    opinion.restore(by=people.mira)
    db.session.commit()
    assert (talk.weighings_count, progress(people.ana, talk).done) == (1, 1)


def test_a_turn_asks_the_same_however_many_opinions(client, make, count_queries, people):
    asked = []
    for number in (5, 60):
        talk = make.conversation("both")
        for each in range(number):
            make.opinion(f"Vélemény {each}", talk)
        client.sign_in(people.ana)
        with count_queries() as log:
            client.get(f"/conversations/{talk.id}/weigh")
        asked.append(len(log))
    assert asked[0] == asked[1] <= 14


def test_weighing_is_done_in_few_statements(client, make, talk, people, count_queries):
    opinion = make.opinion("Több padot!", talk)
    client.sign_in(people.ana)
    with count_queries() as log:
        react(client, opinion.id)
    assert len([statement for statement in log if not statement.startswith("BEGIN")]) <= 5


def test_twenty_posts_at_once_are_one_weighing(app, make, talk, people):
    opinion = make.opinion("Több padot!", talk)
    answers = in_parallel(app, [people.ana], [(opinion.id, "1")] * 20)
    assert Counter(answers) == {303: 20}
    db.session.expire_all()
    assert (reactions(), opinion.agrees, talk.weighings_count) == (1, 1, 1)


def test_changing_ones_mind_in_parallel_leaves_the_counters_right(app, make, talk, people):
    opinions = [make.opinion(f"Vélemény {number}", talk) for number in range(2)]
    posts = [(opinions[n % 2].id, ("1", "0", "-1", "back")[n % 4]) for n in range(24)]
    assert set(in_parallel(app, [people.ana], posts)) == {303}
    db.session.expire_all()
    counted = Counter(
        db.session.execute(select(Reaction.opinion_id, Reaction.value)).tuples().all()
    )
    for opinion in opinions:
        kept = [counted[opinion.id, value] for value in (AGREE, PASS, DISAGREE)]
        assert [opinion.agrees, opinion.passes, opinion.disagrees] == kept
        assert sum(kept) <= 1
    assert talk.weighings_count == reactions()


def test_many_people_at_once_are_all_counted(app, make, talk):
    opinion = make.opinion("Több padot!", talk)
    crowd = [make.person("resident", f"Lakó{number}") for number in range(12)]
    answers = in_parallel(app, crowd, [(opinion.id, "1")] * 24)
    assert Counter(answers) == {303: 24}
    db.session.expire_all()
    assert (reactions(), opinion.agrees, talk.weighings_count) == (12, 12, 12)


def in_parallel(app, people, posts):
    """Send all posts at the same time, each in a thread and a browser of its own, by turns."""
    remembered, answers = [person.get_id() for person in people], []
    posts = [(remembered[n % len(remembered)], *post) for n, post in enumerate(posts)]
    db.session.rollback()  # whoever only reads here must not keep the others waiting

    def send(who, opinion_id, value):
        with app.app_context():
            browser = Client(app, app.response_class)
            with browser.session_transaction() as session:
                session["_user_id"], session["_fresh"] = who, True
            answers.append(react(browser, opinion_id, value).status_code)
            db.session.remove()

    threads = [Thread(target=send, args=post) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class TestTheList:
    """Weighing in the list on the page of the conversation."""

    def test_a_visitor_without_a_session_finds_no_form(self, client, make, talk):
        make.opinion("Több padot!", talk)
        page = client.get(f"/conversations/{talk.id}")
        assert "Több padot!" in page.text
        assert "csrf_token" not in page.text
        assert "Set-Cookie" not in page.headers

    def test_whoever_carries_a_session_weighs_in_place(self, client, make, talk, people):
        opinion = make.opinion("Több padot!", talk)
        mine = make.opinion("Az enyém.", talk, people.ana)
        page = client.sign_in(people.ana).get(f"/conversations/{talk.id}").text
        assert f'action="/opinions/{opinion.id}/reaction"' in page
        assert f'action="/opinions/{mine.id}/reaction"' not in page
        back = f"/conversations/{talk.id}#o{opinion.id}"
        assert f'name="next" value="{back}"' in page
        assert react(client, opinion.id, "-1", next=back).location == back
        page = client.get(f"/conversations/{talk.id}").text
        assert 'value="-1" aria-pressed="true"' in page

    def test_agreement_is_shown_once_weighing_has_begun(self, client, make, people):
        speaking, weighing = make.conversation("speak"), make.conversation("weigh")
        for talk in (speaking, weighing):
            make.opinion("Több padot!", talk)
        assert "agreement" not in client.get(f"/conversations/{speaking.id}").text
        assert "agreement" in client.get(f"/conversations/{weighing.id}").text

    def test_the_reader_orders_the_list(self, client, make, talk):
        loved, split, new = (make.opinion(text, talk) for text in ("Szeretett", "Vitás", "Friss"))
        for number in range(4):
            someone = make.person("visitor")
            loved.weigh(someone, AGREE)
            split.weigh(someone, AGREE if number % 2 else DISAGREE)
        split.weigh(make.person("visitor"), PASS)
        db.session.commit()
        order = {
            sort: listed(client, talk, sort=sort)
            for sort in ("newest", "agreed", "weighed", "divided", "nonsense", "1; drop table")
        }
        assert order["newest"][0] == order["nonsense"][0] == order["1; drop table"][0] == new.id
        assert order["agreed"][0] == loved.id
        assert order["weighed"][0] == order["divided"][0] == split.id

    def test_the_reader_chooses_by_place_and_words(self, client, make, talk):
        avas, szirma = make.neighbourhood("Avas"), make.neighbourhood("Szirma")
        a = [
            make.opinion(f"Padot a {n}. játszótérre", talk, neighbourhood_id=avas.id).id
            for n in range(5)
        ]
        b = make.opinion("Padokat kérünk", talk, neighbourhood_id=szirma.id)
        make.opinion("Padot máshová", make.conversation("both"))
        assert set(listed(client, talk, neighbourhood=avas.id)) == set(a)
        assert set(listed(client, talk, q="pad")) == {*a, b.id}
        assert set(listed(client, talk, q="játszótér")) == set(a)
        assert set(listed(client, talk, q="pad", neighbourhood=avas.id)) == set(a)
        assert listed(client, talk, q="zsiráf") == []
        assert set(listed(client, talk, neighbourhood=szirma.id, age="-5")) == {*a, b.id}
        assert set(listed(client, talk, q="...")) == set()

    def test_what_was_searched_is_shown_as_words(self, client, make, talk):
        make.opinion("Több padot!", talk)
        page = client.get(f"/conversations/{talk.id}", query_string={"q": HOSTILE}).text
        assert "<svg onload" not in page
        assert "<img src=x" not in page

    def test_the_list_goes_on_on_a_second_page(self, client, make, talk):
        for number in range(23):
            make.opinion(f"Vélemény {number}", talk)
        assert len(listed(client, talk)) == 20
        assert len(listed(client, talk, page=2)) == 3
        assert listed(client, talk, page=99) == []

    @pytest.mark.parametrize("reader", ["visitor", "ana", "mira"])
    def test_the_page_asks_the_same_however_many_opinions(
        self, client, make, people, count_queries, reader
    ):
        place, band = make.neighbourhood().id, make.age_band().id
        if reader != "visitor":
            client.sign_in(getattr(people, reader))
        asked = []
        for number in (5, 60):
            talk = make.conversation("both")
            for each in range(number):
                make.opinion(f"Vélemény {each}", talk, neighbourhood_id=place, age_band_id=band)
            forget_pages()
            path = f"/conversations/{talk.id}"
            db.session.expunge_all()  # what the test holds is not read again with the page
            with count_queries() as log:
                assert client.get(path).status_code == 200
            asked.append(log)
        few, many = map(len, asked)
        assert few == many <= 34, set(asked[0]) ^ set(asked[1])


def listed(client, talk, **query):
    """The opinions a page lists, in order."""
    page = client.get(f"/conversations/{talk.id}", query_string=query)
    assert page.status_code == 200
    return [int(number) for number in re.findall(r'id="o(\d+)"', page.text)]


class TestRecount:
    """`flask recount` sets counters right and says what was wrong."""

    def test_right_counters_are_left_alone(self, app, make, talk, people):
        make.opinion("Több padot!", talk).weigh(people.ana, AGREE)
        db.session.commit()
        tick = talk.tick
        result = app.test_cli_runner().invoke(args=["recount"])
        assert "right" in result.output
        db.session.expire_all()
        assert talk.tick == tick

    def test_wrong_counters_are_told_and_mended(self, app, make, talk, people):
        opinion = make.opinion("Több padot!", talk)
        opinion.weigh(people.ana, AGREE)
        opinion.agrees, opinion.passes, talk.people_count = 7, 3, 40
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["recount"])
        assert result.exit_code == 0
        assert f"opinion {opinion.id}: " in result.output
        assert "(7, 3, 0) -> (1, 0, 0)" in result.output
        assert f"conversation {talk.id}: people_count 40 -> 1" in result.output
        db.session.expire_all()
        assert (opinion.agrees, opinion.passes, talk.people_count) == (1, 0, 1)


def test_a_conversation_opened_later_makes_its_opinions_findable(client, make, people):
    talk = make.conversation("draft")
    make.opinion("Cseresznyefát ültessünk!", talk, entered_by=people.mira)
    draft = visible_conversation(people.mira, talk.id)
    client.sign_in(people.mira)
    assert listed(client, talk, q="cseresznyefa") == []
    draft.open(by=people.mira)
    db.session.commit()
    assert len(listed(client, talk, q="cseresznyefa")) == 1


def test_a_new_visitor_who_taps_twice_is_one_person(app, make, talk):
    opinion = make.opinion("Több padot!", talk)
    before = db.session.scalar(select(func.count(Person.id)))
    browser = app.test_client()
    browser.get(f"/conversations/{talk.id}/weigh")
    cookies = browser._cookies.copy()
    for _tap in range(2):
        browser._cookies = cookies.copy()  # the second tap leaves before the first answer comes
        assert react(browser, opinion.id).status_code == 303
    assert db.session.scalar(select(func.count(Person.id))) == before + 1
    assert reactions() == 1
