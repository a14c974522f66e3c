"""The public page of the log."""

import pytest

from forum.audit import record
from forum.audit.models import ACTS
from forum.core.db import db

HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def story(make, people):
    """Mira hides and restores; Adam changes the city's words, which is nobody else's business."""
    opinion = make.opinion("Sértő szavak")
    opinion.hide(by=people.mira, reason="abuse", because="Mert sértő.")
    opinion.restore(by=people.mira)
    make.neighbourhood("Avas").retire(people.adam)
    db.session.commit()
    return opinion


def test_everybody_reads_what_was_hidden_but_not_the_words(client, story):
    page = client.get("/log").text
    assert story.reference in page
    assert "Sértő szavak" not in page
    assert "Mert sértő" not in page


def test_who_looked_at_a_text_only_administrators_see(client, story, people, make):
    make.conversation("draft").open(people.mira)
    db.session.commit()
    hid = f" elrejtette a {story.reference} számú szöveget"
    page = client.get("/log").text
    assert f"A hivatal{hid}" in page
    assert page.count("Mira") == 1, "who opened a conversation answers for it by name"
    assert f"Mira{hid}" in client.sign_in(people.adam).get("/log").text


def test_what_concerns_the_office_only_is_for_administrators(client, story, people):
    assert "„Avas”" not in client.get("/log").text
    for who in ("ana", "mira", "paul"):
        assert "„Avas”" not in client.sign_in(getattr(people, who)).get("/log").text
    assert "„Avas”" in client.sign_in(people.adam).get("/log").text


def test_visitors_cannot_ask_for_the_rest_by_filter(client, story):
    for query in ("?act=neighbourhood.retired", "?thing=neighbourhood"):
        page = client.get(f"/log{query}").text
        assert "„Avas”" not in page
        assert story.reference in page, "a filter that is not offered is ignored"


def test_filters_by_act_and_thing(client, story):
    lines = client.get("/log?act=text.hidden").text
    assert lines.count('class="log-when"') == 1
    lines = client.get("/log?thing=opinion").text
    assert lines.count('class="log-when"') == 2
    lines = client.get("/log?thing=conversation").text
    assert story.reference not in lines


def test_administrators_filter_the_whole_log(client, story, people):
    client.sign_in(people.adam)
    page = client.get("/log?act=neighbourhood.retired").text
    assert page.count('class="log-when"') == 1


@pytest.mark.parametrize(
    "query",
    [
        "?act=%00",
        "?thing=' OR 1=1",
        "?page=0",
        "?page=-1",
        "?page=x",
        "?page=99999999999999999999",
        "?act=%22%3E%3Csvg%20onload%3E",
    ],
)
def test_nonsense_is_ignored(client, story, query):
    answer = client.get(f"/log{query}")
    assert answer.status_code == 200
    assert "<svg onload" not in answer.text


def test_hostile_reasons_stay_words(client, make, people):
    talk = make.conversation("speak", question_hu=HOSTILE)
    talk.close(by=people.mira, because=HOSTILE)
    db.session.commit()
    for page in (client.get("/log").text, client.sign_in(people.adam).get("/log").text):
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_the_log_comes_in_pages_and_costs_the_same(client, make, people, count_queries):
    def cost():
        with count_queries() as log:
            client.get("/log?page=1")
        return len(log)

    opinion = make.opinion()
    opinion.hide(by=people.mira, reason="abuse", because="x")
    db.session.commit()
    one = cost()
    for _number in range(45):
        record("text.restored", people.mira, opinion)
    db.session.commit()
    assert cost() == one
    assert client.get("/log?page=2").text.count('class="log-when"') == 20
    assert 'rel="next"' in client.get("/log?page=2").text


def test_an_empty_log_says_so(client):
    assert "A napló üres" in client.get("/log").text


def test_a_page_past_the_end_offers_a_way_back(client, story):
    assert 'href="/log"' in client.get("/log?page=7").text


def test_a_new_act_is_there_at_once(client, story, people):
    client.get("/log")
    story.hide(by=people.mira, reason="off_topic", because="x")
    db.session.commit()
    assert client.get("/log").text.count('class="log-when"') > 2


def test_the_log_speaks_english_too(client, story):
    client.set_cookie("language", "en")
    assert (
        f"The office hid the text {story.reference}: insult or threat." in client.get("/log").text
    )


def test_every_public_act_has_an_outline_to_choose(client, story):
    page = client.get("/log").text
    for act in ACTS.values():
        assert (f'value="{act.name}"' in page) == act.public


def test_the_filter_names_things_in_words(client, make):
    client.set_cookie("language", "en")
    make.event()
    page = client.get("/log").text
    assert ">Events</option>" in page
    assert ">event</option>" not in page
