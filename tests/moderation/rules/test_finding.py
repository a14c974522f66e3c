"""What the rules find in a text as people write it, and what comes of it."""

from forum.core.db import db
from forum.moderation.rules import finding
from forum.moderation.rules.watching import WatchWord
from tests.moderation.rules.found import causes


def test_the_first_text_of_somebody_appears_and_comes_into_the_queue(make, people):
    first = make.opinion("Először szólok", author=people.ana)
    second = make.opinion("Másodszor szólok", first.conversation, people.ana)
    assert first.visible
    assert causes(first) == {"first": 10}
    assert causes(second) == {}


def test_links_and_numbers_come_into_the_queue_and_appear(say):
    text = say("Hívjon: 06 30 123 4567, www.bolt.hu")
    assert text.visible
    assert causes(text) == {"phone": 20, "link": 10}


def test_where_crime_is_spoken_of_names_and_numbers_wait(say):
    for words, kind in (("Kovács Béla lopta el a biciklit.", "name"), ("06 30 123 4567", "phone")):
        text = say(words, safety=True)
        assert (text.visible, text.waiting) == (False, True)
        assert causes(text) == {kind: 20}
    assert say("Kovács Béla lopta el a biciklit.").visible
    assert say("A Kossuth utcában sötét van.", safety=True).visible
    assert say("Sötét van a téren.", safety=True, signature="Kovács Béla").visible


def test_watch_words_hold_or_only_show(make, people, say):
    make.save(WatchWord(word="bolond", weight=30))
    make.save(WatchWord(word="gazember", weight=40, holds=True))
    shown, held = say("A bolondok háza"), say("Gazemberekkel nem tárgyalok")
    assert shown.visible
    assert causes(shown) == {"watch_word": 30}
    assert held.waiting
    assert causes(held) == {"watch_word": 40}


def test_a_watch_word_stands_between_the_quotes_of_the_page(mira, make, say):
    make.save(WatchWord(word="bolond", weight=30))
    say("A bolondok háza")
    mira.get("/language/hu")
    page = mira.get("/moderation").text
    assert "figyelt szó: „bolond” <b>+30</b>" in page


def test_a_held_text_is_in_the_queue_as_held_and_appears_once_let(mira, make, people, say):
    make.save(WatchWord(word="gazember", weight=40, holds=True))
    text = say("Gazemberekkel nem tárgyalok")
    page = mira.get("/moderation?show=held").text
    assert "watch word: “gazember” <b>+40</b>" in page
    assert "held by a rule" in page
    text.approve(people.mira)
    db.session.commit()
    assert "gazember" not in mira.get("/moderation?show=held").text


def test_what_staff_wrote_down_or_imported_is_passed_by(make, people):
    make.save(WatchWord(word="gazember", weight=40, holds=True))
    desk = make.opinion("A gazember", entered_by=people.mira, channel="table")
    assert desk.visible
    assert causes(desk) == {}


def test_many_texts_from_one_address_come_into_the_queue(app, make):
    talk = make.conversation("speak")
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "203.0.113.9"}):
        texts = [make.opinion(f"Szó {number}", talk) for number in range(finding.BURST + 1)]
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "203.0.113.10"}):
        other = make.opinion("Más szó", talk)
    assert "burst" not in causes(texts[0])
    assert "burst" not in causes(other)
    assert causes(texts[-1])["burst"] == 15
    rows = db.session.execute(db.text("SELECT bucket FROM attempt")).scalars().all()
    assert not any("203.0" in row for row in rows)


def test_no_words_or_names_are_kept_beside_the_score(say):
    say("Kovács Béla: 06 30 123 4567", safety=True)
    kept = db.session.execute(db.text("SELECT details FROM review_cause")).scalars().all()
    assert not any("Kov" in str(row) or "123" in str(row) for row in kept)


def test_the_author_is_told_on_the_thanks_page(browser, make):
    make.save(WatchWord(word="gazember", weight=40, holds=True))
    talk, client = make.conversation("speak"), browser()
    sent = {"text": "A gazember", "submit_key": "a" * 22}
    page = client.send(f"/conversations/{talk.id}/speak", sent, follow_redirects=True).text
    assert "once a facilitator has looked at it" in page
    assert "A rule held it back by itself: a watched word stands in it." in page
    assert "/statements/" in page
    idea = {"title": "Gazemberek klubja", "text": "Közös délutánok.", "submit_key": "b" * 22}
    page = client.send("/ideas/new", idea, follow_redirects=True).text
    assert "A facilitator looks at it first" in page
    assert "A rule held it back by itself: a watched word stands in it." in page
    assert "everybody can read it now" not in page
