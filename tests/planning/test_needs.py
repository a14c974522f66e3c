"""Needs: written by planners, resting on what residents told, published, closed."""

import threading

import pytest

from forum.accounts.models import Person
from forum.audit.models import AuditEntry
from forum.core.db import db, now
from forum.planning.models_candidates import ProgramNeed
from forum.planning.needs import life
from forum.planning.needs.models import Need, NeedIdea, NeedOpinion, NeedTheme
from forum.planning.seasons.models import PlanPublication

HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def paul(client, people):
    """Paul's browser."""
    return client.sign_in(people.paul)


def typed(**more):
    """A form as a planner fills it in."""
    values = {"title_hu": "Nincs hol találkozni télen", "importance": "3", "submit_key": "k" * 22}
    return {**values, **more}


def acts():
    """What the log tells, in order."""
    return [each.act for each in db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id))]


def test_only_planners_work_with_needs(client, people, make):
    """Facilitators, residents and visitors are turned away; a draft is not there for them."""
    draft = make.need(public=False)
    pages = ("/needs/office", "/needs/new", f"/needs/{draft.id}/evidence", "/gaps")
    for person in (None, people.ana, people.mira):
        if person:
            client.sign_in(person)
        assert client.get(f"/needs/{draft.id}").status_code == 404
        for page in pages:
            assert client.get(page).status_code in {302, 303, 403, 404}
        assert client.send("/needs/new", typed()).status_code in {302, 303, 403}
        sent = client.send(f"/needs/{draft.id}/publishing")
        assert sent.status_code in {302, 303, 403, 404}
    assert db.session.scalars(db.select(Need)).all() == [draft]
    assert not db.session.get(Need, draft.id).is_public


def test_a_planner_writes_a_need_down_once(paul, make):
    """Sent twice, it is one; everything typed is kept."""
    avas, old, kind = make.neighbourhood("Avas"), make.age_band(), make.category("Kézművesség")
    form = typed(
        text_hu="Este üres a ház.",
        concerns_hu="egyedül élők",
        category=str(kind.id),
        neighbourhoods=[str(avas.id)],
        age_bands=[str(old.id)],
        title_en="Nowhere to meet in winter",
    )
    first, second = paul.send("/needs/new", form), paul.send("/needs/new", form)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    (need,) = db.session.scalars(db.select(Need)).all()
    assert (need.title_hu, need.importance, need.category) == (form["title_hu"], 3, kind)
    assert (need.neighbourhoods, need.age_bands, need.is_public) == ([avas], [old], False)
    assert acts() == ["need.written"]
    page = paul.get("/needs/office").text
    assert "Nincs hol találkozni télen" in page
    assert "egyedül élők" in paul.get(f"/needs/{need.id}").text


def test_parallel_twins_write_one_need(app, people):
    """The constraint decides which of two forms sent at one moment wins."""
    paul, found, start = people.paul.id, [], threading.Barrier(2)
    db.session.remove()

    def send():
        with app.app_context():
            start.wait(10)
            by = db.session.get(Person, paul)
            found.append(life.write(by, "twin" * 5, {"title_hu": "Ikrek"}).id)
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=send) for _each in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert len(found) == 2
    assert len(set(found)) == 1
    assert acts() == ["need.written"]


def test_what_makes_no_sense_comes_back(paul, make):
    """A missing title, too long a text, a neighbourhood nobody offered: with what was typed."""
    for wrong in (
        {"title_hu": " "},
        {"title_hu": "?!"},
        {"text_hu": "x" * 2001},
        {"neighbourhoods": ["999"]},
        {"importance": "7"},
        {"category": "999"},
    ):
        answer = paul.send("/needs/new", typed(concerns_hu="megmarad", **wrong))
        assert answer.status_code == 422, wrong
        assert "megmarad" in answer.text
    assert db.session.scalars(db.select(Need)).all() == []


def test_hostile_words_stay_words(paul, client, make):
    """Nothing typed becomes markup, on any of the pages."""
    talk, theme = make.conversation(question_hu=HOSTILE), make.theme(HOSTILE)
    make.membership(make.opinion(HOSTILE, talk), theme)
    idea = make.idea(HOSTILE)
    paul.send("/needs/new", typed(title_hu=HOSTILE, text_hu=HOSTILE, concerns_hu=HOSTILE))
    need = db.session.scalars(db.select(Need)).one()
    make.save(NeedTheme(need=need, theme=theme, conversation=talk))
    make.save(NeedIdea(need=need, idea=idea))
    make.season(HOSTILE)
    here = f"/needs/{need.id}"
    look = f"{here}/evidence?conversation={talk.id}&words=%22%3E%3Cimg+src%3Dx"
    for path in (here, "/needs/office", f"{here}/edit", look, "/gaps", f"{here}/evidence"):
        page = paul.get(path)
        assert page.status_code == 200, path
        assert "<img src=x" not in page.text, path


def test_a_change_somebody_else_has_overtaken_comes_back(paul, make):
    """The other's words stand beside one's own; saved again, one's own win."""
    need = make.need("Régi")
    seen = {"seen": "0"}
    assert paul.send(f"/needs/{need.id}/edit", typed(title_hu="Első", **seen)).status_code == 303
    late = paul.send(f"/needs/{need.id}/edit", typed(title_hu="Második", **seen))
    assert late.status_code == 422
    assert "Második" in late.text
    assert "Első" in late.text
    db.session.expire_all()
    assert db.session.get(Need, need.id).title_hu == "Első"
    again = paul.send(f"/needs/{need.id}/edit", typed(title_hu="Második", seen="1"))
    assert again.status_code == 303
    assert db.session.get(Need, need.id).version == 2


def test_nothing_changed_leaves_no_trace(paul, make):
    """Saving the same again is not a change."""
    need = make.need("Ugyanaz", importance=3)
    form = typed(title_hu="Ugyanaz", seen="0")
    assert paul.send(f"/needs/{need.id}/edit", form).status_code == 303
    assert need.version == 0
    assert acts() == []


def test_publishing_shows_it_to_everybody_and_taking_back_hides_it(app, paul, make, people):
    """Who and when are kept, the log tells it, and a published page goes away again."""
    need = make.need(public=False)
    visitor = app.test_client()
    assert visitor.get(f"/needs/{need.id}").status_code == 404
    paul.send(f"/needs/{need.id}/publishing")
    db.session.expire_all()
    assert need.is_public
    assert need.published_by_id == people.paul.id
    assert visitor.get(f"/needs/{need.id}").status_code == 200
    paul.send(f"/needs/{need.id}/publishing", {"back": "1"})
    assert visitor.get(f"/needs/{need.id}").status_code == 404
    assert acts() == ["need.published", "need.unpublished"]
    log = visitor.get("/log").text
    assert f"N-{need.id}" in log
    assert need.title_hu not in log


def test_a_need_that_a_published_plan_cites_stays_public(paul, make):
    """Everybody has read the plan, so what it cites stays readable."""
    need = make.need()
    plan = make.plan(candidates=[make.candidate(needs=[need])], approved_at=now())
    page = f"/needs/{need.id}"
    make.save(PlanPublication(plan=plan, content={}, pdf_hu=b"", pdf_en=b"", checksums={}))
    paul.send(f"{page}/publishing", {"back": "1"})
    db.session.expire_all()
    assert need.is_public
    assert acts() == []
    assert 'name="back"' not in paul.get(page).text.split("publishing")[-1].split("</form>")[0]
    paul.send(f"{page}/retiring")
    db.session.expire_all()
    assert need.retired_at is not None
    assert need.is_public


def test_a_need_that_a_reason_in_a_published_plan_cites_stays_public(paul, make):
    """Although no candidate answers it."""
    need, plan = make.need(), make.plan(candidates=[make.candidate()], approved_at=now())
    plan.items[0].needs = [need]
    make.save(PlanPublication(plan=plan, content={}, pdf_hu=b"", pdf_en=b"", checksums={}))
    assert life.is_cited(need)
    assert not life.is_cited(make.need("Másik"))


def test_closing_and_opening_again(paul, make):
    """A closed need leaves the board but stays readable; twice is refused."""
    need = make.need("Megoldódott")
    paul.send(f"/needs/{need.id}/retiring")
    assert "Megoldódott" not in paul.get("/needs/office").text
    assert "Megoldódott" in paul.get("/needs/office?state=retired").text
    paul.send(f"/needs/{need.id}/retiring")
    paul.send(f"/needs/{need.id}/retiring", {"back": "1"})
    paul.send(f"/needs/{need.id}/retiring", {"back": "1"})
    assert "Megoldódott" in paul.get("/needs/office").text
    assert acts() == ["need.retired", "need.revived"]


def test_a_closed_draft_is_not_published(paul, make):
    """It has to be opened again first."""
    need = make.need(public=False, retired_at=now())
    paul.send(f"/needs/{need.id}/publishing")
    db.session.expire_all()
    assert not need.is_public


def test_the_board_is_arranged_and_filtered(paul, make):
    """By kind, place or age; a need of two places stands under both."""
    avas, belvaros = make.neighbourhood("Avas"), make.neighbourhood("Belváros")
    old, kind = make.age_band("65+"), make.category("Sport")
    both = make.need("Mindkettő", neighbourhoods=[avas, belvaros], category=kind, importance=3)
    make.need("Bárhol", age_bands=[old], importance=1)
    places = paul.get("/needs/office?by=neighbourhood").text
    assert places.count(f'href="/needs/{both.id}"') == 2
    assert "Az egész város" in places
    ages = paul.get("/needs/office?by=age").text
    assert ages.index("Bárhol") < ages.index("Mindkettő")  # those of every age come last
    assert paul.get("/needs/office").text.index("Mindkettő") > 0
    for query in (
        f"neighbourhood={avas.id}",
        f"category={kind.id}",
        "importance=3",
        f"state=public&neighbourhood={belvaros.id}",
    ):
        page = paul.get(f"/needs/office?{query}").text
        assert "Mindkettő" in page, query
        assert "Bárhol" not in page, query
    assert "Mindkettő" not in paul.get(f"/needs/office?age_band={old.id}").text
    for nonsense in ("by=x&state=y&importance=z", "category=99999999999", "season=-1"):
        assert paul.get(f"/needs/office?{nonsense}").status_code == 200


def test_the_board_tells_what_answers_a_need_in_this_season(paul, make):
    """Programs of another season, and those called off, answer nothing now."""
    need, season = make.need(), make.season()
    for title, more in (
        ("Mostani program", {"season": season}),
        ("Lefújt program", {"season": season, "cancelled_at": now()}),
        ("Tavalyi program", {"season": make.season(starts_on=now().date().replace(year=2020))}),
    ):
        program = make.program(sessions=0, title_hu=title, title_en=title, **more)
        make.save(ProgramNeed(program=program, need=need))
    page = paul.get("/needs/office").text
    assert "Mostani program" in page
    assert "Lefújt program" not in page
    assert "Tavalyi program" not in page


def test_the_board_asks_as_much_for_forty_needs_as_for_one(paul, make, count_queries):
    """A constant number of questions, evidence and programs included."""
    season = make.season()

    def fill(count):
        for _each in range(count):
            need, talk, theme = make.need(), make.conversation(), make.theme(f"t{_each}")
            opinion = make.opinion(conversation=talk)
            make.membership(opinion, theme)
            make.save(NeedTheme(need=need, theme=theme, conversation=talk))
            make.save(NeedOpinion(need=need, opinion=opinion))
            make.save(NeedIdea(need=need, idea=make.idea()))
            program = make.program(sessions=0, season=season)
            make.save(ProgramNeed(program=program, need=need))

    def asked():
        db.session.rollback()
        db.session.expire_all()
        with count_queries() as log:
            assert paul.get("/needs/office?by=kind").status_code == 200
        return len(log)

    fill(1)
    asked()
    few = asked()
    fill(12)
    assert asked() == few


def test_english_readers_get_english(paul, make, people):
    """The board and the need in the language of the page."""
    need = make.need("Közös esték", title_en="Evenings together")
    assert "Közös esték" in paul.get("/needs/office").text
    people.paul.language = "en"
    db.session.commit()
    page = paul.get("/needs/office").text
    assert "Needs board" in page
    assert "Evenings together" in page
    assert "What it rests on" in paul.get(f"/needs/{need.id}").text


def test_the_board_can_be_printed(paul, make):
    """The sheet for printers leaves out what is for the screen, and says when it was printed."""
    make.need()
    page = paul.get("/needs/office").text
    assert "css/needs.css" in page
    assert "data-print" in page
    assert "print-only" in page
