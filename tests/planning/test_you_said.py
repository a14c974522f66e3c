"""You said, we did: the strands from what was asked to how it was, as pages and as sheets."""

import io

import pytest
from pypdf import PdfReader

from forum.core.db import db
from forum.core.kept import forget_pages
from forum.events.attending.door import tally
from forum.ideas.following import chain as idea_chain
from forum.opinions.following import chain as opinion_chain
from forum.planning.models import decide
from forum.planning.models_candidates import ProgramIdea, ProgramNeed
from forum.planning.needs.models import NeedIdea, NeedTheme
from forum.planning.you_said.by_neighbourhood import of_neighbourhood
from forum.planning.you_said.by_season import of_season
from forum.planning.you_said.links import programs_of_ideas, programs_of_themes

WORDS = {"heard_hu": "Padot kérnek.", "will_hu": "Lesz pad.", "why_hu": "Mert kérték."}
EMPTY = dict.fromkeys(("heard_en", "will_en", "why_en"), "")
HOSTILE = '<svg onload=alert(1)>"><img src=x>'


class World:
    """Six people of Avas asked for benches; it was decided, and a program came of it."""

    def __init__(self, make, people) -> None:
        self.make, self.people = make, people
        self.talk, self.theme = make.conversation("read"), make.theme("padok")
        self.avas, self.szirma = (
            make.neighbourhood("Avas", source_hu="az Avasról"),
            make.neighbourhood("Szirma"),
        )
        self.opinions = [self.said(f"Több padot kérünk! {n}", self.avas) for n in range(6)]
        decide(self.talk, self.theme, people.paul, "adopt", WORDS | EMPTY)
        self.need = make.need("Pihenés az utcán")
        self.program = make.program("done", title_hu="Padfestés", neighbourhoods=[self.avas])
        self.program.outcome_hu = "Húsz pad készült el."
        link = {"conversation_id": self.talk.id, "theme_id": self.theme.id}
        make.save(NeedTheme(need_id=self.need.id, **link))
        make.save(ProgramNeed(program_id=self.program.id, need_id=self.need.id))
        event = self.program.sessions[0].event
        tally(event, 37, "tally-said", people.mira)
        db.session.commit()

    def said(self, text, place, **more):
        opinion = self.make.opinion(text, self.talk, neighbourhood_id=place.id, **more)
        self.make.membership(opinion, self.theme)
        return opinion

    def path(self, kind="theme") -> str:
        return {
            "theme": f"/you-said/conversations/{self.talk.id}/themes/{self.theme.id}",
            "place": f"/you-said/neighbourhoods/{self.avas.id}",
            "season": f"/you-said/seasons/{self.program.season_id}",
        }[kind]


@pytest.fixture
def world(app, make, people):
    make.city()
    with app.test_request_context("/"):
        yield World(make, people)


@pytest.mark.parametrize("kind", ["theme", "place", "season"])
def test_each_page_tells_what_was_asked_decided_and_done(client, world, kind):
    page = client.get(world.path(kind)).text
    assert ("5 ember kérte" if kind == "place" else "6 ember kérte") in page or "6 lakó" in page
    assert "Padfestés" in page
    assert "37 részvétel" in page
    assert "Húsz pad készült el." in page
    if kind != "season":
        assert "Lesz pad." in page
        assert "Mert kérték." in page


@pytest.mark.parametrize("kind", ["theme", "place", "season"])
@pytest.mark.parametrize("language", ["hu", "en"])
def test_each_sheet_is_one_page_with_the_same_story(client, world, kind, language):
    answer = client.get(world.path(kind) + ".pdf", headers={"Accept-Language": language})
    assert answer.mimetype == "application/pdf"
    sheet = PdfReader(io.BytesIO(answer.data))
    text = " ".join(sheet.pages[0].extract_text().split())
    assert len(sheet.pages) == 1
    assert "Board games in Avas" in text if language == "en" else "Padfestés" in text
    assert "127.0.0.1" in text or "localhost" in text


def test_the_first_page_leads_to_all_of_them(client, world):
    page = client.get("/you-said").text
    assert all(world.path(kind) in page for kind in ("theme", "place", "season"))
    assert f"/you-said/neighbourhoods/{world.szirma.id}" in page


def test_a_place_without_answers_says_so_and_leads_on(client, world):
    page = client.get(f"/you-said/neighbourhoods/{world.szirma.id}").text
    assert "Itt még nem született döntés" in page
    assert "/conversations" in page


def test_an_undecided_theme_has_no_page(client, make, world, people):
    other = make.theme("fák")
    make.membership(world.opinions[0], other)
    path = f"/you-said/conversations/{world.talk.id}/themes/{other.id}"
    assert client.get(path).status_code == 404
    assert client.get(path + ".pdf").status_code == 404


def test_drafts_of_programs_and_needs_are_not_told(client, make, world):
    draft = make.program("draft", title_hu="Titkos program", neighbourhoods=[world.avas])
    make.save(ProgramNeed(program_id=draft.id, need_id=world.need.id))
    secret = make.need("Titkos igény", public=False)
    make.save(ProgramNeed(program_id=world.program.id, need_id=secret.id))
    link = {"conversation_id": world.talk.id, "theme_id": world.theme.id}
    make.save(NeedTheme(need_id=secret.id, **link))
    make.save(ProgramNeed(program_id=draft.id, need_id=secret.id))
    pages = [client.get(world.path(kind)).text for kind in ("theme", "place", "season")]
    pages.append(client.get(f"/programs/{world.program.id}").text)
    assert not any("Titkos" in page for page in pages)


def test_hidden_words_and_few_people_are_not_told(client, make, world, people):
    for number in range(3):
        world.said(f"Szirmán is! {number}", world.szirma)
    page = client.get(f"/you-said/neighbourhoods/{world.szirma.id}").text
    assert "3 ember kérte" not in page
    for opinion in world.opinions[:2]:
        opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    forget_pages()
    chapter = of_neighbourhood(world.avas)
    assert [strand.people for strand in chapter.strands] == []


def test_a_program_that_answers_two_themes_counts_once(make, world, people):
    other = make.theme("fák")
    for opinion in world.opinions:
        make.membership(opinion, other)
    decide(world.talk, other, people.paul, "adopt", WORDS | EMPTY)
    make.save(NeedTheme(need_id=world.need.id, conversation_id=world.talk.id, theme_id=other.id))
    chapter = of_neighbourhood(world.avas)
    assert [deed.title for strand in chapter.strands for deed in strand.deeds] == ["Padfestés"] * 2
    assert (chapter.held, chapter.came) == (1, 37)


def test_the_chain_of_a_word_ends_with_how_it_was(world):
    told = {step.kind: step for step in opinion_chain(world.opinions[0])}
    assert told["program"].title == f"Padfestés: {world.program.state_name}"
    assert told["outcome"].title == "37 részvétel"
    assert told["outcome"].text.startswith("Húsz pad")
    kinds = [step.kind for step in opinion_chain(world.opinions[0])]
    assert kinds.index("decision") < kinds.index("program") < kinds.index("outcome")


def test_the_chain_of_an_idea_ends_with_how_it_was(make, world):
    idea, copy = make.idea("Fessünk padot"), make.idea("Padfestés legyen")
    copy.lead_id = idea.id
    make.save(ProgramIdea(program_id=world.program.id, idea_id=idea.id))
    for one in (idea, copy):
        assert [s.kind for s in idea_chain(one) if s.kind in {"program", "outcome"}] == [
            "program",
            "outcome",
        ]


def test_an_idea_of_the_same_need_is_not_said_to_be_the_program(make, world):
    idea = make.idea("Valami más")
    make.save(NeedIdea(need_id=world.need.id, idea_id=idea.id))
    assert programs_of_ideas([idea.id]) == {}
    assert programs_of_themes([]) == {}


def test_the_page_of_a_program_says_because_of_whom(client, world):
    page = client.get(f"/programs/{world.program.id}").text
    assert "Mert a lakók kérték" in page
    assert "6 lakó kérte ezt a programot" in page
    assert "az Avasról" in page
    assert f"/needs/{world.need.id}" in page


def test_strange_words_stay_words(client, make, world):
    world.program.title_hu = HOSTILE
    world.program.outcome_hu = HOSTILE
    world.need.title_hu = HOSTILE
    db.session.commit()
    for kind in ("theme", "place", "season"):
        assert HOSTILE not in client.get(world.path(kind)).text
        assert client.get(world.path(kind) + ".pdf").status_code == 200


def test_more_rows_take_no_more_questions(client, make, world, people, count_queries):
    def asked() -> list[int]:
        found = []
        for kind in ("theme", "place", "season"):
            forget_pages()
            with count_queries() as queries:
                assert client.get(world.path(kind)).status_code == 200
            found.append(len(queries))
        return found

    before = asked()
    for number in range(5):
        theme = make.theme(f"téma {number}")
        need = make.need(f"Igény {number}")
        program = make.program("done", season=world.program.season, neighbourhoods=[world.avas])
        for opinion in world.opinions:
            make.membership(opinion, theme)
        decide(world.talk, theme, people.paul, "adopt", WORDS | EMPTY)
        link = {"conversation_id": world.talk.id, "theme_id": theme.id}
        make.save(NeedTheme(need_id=need.id, **link))
        make.save(ProgramNeed(program_id=program.id, need_id=need.id))
    assert all(now <= then for now, then in zip(asked(), before, strict=True))


def test_a_season_page_names_only_what_is_public(make, world):
    chapter = of_season(world.program.season)
    assert [strand.title for strand in chapter.strands] == ["Pihenés az utcán"]
    assert chapter.strands[0].people == 6
