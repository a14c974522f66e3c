"""The list of conversations and the page of one, as everybody sees them."""

import re

import pytest

from forum.conversations import extensions
from forum.conversations.presenters import conversation_json
from forum.core.db import db
from forum.core.kept import forget_pages
from forum.core.search import find
from forum.opinions.models import AGREE
from forum.opinions.presenters import opinion_json

HOSTILE = '<svg onload=alert(1)> "><img src=x onerror=alert(2)>'


def listed(client):
    page = client.get("/conversations")
    assert page.status_code == 200
    return [int(number) for number in re.findall(r'id="conversation-(\d+)"', page.text)]


def test_what_is_on_comes_first(client, make):
    order = [make.conversation(state).id for state in ("read", "announced", "speak", "weigh")]
    read, announced, speak, weigh = order
    make.conversation("draft")
    assert listed(client) == [weigh, speak, announced, read]


def test_a_closed_conversation_is_not_on(client, make, people):
    first, second = make.conversation("speak"), make.conversation("speak")
    second.close(by=people.mira, because="Vihar.")
    db.session.commit()
    assert listed(client) == [first.id, second.id]


def test_facilitators_see_drafts_first(client, make, people):
    talk, draft = make.conversation("speak"), make.conversation("draft")
    assert listed(client.sign_in(people.mira)) == [draft.id, talk.id]


def test_the_list_goes_on_on_a_second_page(client, make):
    for number in range(22):
        make.conversation("speak", question_hu=f"Kérdés {number}?")
    assert len(listed(client)) == 20
    assert 'rel="next"' in client.get("/conversations").text


def test_an_empty_list_offers_a_way_on(client):
    assert 'class="empty"' in client.get("/conversations").text


def test_the_list_asks_the_same_however_many(client, make, count_queries):
    asked = []
    for number in (2, 12):
        for _each in range(number):
            make.conversation("both")
        forget_pages()
        with count_queries() as log:
            client.get("/conversations")
        asked.append(len(log))
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize(
    ("state", "button"),
    [
        ("speak", "/conversations/{}/speak"),
        ("both", "/conversations/{}/speak"),
        ("weigh", "/conversations/{}/weigh"),
        ("read", "#opinions"),
        ("announced", None),
    ],
)
def test_one_big_button_says_what_to_do_now(client, make, state, button):
    talk = make.conversation(state)
    if state != "announced":
        make.opinion("Több padot!", talk)
    page = client.get(f"/conversations/{talk.id}").text
    big = re.findall(r'class="button button-primary button-big" href="([^"]+)"', page)
    assert big == ([button.format(talk.id)] if button else [])
    assert page.count("<h1") == 1


def test_nothing_can_be_weighed_where_nothing_was_said(client, make):
    talk = make.conversation("weigh")
    assert f"/conversations/{talk.id}/weigh" not in client.get(f"/conversations/{talk.id}").text


def test_the_page_tells_days_counts_and_places(client, make):
    place = make.neighbourhood("Szirma")
    talk = make.conversation("both", neighbourhoods=[place], introduction_hu="Egy.\n\nKettő.")
    make.opinion("Több padot!", talk).weigh(make.person("visitor"), AGREE)
    db.session.commit()
    client.set_cookie("language", "hu")
    page = client.get(f"/conversations/{talk.id}").text
    assert talk.phase("speak").days in page
    for words in ("1 vélemény", "1 embertől", "1 mérlegelés", "Szirma"):
        assert words in page
    assert "<p>Egy.</p>" in page
    assert "<p>Kettő.</p>" in page


def test_a_closed_conversation_tells_why(client, make, people):
    talk = make.conversation("speak")
    talk.close(by=people.mira, because="Viharkár a téren.")
    db.session.commit()
    page = client.get(f"/conversations/{talk.id}").text
    assert "Viharkár a téren." in page
    assert f"/conversations/{talk.id}/speak" not in page


@pytest.mark.parametrize("who", ["visitor", "ana"])
def test_a_draft_is_invisible(client, make, people, app, who):
    talk = make.conversation("draft", question_hu="Titkos kérdés?")
    make.opinion("Titkos vélemény.", talk, entered_by=people.mira)
    if who == "ana":
        client.sign_in(people.ana)
    for path in ("", "/weigh", "/speak", "/edit"):
        assert client.get(f"/conversations/{talk.id}{path}").status_code in {302, 403, 404}
    assert client.get(f"/conversations/{talk.id}").status_code == 404
    assert "Titkos" not in client.get("/conversations").text
    with app.test_request_context():
        assert find("titkos").total == 0


def test_a_facilitator_previews_the_draft(client, make, people):
    talk = make.conversation("draft")
    page = client.sign_in(people.mira).get(f"/conversations/{talk.id}").text
    assert f'action="/conversations/{talk.id}/opening"' in page


def test_a_question_without_english_is_marked_as_hungarian(client, make):
    talk = make.conversation("speak", question_hu="Mi legyen?", question_en="")
    client.set_cookie("language", "en")
    page = client.get(f"/conversations/{talk.id}").text
    assert re.search(r'lang="hu">\s*<div class="page-head-words">', page)
    other = make.conversation("speak")
    assert "What for the park?" in client.get(f"/conversations/{other.id}").text


def test_hostile_words_stay_words(client, make, people):
    place = make.neighbourhood(HOSTILE)
    talk = make.conversation(
        "both", question_hu=HOSTILE, introduction_hu=HOSTILE, neighbourhoods=[place]
    )
    make.opinion(HOSTILE, talk, signature=HOSTILE[:60])
    talk.close(by=people.mira, because=HOSTILE)
    db.session.commit()
    client.sign_in(people.mira)
    for path in ("/conversations", f"/conversations/{talk.id}", f"/conversations/{talk.id}/edit"):
        page = client.get(path).text
        assert "<svg onload" not in page
        assert "<img src=x" not in page


def test_the_kept_page_follows_a_change(client, make, people):
    talk = make.conversation("speak")
    assert "Friss bevezető" not in client.get(f"/conversations/{talk.id}").text
    talk.edit(people.mira, {"introduction_hu": "Friss bevezető"})
    db.session.commit()
    assert "Friss bevezető" in client.get(f"/conversations/{talk.id}").text


def test_a_conversation_that_is_not_there_is_not_found(client):
    assert client.get("/conversations/987654").status_code == 404


class TestExtensions:
    """Other rooms add to the page without being known."""

    @pytest.fixture(autouse=True)
    def _own_registries(self, monkeypatch):
        for name in ("_sections", "_tools", "_stamps"):
            monkeypatch.setattr(extensions.page, name, getattr(extensions.page, name).copy())
        monkeypatch.setattr(extensions, "_holds", extensions._holds.copy())

    def test_a_section_and_its_result_are_shown(self, client, make):
        talk = make.conversation("read")
        result = {"url": "/summaries/7", "label": "Az összefoglaló"}
        shown = {"template": "conversations/_now.html", "result": result}
        extensions.add_section(lambda person, conversation: shown, order=1)
        extensions.add_section(lambda person, conversation: None)
        page = client.get(f"/conversations/{talk.id}").text
        assert 'button-big" href="/summaries/7"' in page

    def test_a_tool_is_a_tab_for_those_who_may_use_it(self, client, make, people):
        extensions.add_tool("conversations.index", "Asztal", "conversations:manage", 5)
        talk = make.conversation("speak")
        assert "Asztal" not in client.get(f"/conversations/{talk.id}").text
        assert "Asztal" in client.sign_in(people.mira).get(f"/conversations/{talk.id}").text

    def test_a_stamp_makes_the_kept_page_anew(self, client, make, count_queries):
        counter = [0]
        extensions.add_stamp(lambda conversation_id: counter[0])
        talk = make.conversation("speak")
        path = f"/conversations/{talk.id}"
        asked = []
        for step in (0, 0, 1):
            counter[0] = step
            with count_queries() as log:
                client.get(path)
            asked.append(len(log))
        assert asked[1] < asked[2]


class TestJson:
    """What the API will show."""

    def test_of_a_conversation(self, app, make):
        talk = make.conversation("both", neighbourhoods=[make.neighbourhood("Avas")])
        with app.test_request_context():
            shown = conversation_json(talk)
        assert shown["question"] == {"hu": talk.question_hu, "en": talk.question_en}
        assert shown["url"].endswith(f"/conversations/{talk.id}")
        assert shown["counts"] == {"opinions": 0, "people": 0, "weighings": 0}
        assert set(shown["phases"]) == {"speak", "weigh"}
        assert not {"draw_seed", "submit_key", "created_by_id"} & set(shown)

    def test_of_an_opinion_shows_nobody(self, app, make):
        opinion = make.opinion(
            "Több padot!", neighbourhood_id=make.neighbourhood("Avas").id, signature="Öreg bútor"
        )
        with app.test_request_context():
            shown = opinion_json(opinion)
        assert shown["text"] == "Több padot!"
        assert "age_band" not in shown
        assert shown["created_on"] == opinion.created_at.date().isoformat()
        hidden = {"author_id", "author", "submit_key", "claim_hash", "entered_by_id", "created_at"}
        assert not hidden & set(shown)
