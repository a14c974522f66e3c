"""Versions of a plan: deciding with reasons, copying, comparing, approving."""

import threading

import pytest

from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import Stale
from forum.planning.needs.models import NeedTheme
from forum.planning.seasons.approving import approve, plan_in_force
from forum.planning.seasons.deciding import decide
from forum.planning.seasons.models import Plan, PlanItem
from forum.planning.seasons.versions import change, copy, new_plan

HOSTILE = '<svg onload=alert(1)>"><img src=x>'
WHY = {"reason_hu": "Sokan kérték.", "uncited_because": "Régi hagyomány."}


@pytest.fixture
def season(make):
    """A season with two candidates: of 300,000 and of 800,000 forints."""
    season = make.season("Tavasz")
    make.candidate("Játékklub", season=season, cost=300_000)
    make.candidate("Szabadtéri koncert", season=season, cost=800_000)
    return season


@pytest.fixture
def plan(season, people):
    """A version with a million forints in which nobody has decided."""
    made = new_plan(season, people.paul, "first", 1_000_000, name="alap")
    db.session.commit()
    return made


def settle(plan, by, *choices):
    """Decide on every candidate."""
    for item, choice in zip(plan.items, choices, strict=True):
        change = {"change_hu": "Kisebben."} if choice == "adapt" else {}
        decide(item, by, choice, WHY | change)
    db.session.commit()


def typed(item, choice="adopt", **more):
    """What a planner types about a candidate."""
    return {
        "seen": str(item.version),
        "choice": choice,
        "reason_hu": "Sokan kérték.",
        "uncited_because": "Régi hagyomány.",
        "cost": str(item.cost),
        **more,
    }


def test_a_version_begins_with_every_candidate_undecided(client, season, people):
    client.sign_in(people.paul)
    told = {"budget": "1 500 000", "name": "olcsóbb", "submit_key": "key"}
    for _time in range(2):
        assert client.send(f"/seasons/{season.id}/plans/new", told).status_code == 303
    (plan,) = db.session.scalars(db.select(Plan)).all()
    assert (plan.number, plan.budget, plan.name) == (1, 1_500_000, "olcsóbb")
    assert [item.choice for item in plan.items] == ["", ""]
    assert [item.cost for item in plan.items] == [300_000, 800_000]


def test_deciding_leads_on_to_the_next_candidate_with_the_running_total(client, plan, people):
    first, second = plan.items
    client.sign_in(people.paul)
    sent = client.send(f"/plans/items/{first.id}", typed(first, next="1"))
    assert sent.headers["Location"].endswith(f"/plans/items/{second.id}")
    client.set_cookie("language", "en")
    page = client.get(f"/plans/items/{second.id}").text
    assert "300,000\u00a0Ft of 1,000,000\u00a0Ft is used; 700,000\u00a0Ft is left" in page
    sent = client.send(f"/plans/items/{second.id}", typed(second, next="1"))
    assert f"/plans/{plan.id}#item-{second.id}" in sent.headers["Location"]
    shown = client.get(f"/plans/{plan.id}").text
    assert "Over the budget" in shown
    assert "1,100,000\u00a0Ft of 1,000,000\u00a0Ft is used: 100,000\u00a0Ft too much" in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": ""},
        {"choice": "perhaps"},
        {"reason_hu": ""},
        {"uncited_because": ""},
        {"choice": "adapt"},
        {"cost": "-1"},
        {"cost": ""},
        {"themes": "1-1"},
        {"themes": "x"},
        {"needs": "999"},
        {"ideas": "x"},
        {"reason_hu": "x" * 1001},
    ],
)
def test_a_decision_without_what_it_needs_is_refused(client, plan, people, wrong):
    item = plan.items[0]
    client.sign_in(people.paul)
    page = client.send(f"/plans/items/{item.id}", typed(item, reason_en="Stays here.") | wrong)
    assert page.status_code == 422
    assert "Stays here." in page.text
    db.session.refresh(item)
    assert item.choice == ""


def test_a_reason_cites_themes_needs_and_ideas_of_its_candidate(client, make, season, people):
    talk, theme = make.conversation(), make.theme("padok")
    need, idea = make.need(), make.idea()
    candidate = make.candidate("Padok", season=season)
    candidate.needs, candidate.ideas = [need], [idea]
    link = make.save(NeedTheme(need=need, conversation=talk, theme=theme))
    plan = new_plan(season, people.paul, "b", 1_000_000)
    db.session.commit()
    item = plan.items[-1]
    client.sign_in(people.paul)
    key = f"{link.conversation_id}-{link.theme_id}"
    more = {"themes": key, "needs": need.id, "ideas": idea.id, "uncited_because": ""}
    assert client.send(f"/plans/items/{item.id}", typed(item, **more)).status_code == 303
    db.session.expire_all()
    assert [one.theme for one in item.themes] == [theme]
    assert (item.needs, item.ideas) == ([need], [idea])
    with pytest.raises(Refused):
        decide(plan.items[0], people.paul, "adopt", WHY, themes=[(talk.id, theme.id)])


def test_an_adapted_one_says_how_and_may_cost_less(plan, people):
    item = plan.items[1]
    decide(item, people.paul, "adapt", WHY | {"change_hu": "Egy este."}, cost=400_000, expected=90)
    assert (item.cost, item.expected, item.change_hu) == (400_000, 90, "Egy este.")
    decide(item, people.paul, "decline", WHY | {"change_hu": "Egy este."})
    assert item.change_hu == ""


def test_two_planners_cannot_decide_over_each_other_unseen(client, plan, people):
    item = plan.items[0]
    client.sign_in(people.paul)
    decide(item, people.adam, "later", WHY)
    db.session.commit()
    page = client.send(f"/plans/items/{item.id}", typed(item, seen="0", reason_hu="Az enyém."))
    assert page.status_code == 422
    assert "Az enyém." in page.text
    assert f"<dd>{WHY['reason_hu']}</dd>" in page.text
    db.session.refresh(item)
    assert item.choice == "later"


def test_a_version_changed_meanwhile_is_shown_beside_what_was_typed(client, plan, people):
    client.sign_in(people.paul)
    change(plan, people.adam, {"name": "Ádámé"})
    db.session.commit()
    late = {"budget": str(plan.budget), "name": "Pálé", "seen": str(plan.version - 1)}
    page = client.send(f"/plans/{plan.id}/edit", late)
    assert page.status_code == 422
    assert 'value="Pálé"' in page.text
    assert "<dd>Ádámé</dd>" in page.text


def test_the_same_decision_again_changes_nothing(plan, people):
    item = plan.items[0]
    assert decide(item, people.paul, "adopt", WHY)
    assert not decide(item, people.adam, "adopt", WHY)
    assert (item.version, item.decided_by_id) == (1, people.paul.id)


def test_the_list_stands_hostile_words(client, make, plan, people):
    make.candidate(HOSTILE, season=plan.season, description_hu=HOSTILE)
    item = plan.items[0]
    decide(item, people.paul, "adopt", {"reason_hu": HOSTILE, "uncited_because": HOSTILE})
    change(plan, people.paul, {"name": HOSTILE, "note": HOSTILE})
    db.session.commit()
    client.sign_in(people.paul)
    for path in (
        f"/plans/{plan.id}",
        f"/plans/items/{item.id}",
        f"/plans/{plan.id}/edit",
        f"/seasons/{plan.season_id}/plans",
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert "<svg onload" not in page.text
        assert "<img src=x>" not in page.text


def test_a_copy_takes_reasons_and_citations_over_and_leaves_its_source(client, make, plan, people):
    need = make.need()
    plan.items[0].candidate.needs = [need]
    decide(plan.items[0], people.paul, "adopt", WHY, needs=[need.id])
    db.session.commit()
    client.sign_in(people.paul)
    page = client.get(f"/plans/{plan.id}").text
    key = page.split('name="submit_key" value="')[1].split('"')[0]
    for _time in range(2):
        assert client.send(f"/plans/{plan.id}/copies", {"submit_key": key}).status_code == 303
    first, second = db.session.scalars(db.select(Plan).order_by(Plan.number)).all()
    assert second.items[0].needs == [need]
    assert second.items[0].reason_hu == "Sokan kérték."
    decide(second.items[0], people.paul, "decline", WHY)
    assert first.items[0].choice == "adopt"


def test_two_versions_stand_side_by_side(client, plan, people):
    settle(plan, people.paul, "adopt", "decline")
    other = copy(plan, people.paul, "copy", name="merész")
    decide(other.items[1], people.paul, "adopt", WHY)
    db.session.commit()
    client.sign_in(people.paul).set_cookie("language", "en")
    path = f"/seasons/{plan.season_id}/plans/comparison"
    page = client.get(f"{path}?a={plan.id}&b={other.id}").text
    assert "Only in Version 2" in page
    assert "Only in Version 1" not in page
    assert "+800,000\u00a0Ft" in page
    for strange in ("", "?a=x&b=y", f"?a={plan.id}&b=99999"):
        assert client.get(path + strange).status_code == 200


def test_only_what_is_decided_can_be_approved(plan, people):
    decide(plan.items[0], people.paul, "adopt", WHY)
    with pytest.raises(Refused):
        approve(plan, people.paul)
    assert plan.is_open


def test_over_the_budget_it_needs_a_reason_that_is_kept(client, plan, people):
    settle(plan, people.paul, "adopt", "adopt")
    client.sign_in(people.paul)
    told = {"seen": str(plan.version), "former": ""}
    assert client.send(f"/plans/{plan.id}/approval", told).status_code == 422
    told["over_because_hu"] = "A különbözetet a művelődési ház adja."
    assert client.send(f"/plans/{plan.id}/approval", told).status_code == 303
    db.session.refresh(plan)
    assert plan.is_in_force
    assert plan.over_because_hu == "A különbözetet a művelődési ház adja."


def test_within_the_budget_no_reason_is_kept(plan, people):
    settle(plan, people.paul, "adopt", "decline")
    approve(plan, people.paul, because_hu="Nem kell.")
    assert plan.over_because_hu == ""


def test_an_approved_version_refuses_every_change(client, make, plan, people):
    settle(plan, people.paul, "adopt", "later")
    approve(plan, people.paul)
    db.session.commit()
    item, paul = plan.items[0], people.paul
    with pytest.raises(Refused):
        decide(item, paul, "decline", WHY)
    with pytest.raises(Refused):
        change(plan, paul, {"budget": 5})
    client.sign_in(paul)
    assert client.send(f"/plans/items/{item.id}", typed(item, "decline")).status_code == 422
    form = {"budget": "5", "seen": str(plan.version)}
    assert client.send(f"/plans/{plan.id}/edit", form).status_code == 422
    db.session.expire_all()
    assert (item.choice, plan.budget) == ("adopt", 1_000_000)
    assert copy(plan, paul, "copy").is_open


def test_what_is_approved_is_what_the_planner_saw(plan, people):
    settle(plan, people.paul, "adopt", "later")
    seen = plan.version
    decide(plan.items[1], people.adam, "decline", WHY)
    with pytest.raises(Stale):
        approve(plan, people.paul, seen=seen)


def test_a_later_approval_replaces_the_former(plan, people):
    settle(plan, people.paul, "adopt", "later")
    approve(plan, people.paul)
    second = copy(plan, people.paul, "copy")
    with pytest.raises(Refused):
        approve(second, people.adam, instead_of=None)  # nobody told Adam of the first
    approve(second, people.adam, instead_of=plan.id)
    assert plan_in_force(plan.season) == second
    assert plan.replaced_at is not None
    with pytest.raises(Refused):
        approve(plan, people.paul)


def test_a_candidate_declined_and_dropped_later_stays_in_the_approved_version(plan, people):
    from forum.planning.seasons.candidates import drop

    settle(plan, people.paul, "adopt", "decline")
    approve(plan, people.paul)
    drop(plan.items[1].candidate, people.paul, "Mégsem lehet.")
    assert len(plan.shown_items) == 2


def test_two_planners_approve_two_versions_at_once_and_one_is_in_force(app, plan, people):
    settle(plan, people.paul, "adopt", "later")
    second = copy(plan, people.paul, "copy")
    db.session.commit()
    tried = [(plan.id, people.paul), (second.id, people.adam)]
    browsers = [(number, app.test_client().sign_in(person)) for number, person in tried]
    start, answers = threading.Barrier(2), []
    versions = {plan.id: plan.version, second.id: second.version}
    db.session.remove()

    def approve_it(number, browser):
        start.wait()
        told = {"seen": str(versions[number]), "former": ""}
        answers.append(browser.send(f"/plans/{number}/approval", told).status_code)

    threads = [threading.Thread(target=approve_it, args=each) for each in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 422]
    approved = db.session.scalars(db.select(Plan).where(Plan.approved_at.is_not(None))).all()
    assert len(approved) == 1
    assert approved[0].replaced_at is None


def test_the_database_keeps_two_versions_from_being_in_force(plan, people, make):
    from sqlalchemy.exc import IntegrityError

    from forum.core.db import now

    plan.approved_at = now()
    db.session.commit()
    with pytest.raises(IntegrityError):
        make.plan(season=plan.season, number=9, approved_at=now())
    db.session.rollback()


def test_the_list_asks_as_often_for_twenty_as_for_three(client, make, plan, people, count_queries):
    client.sign_in(people.paul)
    counts = []
    for number in (1, 17):
        for _each in range(number):
            one = make.candidate(season=plan.season, category=make.category(f"F{make.need().id}"))
            one.needs = [make.need()]
            db.session.add(PlanItem(plan=plan, candidate=one, cost=one.cost, choice="adopt"))
        db.session.commit()
        db.session.expire_all()
        client.get(f"/plans/{plan.id}")
        with count_queries() as log:
            assert client.get(f"/plans/{plan.id}").status_code == 200
        counts.append(len(log))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["visitor", "ana", "mira"])
def test_nobody_but_planners_sees_a_version(client, plan, people, name):
    if name != "visitor":
        client.sign_in(getattr(people, name))
    item = plan.items[0]
    for path in (
        f"/plans/{plan.id}",
        f"/plans/{plan.id}/edit",
        f"/plans/{plan.id}/approval",
        f"/plans/{plan.id}/publication",
        f"/plans/items/{item.id}",
        f"/seasons/{plan.season_id}/plans/comparison",
    ):
        assert client.get(path).status_code in {302, 403}
    for path in (f"/plans/{plan.id}/copies", f"/plans/items/{item.id}/program"):
        assert client.send(path, {"submit_key": "x"}).status_code in {302, 403}
    assert db.session.query(Plan).count() == 1
