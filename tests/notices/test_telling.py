"""Who is told of what, in which words, and that it happens once."""

from threading import Barrier, Thread

import pytest
from flask_babel import force_locale

from forum.accounts.models import Person
from forum.core import news
from forum.core.db import db
from forum.core.jobs import enqueue
from forum.core.news import News
from forum.moderation.models import Hiding
from forum.moderation.signals import text_decided
from forum.notices import publications
from forum.notices.presenters import address_of, tell
from forum.opinions.models import Opinion
from forum.reports.models import Takedown, summary_published


@pytest.fixture
def word(make, people):
    return make.opinion("Több padot!", author=people.ana)


def hide(opinion, by, reason="abuse", because="Sértő szó van benne."):
    hiding = opinion.hide(by=by, reason=reason, because=because)
    db.session.commit()
    return hiding


def test_an_author_is_told_why_an_opinion_was_hidden(word, people, notices, outbox, write_letters):
    hide(word, people.mira)
    write_letters()
    notice, letter = notices(people.ana)[0], outbox()[0]
    assert (notice.kind, notice.path) == ("text_statement", "")
    with force_locale("en"):
        told = tell(notice)
    assert word.reference in told.title
    assert "insult or threat" in " ".join(told.paragraphs)
    assert "Sértő szó van benne." in " ".join(told.paragraphs)
    assert letter.recipient == people.ana.email
    assert word.reference in letter.subject
    assert "Sértő szó van benne." in letter.body
    assert f"http://127.0.0.1:8000{address_of(notice)}\n" in letter.body
    assert address_of(notice).startswith("/statements/")


def test_the_link_in_the_notice_works_without_an_account_and_cannot_be_guessed(
    client, word, people, notices
):
    hide(word, people.mira)
    path = address_of(notices(people.ana)[0])
    assert "Sértő szó van benne." in client.get(path).text
    other = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert client.get(other).status_code == 404


def test_hiding_restoring_and_hiding_again_are_three_things(
    word, people, notices, outbox, write_letters
):
    hide(word, people.mira)
    write_letters()
    word.restore(by=people.mira, because="Tévedtem.")
    write_letters()
    hide(word, people.paul, because="Mégis sértő.")
    acts = [notice.details["act"] for notice in notices(people.ana)]
    assert acts == ["hidden", "restored", "hidden"]
    write_letters()
    assert len(outbox()) == 3
    assert "Tévedtem." in outbox()[1].body


def test_the_same_act_is_told_once_however_often_it_is_sent(
    word, people, notices, outbox, write_letters
):
    hiding = hide(word, people.mira)
    for _time in range(5):
        decided(word, hiding, people.mira)
    db.session.commit()
    write_letters()
    assert len(notices(people.ana)) == len(outbox()) == 1


def decided(word, hiding, by):
    """Send once more what hiding a text has sent already."""
    told = {"reason": hiding.reason, "because": hiding.because}
    text_decided.send(word, act="hidden", row=hiding, by=by, **told)


def test_parallel_sends_are_one(app, word, people, notices):
    numbers = word.id, hide(word, people.mira).id, people.mira.id
    start, failures = Barrier(8), []

    def send():
        with app.app_context():
            start.wait()
            try:
                models = zip((Opinion, Hiding, Person), numbers, strict=True)
                decided(*(db.session.get(model, number) for model, number in models))
                db.session.commit()
            except Exception as error:  # the test tells which
                failures.append(error)
            db.session.remove()

    db.session.rollback()
    threads = [Thread(target=send) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(notices(people.ana)) == 1


def test_a_visitor_is_told_by_the_code_and_not_by_us(make, people, outbox, write_letters):
    opinion = make.opinion()
    hide(opinion, people.mira)
    write_letters()
    assert outbox() == []


def test_an_unconfirmed_address_gets_no_letter(word, people, notices, outbox, write_letters):
    people.ana.email_confirmed_at = None
    hide(word, people.mira)
    assert len(notices(people.ana)) == 1
    write_letters()
    assert outbox() == []


def test_a_closed_account_is_told_nothing(word, people, notices, outbox, write_letters):
    people.ana.disable(by=people.adam)
    hide(word, people.mira)
    write_letters()
    assert notices(people.ana) == outbox() == []


def test_a_hiding_that_did_not_happen_is_told_to_nobody(
    word, people, notices, outbox, write_letters
):
    word.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.rollback()
    write_letters()
    assert notices(people.ana) == outbox() == []


def test_an_approved_opinion_is_announced_once(make, people, notices):
    word = make.opinion(conversation=make.conversation(moderation="before"), author=people.ana)
    word.approve(by=people.mira)
    word.approve(by=people.mira)
    db.session.commit()
    assert [notice.details["act"] for notice in notices(people.ana)] == ["approved"]


@pytest.mark.parametrize(("language", "said"), [("hu", "sértés vagy fenyegetés"), ("en", "insult")])
def test_letters_speak_the_readers_language(word, people, outbox, language, said, write_letters):
    people.ana.language = language
    hide(word, people.mira)
    write_letters()
    assert said in outbox()[0].body


def test_what_the_facilitator_wrote_is_text(client, word, people):
    hide(word, people.mira, because="<svg onload=alert(1)> %(x)s {{ 7*7 }}")
    page = client.sign_in(people.ana).get("/notices").text
    assert "<svg onload" not in page
    assert "&lt;svg onload=alert(1)&gt; %(x)s {{ 7*7 }}" in page


def test_authors_in_a_summary_are_told_once(
    make, people, publish, run_jobs, notices, outbox, write_letters
):
    talk = make.conversation()
    said = [make.opinion(f"Pad {n}", talk, people.ana) for n in range(7)]
    said += [make.opinion("Kuka", talk, people.mira), make.opinion("Névtelen", talk)]
    addresses, numbers = [people.ana.email, people.mira.email], [word.reference for word in said]
    published = publish(*said)
    for _time in range(2):
        summary_published.send(published)
    db.session.commit()
    assert notices(people.ana) == []
    run_jobs()
    notice = notices(people.ana)[0]
    assert (notice.path, notice.details["opinions"]) == ("/summaries/1", 7)
    assert notice.details["references"] == numbers[:5]
    write_letters()
    assert numbers[4] in outbox()[0].body
    assert numbers[5] not in outbox()[0].body
    assert [letter.recipient for letter in outbox()] == addresses
    assert "http://127.0.0.1:8000/summaries/1" in outbox()[0].body
    assert "Mit hallottunk?" in outbox()[0].body


def test_another_publication_is_another_notice(word, people, publish, run_jobs, notices):
    for published in (publish(word), publish(word)):
        summary_published.send(published)
    db.session.commit()
    run_jobs()
    assert len(notices(people.ana)) == 2


def test_a_job_that_died_goes_on_and_tells_nobody_twice(
    make, people, publish, notices, outbox, monkeypatch, run_jobs, write_letters
):
    talk = make.conversation()
    authors = [make.person(name=f"Lakó{number}") for number in range(25)]
    published = publish(*(make.opinion(f"Szó {a.id}", talk, a) for a in authors))
    monkeypatch.setattr(publications, "BATCH", 10)

    def die(done, _total):
        db.session.commit()
        if done == 20:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        publications.tell_authors(published.id, report=die)
    db.session.rollback()
    write_letters()
    assert len(outbox()) == 20
    enqueue("tell_authors", publication_id=published.id)
    db.session.commit()
    run_jobs()
    write_letters()
    assert len(outbox()) == 25
    assert all(len(notices(author)) == 1 for author in authors)


def test_a_withdrawn_publication_is_announced_to_nobody(
    word, people, publish, run_jobs, notices, make
):
    published = publish(word)
    summary_published.send(published)
    make.save(Takedown(publication_id=published.id, by_id=people.adam.id, because="Bíróság."))
    run_jobs()
    assert notices(people.ana) == []


def test_opinions_of_a_visitor_who_registered_meanwhile_are_counted(
    make, people, publish, run_jobs, notices
):
    opinion = make.opinion("Padot!")
    published = publish(opinion)
    opinion.author_id = people.ana.id
    summary_published.send(published)
    db.session.commit()
    run_jobs()
    assert len(notices(people.ana)) == 1


def test_a_key_is_for_one_person_and_one_kind(people, notices):
    both = [people.ana.id, people.mira.id]
    for kind in ("opinion_restored", "opinion_approved"):
        for _time in range(2):
            news.tell(
                News(kind, "7", ("opinion", 1), "/opinions/1", {"reference": "2026-00001"}), both
            )
    db.session.commit()
    assert len(notices(people.ana)) == len(notices(people.mira)) == 2
