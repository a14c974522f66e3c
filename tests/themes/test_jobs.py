"""Analyses: one at a time, in the background, and never against a person's word."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import jobs
from forum.core.db import db, now
from forum.themes import analysis as engine
from forum.themes import queries
from forum.themes.board import operations
from forum.themes.models import Analysis, Membership, Proposal, Verdict
from forum.themes.runs import running as runs
from forum.themes.runs.running import LONGEST_RUN, begin, run

SAID = {
    "padok": (
        "Több padot kérünk a térre!",
        "A buszmegállóba pad kellene.",
        "Kevés a pad a parkban.",
    ),
    "kutyák": (
        "Legyen kutyafuttató az Avason!",
        "A kutyafuttató kerítése rossz.",
        "Kutyafuttatót szeretnénk.",
    ),
}


@pytest.fixture
def talk(make):
    """A conversation with two themes and three opinions about each."""
    talk = make.conversation()
    make.theme("padok", seeds=["pad"])
    make.theme("kutyák", seeds=["kutyafuttató"])
    for texts in SAID.values():
        for text in texts:
            make.opinion(text, talk)
    return talk


def theme_called(name):
    return next(t for t in queries.codebook(None) if t.name_hu == name)


def analyse(talk):
    analysis = begin(talk, by=None, queued=False)
    db.session.commit()
    run(analysis.id, lambda done, total: None)
    return db.session.get(Analysis, analysis.id)


def members(name):
    rows = select(Membership).where(Membership.theme_id == theme_called(name).id)
    return [member.opinion for member in db.session.scalars(rows.order_by(Membership.opinion_id))]


def sorted_into(name):
    return {opinion.text for opinion in members(name)}


def test_the_queue_sorts_with_progress_and_keeps_what_it_used(talk, people, run_jobs):
    analysis_id = begin(talk, by=people.paul).id
    db.session.commit()
    assert run_jobs() >= 1
    analysis = db.session.get(Analysis, analysis_id)
    assert (analysis.finished_at is not None, analysis.failed) == (True, False)
    assert (analysis.opinions_count, len(analysis.input_hash)) == (6, 64)
    assert analysis.settings["check_count"] == 20
    assert (analysis.job.state, analysis.job.done) == ("done", analysis.job.total)
    assert sorted_into("padok") == set(SAID["padok"])
    assert sorted_into("kutyák") == set(SAID["kutyák"])
    assert all(0 < m.confidence <= 1 for m in db.session.scalars(select(Membership)))


def test_two_clicks_start_one_analysis(talk, people):
    first = begin(talk, by=people.paul)
    db.session.commit()
    assert begin(talk, by=people.adam).id == first.id
    assert begin(talk, by=None, queued=False).id == first.id


def test_another_conversation_does_not_wait(talk, make, people):
    first, second = begin(talk, by=people.paul), begin(make.conversation(), by=people.paul)
    assert first.id != second.id


def test_an_analysis_that_died_gives_way(talk, people):
    dead = begin(talk, by=people.paul)
    db.session.commit()
    dead.job.state = "failed"
    db.session.commit()
    assert not runs.is_alive(dead)
    assert begin(talk, by=people.paul).id != dead.id
    assert (dead.failed, dead.finished_at is not None) == (True, True)


def test_one_begun_by_hand_is_given_up_after_a_while(talk):
    begun = begin(talk, by=None, queued=False)
    assert runs.is_alive(begun)
    begun.at = now() - LONGEST_RUN - timedelta(minutes=1)
    assert not runs.is_alive(begun)


def test_what_fails_is_marked_and_changes_nothing(talk, people, run_jobs, monkeypatch):
    analyse(talk)
    before = db.session.scalars(select(Membership.opinion_id)).all()
    analysis_id = begin(talk, by=people.paul).id
    db.session.commit()

    def broken(*_arguments, **_more):
        raise RuntimeError("no")

    monkeypatch.setattr(engine, "analyse", broken)
    run_jobs()
    analysis = db.session.get(Analysis, analysis_id)
    assert (analysis.failed, analysis.job.state) == (True, "failed")
    assert db.session.scalars(select(Membership.opinion_id)).all() == before
    assert begin(analysis.conversation, by=None).id != analysis_id


def test_the_database_is_free_while_it_computes(talk, monkeypatch):
    held = []

    def look(*arguments, **more):
        held.append(db.session().in_transaction())
        return original(*arguments, **more)

    original = engine.analyse
    monkeypatch.setattr(engine, "analyse", look)
    analyse(talk)
    assert held == [False]


def test_the_same_input_gives_the_same_output(talk):
    def found():
        rows = select(Membership.opinion_id, Membership.theme_id, Membership.confidence)
        return sorted(map(tuple, db.session.execute(rows)))

    first, seen = analyse(talk).input_hash, found()
    assert (analyse(talk).input_hash, found()) == (first, seen)


class TestPeopleBeforeTheProgram:
    def test_a_yes_stays_where_the_program_would_not_put_it(self, talk, people):
        analyse(talk)
        opinion = members("padok")[0]
        operations.judge(talk, opinion, people.paul, {theme_called("kutyák").id: True})
        db.session.commit()
        analyse(talk)
        assert opinion.text in sorted_into("kutyák")
        assert opinion.text not in sorted_into("padok")

    def test_a_no_is_final(self, talk, people):
        analyse(talk)
        opinion = members("padok")[0]
        operations.judge(talk, opinion, people.paul, {theme_called("padok").id: False})
        db.session.commit()
        analyse(talk)
        assert opinion.text not in sorted_into("padok")

    def test_a_word_spoken_while_it_computes_is_respected(self, talk, people, monkeypatch):
        analyse(talk)
        opinion = members("padok")[0]
        original, number, by = engine.analyse, theme_called("padok").id, people.paul

        def meanwhile(*arguments, **more):
            result = original(*arguments, **more)
            operations.judge(talk, opinion, by, {number: False})
            db.session.commit()
            return result

        monkeypatch.setattr(engine, "analyse", meanwhile)
        analyse(talk)
        assert opinion.text not in sorted_into("padok")
        assert db.session.scalars(select(Verdict.belongs)).all() == [False]

    def test_retired_themes_are_not_offered_but_keep_what_people_put_there(self, talk, people):
        analyse(talk)
        theme = theme_called("padok")
        kept, *others = members("padok")
        operations.judge(talk, kept, people.paul, {theme.id: True})
        theme.retire(by=people.paul)
        db.session.commit()
        analyse(talk)
        left = select(Membership.opinion_id).where(Membership.theme_id == theme.id)
        assert db.session.scalars(left).all() == [kept.id]
        assert others


class TestProposalsOfTheProgram:
    @pytest.fixture
    def crowd(self, make, talk):
        for text in (
            "Nyilvános vécé kellene a főtérre.",
            "Vécé sehol nincs a belvárosban!",
            "Nyilvános vécét az állomásra!",
            "Sürgősen kell egy vécé a piacra.",
            "Vécé, vécé, vécé a parkba is!",
            "Tiszta nyilvános vécé kellene a térre.",
        ):
            make.opinion(text, talk)
        return talk

    def test_they_come_from_the_unsorted_and_rejected_ones_stay_away(self, crowd, people):
        analyse(crowd)
        (proposal,) = queries.open_proposals(crowd)
        assert any("vécé" in word.lower() for word in proposal.words)
        operations.reject(crowd, proposal, people.paul)
        db.session.commit()
        analyse(crowd)
        assert queries.open_proposals(crowd) == []
        assert db.session.scalars(select(Proposal.state)).all() == ["rejected"]

    def test_an_accepted_one_takes_its_opinions_along(self, crowd, people):
        analyse(crowd)
        (proposal,) = queries.open_proposals(crowd)
        operations.accept(crowd, proposal, people.paul, "nyilvános vécé")
        db.session.commit()
        analyse(crowd)
        assert len(sorted_into("nyilvános vécé")) == 6
        assert db.session.scalars(select(Proposal.state)).all() == ["accepted"]


class TestWhatIsLeft:
    def test_opinions_that_came_since_are_counted_honestly(self, talk, make):
        analysis = analyse(talk)
        assert queries.rest(talk, analysis).new == []
        late = make.opinion("Több padot még!", talk)
        rest = queries.rest(talk, analysis)
        assert (rest.new, late.id in rest.unsorted) == ([late.id], True)

    def test_what_a_person_took_out_is_unsorted_but_not_new(self, talk, people):
        analysis = analyse(talk)
        opinion = members("padok")[0]
        operations.judge(talk, opinion, people.paul, {theme_called("padok").id: False})
        db.session.commit()
        rest = queries.rest(talk, analysis)
        assert (rest.unsorted, rest.new) == ([opinion.id], [])

    def test_answered_questions_are_not_asked_again(self, talk, people):
        analysis = analyse(talk)
        asked = queries.to_check(analysis)
        assert asked
        opinion = queries.opinions(asked)[0]
        operations.judge(talk, opinion, people.paul, {theme_called("padok").id: True})
        db.session.commit()
        assert queries.to_check(analysis) == asked[1:]


def test_the_command_sorts_and_says_what_it_did(app, talk):
    number, runner = talk.id, app.test_cli_runner()
    result = runner.invoke(args=["analyse", str(number)])
    assert result.exit_code == 0, result.output
    assert "6 opinions, 0 of them in no theme" in result.output
    assert runner.invoke(args=["analyse", "987654"]).exit_code == 1


def test_the_command_does_not_run_beside_another(app, talk, people):
    begin(talk, by=people.paul)
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["analyse", str(talk.id)])
    assert "running already" in result.output


def test_the_job_is_known_to_the_queue():
    assert "analysis" in jobs._kinds
