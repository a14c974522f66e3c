"""A plan is published once, frozen; its programs are made, its ideas move on."""

import hashlib
import io
import threading
from datetime import timedelta

import pytest
from pypdf import PdfReader

from forum.audit.models import AuditEntry
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.kept import forget_pages
from forum.moderation.frozen import documents_with
from forum.planning.ballots.models import Ballot, BallotChoice, Voting
from forum.planning.models import decide as decide_theme
from forum.planning.models_candidates import ProgramIdea, ProgramNeed
from forum.planning.needs.models import NeedTheme
from forum.planning.seasons.approving import approve
from forum.planning.seasons.candidates import change
from forum.planning.seasons.deciding import decide
from forum.planning.seasons.making import make_program
from forum.planning.seasons.models import PlanPublication, plan_published
from forum.planning.seasons.publishing import checksum_of, publish
from forum.planning.seasons.versions import copy, new_plan
from forum.planning.seasons.withdrawing import withdraw
from forum.programs.models import Program, program_done
from tests.core.test_kept import bare

HOSTILE = '<svg onload=alert(1)>"><img src=x> =1+1 #raw[*'
WHY = {"reason_hu": "Sokan kérték az Avason.", "uncited_because": "Régi hagyomány."}


class Story:
    """A season with three candidates, decided on: one adopted, one adapted, one declined."""

    def __init__(self, make, people) -> None:
        self.season = make.season("Tavasz", name_en="Spring")
        self.need = make.need("Közös esték", public=False)
        self.idea = make.idea("Kertmozi", state="accepted")
        self.avas = make.neighbourhood("Avas")
        games = make.candidate("Játékklub", title_en="Game club", season=self.season, cost=300_000)
        games.needs, games.ideas, games.neighbourhoods = [self.need], [self.idea], [self.avas]
        make.candidate("Koncert", season=self.season, cost=800_000)
        make.candidate("Tűzijáték", season=self.season, cost=900_000)
        paul = people.paul
        self.plan = new_plan(self.season, paul, "plan", 1_000_000)
        first, second, third = self.plan.items
        decide(first, paul, "adopt", WHY, needs=[self.need.id], ideas=[self.idea.id])
        smaller = WHY | {"change_hu": "Kisebb színpaddal."}
        decide(second, paul, "adapt", smaller, cost=500_000)
        decide(third, paul, "decline", WHY | {"reason_hu": "Túl drága."})
        db.session.commit()

    def published(self, by):
        """Approve and publish."""
        approve(self.plan, by)
        made = publish(self.plan, by)
        db.session.commit()
        return made


@pytest.fixture
def story(make, people):
    """A season that is decided on."""
    return Story(make, people)


def text_of(pdf: bytes) -> str:
    """The words of a print."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_nobody_sees_the_plan_before_it_is_published(app, story, people):
    approve(story.plan, people.paul)
    db.session.commit()
    for name in ("visitor", "ana", "mira"):
        browser = app.test_client()
        if name != "visitor":
            browser.sign_in(getattr(people, name))
        assert browser.get(f"/seasons/{story.season.id}").status_code == 404
        assert browser.get(f"/seasons/{story.season.id}/plan.pdf").status_code == 404
        assert "Tavasz" not in browser.get("/seasons").text


def test_the_page_tells_what_is_in_what_is_not_and_why(client, story, people):
    story.published(people.paul)
    page = client.get(f"/seasons/{story.season.id}").text
    for words in (
        "Sokan kérték az Avason.",
        "Túl drága.",
        "Kisebb színpaddal.",
        "Közös esték",
        "Kertmozi",
        "800\u00a0000\u00a0Ft",
        "200\u00a0000\u00a0Ft",
    ):
        assert words in page
    assert f"/needs/{story.need.id}" in page
    assert f"/ideas/{story.idea.id}" in page
    client.set_cookie("language", "en")
    page = client.get(f"/seasons/{story.season.id}").text
    assert "Game club" in page
    assert '<span lang="hu">Koncert</span>' in page
    assert "We will do it in another way" in page


def test_the_search_finds_the_plan_once_it_is_published(client, story, people):
    assert f"/seasons/{story.season.id}" not in client.get("/search?q=Játékklub").text
    story.published(people.paul)
    assert f"/seasons/{story.season.id}" in client.get("/search?q=Játékklub").text


def test_a_cited_theme_leads_to_a_page_everybody_may_read(client, make, people):
    season, talk = make.season(), make.conversation("speak")
    decided, open_one = make.theme("padok"), make.theme("fák")
    secret = make.theme("titkos téma")
    need = make.need()
    for theme, where in ((decided, talk), (open_one, talk), (secret, make.conversation("draft"))):
        make.save(NeedTheme(need=need, theme=theme, conversation=where))
    words = {"heard_hu": "Pad kell.", "will_hu": "Lesz.", "why_hu": "Mert."}
    decide_theme(talk, decided, people.paul, "adopt", words)
    make.candidate(season=season, needs=[need])
    plan = new_plan(season, people.paul, "plan", 1_000_000)
    themes = [
        (one.conversation_id, one.theme_id) for one in db.session.scalars(db.select(NeedTheme))
    ]
    decide(plan.items[0], people.paul, "adopt", WHY, themes=themes)
    approve(plan, people.paul)
    publish(plan, people.paul)
    db.session.commit()
    page = client.get(f"/seasons/{season.id}").text
    assert "titkos téma" not in page
    assert f"/conversations/{talk.id}/themes/{decided.id}" in page
    assert f"/conversations/{talk.id}/themes/{open_one.id}" not in page
    for path in (f"/conversations/{talk.id}/themes/{decided.id}", f"/conversations/{talk.id}"):
        assert client.get(path).status_code == 200


def test_a_plan_names_an_idea_until_it_is_withdrawn(app, client, story, people):
    with app.test_request_context():
        assert documents_with(story.idea) == []
    made = story.published(people.paul)
    with app.test_request_context():
        (found,) = documents_with(story.idea)
    assert "Tavasz" in found.title
    assert client.get(found.url).status_code == 200
    with pytest.raises(Refused):
        withdraw(made, people.paul, "Jogsértő.")
    first = withdraw(made, people.adam, "Jogsértő ötletet nevez meg.")
    assert withdraw(made, people.adam, "Még egyszer.") is first
    db.session.commit()
    with app.test_request_context():
        assert documents_with(story.idea) == []
    forget_pages()
    assert "Jogsértő ötletet nevez meg." in client.get(found.url).text
    assert client.get(f"/seasons/{story.season.id}/plan.pdf").status_code in {404, 410}


def test_publishing_asks_which_needs_become_public(client, make, story, people):
    secret = make.need("Titkos igény", public=False)
    story.plan.items[0].candidate.needs = [story.need, secret]
    approve(story.plan, people.paul)
    db.session.commit()
    client.sign_in(people.paul)
    asked = client.get(f"/plans/{story.plan.id}/publication").text
    assert "Közös esték" in asked
    assert "Titkos igény" in asked
    told = {"needs": story.need.id}
    assert client.send(f"/plans/{story.plan.id}/publication", told).status_code == 303
    db.session.expire_all()
    assert story.need.is_public
    assert not secret.is_public
    page = client.application.test_client().get(f"/seasons/{story.season.id}").text
    assert "Közös esték" in page
    assert "Titkos igény" not in page
    assert "Titkos" not in str(db.session.scalars(db.select(PlanPublication)).one().content)


def test_only_the_version_in_force_is_published_and_only_once(story, people):
    with pytest.raises(Refused):
        publish(story.plan, people.paul)
    heard = []
    with plan_published.connected_to(lambda made: heard.append(made)):
        first = story.published(people.paul)
        assert publish(story.plan, people.adam) is first
    assert heard == [first]
    entries = db.session.scalars(db.select(AuditEntry).filter_by(act="plan.published")).all()
    assert [entry.public for entry in entries] == [True]


def test_later_changes_change_nothing_that_was_published(client, make, story, people):
    made = story.published(people.paul)
    path = f"/seasons/{story.season.id}"
    before = client.get(path).text
    file = client.get(f"{path}/plan.pdf?lang=hu").data
    candidate = story.plan.items[0].candidate
    change(candidate, people.paul, {"title_hu": "Egészen más", "cost": 1, "neighbourhoods": []})
    story.need.title_hu, story.avas.name_hu = "Más igény", "Más rész"
    story.season.touch()
    db.session.commit()
    assert bare(client.get(path).text) == bare(before)
    assert client.get(f"{path}/plan.pdf?lang=hu").data == file
    db.session.expire_all()
    assert checksum_of(made.content) == made.checksums["content"]


def test_an_idea_hidden_later_is_named_no_more_and_the_record_stays(client, story, people):
    """Its title may hold what it was hidden for; the frozen content keeps its checksum."""
    made = story.published(people.paul)
    path, title = f"/seasons/{story.season.id}", story.idea.title
    assert title in client.get(path).text
    story.idea.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    forget_pages()
    page = client.get(path).text
    assert title not in page
    assert "amely már nem látható" in page
    db.session.expire_all()
    assert checksum_of(made.content) == made.checksums["content"]


def test_the_files_are_what_their_checksums_say(client, story, people):
    made = story.published(people.paul)
    for code in ("hu", "en"):
        path = f"/seasons/{story.season.id}/plan.pdf?lang={code}"
        files = [client.get(path) for _time in range(2)]
        assert files[0].data == files[1].data
        assert hashlib.sha256(files[0].data).hexdigest() == made.checksums[f"pdf_{code}"]
        assert files[0].content_type == "application/pdf"
        tag = files[0].headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_the_print_says_in_both_languages_what_the_page_says(story, people):
    made = story.published(people.paul)
    hungarian, english = text_of(made.pdf_hu), text_of(made.pdf_en)
    for words in ("Játékklub", "Sokan kérték az Avason.", "Túl drága.", "Kisebb színpaddal."):
        assert words in hungarian
    for words in ("Game club", "Koncert", "We will not do it", "Plan of the season", "Spring"):
        assert words in english
    catalog = PdfReader(io.BytesIO(made.pdf_en)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"


def test_hostile_words_stay_words_on_the_page_and_in_print(client, make, people):
    season = make.season(HOSTILE)
    candidate = make.candidate(HOSTILE, season=season, description_hu=HOSTILE)
    candidate.needs = [make.need(HOSTILE)]
    candidate.ideas = [make.idea(HOSTILE)]
    plan = new_plan(season, people.paul, "plan", 10)
    words = {"reason_hu": HOSTILE, "change_hu": HOSTILE, "uncited_because": HOSTILE}
    decide(plan.items[0], people.paul, "adapt", words)
    approve(plan, people.paul, because_hu=HOSTILE)
    made = publish(plan, people.paul)
    db.session.commit()
    page = client.get(f"/seasons/{season.id}").text
    assert "<svg onload" not in page
    assert "<img src=x>" not in page
    assert HOSTILE in text_of(made.pdf_hu)


def test_the_advice_of_the_ballots_stands_beside_the_decision(client, make, story, people):
    at = now()
    days = {"opens_at": at - timedelta(days=9), "closes_at": at - timedelta(days=1)}
    db.session.add(Voting(season=story.season, budget=1_000_000, **days))
    games, concert, _fire = (item.candidate for item in story.plan.items)
    for number in range(12):
        ballot = Ballot(
            season=story.season, person=make.person("visitor"), submit_key=f"ballot-{number}"
        )
        marked = [games] if number < 7 else [concert]
        ballot.choices = [BallotChoice(candidate=one) for one in marked]
        db.session.add(ballot)
    db.session.commit()
    between = client.get(f"/seasons/{story.season.id}").text
    assert "egyenlő részek" in between
    assert f"/seasons/{story.season.id}/advice" in between
    listed = client.application.test_client().sign_in(people.paul).get(f"/plans/{story.plan.id}")
    assert "7" in listed.text
    made = story.published(people.paul)
    item = next(item for item in made.content["items"] if item["id"] == games.id)
    assert item["advice"]["votes"] == 7
    assert made.content["advice"]["ballots"] == 12
    client.set_cookie("language", "en")
    page = client.get(f"/seasons/{story.season.id}").text
    assert "7 residents marked it." in page
    assert "12 residents marked the programs" in page


def test_few_people_are_told_as_a_few(client, make, story, people):
    for _number in range(3):
        make.support(story.idea, home_id=story.avas.id)
    made = story.published(people.paul)
    item = made.content["items"][0]
    assert item["asked"] == {"people": None, "by_neighbourhood": []}
    client.set_cookie("language", "en")
    assert "A few residents asked for it." in client.get(f"/seasons/{story.season.id}").text


def test_many_people_are_told_with_small_cells_hidden(make, story, people):
    far = make.neighbourhood("Pereces")
    for number in range(14):
        make.support(story.idea, home_id=story.avas.id if number < 12 else far.id)
    made = story.published(people.paul)
    asked = made.content["items"][0]["asked"]
    assert asked["people"] >= 14
    assert "Pereces" not in str(asked["by_neighbourhood"])


def test_a_budget_that_is_exceeded_is_published_with_its_reason(client, make, people):
    season = make.season()
    make.candidate(season=season, cost=50)
    plan = new_plan(season, people.paul, "plan", 10)
    decide(plan.items[0], people.paul, "adopt", WHY)
    approve(plan, people.paul, because_hu="A ház adja a többit.")
    publish(plan, people.paul)
    db.session.commit()
    page = client.get(f"/seasons/{season.id}").text
    assert "A ház adja a többit." in page


def test_a_later_plan_is_shown_once_it_is_published_too(client, story, people):
    story.published(people.paul)
    second = copy(story.plan, people.paul, "copy")
    decide(second.items[2], people.paul, "later", WHY | {"reason_hu": "Jövőre talán."})
    approve(second, people.paul)
    db.session.commit()
    path = f"/seasons/{story.season.id}"
    assert "Jövőre talán." not in client.get(path).text
    publish(second, people.paul)
    db.session.commit()
    assert "Jövőre talán." in client.get(path).text


def test_an_adopted_candidate_becomes_a_program_once(client, story, people):
    story.published(people.paul)
    item = story.plan.items[1]
    client.sign_in(people.paul)
    for _time in range(2):
        assert client.send(f"/plans/items/{item.id}/program").status_code == 303
    (program,) = db.session.scalars(db.select(Program)).all()
    assert program.title_hu == "Koncert"
    assert program.cost == 500_000
    assert "Kisebb színpaddal." in program.description_hu
    assert program.announced_at is None
    assert item.candidate.program == program


def test_the_program_answers_the_needs_and_ideas_of_its_candidate(story, people):
    story.published(people.paul)
    program = make_program(story.plan.items[0], people.paul)
    db.session.commit()
    assert db.session.scalars(db.select(ProgramNeed)).one().need == story.need
    assert db.session.scalars(db.select(ProgramIdea)).one().idea == story.idea
    assert program.neighbourhoods == [story.avas]
    assert story.idea.state == "planned"
    program.done_at, program.done_by_id = now(), people.paul.id
    program_done.send(program)
    assert story.idea.state == "delivered"


def test_an_idea_is_told_planned_only_once_the_plan_is_public(story, people):
    approve(story.plan, people.paul)
    make_program(story.plan.items[0], people.paul)
    assert story.idea.state == "accepted"
    publish(story.plan, people.paul)
    assert story.idea.state == "planned"


def test_what_was_not_adopted_or_approved_becomes_no_program(story, people):
    with pytest.raises(Refused):
        make_program(story.plan.items[0], people.paul)
    story.published(people.paul)
    with pytest.raises(Refused):
        make_program(story.plan.items[2], people.paul)
    assert db.session.query(Program).count() == 0


def test_two_clicks_at_once_make_one_program(app, story, people):
    story.published(people.paul)
    number = story.plan.items[0].id
    browsers = [app.test_client().sign_in(who) for who in (people.paul, people.adam)]
    start, answers = threading.Barrier(2), []
    db.session.remove()

    def click(browser):
        start.wait()
        answers.append(browser.send(f"/plans/items/{number}/program").status_code)

    threads = [threading.Thread(target=click, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303, 303]
    assert db.session.query(Program).count() == 1
    assert db.session.query(ProgramIdea).count() == 1


def test_two_clicks_at_once_publish_one_plan(app, story, people):
    approve(story.plan, people.paul)
    db.session.commit()
    number = story.plan.id
    browsers = [app.test_client().sign_in(who) for who in (people.paul, people.adam)]
    start, answers = threading.Barrier(2), []
    db.session.remove()

    def click(browser):
        start.wait()
        answers.append(browser.send(f"/plans/{number}/publication").status_code)

    threads = [threading.Thread(target=click, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303, 303]
    assert db.session.query(PlanPublication).count() == 1


def test_the_season_shows_its_announced_programs_with_their_state(client, make, story, people):
    story.published(people.paul)
    program = make.program(season=story.season, title_hu="Meghirdetett est")
    make.program("draft", season=story.season, title_hu="Titkos piszkozat")
    story.plan.items[0].candidate.program = program
    db.session.commit()
    page = client.get(f"/seasons/{story.season.id}").text
    assert "Meghirdetett est" in page
    assert "Titkos piszkozat" not in page
    assert page.count(f"/programs/{program.id}") == 2


def test_the_published_page_asks_as_often_for_twenty_as_for_two(
    client, make, people, count_queries
):
    counts = []
    for number in (2, 20):
        season = make.season()
        for _each in range(number):
            one = make.candidate(season=season, needs=[make.need()])
            one.program = make.program(season=season)
        plan = new_plan(season, people.paul, f"plan-{number}", 10_000_000)
        for item in plan.items:
            decide(item, people.paul, "adopt", WHY, needs=[item.candidate.needs[0].id])
        approve(plan, people.paul)
        publish(plan, people.paul)
        db.session.commit()
        db.session.expire_all()
        with count_queries() as log:
            assert client.get(f"/seasons/{season.id}").status_code == 200
        counts.append(len(log))
    assert counts[0] == counts[1]
