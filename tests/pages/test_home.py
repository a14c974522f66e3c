"""The home page: what one can do now comes first."""

import pytest

from forum.core.db import db
from forum.core.kept import forget_pages
from forum.planning.models import decide

HOSTILE = '"><img src=x onerror=alert(1)>'
WORDS = {"heard_hu": "Hallottuk.", "will_hu": "Húsz új pad lesz.", "why_hu": "Mert kell."}


def test_before_anything_is_there_it_still_says_what_to_do(client):
    page = client.get("/").text
    assert "Most nincs nyitott kérdés" in page
    assert 'href="/conversations"' in page


@pytest.mark.parametrize(
    ("state", "lead", "ways"),
    [
        ("speak", "mondja el a saját szavaival", {"speak"}),
        ("weigh", "mérlegelje, amit mások mondtak", {"weigh"}),
        ("both", "mondja el a saját szavaival", {"speak", "weigh"}),
    ],
)
def test_the_first_sentence_and_the_buttons_follow_the_phase(client, make, state, lead, ways):
    talk = make.conversation(state)
    make.opinion(conversation=talk)
    page = client.get("/").text
    assert lead in page
    for way in ("speak", "weigh"):
        assert (f'href="/conversations/{talk.id}/{way}"' in page) == (way in ways)


@pytest.mark.parametrize("state", ["draft", "announced", "read"])
def test_what_is_not_open_is_not_under_open_now(client, make, people, state):
    make.conversation(state, question_hu="Mikor lesz ez?")
    assert "Mikor lesz ez?" not in client.get("/").text
    assert "Mikor lesz ez?" not in client.sign_in(people.mira).get("/").text


def test_a_closed_conversation_is_not_open(client, make, people):
    talk = make.conversation("speak", question_hu="Lezárt kérdés?")
    talk.close(by=people.mira, because="Vége.")
    db.session.commit()
    assert "Lezárt kérdés?" not in client.get("/").text


def test_the_code_box_leads_to_what_became_of_the_opinion(client, make):
    page = client.get("/").text
    assert 'action="/follow"' in page
    assert client.get("/follow?code=k7p4 9xqm 2r").status_code in {302, 303}


def test_what_was_decided_and_published_is_shown_with_links(client, make, people):
    talk, theme = make.conversation("read"), make.theme("padok")
    decide(talk, theme, people.paul, "adopt", WORDS)
    db.session.commit()
    page = client.get("/").text
    assert f'href="/conversations/{talk.id}/themes/{theme.id}"' in page
    assert "Húsz új pad lesz." in page
    assert client.get(f"/conversations/{talk.id}/themes/{theme.id}").status_code == 200


def test_decisions_in_drafts_and_replaced_ones_are_not_shown(client, make, people):
    draft, theme = make.conversation("draft"), make.theme("titkos téma")
    decide(draft, theme, people.paul, "adopt", {**WORDS, "will_hu": "Titkos."})
    talk, parks = make.conversation("read"), make.theme("parkok")
    old = decide(talk, parks, people.paul, "adopt", {**WORDS, "will_hu": "Régi döntés."})
    new = {**WORDS, "will_hu": "Új döntés."}
    decide(talk, parks, people.paul, "decline", new, instead_of=old.id)
    db.session.commit()
    page = client.get("/").text
    assert "titkos téma" not in page
    assert ("Régi döntés." in page, "Új döntés." in page) == (False, True)


def test_a_new_opinion_or_decision_is_on_the_kept_page_at_once(client, make, people):
    talk = make.conversation("speak")
    client.get("/")
    make.opinion(conversation=talk)
    assert "1 vélemény" in client.get("/").text
    theme = make.theme("padok")
    decide(talk, theme, people.paul, "later", WORDS)
    db.session.commit()
    assert "padok" in client.get("/").text


def test_hostile_words_stay_words(client, make, people):
    make.city(name_hu=HOSTILE)
    talk = make.conversation("speak", question_hu=HOSTILE)
    decide(talk, make.theme(HOSTILE), people.paul, "adopt", {**WORDS, "will_hu": HOSTILE})
    db.session.commit()
    assert "<img src=x" not in client.get("/").text


def test_it_costs_the_same_however_much_there_is(client, make, people, count_queries):
    def cost():
        db.session.commit()
        db.session.expire_all()
        forget_pages()
        with count_queries() as log:
            client.get("/")
        return len(log)

    talk = make.conversation("both")
    decide(talk, make.theme("egy"), people.paul, "adopt", WORDS)
    one = cost()
    for number in range(8):
        other = make.conversation("both")
        decide(other, make.theme(f"téma {number}"), people.paul, "adopt", WORDS)
    assert cost() == one


def test_english_visitors_read_english(client, make):
    make.city()
    make.conversation("speak")
    page = client.get("/", headers={"Accept-Language": "en"}).text
    assert "Tell your city what you think" in page
    assert "What for the park?" in page


def test_the_demo_offers_a_role(client, app, make, monkeypatch):
    assert 'href="/demo"' not in client.get("/").text
    forget_pages()
    monkeypatch.setitem(app.jinja_env.globals, "demo_url", "/demo")
    assert 'href="/demo"' in client.get("/").text
