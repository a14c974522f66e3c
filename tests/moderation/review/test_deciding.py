"""How what stands in the queue is decided: each text exactly once, one or many."""

from forum.core.db import db
from forum.moderation.decisions import reason_words
from forum.moderation.models import Hiding
from forum.moderation.review.bulk import Choice, decide
from forum.moderation.review.deciding import Judgement
from forum.moderation.review.listing import counts
from forum.opinions.models import Opinion
from tests.moderation.review.looking import HIDE, items, mira_of, number_of, path, seen


def test_a_decision_says_what_it_did_and_leads_on(mira, waiting, reported):
    wait, flagged = waiting("opinion", "Első"), reported("Második", 1)
    page = mira.get("/moderation")
    target = f"/moderation?show=all&page=1#opinion-{flagged.id}"
    assert f"#opinion-{flagged.id}" in page.text
    sent = {"act": "let", "seen": seen(page, wait), "next": target}
    assert mira.send(path(wait), sent).location == target
    page = mira.get("/moderation")
    assert f"everybody: {wait.reference}" in page.text
    answer = mira.send(path(flagged), {**HIDE, "seen": seen(page, flagged)}, follow_redirects=True)
    assert f"{flagged.reference} is hidden." in answer.text
    assert counts(mira_of())["all"] == 0
    assert [
        text.visible for text in db.session.scalars(db.select(Opinion).order_by(Opinion.id))
    ] == [True, False]


def test_hiding_needs_a_reason_and_words_and_keeps_what_was_typed(mira, reported):
    text = reported()
    stamp = seen(mira.get("/moderation"), text)
    for sent in ({"because": "Kérem szépen"}, {"reason": "made-up", "because": "Kérem szépen"}):
        answer = mira.send(path(text), {"act": "hide", "seen": stamp, **sent})
        assert answer.status_code == 422
        assert "Kérem szépen" in answer.text
        assert 'class="optional"' not in answer.text
    assert (
        mira.send(path(text), {"act": "hide", "seen": stamp, "reason": "abuse"}).status_code == 422
    )
    assert mira.send(path(text), {"act": "burn", "seen": stamp}).status_code == 422
    assert items()[0].is_open


def test_ready_words_need_no_others(mira, people, reported):
    row = reason_words.add(
        people.paul, "hate", "Uszít, ezért elrejtettük.", "It stirs up hate.", "k" * 22
    )
    db.session.commit()
    text = reported()
    sent = {
        "act": "hide",
        "reason": f"words:{row.id}-hu",
        "seen": seen(mira.get("/moderation"), text),
    }
    assert mira.send(path(text), sent).status_code == 303
    hiding = db.session.scalars(db.select(Hiding)).one()
    assert (hiding.reason, hiding.because) == ("hate", "Uszít, ezért elrejtettük.")


def test_a_stale_page_decides_nothing_and_says_who_was_faster(mira, browser, people, reported):
    text, paul = reported(), browser(people.paul)
    stamp = seen(mira.get("/moderation"), text)
    paul.send(path(text), {"act": "let", "seen": stamp})
    answer = mira.send(path(text), {**HIDE, "seen": stamp}, follow_redirects=True)
    assert f"Paul has looked at {text.reference} meanwhile and left it as it is." in answer.text
    assert number_of(Hiding) == 0


def test_changed_words_are_read_again_first(mira, make, people, reported):
    text = make.opinion("Jó szó", author=people.ana)
    text.flag(make.person("visitor"), "abuse")
    db.session.commit()
    stamp = seen(mira.get("/moderation"), text)
    text.edit(people.ana, "Rossz szó")
    db.session.commit()
    answer = mira.send(path(text), {"act": "let", "seen": stamp}, follow_redirects=True)
    assert "changed meanwhile" in answer.text
    assert items()[0].is_open


def test_another_report_does_not_make_a_page_stale(mira, make, reported):
    text = reported()
    stamp = seen(mira.get("/moderation"), text)
    text.flag(make.person("visitor"), "hate")
    db.session.commit()
    assert mira.send(path(text), {**HIDE, "seen": stamp}).status_code == 303
    assert number_of(Hiding) == 1


def test_of_two_decisions_at_once_exactly_one_counts(app, people, reported, together):
    text = reported()
    key, stamp = f"opinion-{text.id}", f"1.{items()[0].version}.{items()[0].id}"
    mira, paul = people.mira.id, people.paul.id

    def decided(by, act):
        from forum.accounts.models import Person

        judgement = Judgement(act, "abuse", "Sértő.")
        outcome = decide([Choice(key, stamp)], judgement, db.session.get(Person, by))
        db.session.commit()
        return outcome

    one, two = together(lambda: decided(mira, "hide"), lambda: decided(paul, "let"))
    assert sorted([len(one.done), len(two.done)]) == [0, 1]
    assert sorted([len(one.left_out), len(two.left_out)]) == [0, 1]
    assert number_of(Hiding) == len(one.done)


def test_bulk_decides_what_is_ticked_and_names_what_was_left_out(mira, browser, people, reported):
    several = [reported(f"Szöveg {number}") for number in range(4)]
    page = mira.get("/moderation")
    ticked = [f"opinion-{text.id}:{seen(page, text)}" for text in several]
    browser(people.paul).send(path(several[0]), {**HIDE, "seen": seen(page, several[0])})
    sent = {**HIDE, "because": "Egy okból.", "items": ticked}
    answer = mira.send("/moderation/decisions", sent, follow_redirects=True)
    assert "3 texts are hidden" in answer.text
    assert all(text.reference in answer.text for text in several)
    assert f"Paul has hidden {several[0].reference} meanwhile." in answer.text
    assert number_of(Hiding) == 4


def test_bulk_without_a_reason_or_a_tick_decides_nothing(mira, reported):
    text = reported()
    ticked = f"opinion-{text.id}:{seen(mira.get('/moderation'), text)}"
    answer = mira.send("/moderation/decisions", {"act": "hide", "items": ticked, "because": "Szó"})
    assert answer.status_code == 422
    assert "Szó" in answer.text
    assert ticked in answer.text
    answer = mira.send("/moderation/decisions", {"act": "let"}, follow_redirects=True)
    assert "Please tick" in answer.text
    for broken in (
        "",
        ":",
        "opinion-x:1.1.1",
        "person-1:1.1.1",
        f"opinion-{2**40}:1.1.1",
        "x" * 500,
    ):
        sent = {"act": "let", "items": [broken]}
        assert mira.send("/moderation/decisions", sent).status_code == 303
    assert items()[0].is_open
