"""Everybody behind a decision, a plan, a program and its outcome is told, each thing once."""

import pytest
from sqlalchemy import select

from forum.core import news
from forum.core.db import db, now
from forum.core.jobs import enqueue
from forum.core.news import News
from forum.ideas.models import Support
from forum.notices import chain
from forum.notices.following import follow
from forum.notices.models import Notice
from forum.opinions.models import AGREE, DISAGREE, Reaction
from forum.planning.models import decide
from forum.planning.models_candidates import ProgramIdea, ProgramNeed
from forum.planning.needs.models import NeedIdea, NeedOpinion, NeedTheme
from forum.planning.seasons.models import PlanPublication, plan_published
from forum.programs.models import program_announced, program_done

WORDS = {"heard_hu": "Padokat kérnek.", "will_hu": "Lesz húsz pad.", "why_hu": "Mert kell."}


def told(kind) -> dict[int, dict]:
    """Who was told this kind of news, with what."""
    db.session.expire_all()
    rows = db.session.scalars(select(Notice).where(Notice.kind == kind)).all()
    assert len({row.person_id for row in rows}) == len(rows)
    return {row.person_id: row.details for row in rows}


@pytest.fixture
def cast(make):
    """People by name, each with an account."""

    class Cast(dict):
        def __missing__(self, name):
            self[name] = make.person(name=name)
            return self[name]

    return Cast()


@pytest.fixture
def world(make, cast):
    """A theme, a need that rests on it, and ideas: one leads, one is merged under it."""

    class World:
        talk = make.conversation("both")
        theme = make.theme()
        word = make.opinion("Padot!", talk, cast["speaker"])
        hidden = make.opinion("Csúnya szó", talk, cast["hidden"])
        lead = make.idea("Játékklub", cast["author"])
        merged = make.idea("Társas", cast["twin"], lead_id=lead.id)
        need = make.need()

    world = World()
    hidden_id, word_id = world.hidden.id, world.word.id
    for word in (world.word, world.hidden):
        make.membership(word, world.theme)
    for name, value in (("agrees", AGREE), ("disagrees", DISAGREE)):
        db.session.add(Reaction(opinion_id=word_id, person_id=cast[name].id, value=value))
    db.session.add(Reaction(opinion_id=hidden_id, person_id=cast["nobody"].id, value=AGREE))
    world.hidden.visible = False
    make.support(world.lead, cast["supporter"])
    make.support(world.merged, cast["under"])
    db.session.add(Support(idea=world.lead, person=cast["gone"], withdrawn_at=now()))
    db.session.add(NeedTheme(need=world.need, conversation=world.talk, theme=world.theme))
    db.session.commit()
    return world


def names(found, cast) -> set[str]:
    numbers = {person.id: name for name, person in cast.items()}
    return {numbers[number] for number in found}


def test_a_decision_is_told_to_who_said_it_and_who_agreed(world, cast, people, run_jobs):
    decide(world.talk, world.theme, people.paul, "adopt", WORDS)
    db.session.commit()
    run_jobs()
    assert names(told("theme_decided"), cast) == {"speaker", "agrees"}


def test_the_very_same_decision_again_is_told_once_a_new_one_anew(world, cast, people, run_jobs):
    for words in (WORDS, WORDS):
        first = decide(world.talk, world.theme, people.paul, "adopt", words)
        db.session.commit()
    decide(world.talk, world.theme, people.paul, "later", WORDS, instead_of=first.id)
    db.session.commit()
    run_jobs()
    rows = db.session.scalars(select(Notice).where(Notice.kind == "theme_decided")).all()
    assert {row.details["choice"] for row in rows} == {"later"}  # the first was overtaken at once
    assert len(rows) == 2


def test_who_follows_the_conversation_hears_of_the_decision_too(world, cast, people, run_jobs):
    for name in ("reader", "speaker"):
        follow(cast[name], ("conversation", world.talk.id))
    decide(world.talk, world.theme, people.paul, "adopt", WORDS)
    db.session.commit()
    run_jobs()
    assert names(told("conversation_decision"), cast) == {"reader"}


def test_a_program_is_told_to_everybody_who_asked_for_it_once(
    make, world, cast, run_jobs, write_letters, outbox
):
    program = make.program()
    make.save(ProgramIdea(program=program, idea=world.lead))
    make.save(ProgramNeed(program=program, need=world.need))
    make.save(NeedIdea(need=world.need, idea=world.lead))
    make.save(NeedOpinion(need=world.need, opinion=world.word))
    for _time in range(2):
        program_announced.send(program)
    db.session.commit()
    run_jobs()
    everybody = {"speaker", "agrees", "author", "twin", "supporter", "under"}
    assert names(told("program_for_you"), cast) == everybody
    write_letters()
    letters = {letter.recipient: letter for letter in outbox()}
    assert set(letters) == {cast[name].email for name in everybody}
    assert len(outbox()) == len(everybody)
    assert all(
        each.subject == "Mert Ön is kérte: Társasjáték az Avason" for each in letters.values()
    )
    assert f"/programs/{program.id}\n" in next(iter(letters.values())).body


def test_who_follows_and_asked_for_it_hears_once(make, world, cast, run_jobs):
    """The personal word replaces the followers' one, unless that was seen already."""
    here = make.neighbourhood("Pereces")
    program = make.program(neighbourhoods=[here])
    make.save(ProgramIdea(program=program, idea=world.lead))
    details = {"title_hu": "Társas", "title_en": "", "sessions": 0}
    names_of = ("neighbour", "author", "supporter")
    news.tell(
        News(
            "program_announced",
            f"program {program.id}",
            ("neighbourhood", here.id),
            f"/programs/{program.id}",
            details,
        ),
        [cast[name].id for name in names_of],
    )
    seen = select(Notice).where(Notice.person_id == cast["supporter"].id)
    db.session.scalars(seen).one().mark_read()
    db.session.commit()
    enqueue("tell_program", program_id=program.id)
    db.session.commit()
    run_jobs()
    assert names(told("program_for_you"), cast) == {"author", "twin", "under"}
    assert names(told("program_announced"), cast) == {"neighbour", "supporter"}


def test_a_draft_or_a_program_called_off_is_told_to_nobody(make, world, run_jobs):
    for state in ("draft", "announced"):
        program = make.program(state)
        make.save(ProgramIdea(program=program, idea=world.lead))
        if state == "announced":
            program.cancelled_at = now()
        program_announced.send(program)
        db.session.commit()
    run_jobs()
    assert told("program_for_you") == {}


def test_how_it_was_is_told_to_the_same_people(make, world, cast, run_jobs, write_letters, outbox):
    program = make.program("done", outcome_hu="Hatvanan jöttek el.")
    make.save(ProgramIdea(program=program, idea=world.lead))
    program_done.send(program)
    db.session.commit()
    run_jobs()
    assert names(told("outcome_for_you"), cast) == {"author", "twin", "supporter", "under"}
    write_letters()
    assert "Hatvanan jöttek el." in outbox()[0].body
    assert outbox()[0].subject == "Ez lett belőle: Társasjáték az Avason"


@pytest.fixture
def published(make, world):
    """A published plan: one candidate rests on the idea, one on the need, one on nothing."""
    season = make.season("2027 tavasza")
    club = make.candidate("Játékklub", season, ideas=[world.lead])
    bench = make.candidate("Padépítés", season, needs=[world.need])
    other = make.candidate("Más", season)
    plan = make.plan(season, candidates=(club, bench, other), approved_at=now())
    for item, choice in zip(plan.items, ("adopt", "later", "decline"), strict=True):
        item.choice = choice
    values = {"content": {}, "pdf_hu": b"", "pdf_en": b"", "checksums": {}}
    return make.save(PlanPublication(plan=plan, **values))


def test_a_plan_tells_each_person_what_became_of_theirs(
    world, cast, published, run_jobs, write_letters, outbox
):
    publication_id = published.id
    for _time in range(2):
        plan_published.send(published)
    db.session.commit()
    run_jobs()
    found = told("plan_decided")
    behind_idea = {"author", "twin", "supporter", "under"}
    assert names(found, cast) == behind_idea | {"speaker", "agrees"}
    assert [item["title_hu"] for item in found[cast["author"].id]["items"]] == ["Játékklub"]
    assert [item["choice"] for item in found[cast["speaker"].id]["items"]] == ["later"]
    write_letters()
    letter = next(each for each in outbox() if each.recipient == cast["speaker"].email)
    assert letter.subject == "Elkészült az évadterv: 2027 tavasza"
    assert "Padépítés: " in letter.body
    assert "Játékklub" not in letter.body
    chain.tell_of_plan(publication_id, lambda _done, _total: None)
    assert len(told("plan_decided")) == len(found)


def test_who_is_behind_two_candidates_hears_once_of_both(make, world, cast, published, run_jobs):
    make.support(world.lead, cast["speaker"])
    plan_published.send(published)
    db.session.commit()
    run_jobs()
    details = told("plan_decided")[cast["speaker"].id]
    assert details["count"] == 2
    assert {item["title_hu"] for item in details["items"]} == {"Játékklub", "Padépítés"}


def test_a_plan_that_was_replaced_meanwhile_is_told_to_nobody(published, run_jobs):
    plan_published.send(published)
    published.plan.replaced_at = now()
    db.session.commit()
    run_jobs()
    assert told("plan_decided") == {}


def test_a_job_that_died_goes_on_and_tells_nobody_twice(make, world, cast, monkeypatch):
    program = make.program()
    make.save(ProgramIdea(program=program, idea=world.lead))
    program_id = program.id
    monkeypatch.setattr(chain, "BATCH", 2)

    def die(done, _total):
        db.session.commit()
        if done == 2:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        chain.tell_of_program(program_id, die)
    db.session.rollback()
    assert len(told("program_for_you")) == 2
    chain.tell_of_program(program_id, lambda _done, _total: db.session.commit())
    assert len(told("program_for_you")) == 4


def test_thousands_are_told_in_the_same_statements(make, world, count_queries, monkeypatch):
    program = make.program()
    make.save(ProgramIdea(program=program, idea=world.lead))
    program_id = program.id

    def statements():
        with count_queries() as log:
            chain.tell_of_program(program_id, lambda _done, _total: db.session.commit())
        return len(log)

    counts = []
    for more in (5, 40):
        for number in range(more):
            make.support(world.lead, make.person(name=f"Lakó{more}-{number}"))
        counts.append(statements())
    assert counts[0] == counts[1]
    assert len(told("program_for_you")) == 49


def test_every_kind_of_the_chain_asks_whether_it_still_stands(app):
    for kind in ("theme_decided", "plan_decided", "program_for_you", "outcome_for_you"):
        topic = ("x", 0)
        assert news.WORDS[kind].still(topic) is False
