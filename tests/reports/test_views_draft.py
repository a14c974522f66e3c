"""A planner's pages: from one click to a publication."""

import re

import pytest

from forum.core.db import db
from forum.reports import blocks
from forum.reports.drafting import draft_of, save
from forum.reports.models import Publication, Summary

NASTY = '<svg onload=alert(1)> "><img src=x>'


@pytest.fixture
def browser(client, people):
    """Paul's browser."""
    return client.sign_in(people.paul)


@pytest.fixture
def at(story):
    """Addresses of the draft: ``at("preview")``."""
    base = f"/conversations/{story.talk.id}/summary"
    return lambda rest="": f"{base}/{rest}" if rest else base


def typed(summary, act="", **changed):
    """What the editor's form sends, with some fields changed."""
    form = {
        "version": summary.version,
        "title_hu": summary.title_hu,
        "title_en": summary.title_en,
        "act": act,
    }
    for number, block in enumerate(blocks.texts(summary.blocks)):
        form |= {f"texts-{number}-{name}": block[name] for name in ("key", *blocks.TEXT_WORDS)}
    return {**form, **changed}


@pytest.mark.parametrize("who", ["ana", "mira"])
def test_only_planners_draft(client, story, people, at, who):
    client.sign_in(getattr(people, who))
    for path in (at(), at("preview"), at("preview.pdf"), at("publication")):
        assert client.get(path).status_code == 403, path
    for path in (at(), at("text"), at("publication")):
        assert client.send(path, typed(story.summary)).status_code == 403, path


def test_a_visitor_is_asked_to_sign_in(client, at):
    assert "/sign-in" in client.get(at()).location


def test_without_a_draft_there_is_one_button(browser, make, people):
    talk = make.conversation("read")
    path = f"/conversations/{talk.id}/summary"
    assert browser.get(path).status_code == 200
    assert browser.get(f"{path}/preview").status_code == 404
    for _click in range(2):
        assert browser.send(path).status_code == 303
    assert db.session.query(Summary).filter_by(conversation_id=talk.id).count() == 1


def test_the_editor_holds_every_text_and_every_evidence(browser, story, at):
    page = browser.get(at()).text
    assert page.count("<textarea") == 4
    for key in ("text-1", "figures", f"theme-{story.benches.id}", "method"):
        assert f'id="block-{key}"' in page
    assert "Húsz padot" in page


def test_saving_shows_the_new_words(browser, story, at):
    answer = browser.send(at("text"), typed(story.summary, **{"texts-0-hu": f"Szia {NASTY}"}))
    assert answer.status_code == 303
    page = browser.get(at()).text
    assert "Szia &lt;svg onload" in page
    assert NASTY not in page


def test_a_button_saves_the_words_too(browser, story, at):
    act = f"out:theme-{story.lamps.id}"
    answer = browser.send(at("text"), typed(story.summary, act, **{"texts-0-hu": "Új szöveg"}))
    assert answer.status_code == 303
    db.session.expire_all()
    assert story.summary.blocks[0]["hu"] == "Új szöveg"
    assert blocks.theme_ids(story.summary.blocks) == [story.benches.id]
    page = browser.get(at()).text
    assert f'value="in:{story.lamps.id}"' in page
    browser.send(at("text"), typed(story.summary, f"in:{story.lamps.id}"))
    db.session.expire_all()
    assert blocks.theme_ids(story.summary.blocks) == [story.benches.id, story.lamps.id]


def test_after_a_move_one_is_where_one_was(browser, story, at):
    answer = browser.send(at("text"), typed(story.summary, f"up:theme-{story.lamps.id}"))
    assert answer.location.endswith(f"#block-theme-{story.lamps.id}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_hu": " "},
        {"title_hu": "x" * 201},
        {"texts-0-hu": "x" * 8001},
        {"version": "x"},
        {"texts-0-title_hu": "x" * 121},
    ],
)
def test_what_is_too_long_or_missing_comes_back(browser, story, at, wrong):
    answer = browser.send(at("text"), typed(story.summary, **{"texts-1-hu": "Megmarad", **wrong}))
    assert answer.status_code == 422
    assert "Megmarad" in answer.text
    db.session.expire_all()
    assert story.summary.version == 1


def test_who_saves_second_gets_the_text_back(browser, story, at, make):
    mine = typed(story.summary, **{"texts-0-hu": "Az én szövegem"})
    petra = make.person("planner", "Petra")
    theirs = blocks.reword(story.summary.blocks, {"text-1": {"hu": "Petra szövege"}})
    theirs = blocks.add_text(theirs, "figures")
    save(story.summary, petra, 1, {"hu": "Petra címe", "en": ""}, theirs)
    db.session.commit()
    answer = browser.send(at("text"), mine)
    assert answer.status_code == 409
    for words in ("Az én szövegem", "Petra szövege", "Petra"):
        assert words in answer.text
    assert answer.text.count("<textarea") == 6
    db.session.expire_all()
    assert story.summary.blocks[0]["hu"] == "Petra szövege"
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)[1]
    again = browser.send(at("text"), {**mine, "version": version})
    assert again.status_code == 303
    db.session.expire_all()
    assert story.summary.blocks[0]["hu"] == "Az én szövegem"


def test_a_text_whose_place_is_gone_is_not_lost(browser, story, at, make):
    mine = typed(story.summary, **{"texts-0-hu": "Sokat írtam ide"})
    rest = story.summary.blocks[1:]
    save(story.summary, make.person("planner"), 1, {"hu": "Cím", "en": ""}, rest)
    db.session.commit()
    answer = browser.send(at("text"), mine)
    assert answer.status_code == 409
    assert "Sokat írtam ide" in answer.text


@pytest.mark.parametrize(("lang", "said"), [("hu", "Húsz padot"), ("en", "We put out twenty")])
def test_the_preview_looks_like_the_publication(browser, story, at, lang, said):
    page = browser.get(at(f"preview?language={lang}"))
    assert said in page.text
    assert f'<article class="publication" lang="{lang}">' in page.text
    pdf = browser.get(at(f"preview.pdf?language={lang}"))
    assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")
    assert db.session.query(Publication).count() == 0


def test_before_publishing_one_sees_what_is_missing(browser, story, at):
    page = browser.get(at("publication")).text
    assert "közvilágítás" in page
    assert f"/themes/{story.lamps.id}/decision" in page


def test_publishing_must_be_confirmed(browser, story, at):
    assert browser.send(at("publication"), {"version": 1}).status_code == 422
    assert db.session.query(Publication).count() == 0


def test_a_double_click_publishes_once(browser, story, at):
    sent = {"version": 1, "looked": "y"}
    answers = [browser.send(at("publication"), sent) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert {answer.location for answer in answers} == {"/summaries/1"}
    assert db.session.query(Publication).count() == 1


def test_a_draft_that_changed_meanwhile_is_not_published(browser, story, at, make):
    save(story.summary, make.person("planner"), 1, {"hu": "Más", "en": ""}, story.summary.blocks)
    db.session.commit()
    assert browser.send(at("publication"), {"version": 1, "looked": "y"}).status_code == 409
    assert db.session.query(Publication).count() == 0


def test_what_stands_in_the_way_leaves_no_button(browser, make, people):
    talk = make.conversation("read")
    path = f"/conversations/{talk.id}/summary"
    browser.send(path)
    assert "looked" not in browser.get(f"{path}/publication").text
    answer = browser.send(f"{path}/publication", {"version": 1, "looked": "y"})
    assert answer.status_code == 409
    assert draft_of(talk).version == 1
    assert db.session.query(Publication).count() == 0


def test_the_editor_asks_a_constant_number_of_questions(browser, story, at, make, count_queries):
    logs = []
    for _round in range(2):
        db.session.rollback()
        with count_queries() as log:
            assert browser.get(at()).status_code == 200
        logs.append(len(log))
        for number in range(5):
            theme = make.theme(f"új téma {number}")
            make.membership(make.opinion(f"{number}. vélemény", story.talk), theme)
            changed = blocks.put_in(story.summary.blocks, theme.id)
            title = {"hu": "Cím", "en": ""}
            save(story.summary, story.paul, story.summary.version, title, changed)
        db.session.commit()
        db.session.expire_all()
    assert logs[0] == logs[1]
