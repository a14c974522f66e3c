"""Many texts decided as one by the worker: each once, told at the end, and killed in the middle."""

import os
import signal
from collections import Counter

import pytest

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.core.jobs import Job, revive
from forum.moderation.decisions.statements import Statement
from forum.moderation.models import Hiding
from forum.moderation.review.bulk import Choice, decide
from forum.moderation.review.campaigns import stamp_of
from forum.moderation.review.deciding import Judgement
from forum.moderation.review.joint.models import AT_ONCE, JointDecision, JointPart
from forum.moderation.review.joint.work import BATCH
from forum.moderation.review.models import ReviewItem
from forum.moderation.signals import text_decided
from forum.opinions.models import Opinion
from tests.moderation.review.looking import HIDE, LONG, path, seen

MANY = AT_ONCE + 7


@pytest.fixture
def campaign(make):
    talk = make.conversation("speak")
    return [make.opinion(f"{LONG} Kérem, {number}!", talk) for number in range(MANY)]


@pytest.fixture
def hidden_by_mira(mira, campaign):
    """The campaign, which Mira has hidden; the worker has not begun."""
    answer = mira.send(
        path(campaign[0]), {**HIDE, "seen": seen(mira.get("/moderation"), campaign[0])}
    )
    return answer.location


def hidings():
    db.session.expire_all()
    return Counter(db.session.scalars(db.select(Hiding.subject_id)))


def the_decision():
    db.session.expire_all()
    return db.session.scalars(db.select(JointDecision)).one()


def test_a_large_campaign_is_left_to_the_worker_and_a_small_one_is_not(
    mira, campaign, hidden_by_mira
):
    assert hidden_by_mira == f"/moderation/together/{the_decision().id}"
    assert hidings() == {}, "nothing is decided while one waits for the page"
    page = mira.get(hidden_by_mira).text
    assert f"0 / {MANY}" in page
    assert "<noscript><meta http-equiv" in page
    assert "Look again how far it is" in page
    told = mira.get(f"{hidden_by_mira}/progress").json
    assert told == {"done": 0, "total": MANY, "over": False}


def test_the_worker_decides_each_text_once_with_one_statement(
    mira, campaign, hidden_by_mira, run_jobs
):
    run_jobs()
    assert hidings() == dict.fromkeys((text.id for text in campaign), 1)
    assert Counter(db.session.scalars(db.select(Statement.subject_id))) == hidings()
    assert set(db.session.scalars(db.select(Statement.because))) == {"Sértő."}
    acts = Counter(
        db.session.scalars(db.select(AuditEntry.act).where(AuditEntry.act == "text.hidden"))
    )
    assert acts == {"text.hidden": MANY}
    page = mira.get(hidden_by_mira).text
    assert f"{MANY} texts are hidden" in page
    assert "left as" not in page
    assert mira.get(f"{hidden_by_mira}/progress").json["over"] is True
    assert the_decision().because == "", "each statement has the words; they are kept once"
    assert "What you decided on many texts is done." in mira.get("/moderation").text


def test_the_page_of_the_queue_says_who_is_deciding_and_offers_no_form(
    browser, people, campaign, hidden_by_mira
):
    page = browser(people.paul).get("/moderation").text
    assert "Mira has decided on these" in page
    assert path(campaign[0]) not in page
    own = browser(people.mira).get("/moderation").text
    assert "is being carried out" in own


def test_what_somebody_decided_or_changed_meanwhile_is_left_and_counted(
    mira, people, make, campaign, hidden_by_mira, run_jobs
):
    campaign[3].hide(people.paul, "hate", "Uszító.")
    campaign[5].edit(campaign[5].author, f"{LONG} Kérem, meggondoltam!")
    late = make.opinion(f"{LONG} Kérem, mindenki!", campaign[0].conversation)
    campaign[7].flag(make.person("visitor"), "abuse")
    db.session.commit()
    number = late.id
    run_jobs()
    assert hidings()[campaign[3].id] == 1
    assert db.session.get(Opinion, campaign[5].id).visible
    assert db.session.get(Opinion, number).visible, "nobody has seen this one"
    assert not db.session.get(Opinion, campaign[7].id).visible, "a report changes no words"
    page = mira.get(hidden_by_mira).text
    assert f"{MANY - 2} texts are hidden" in page
    assert "2 texts were left as they are" in page
    assert f"Paul has hidden {campaign[3].reference} meanwhile." in page
    assert f"The words of {campaign[5].reference} were changed" in page


def test_a_text_that_is_gone_is_counted(mira, campaign, hidden_by_mira, run_jobs):
    item = db.session.scalars(
        db.select(ReviewItem).where(ReviewItem.subject_id == campaign[4].id)
    ).one()
    db.session.delete(item)
    db.session.commit()
    run_jobs()
    assert the_decision().counts() == {"all": MANY, "done": MANY - 1, "left": 1}


def test_pressed_twice_it_is_asked_once(mira, campaign, run_jobs):
    stamp = seen(mira.get("/moderation"), campaign[0])
    for _press in range(2):
        answer = mira.send(path(campaign[0]), {**HIDE, "seen": stamp})
    assert answer.location.startswith("/moderation?") or answer.location == "/moderation"
    assert "deciding these texts already" in mira.get("/moderation").text
    run_jobs()
    assert sum(hidings().values()) == MANY
    assert the_decision()


def test_of_two_who_decide_at_once_one_is_told(people, campaign, together):
    from forum.accounts.models import Person

    rows = list(db.session.scalars(db.select(ReviewItem)))
    choice = Choice(f"opinion-{rows[0].subject_id}", stamp_of(rows))
    mira, paul = people.mira.id, people.paul.id

    def decided(by, act):
        person = db.session.get(Person, by)
        outcome = decide([choice], Judgement(act, "abuse", "Sértő."), person)
        db.session.commit()
        return outcome.joint is not None

    answers = together(lambda: decided(mira, "hide"), lambda: decided(paul, "let"))
    assert sorted(answers) == [False, True]
    assert db.session.scalar(db.select(db.func.count(JointPart.id))) == MANY


def test_whoever_lost_their_role_decides_nothing_more(people, campaign, hidden_by_mira, run_jobs):
    people.mira.role = "resident"
    db.session.commit()
    run_jobs()
    assert hidings() == {}
    assert the_decision().counts()["left"] == MANY


def test_only_whoever_asked_and_planners_see_how_far_it_is(
    browser, people, make, campaign, hidden_by_mira
):
    assert browser(people.paul).get(hidden_by_mira).status_code == 200
    other = make.person("facilitator", "Másik")
    assert browser(other).get(hidden_by_mira).status_code == 404
    assert browser(people.ana).get(hidden_by_mira).status_code in {403, 404}
    assert browser(other).send(f"{hidden_by_mira}/going-on").status_code == 404
    unknown = browser().get("/moderation/together/99999").status_code
    assert browser().get(hidden_by_mira).status_code == unknown
    assert unknown in {302, 303, 403}


def test_killed_in_the_middle_it_goes_on_and_decides_each_text_once(
    app, mira, campaign, hidden_by_mira, run_jobs
):
    number, ids = the_decision().job_id, [text.id for text in campaign]
    assert _killed_after(app, number, BATCH + 4) == -signal.SIGKILL
    halfway = hidings()
    assert sum(halfway.values()) == BATCH, "what was half done is not done"
    assert mira.get(f"{hidden_by_mira}/progress").json["done"] == BATCH
    app.extensions["huey"].storage.flush_all()
    revive()  # as the worker does at its start
    run_jobs()
    assert hidings() == dict.fromkeys(ids, 1)
    assert Counter(db.session.scalars(db.select(Statement.subject_id))) == hidings()
    assert db.session.get(Job, number).state == "done"


def _killed_after(app, number, texts):
    """Do the job in a process that is killed while it decides on this many texts."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if not child:
        done = []

        def count(_text, **_more):
            done.append(1)
            if len(done) == texts:
                os.kill(os.getpid(), signal.SIGKILL)

        text_decided.connect(count)
        from forum.core.jobs import perform

        perform(number)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def test_stopped_work_says_so_and_can_go_on(mira, campaign, hidden_by_mira, run_jobs):
    job = the_decision().job
    job.state = "failed"
    db.session.commit()
    page = mira.get(hidden_by_mira).text
    assert f"0 of {MANY} texts are decided" in page
    mira.send(f"{hidden_by_mira}/going-on")
    again = mira.send(f"{hidden_by_mira}/going-on", follow_redirects=True)
    assert "being done already" in again.text
    run_jobs()
    assert sum(hidings().values()) == MANY


# --- wordings ---


def test_a_card_tells_in_how_many_wordings_and_opens_the_others(mira, make):
    talk = make.conversation("speak")
    for ending in ("Köszönöm!", "Köszönöm.", "köszönöm", "Köszönjük szépen!", "Kérem <b>önt</b>!"):
        make.opinion(f"{LONG} {ending}", talk)
    page = mira.get("/moderation").text
    assert "The same text 5 times" in page
    assert "in 3 wordings" in page
    assert "Köszönjük szépen!" in page
    assert "Kérem &lt;b&gt;önt&lt;/b&gt;!" in page
    assert page.count("1 time") == 2


def test_wordings_do_not_grow_the_number_of_questions(mira, make, count_queries):
    def asked():
        with count_queries() as log:
            mira.get("/moderation")
        return sum(not line.startswith("BEGIN") for line in log)

    def more(number):
        talk = make.conversation("speak")
        for ending in range(3):
            make.opinion(f"{LONG} Ez a {number}. {ending}", talk)

    more(1)
    first = asked()
    for number in range(2, 6):
        more(number)
    assert asked() == first
