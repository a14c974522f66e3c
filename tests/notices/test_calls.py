"""People who can only be called: the list, the words to say, the tick and the way back."""

import pytest
from sqlalchemy import select

from forum.accounts.reach import reach
from forum.audit.models import AuditEntry
from forum.core import news
from forum.core.db import db
from forum.core.news import News
from forum.moderation.assigning.models import assign
from forum.moderation.subjects import subjects
from forum.notices.models import Notice
from forum.notices.places import NOWHERE, _standing
from forum.notices.topics import SORTS
from forum.planning.models import decide


@pytest.fixture
def call(make):
    """Tell somebody who gave only a number that an opinion has appeared."""

    def told(phone="+36301234567", person=None, language="hu"):
        person = person or make.person("visitor")
        reach(person, None, phone, language)
        word = make.opinion("Padot!", author=person)
        path, details = f"/opinions/{word.id}", {"reference": word.reference}
        news.tell(
            News("opinion_approved", str(word.id), ("opinion", word.id), path, details), [person.id]
        )
        db.session.commit()
        query = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id.desc())
        return db.session.scalars(query).first()

    return told


@pytest.fixture
def mira(client, people):
    return client.sign_in(people.mira)


def test_residents_see_no_numbers(app, client, people, call):
    notice = call()
    assert client.get("/calls").status_code == 302
    client.sign_in(people.ana)
    assert client.get("/calls").status_code == 403
    assert client.send(f"/calls/{notice.id}").status_code == 403
    db.session.expire_all()
    assert notice.called_at is None


def test_the_list_tells_the_number_and_the_words(mira, call):
    notice = call()
    page = mira.get("/calls").text
    assert 'href="tel:+36301234567"' in page
    assert notice.details["reference"] in page
    assert notice.letter_due_at is None


def test_several_things_are_one_call(mira, make, call):
    person = make.person("visitor")
    rows = [call(person=person), call(person=person), call(phone="+36301234567")]
    page = mira.get("/calls").text
    assert page.count('href="tel:') == 1
    assert all(row.details["reference"] in page for row in rows)


def test_a_tick_says_who_called_and_can_be_taken_back(mira, people, call):
    notice = call()
    mira.send(f"/calls/{notice.id}")
    db.session.expire_all()
    assert (notice.called_by_id, notice.called_at is None) == (people.mira.id, False)
    first = notice.called_at
    mira.send(f"/calls/{notice.id}")
    assert notice.called_at == first
    assert 'href="tel:' not in mira.get("/calls").text
    mira.send(f"/calls/{notice.id}", {"wish": "undo"})
    db.session.expire_all()
    assert notice.called_at is None
    assert 'href="tel:' in mira.get("/calls").text
    acts = [entry.act for entry in db.session.scalars(select(AuditEntry))]
    assert acts.count("notice.called") == 1
    assert acts.count("notice.uncalled") == 1
    entries = db.session.scalars(select(AuditEntry)).all()
    assert not any("+36" in str(entry.details) + entry.reference for entry in entries)


def test_one_call_may_tell_everything(mira, make, call):
    person = make.person("visitor")
    rows = [call(person=person), call(person=person)]
    mira.send(f"/calls/{rows[0].id}", {"wish": "all"})
    db.session.expire_all()
    assert all(row.called_at for row in rows)


def test_who_wants_no_more_calls_gets_none(mira, make, call, notices):
    person = make.person("visitor")
    notice = call(person=person)
    mira.send(f"/calls/{notice.id}", {"wish": "stop"})
    assert 'href="tel:' not in mira.get("/calls").text
    word = make.opinion("Kuka!", author=person)
    told = News("opinion_approved", "99", ("opinion", word.id), "/x", {"reference": "2026-00099"})
    news.tell(told, [person.id])
    db.session.commit()
    assert len(notices(person)) == 1
    assert mira.send(f"/calls/{notice.id}").status_code == 404


def test_what_is_hidden_by_now_is_not_read_out(mira, people, call):
    from forum.opinions.models import Opinion

    notice = call()
    db.session.get_one(Opinion, notice.topic_id).visible = False
    db.session.commit()
    assert notice.details["reference"] not in mira.get("/calls").text


def test_the_words_are_in_the_language_of_whoever_is_called(mira, call):
    call(language="en")
    mira.set_cookie("language", "hu")
    assert 'lang="en"' in mira.get("/calls").text


def test_a_notice_that_is_no_call_is_not_there(mira, people, make):
    told = News("opinion_approved", "1", ("opinion", 1), "/x", {"reference": "2026-00001"})
    news.tell(told, [people.ana.id])
    db.session.commit()
    notice = db.session.scalars(select(Notice)).one()
    assert mira.send(f"/calls/{notice.id}").status_code == 404
    assert mira.send("/calls/999").status_code == 404


def test_the_list_is_paged_and_asks_little(mira, call, count_queries):
    call(phone="+36300000000")
    with count_queries() as few:
        mira.get("/calls")
    for number in range(1, 25):
        call(phone=f"+3630000{number:04d}")
    with count_queries() as many:
        page = mira.get("/calls").text
    assert page.count('href="tel:') == 20
    topics = 19  # whether each thing may still be told is asked once for each
    assert len(many) <= len(few) + topics + 1


@pytest.fixture
def elsewhere(app, make):
    """A facilitator who is in charge of nothing, in a browser of her own."""
    nora = make.person("facilitator", "Nóra")
    return lambda: app.test_client().sign_in(nora)


def in_charge(talk, people):
    assign(talk, people.mira, people.paul)
    db.session.commit()


def tell_about(make, topic, key="1", kind="conversation_summary", phone="+36301112233", **details):
    """Tell news to somebody new who gave only a number, and return the notice."""
    person = make.person("visitor")
    reach(person, None, phone, "hu")
    words = {"number": 7, "title_hu": "Kukásokról", "title_en": "", **details}
    news.tell(News(kind, key, topic, "/x", words), [person.id])
    db.session.commit()
    return db.session.scalars(select(Notice).where(Notice.person_id == person.id)).one()


def test_only_who_is_in_charge_calls_about_the_statement_on_a_text(client, elsewhere, make, people):
    author = make.person("visitor")
    reach(author, None, "+36301234567", "hu")
    opinion = make.opinion("Padot!", author=author)
    in_charge(opinion.conversation, people)
    opinion.hide(people.mira, "abuse", "Titkos indok a szerzőnek.")
    db.session.commit()
    notice = db.session.scalars(select(Notice)).one()
    assert elsewhere().get(f"/opinions/{opinion.id}").status_code == 404
    for wish in ("", "all", "stop", "undo"):
        assert elsewhere().send(f"/calls/{notice.id}", {"wish": wish}).status_code == 404
    for person, seen in ((None, False), (people.mira, True), (people.paul, True)):
        browser = client.sign_in(person) if person else elsewhere()
        page = browser.get("/calls").text
        assert [words in page for words in ("+36301234567", "Titkos indok")] == [seen, seen]
    assert client.sign_in(people.mira).send(f"/calls/{notice.id}").status_code == 303
    assert "+36301234567" in client.get("/calls").text, "called lately"
    assert "+36301234567" not in elsewhere().get("/calls").text
    assert elsewhere().send(f"/calls/{notice.id}", {"wish": "undo"}).status_code == 404
    db.session.expire_all()
    assert notice.called_by_id == people.mira.id


def test_each_topic_of_a_place_is_of_those_in_charge(elsewhere, make, people, publish, client):
    talk = make.conversation("read")
    opinion = make.opinion("Padot!", talk)
    in_charge(talk, people)
    theme = make.theme("padok")
    words = {"heard_hu": "Pad kell.", "will_hu": "Lesz.", "why_hu": "Mert."}
    decision = decide(talk, theme, people.paul, "adopt", words)
    publication = publish(opinion)
    told = {
        "theme_hu": "padok",
        "theme_en": "",
        "choice": "adopt",
        "will_hu": "Igen",
        "will_en": "",
    }
    topics = (
        ("conversation_summary", ("conversation", talk.id), "1"),
        ("opinion_approved", ("opinion", opinion.id), "2"),
        ("summary_published", ("summary", publication.id), "3"),
        ("theme_decided", ("theme", theme.id), str(decision.id)),
    )
    details = {**told, "reference": "V-1", "opinions": 1, "references": ["V-1"]}
    for number, (kind, topic, key) in enumerate(topics):
        tell_about(make, topic, key, kind, f"+3630111{number:04d}", **details)
    for browser, seen in ((elsewhere(), False), (client.sign_in(people.mira), True)):
        page = browser.get("/calls").text
        assert [f"+3630111{number:04d}" in page for number in range(4)] == [seen] * 4


def test_what_stands_in_no_place_or_in_a_free_one_is_of_all(elsewhere, make, people):
    in_charge(make.conversation(), people)
    idea, free = make.idea(), make.conversation("speak")
    tell_about(make, ("idea", idea.id), kind="idea_approved", phone="+36301110001", reference="Ö-1")
    tell_about(make, ("conversation", free.id), phone="+36301110002")
    page = elsewhere().get("/calls").text
    assert all(number in page for number in ("+36301110001", "+36301110002"))


def test_what_nobody_can_locate_is_of_those_who_go_everywhere(elsewhere, make, people, client):
    talk = make.conversation("speak")
    tell_about(make, ("sundial", talk.id))
    assert "+36301112233" in elsewhere().get("/calls").text, "nobody is in charge of anything yet"
    in_charge(talk, people)
    assert "+36301112233" not in elsewhere().get("/calls").text
    assert "+36301112233" in client.sign_in(people.paul).get("/calls").text


def test_one_call_tells_only_what_one_is_in_charge_of(elsewhere, make, people):
    talk, idea = make.conversation("speak"), make.idea()
    in_charge(talk, people)
    about_idea = {"reference": "Ö-1", "title_hu": "Kertmozi"}
    hers = tell_about(make, ("idea", idea.id), kind="idea_approved", **about_idea)
    mine = tell_about(make, ("conversation", talk.id))  # to the same number
    assert "Kukásokról" not in elsewhere().get("/calls").text
    elsewhere().send(f"/calls/{hers.id}", {"wish": "all"})
    db.session.expire_all()
    assert (hers.called_at is None, mine.called_at is None) == (False, True)


def test_asking_what_is_of_ones_own_places_asks_once(elsewhere, make, people, count_queries):
    def asked():
        browser = elsewhere()
        browser.get("/calls")
        with count_queries() as log:
            assert browser.get("/calls").status_code == 200
        return len(log)

    in_charge(make.conversation("speak"), people)
    few = asked()
    for number in range(6):
        talk = make.conversation("speak")
        in_charge(talk, people)
        tell_about(make, ("conversation", talk.id), phone=f"+3630222{number:04d}")
    assert asked() == few


def test_every_topic_one_can_follow_or_moderate_is_located(app):
    known = {*NOWHERE, *(each.kind for each in _standing())}
    spoken_of_by_statement = {"meeting_question", "minutes_comment"}
    assert {*SORTS, *subjects()} - known - spoken_of_by_statement == set()
