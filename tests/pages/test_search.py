"""The search page finds what is public, and nothing else."""

import re

import pytest

from forum.core.db import db
from forum.opinions.models import Opinion
from forum.opinions.operations import Saying, take_in

HOSTILE = '<svg onload=alert(1)> pad "><img src=x>'


def search(client, words, **more):
    return client.get("/search", query_string={"q": words, **more})


def test_an_opinion_is_found_with_its_conversation(client, make):
    talk = make.conversation("both", question_hu="Mi legyen a parkban?")
    opinion = make.opinion("Legyen búcsú a téren!", talk)
    page = search(client, "bucsu").text
    assert f'href="/opinions/{opinion.id}"' in page
    assert "<mark>búcsú</mark>" in page
    assert "Mi legyen a parkban?" in page


def test_a_conversation_is_found_by_its_question_in_both_languages(client, make):
    talk = make.conversation(
        "both", question_hu="Hol legyen pad?", question_en="Where to put benches?"
    )
    for words in ("padok", "benches"):
        assert f'href="/conversations/{talk.id}"' in search(client, words).text
    client.set_cookie("language", "en")
    assert "Where to put" in search(client, "padok").text


def test_drafts_are_never_found(client, make, people):
    make.conversation("draft", question_hu="Titkos kérdés?")
    for who in (None, people.ana, people.mira, people.adam):
        if who:
            client.sign_in(who)
        assert "Titkos kérdés?" not in search(client, "titkos").text


def test_hidden_opinions_are_not_found_until_they_are_restored(client, make, people):
    opinion = make.opinion("Különleges szavak")
    opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    for who in (people.ana, people.adam):
        assert "Különleges" not in client.sign_in(who).get("/search?q=szavak").text
    opinion.restore(by=people.mira)
    db.session.commit()
    assert "Különleges" in search(client, "különleges").text


def test_waiting_opinions_are_not_found_until_they_are_let_through(client, make, people):
    opinion = make.opinion("Várakozó szavak", make.conversation(moderation="before"))
    assert "Várakozó" not in search(client, "szavak").text
    opinion.approve(by=people.mira)
    db.session.commit()
    assert "Várakozó" in search(client, "varakozo").text


def test_old_words_of_a_changed_opinion_are_not_found(client, make, people):
    opinion = make.opinion("Szökőkút legyen", author=people.ana)
    opinion.edit(people.ana, "Ivókút legyen")
    db.session.commit()
    assert "<mark>" not in search(client, "szökőkút").text
    assert "<mark>Ivókút</mark>" in search(client, "ivókút").text


def test_who_said_it_is_not_searched(client, make):
    panna = make.person("resident", "Rejtekhelyi Panna", email="panna@rejtek.example")
    make.opinion("Több padot!", author=panna)
    for words in ("rejtekhelyi", "panna", "rejtek"):
        assert "Több" not in search(client, words).text


def test_kinds_are_chosen_by_tabs(client, make):
    talk = make.conversation("both", question_hu="Hol legyen pad?")
    make.opinion("Pad a tó mellé", talk)
    everything, opinions = search(client, "pad").text, search(client, "pad", kind="opinion").text
    assert everything.count('class="result-title') == 2
    assert opinions.count('class="result-title') == 1
    assert "kind=summary" in everything
    assert search(client, "pad", kind="person").text.count('class="result-title') == 2


def test_a_kind_without_results_leads_to_the_others(client, make):
    make.opinion("Pad a tó mellé")
    page = search(client, "pad", kind="summary").text
    assert "máshol van találat" in page
    assert 'href="/search?q=pad"' in page


def test_results_come_in_pages_and_cost_the_same(client, make, count_queries):
    def cost():
        db.session.commit()
        db.session.expire_all()
        with count_queries() as log:
            search(client, "pad")
        return len(log)

    talk = make.conversation("both", question_hu="Hol legyen pad?")
    make.opinion("Pad száma nulla", talk)
    one = cost()
    for number in range(25):
        make.opinion(f"Pad száma {number}", talk)
    assert cost() == one
    assert search(client, "pad", page=2).text.count('class="result-title') == 7
    page = search(client, "pad", page=3).text
    assert "Ezen az oldalon nincs semmi" in page


def test_nothing_asked_and_nothing_found_offer_a_way_on(client):
    for page in (
        client.get("/search").text,
        search(client, "").text,
        search(client, "xyzzy").text,
        search(client, "a az").text,
        search(client, "?!").text,
    ):
        assert 'href="/conversations"' in page
        assert 'class="result-title' not in page


@pytest.mark.parametrize(
    "words",
    [
        HOSTILE,
        "%",
        "'",
        "\x00",
        "🎡",
        "x" * 5000,
        "a " * 2000,
        "pad\npad",
        "((",
        "\\",
        "pad&kind=person",
        "../../etc",
    ],
)
def test_nonsense_is_only_words(client, make, words):
    make.opinion("Több padot!")
    answer = search(client, words)
    assert answer.status_code == 200
    assert "<svg onload" not in answer.text
    assert "<img src=x" not in answer.text


def test_hostile_opinions_are_shown_as_words(client, make):
    make.opinion(HOSTILE, make.conversation("both", question_hu=HOSTILE, question_en=HOSTILE))
    page = search(client, "pad").text
    assert "<mark>pad</mark>" in page
    assert "<svg onload" not in page
    assert "<img src=x" not in page


def test_what_was_typed_stands_in_the_box(client):
    page = search(client, 'pad "tér"').text
    assert 'value="pad &#34;tér&#34;"' in page


def test_the_place_of_the_word_is_shown_in_a_long_opinion(client, make):
    make.opinion("bevezetés " * 150 + "végül a körhinta hiányzik")
    assert "<mark>körhinta</mark>" in search(client, "korhinta").text


def test_both_databases_give_the_same_order(client, make):
    talk = make.conversation("both", question_hu="Kérdés?")
    for text in ("padlizsán", "pad", "pad pad", "padok a padoknál", "egy pad és még egy pad, pad"):
        make.opinion(text, talk)
    page = search(client, "pad").text
    found = [int(number) for number in re.findall(r'<h2 [^>]*><a href="/opinions/(\d+)"', page)]
    first = min(found)
    assert [number - first for number in found] == [4, 3, 2, 1, 0]


def test_search_engines_do_not_keep_results(client):
    assert '<meta name="robots" content="noindex">' in search(client, "pad").text


def test_opinions_gathered_in_a_draft_are_found_only_once_it_opens(client, make, people):
    draft = make.conversation("draft")
    ids = take_in(draft, [Saying("Körhinta legyen", "paper")], people.mira, "list")
    opinion = db.session.get(Opinion, ids[0])
    opinion.hide(by=people.mira, reason="other", because="x")
    opinion.restore(by=people.mira)
    db.session.commit()
    assert "Körhinta" not in search(client, "korhinta").text
    draft.open(by=people.mira)
    db.session.commit()
    assert "Körhinta" in search(client, "korhinta").text
