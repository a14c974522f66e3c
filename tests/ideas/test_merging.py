"""Ideas put together: nothing lost, nothing doubled, no circle, and back again."""

import re
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from forum.accounts.reach import reach
from forum.audit import AuditEntry
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.ideas.life import Merger
from forum.ideas.merging import merge, say_yes, together, undo
from forum.ideas.models import Idea, Support
from forum.notices.models import Notice
from tests.conftest import Client

HOSTILE = '<svg onload=alert(1)> "><img src=x> =1+1'


def told(kind):
    """Return who was told this kind of news."""
    query = select(Notice.person_id).where(Notice.kind == kind)
    return sorted(db.session.scalars(query))


@pytest.fixture
def pair(make, people):
    """Two ideas with an author each, nine and twelve supporters, four of them of both."""
    lead, other = make.idea("Társas est", people.ana), make.idea("Játékdélután", make.person())
    both = [make.person() for _number in range(4)]
    for person in both:
        make.support(lead, person)
        make.support(other, person)
    for _number in range(8):
        make.support(lead, make.person())
    for _number in range(5):
        make.support(other, make.person())
    return lead, other


def test_a_merged_idea_knows_its_lead_and_stays_as_it_was(pair, people):
    lead, other = pair
    words, author = other.text, other.author_id
    merger = merge(other, lead, people.paul, "ask", "Ugyanazt kérik.")
    db.session.commit()
    assert (other.lead_id, lead.lead_id) == (lead.id, None)
    assert (other.text, other.author_id, other.supports_count) == (words, author, 9)
    assert lead.supports_count == 12
    assert merger.because == "Ugyanazt kérik."
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "idea.merged")).one()
    assert (entry.reference, entry.details["lead"]) == (other.reference, lead.reference)
    assert "Ugyanazt" not in str(entry.details)


def test_people_of_both_are_counted_once(pair, people):
    lead, other = pair
    assert together(other, lead) == (9, 12, 17)
    merge(other, lead, people.paul, "count", because="Ugyanazt kérik.")
    assert lead.supports_count == 17
    assert db.session.query(Support).count() == 21


def test_everybody_behind_them_is_told(pair, people):
    lead, other = pair
    merge(other, lead, people.paul, "ask", because="Ugyanazt kérik.")
    db.session.commit()
    only_other = {row.person_id for row in db.session.query(Support).filter_by(idea_id=other.id)}
    only_other -= {row.person_id for row in db.session.query(Support).filter_by(idea_id=lead.id)}
    assert told("idea_merge_asked") == sorted(only_other)
    everybody = {row.person_id for row in db.session.query(Support)} | {
        lead.author_id,
        other.author_id,
    }
    assert set(told("idea_merged")) == everybody - only_other


def test_visitors_who_want_no_news_are_not_told(make, people):
    lead, other = make.idea(), make.idea()
    make.support(other)
    keen = make.support(other, wants_news=True)
    reach(keen.person, "keen@example.org", None, "hu").confirmed_at = now()
    merge(other, lead, people.paul, "ask", because="Ugyanazt kérik.")
    assert told("idea_merge_asked") == [keen.person_id]


def test_an_undone_merger_is_told_too(pair, people):
    lead, other = pair
    merger = merge(other, lead, people.paul, because="Ugyanazt kérik.")
    assert undo(merger, people.paul)
    assert not undo(merger, people.paul)
    assert {lead.author_id, other.author_id} <= set(told("idea_unmerged"))
    assert other.lead_id is None


def test_sent_twice_it_is_one_merger(pair, people):
    lead, other = pair
    assert merge(other, lead, people.paul, because="Ugyanazt kérik.") is merge(
        other, lead, people.paul, because="Ugyanazt kérik."
    )
    assert db.session.query(Merger).count() == 1


def test_no_circle_and_no_second_lead(make, people):
    first, second, third = make.idea(), make.idea(), make.idea()
    merge(second, first, people.paul, because="Ugyanazt kérik.")
    merge(third, second, people.paul, because="Ugyanazt kérik.")
    db.session.commit()
    assert third.lead_id == first.id
    for under, over in [(first, third), (first, second), (first, first), (third, first)]:
        with pytest.raises(Refused):
            merge(under, over, people.paul, because="Ugyanazt kérik.")
        db.session.rollback()
    assert db.session.query(Merger).count() == 2


def test_hidden_ideas_are_not_put_together(make, people):
    one, other = make.idea(), make.idea(visible=False)
    for pair in [(one, other), (other, one)]:
        with pytest.raises(Refused):
            merge(*pair, people.paul, because="Ugyanazt kérik.")


def test_undoing_in_the_middle_takes_what_is_below_along(make, people):
    top, middle, low = make.idea(), make.idea(), make.idea()
    merge(low, middle, people.paul, because="Ugyanazt kérik.")
    edge = merge(middle, top, people.paul, because="Ugyanazt kérik.")
    assert (low.lead_id, middle.lead_id) == (top.id, top.id)
    undo(edge, people.paul)
    assert (low.lead_id, middle.lead_id, top.lead_id) == (middle.id, None, None)


def test_a_supporter_who_is_asked_says_yes_once(make, people):
    lead, other = make.idea(), make.idea()
    first = make.support(other, people.ana, wants_news=True, home_id=make.neighbourhood().id)
    merger = merge(other, lead, people.paul, because="Ugyanazt kérik.")
    for _time in range(2):
        row = say_yes(merger, people.ana)
        db.session.commit()
    assert (row.idea_id, row.home_id, row.wants_news) == (lead.id, first.home_id, True)
    assert (lead.supports_count, other.supports_count) == (1, 1)


class TestPages:
    """The pages of merging."""

    @pytest.fixture
    def paul(self, client, people):
        return client.sign_in(people.paul)

    def test_only_planners_merge(self, client, pair, people):
        path = f"/ideas/{pair[1].id}/merging"
        assert client.get(path).status_code == 302
        assert client.sign_in(people.ana).get(path).status_code == 403
        assert client.sign_in(people.mira).get(path).status_code == 403

    def test_both_are_seen_side_by_side_with_the_people_behind_them(self, paul, pair):
        lead, other = pair
        paul.set_cookie("language", "en")
        page = paul.get(f"/ideas/{other.id}/merging?into={lead.id}").text
        assert "9 + 12 supporters" in page
        assert "17 people" in page
        assert lead.title in page

    @pytest.mark.parametrize("leads", ["under", "over"])
    def test_a_planner_chooses_which_one_leads(self, paul, pair, leads):
        lead, other = pair
        data = {"into": lead.id, "leads": leads, "counting": "count", "because": "Egy kérés."}
        answer = paul.send(f"/ideas/{other.id}/merging", data)
        top, below = (lead, other) if leads == "under" else (other, lead)
        assert answer.headers["Location"].endswith(f"/ideas/{top.id}")
        db.session.expire_all()
        assert below.lead_id == top.id
        assert top.supports_count == 17

    @pytest.mark.parametrize("into", ["", "999999", "x", "99999999999999", "-1"])
    def test_without_another_idea_it_is_asked_again(self, paul, pair, into):
        data = {"into": into, "leads": "under", "counting": "ask", "because": HOSTILE}
        answer = paul.send(f"/ideas/{pair[1].id}/merging", data)
        assert answer.status_code == 422
        assert db.session.query(Merger).count() == 0

    def test_hostile_reasons_are_words(self, paul, pair, people):
        lead, other = pair
        data = {"into": lead.id, "leads": "under", "counting": "ask", "because": HOSTILE}
        paul.send(f"/ideas/{other.id}/merging", data)
        for path in (f"/ideas/{other.id}/merging", f"/ideas/{lead.id}/merging"):
            page = paul.get(path).text
            assert "&lt;svg onload" in page
            assert "<svg onload" not in page

    def test_undoing_by_its_button(self, paul, pair, people):
        lead, other = pair
        merger = merge(other, lead, people.paul, because="Ugyanazt kérik.")
        db.session.commit()
        for _time in range(2):
            assert paul.send(f"/ideas/mergers/{merger.id}/undoing").status_code == 303
        db.session.expire_all()
        assert other.lead_id is None

    def test_whoever_is_asked_says_yes_without_an_account(self, client, make, people):
        lead, other = make.idea(), make.idea()
        merger = merge(other, lead, people.paul, because="Ugyanazt kérik.")
        db.session.commit()
        path = f"/ideas/mergers/{merger.id}/answer"
        assert lead.title in client.get(path).text
        for _time in range(2):
            assert client.send(path).status_code == 303
        db.session.expire_all()
        assert lead.supports_count == 1
        undo(merger, people.paul)
        db.session.commit()
        assert client.get(path).status_code == 404

    def test_a_hidden_idea_asks_nobody(self, client, make, people):
        lead, other = make.idea(), make.idea()
        merger = merge(other, lead, people.paul, because="Ugyanazt kérik.")
        lead.hide(people.mira, "abuse", "Sértő.")
        db.session.commit()
        assert client.get(f"/ideas/mergers/{merger.id}/answer").status_code == 404


@pytest.mark.parametrize("opposite", [False, True])
def test_twenty_planners_at_once_make_one_edge(app, make, people, opposite):
    one, other = make.idea().id, make.idea().id
    paul = people.paul.get_id()
    db.session.rollback()  # whoever only reads here must not keep the others waiting
    ready, said = Barrier(20), []

    def put_together(number):
        turned = opposite and number % 2
        under, over = (other, one) if turned else (one, other)
        data = {"into": over, "leads": "under", "counting": "count", "because": "Egy kérés."}
        with app.app_context():
            browser = Client(app, app.response_class)
            with browser.session_transaction() as session:
                session["_user_id"], session["_fresh"] = paul, True
            ready.wait()
            said.append(browser.send(f"/ideas/{under}/merging", data).status_code)
            db.session.remove()

    threads = [Thread(target=put_together, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    edges = db.session.query(Merger).filter(Merger.undone_at.is_(None)).all()
    assert len(edges) == 1
    leads = {idea.id: idea.lead_id for idea in db.session.query(Idea)}
    assert leads == {edges[0].idea_id: edges[0].into_id, edges[0].into_id: None}
    assert len(said) == 20
    assert set(said) <= {303, 409, 422}


@pytest.mark.parametrize(("ours", "theirs", "leads"), [(3, 1, "over"), (1, 3, "under")])
def test_the_better_supported_of_two_ideas_is_offered_as_the_lead(
    client, make, people, ours, theirs, leads
):
    one, other = make.idea(), make.idea()
    one.supports_count, other.supports_count = ours, theirs
    db.session.commit()
    page = client.sign_in(people.paul).get(f"/ideas/{one.id}/merging?into={other.id}").text
    (chosen,) = re.findall(r'<input[^>]*checked[^>]*name="leads"[^>]*>', page)
    assert f'value="{leads}"' in chosen
