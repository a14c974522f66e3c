"""The draft: one click makes it, two planners cannot overwrite each other unseen."""

import pytest

from forum.core.db import db
from forum.core.errors import Refused
from forum.planning.models import decide
from forum.reports import blocks
from forum.reports.checking import points
from forum.reports.drafting import Overtaken, draft, save
from forum.reports.publishing import publish
from tests.reports.conftest import WORDS

TITLE = {"hu": "Padok és lámpák", "en": "Benches and lamps"}


def test_one_click_puts_everything_in_its_place(story):
    kinds = [block["kind"] for block in story.summary.blocks]
    assert kinds == ["text", "figures", "theme", "theme", "text", "method"]
    assert blocks.theme_ids(story.summary.blocks) == [story.benches.id, story.lamps.id]


def test_the_first_text_repeats_the_question_in_both_languages(story):
    first = story.summary.blocks[0]
    assert first["hu"].startswith("Mi legyen a parkban?")
    assert first["en"].startswith("What for the park?")
    assert first["title_hu"] != first["title_en"]


def test_a_second_click_finds_the_same_draft(story):
    assert draft(story.talk, story.paul).id == story.summary.id


def test_saving_keeps_the_words_and_raises_the_version(story):
    words = {"text-1": {"hu": "Köszönjük!", "en": "Thank you!", "title_hu": "", "title_en": ""}}
    save(story.summary, story.paul, 1, TITLE, blocks.reword(story.summary.blocks, words))
    db.session.commit()
    assert story.summary.version == 2
    assert story.summary.title_hu == TITLE["hu"]
    assert story.summary.blocks[0]["hu"] == "Köszönjük!"


def test_who_saves_second_is_told(story, make):
    petra = make.person("planner", "Petra")
    save(story.summary, petra, 1, TITLE, story.summary.blocks)
    db.session.commit()
    with pytest.raises(Overtaken):
        save(story.summary, story.paul, 1, {"hu": "Más", "en": ""}, [])
    db.session.rollback()
    assert story.summary.title_hu == TITLE["hu"]
    assert story.summary.changed_by.name == "Petra"


def told(story):
    db.session.expire_all()
    return [point.sentence for point in points(story.summary)]


def change(story, title=None, **words):
    new = blocks.reword(story.summary.blocks, {"text-1": words}) if words else story.summary.blocks
    save(story.summary, story.paul, story.summary.version, title or TITLE, new)
    db.session.commit()


def test_undecided_themes_are_told(story):
    assert any("közvilágítás" in sentence for sentence in told(story))
    decide(story.talk, story.lamps, story.paul, "later", WORDS)
    db.session.commit()
    assert told(story) == []


def test_missing_english_is_told(story):
    decide(story.talk, story.lamps, story.paul, "later", {**WORDS, "why_en": ""})
    change(story, {"hu": "Cím", "en": ""}, hu="Szöveg", title_hu="Elöl")
    sentences = told(story)
    assert len(sentences) == 3
    assert [word in " ".join(sentences) for word in ("Elöl", "közvilágítás")] == [True, True]


def test_left_out_themes_are_told(story):
    decide(story.talk, story.lamps, story.paul, "later", WORDS)
    left = blocks.arrange(story.summary.blocks, f"out:theme-{story.lamps.id}")
    save(story.summary, story.paul, 1, TITLE, left)
    db.session.commit()
    assert len(told(story)) == 1
    assert "közvilágítás" in told(story)[0]


def test_reported_opinions_are_told(story, people):
    decide(story.talk, story.lamps, story.paul, "later", WORDS)
    story.said[0].flag(people.ana, "abuse")
    db.session.commit()
    assert len(told(story)) == 1
    assert "1" in told(story)[0]


def test_a_going_conversation_is_told(make, people):
    talk = make.conversation("speak")
    make.opinion("Padot!", talk)
    summary = draft(talk, people.paul)
    db.session.commit()
    assert len(points(summary)) == 1


@pytest.mark.parametrize("words", [{"en": "Only English"}, {"title_en": "Only", "en": "English"}])
def test_a_text_without_hungarian_stands_in_the_way(story, words):
    change(story, **words)
    assert points(story.summary)[0].must
    with pytest.raises(Refused):
        publish(story.summary, story.paul, story.summary.version)


def test_nothing_to_say_stands_in_the_way(make, people):
    summary = draft(make.conversation("read"), people.paul)
    db.session.commit()
    assert points(summary)[0].must
    with pytest.raises(Refused):
        publish(summary, people.paul, 1)
