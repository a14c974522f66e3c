"""Watch words: found in every inflection; kept by planners."""

import pytest

from forum.core.db import db
from forum.moderation.rules import watching
from forum.moderation.rules.watching import Watched, WatchWord
from tests.moderation.texts import HOSTILE


@pytest.mark.parametrize("form", ["bolond", "Bolondok", "bolondnak", "BOLONDDAL", "bolondot"])
def test_a_watch_word_is_found_in_every_inflection(app, form):
    word = Watched("bolond", "hu", 20, False)
    assert watching.matching(f"Ez egy {form}, azt hiszem.", [word]) == [word]


@pytest.mark.parametrize("form", ["bolondgomba", "megbolondult", "bolondóra", "olond"])
def test_a_watch_word_is_not_found_inside_others(app, form):
    assert watching.matching(f"Ez egy {form} itt.", [Watched("bolond", "hu", 20, False)]) == []


def test_accents_and_phrases(app):
    hülye = Watched("hülye", "hu", 20, False)
    assert watching.matching("hulye vagy", [hülye]) == [hülye]
    phrase = Watched("lakótelepi csőcselék", "hu", 50, True)
    assert watching.matching("A lakótelepi csőcseléknek?", [phrase]) == [phrase]
    assert watching.matching("A csőcselék a lakótelepi padon.", [phrase]) == []
    english = Watched("idiot", "en", 20, False)
    assert watching.matching("They are idiots.", [english]) == [english]


def test_planners_keep_the_list(browser, people):
    paul = browser(people.paul)
    sent = {"word": HOSTILE, "language": "hu", "weight": "30", "holds": "y"}
    assert paul.send("/moderation/words", sent).status_code == 303
    page = paul.get("/moderation/words").text
    assert HOSTILE not in page
    assert "onload" in page
    assert paul.send("/moderation/words", sent).status_code == 409
    for wrong in (
        {"word": " "},
        {"weight": "0"},
        {"weight": "x"},
        {"language": "xx"},
        {"word": "és"},
    ):
        assert paul.send("/moderation/words", {**sent, **wrong}).status_code == 422
    row = db.session.scalars(db.select(WatchWord)).one()
    assert row.holds
    assert paul.send(f"/moderation/words/{row.id}/dropping").status_code == 303
    assert db.session.scalars(db.select(WatchWord)).first() is None


def test_others_do_not_see_the_list(browser, people):
    for one in (people.mira, people.ana):
        assert browser(one).get("/moderation/words").status_code == 403
        assert browser(one).send("/moderation/words", {"word": "x"}).status_code == 403


def test_endless_words_are_stemmed_by_their_beginning_alone():
    from forum.themes import language

    assert language.stem("ab" * 2000) == language.stem("ab" * 20)
    assert max(map(len, language.parts("ab" * 2000))) == language.LONGEST_TOKEN
    language._bare_stem.cache_clear()
    language.word_stems("x" + "yz" * 2000 + " " + "x" + "yz" * 1999, "hu")
    assert language._bare_stem.cache_info().misses == 1, "both are cut to the same beginning"


def test_a_server_learns_the_language_before_anybody_writes(app):
    from forum.core import warming
    from forum.themes import language
    from forum.themes.words import stems

    db.session.add(WatchWord(word="idiot", language="en"))
    db.session.commit()
    stems._listed.cache_clear()
    language._stemmer.cache_clear()
    language._bare_stem.cache_clear()
    warming.begin(app).join(60)
    assert stems._listed.cache_info().currsize == 1
    assert language._stemmer.cache_info().currsize == 1, "English is on the list"
