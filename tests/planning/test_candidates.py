"""Candidates of a season: added, changed, dropped; whoever may see them, and when."""

from datetime import timedelta

import pytest

from forum.audit.models import AuditEntry
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.holding import Stale
from forum.planning.ballots.models import Voting
from forum.planning.models_candidates import Candidate
from forum.planning.seasons.approving import approve
from forum.planning.seasons.candidates import add_candidate, bring_back, change, drop
from forum.planning.seasons.deciding import decide
from forum.planning.seasons.versions import new_plan

HOSTILE = '<svg onload=alert(1)>"><img src=x>'
WHY = {"reason_hu": "Sokan kérték.", "uncited_because": "Régi hagyomány."}


def voting(season, opens=-1, closes=5, **kwargs) -> Voting:
    """Residents are asked, from ``opens`` to ``closes`` days from now."""
    at = now()
    days = {"opens_at": at + timedelta(days=opens), "closes_at": at + timedelta(days=closes)}
    made = Voting(season=season, budget=kwargs.pop("budget", 1_000_000), **days, **kwargs)
    db.session.add(made)
    db.session.commit()
    return made


def typed(**more):
    """What a planner types."""
    return {"title_hu": "Játékklub", "cost": "100 000", "submit_key": "key-1", **more}


def test_a_planner_adds_a_candidate_with_all_it_would_answer(client, make, people):
    season, avas, band = make.season(), make.neighbourhood("Avas"), make.age_band("65+")
    kind, club = make.category("Társasjáték"), make.community()
    need, idea = make.need(public=False), make.idea(state="accepted")
    other = make.idea("Sakk-kör")
    page = client.sign_in(people.paul).send(
        f"/seasons/{season.id}/candidates/new",
        typed(
            title_en="Game club",
            description_hu="Minden szerdán.",
            category=kind.id,
            community=club.id,
            neighbourhoods=avas.id,
            age_bands=band.id,
            expected="240",
            needs=need.id,
            ideas=idea.id,
            more_ideas=other.reference.lower(),
        ),
    )
    assert page.status_code == 303
    made = db.session.scalars(db.select(Candidate)).one()
    assert (made.title_hu, made.title_en, made.cost) == ("Játékklub", "Game club", 100_000)
    assert (made.expected, made.category, made.community) == (240, kind, club)
    assert (made.neighbourhoods, made.age_bands) == ([avas], [band])
    assert (made.needs, made.ideas) == ([need], [idea, other])


def test_the_form_sent_twice_adds_one(client, make, people):
    season = make.season()
    client.sign_in(people.paul)
    for _time in range(2):
        client.send(f"/seasons/{season.id}/candidates/new", typed())
    assert db.session.query(Candidate).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_hu": ""},
        {"title_hu": "x" * 161},
        {"cost": ""},
        {"cost": "-5"},
        {"cost": "99999999999"},
        {"cost": "sok"},
        {"expected": "1.5"},
        {"category": "999"},
        {"needs": "999"},
        {"neighbourhoods": "x"},
        {"more_ideas": "P-2026-99999"},
        {"more_ideas": "alma"},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_comes_back(client, make, people, wrong):
    season = make.season()
    client.sign_in(people.paul)
    page = client.send(
        f"/seasons/{season.id}/candidates/new", typed(description_hu="Megmarad.") | wrong
    )
    assert page.status_code == 422
    assert "Megmarad." in page.text
    assert db.session.query(Candidate).count() == 0


def test_the_number_of_a_merged_idea_means_its_lead(client, make, people):
    season, lead = make.season(), make.idea("Sakk")
    merged = make.idea("Sakk-kör", lead=lead)
    client.sign_in(people.paul)
    told = typed(more_ideas=merged.reference.removeprefix("P-"))
    client.send(f"/seasons/{season.id}/candidates/new", told)
    assert db.session.scalars(db.select(Candidate)).one().ideas == [lead]


def test_a_hidden_idea_is_named_by_nobody(client, make, people):
    season, idea = make.season(), make.idea()
    idea.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    client.sign_in(people.paul)
    page = client.send(f"/seasons/{season.id}/candidates/new", typed(more_ideas=idea.reference))
    assert page.status_code == 422


def test_an_accepted_idea_becomes_a_candidate_by_one_link(client, make, people):
    season, avas = make.season(), make.neighbourhood("Avas")
    idea = make.idea("Kertmozi", state="accepted", cost=90_000, neighbourhoods=[avas])
    shown = client.sign_in(people.paul).get(f"/ideas/{idea.id}").text
    assert f"/seasons/desk?idea={idea.id}" in shown
    desk = client.get(f"/seasons/desk?idea={idea.id}").text
    assert f"/seasons/{season.id}/candidates/new?idea={idea.id}" in desk
    form = client.get(f"/seasons/{season.id}/candidates/new?idea={idea.id}").text
    assert 'value="Kertmozi"' in form
    assert 'value="90 000"' in form
    assert idea.reference in form


def test_residents_see_no_way_to_make_an_idea_a_candidate(client, make, people):
    idea = make.idea(state="accepted")
    for visitor in (client, client.sign_in(people.ana)):
        assert "/seasons/desk" not in visitor.get(f"/ideas/{idea.id}").text


def test_a_need_becomes_a_candidate_by_one_link(client, make, people):
    season, need = make.season(), make.need("Esti fény a téren", public=False)
    client.sign_in(people.paul)
    assert f"/seasons/desk?need={need.id}" in client.get(f"/needs/{need.id}").text
    form = client.get(f"/seasons/{season.id}/candidates/new?need={need.id}")
    assert 'value="Esti fény a téren"' in form.text


def test_two_planners_cannot_overwrite_each_other_unseen(make, people):
    candidate = make.candidate()
    change(candidate, people.paul, {"title_hu": "Első"}, seen=0)
    with pytest.raises(Stale):
        change(candidate, people.adam, {"title_hu": "Második"}, seen=0)
    assert candidate.title_hu == "Első"


def test_the_page_keeps_what_the_second_planner_typed(client, make, people):
    candidate = make.candidate()
    client.sign_in(people.paul)
    change(candidate, people.adam, {"title_hu": "Első"}, seen=0)
    db.session.commit()
    late = typed(title_hu="Második", seen="0")
    page = client.send(f"/candidates/{candidate.id}/edit", late)
    assert page.status_code == 422
    assert 'value="Második"' in page.text
    assert "<dd>Első</dd>" in page.text
    assert client.send(f"/candidates/{candidate.id}/edit", late | {"seen": "1"}).status_code == 303


def test_a_candidate_added_later_appears_undecided_in_every_open_version(make, people):
    season = make.season()
    paul = people.paul
    first, second = (new_plan(season, paul, key, 500_000) for key in ("a", "b"))
    frozen = new_plan(season, paul, "c", 500_000)
    add_candidate(season, paul, "one", {"title_hu": "Egy", "cost": 1000})
    decide(frozen.items[0], paul, "adopt", WHY)
    approve(frozen, paul)
    late = add_candidate(season, paul, "two", {"title_hu": "Kettő", "cost": 2000})
    for plan in (first, second):
        assert [(item.candidate.title_hu, item.choice) for item in plan.items] == [
            ("Egy", ""),
            ("Kettő", ""),
        ]
    assert late.id not in {item.candidate_id for item in frozen.items}


def test_a_new_estimate_reaches_open_versions_that_kept_the_old_one(make, people):
    season = make.season()
    candidate = make.candidate(season=season, cost=1000)
    kept, own = (new_plan(season, people.paul, key, 9000) for key in "ab")
    decide(own.items[0], people.paul, "adapt", WHY | {"change_hu": "Kisebben."}, cost=700)
    change(candidate, people.paul, {"cost": 1500})
    assert (kept.items[0].cost, own.items[0].cost) == (1500, 700)


def test_a_dropped_candidate_counts_for_nothing_until_it_is_back(make, people):
    season = make.season()
    candidate = make.candidate(season=season)
    plan = new_plan(season, people.paul, "a", 500_000)
    with pytest.raises(Refused):
        drop(candidate, people.paul, "")
    drop(candidate, people.paul, "Nincs hozzá terem.")
    assert plan.shown_items == []
    with pytest.raises(Refused):
        decide(plan.items[0], people.paul, "adopt", WHY)
    bring_back(candidate, people.paul)
    assert [item.candidate for item in plan.shown_items] == [candidate]
    assert candidate.dropped_because == ""


def test_what_the_approved_plan_adopts_cannot_be_dropped(make, people):
    season = make.season()
    candidate = make.candidate(season=season)
    plan = new_plan(season, people.paul, "a", 500_000)
    decide(plan.items[0], people.paul, "adopt", WHY)
    approve(plan, people.paul)
    with pytest.raises(Refused):
        drop(candidate, people.paul, "Meggondoltuk.")


def test_dropping_asks_for_a_reason_and_tells_it(client, make, people):
    candidate = make.candidate(season=(season := make.season()))
    voting(season)
    client.sign_in(people.paul)
    assert client.send(f"/candidates/{candidate.id}/dropping", {}).status_code == 422
    client.send(f"/candidates/{candidate.id}/dropping", {"because": HOSTILE})
    shown = client.get(f"/candidates/{candidate.id}").text
    assert "&lt;svg onload" in shown
    assert "<svg onload" not in shown
    assert client.send(f"/candidates/{candidate.id}/return").status_code == 303
    assert "&lt;svg onload" not in client.get(f"/candidates/{candidate.id}").text


def test_nobody_but_planners_sees_a_candidate_before_the_voting(app, make, people):
    candidate = make.candidate("Titkos jelölt", season=(season := make.season()))
    voting(season, opens=2)
    browsers = {name: app.test_client() for name in ("visitor", "ana", "mira", "paul")}
    for name in ("ana", "mira", "paul"):
        browsers[name].sign_in(getattr(people, name))
    for name, browser in browsers.items():
        expected = 200 if name == "paul" else 404
        assert browser.get(f"/candidates/{candidate.id}").status_code == expected
        assert browser.get(f"/seasons/{season.id}").status_code == expected
        assert ("Titkos" in browser.get("/seasons").text) is False


def test_everybody_sees_it_while_the_voting_is_open_with_public_needs_only(client, make, people):
    season = make.season("Tavasz")
    candidate = make.candidate(HOSTILE, season=season, description_hu=HOSTILE)
    candidate.needs = [make.need("Nyílt igény"), make.need("Titkos igény", public=False)]
    hidden, shown = make.idea("Rejtett ötlet"), make.idea("Látható ötlet")
    candidate.ideas = [hidden, shown]
    hidden.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    voting(season)
    page = client.get(f"/candidates/{candidate.id}").text
    assert "Nyílt igény" in page
    assert "Látható ötlet" in page
    assert "Titkos igény" not in page
    assert "Rejtett ötlet" not in page
    assert "<svg onload" not in page
    season_page = client.get(f"/seasons/{season.id}").text
    assert f"/seasons/{season.id}/ballot" in season_page
    assert "<svg onload" not in season_page
    assert "Tavasz" in client.get("/seasons").text


def test_the_kept_page_follows_a_change(client, make, people):
    season = make.season()
    candidate = make.candidate("Régi cím", season=season)
    voting(season)
    assert "Régi cím" in client.get(f"/seasons/{season.id}").text
    change(candidate, people.paul, {"title_hu": "Új cím"})
    db.session.commit()
    assert "Új cím" in client.get(f"/seasons/{season.id}").text


def test_the_season_page_asks_as_often_for_twenty_as_for_two(client, make, people, count_queries):
    season = make.season()
    voting(season)
    counts = []
    for number in (2, 18):
        for _each in range(number):
            one = make.candidate(season=season, category=make.category(f"F{make.need().id}"))
            one.neighbourhoods = [make.neighbourhood(f"V{one.id}")]
        season.touch()
        db.session.commit()
        db.session.expire_all()
        with count_queries() as log:
            assert client.get(f"/seasons/{season.id}").status_code == 200
        counts.append(len(log))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["visitor", "ana", "mira"])
def test_only_planners_plan(client, make, people, name):
    candidate = make.candidate(season=(season := make.season()))
    if name != "visitor":
        client.sign_in(getattr(people, name))
    for path in (
        f"/seasons/{season.id}/plans",
        f"/seasons/{season.id}/candidates/new",
        f"/candidates/{candidate.id}/edit",
        "/seasons/desk",
    ):
        assert client.get(path).status_code in {302, 403}
    assert client.send(f"/candidates/{candidate.id}/dropping", {"because": "x"}).status_code in {
        302,
        403,
    }
    assert not candidate.is_dropped


def test_the_log_says_what_was_done_to_staff_only(make, people):
    candidate = add_candidate(make.season(), people.paul, "one", {"title_hu": "Egy", "cost": 1000})
    drop(candidate, people.paul, "Nincs terem.")
    db.session.commit()
    entries = db.session.scalars(
        db.select(AuditEntry).where(AuditEntry.act.like("candidate.%"))
    ).all()
    assert [entry.act for entry in entries] == ["candidate.added", "candidate.dropped"]
    assert not any(entry.public for entry in entries)
    assert all("Nincs terem" not in str(entry.details) for entry in entries)


def test_the_pages_speak_english_too(client, make, people):
    season = make.season("Tavasz", name_en="Spring")
    make.candidate("Játékklub", title_en="Game club", season=season)
    voting(season)
    client.set_cookie("language", "en")
    page = client.get(f"/seasons/{season.id}").text
    assert "Game club" in page
    assert "Which of these would you like to see?" in page
    assert "100,000" in page
