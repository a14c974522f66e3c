"""What is said after an analysis is sorted within seconds, in one job, by the sorter it fitted."""

import pytest
from sqlalchemy import select

from forum.core import jobs
from forum.core.db import db
from forum.core.jobs import Job
from forum.opinions.operations import Saying, take_in
from forum.themes import analysis as engine
from forum.themes import queries
from forum.themes.board import operations
from forum.themes.models import Analysis, Membership
from forum.themes.runs import arriving
from forum.themes.runs import running as runs
from forum.themes.sorting import sorter as sorting

SAID = {
    "padok": ("Több padot kérünk a térre!", "A buszmegállóba pad kellene.", "Kevés a pad itt."),
    "kutyák": ("Legyen kutyafuttató!", "A kutyafuttató kerítése rossz.", "Kutyafuttatót ide."),
}


@pytest.fixture
def themes(make):
    return {name: make.theme(name, seeds=[name[:-1], name]) for name in SAID}


@pytest.fixture
def talk(make, themes, run_jobs):
    """A conversation that has been analysed once."""
    arriving._kept.clear()
    talk = make.conversation()
    for texts in SAID.values():
        for text in texts:
            make.opinion(text, talk)
    analyse(talk)
    run_jobs()
    return talk


def analyse(talk):
    analysis = runs.begin(talk, by=None, queued=False)
    db.session.commit()
    runs.run(analysis.id, lambda done, total: None)
    return db.session.get(Analysis, analysis.id)


def themes_of(opinion):
    rows = select(Membership).where(Membership.opinion_id == opinion.id)
    return {member.theme.name_hu for member in db.session.scalars(rows)}


def arrivals(state=None):
    rows = db.session.scalars(select(Job).where(Job.kind == "arrival"))
    return [job for job in rows if state in {None, job.state}]


def newest(talk):
    return queries.analyses(talk)[1]


def test_an_opinion_is_sorted_when_it_comes(talk, make, run_jobs):
    late = make.opinion("Még egy pad kellene a patakhoz.", talk)
    assert themes_of(late) == set()
    run_jobs()
    assert themes_of(late) == {"padok"}
    (member,) = db.session.scalars(select(Membership).where(Membership.opinion_id == late.id))
    assert (member.by_staff, member.words != [], 0 < member.confidence < 1) == (False, True, True)
    assert newest(talk).arrived == [late.id]
    assert queries.rest(talk, newest(talk)).new == []


def test_what_fits_nowhere_is_unsorted_and_not_new(talk, make, run_jobs):
    late = make.opinion("Xyz qwerty!", talk)
    run_jobs()
    rest = queries.rest(talk, newest(talk))
    assert (late.id in rest.unsorted, rest.new) == (True, [])


def test_nothing_is_asked_before_the_first_analysis(make, themes):
    make.opinion("Padot!", make.conversation())
    assert arrivals() == []


def test_a_list_of_many_rows_asks_for_one_job(talk, people, run_jobs):
    sayings = [Saying(f"Ide is kellene pad, a {n}. kapuhoz.", "paper") for n in range(60)]
    ids = take_in(talk, sayings, people.mira, "lista")
    db.session.commit()
    assert len(arrivals()) == 1
    run_jobs()
    placed = select(Membership.opinion_id).where(Membership.opinion_id.in_(ids)).distinct()
    assert len(db.session.scalars(placed).all()) == 60


def test_those_who_speak_while_one_waits_share_it(talk, make, run_jobs):
    for number in range(5):
        make.opinion(f"Pad kell a {number}. utcába!", talk)
    assert len(arrivals("queued")) == 1
    run_jobs()
    make.opinion("Pad kell ide is!", talk)
    assert len(arrivals("queued")) == 1


def test_the_sorter_of_the_analysis_is_used(talk, make, run_jobs, monkeypatch):
    monkeypatch.setattr(sorting, "fit", lambda *_: pytest.fail("fitted again"))
    late = make.opinion("Pad kell!", talk)
    run_jobs()
    assert themes_of(late) == {"padok"}


def test_after_a_restart_it_is_fitted_again_once(talk, make, run_jobs, monkeypatch):
    arriving._kept.clear()
    late = make.opinion("Pad kell!", talk)
    run_jobs()
    assert themes_of(late) == {"padok"}
    monkeypatch.setattr(sorting, "fit", lambda *_: pytest.fail("fitted again"))
    later = make.opinion("Kutyafuttató kell!", talk)
    run_jobs()
    assert themes_of(later) == {"kutyák"}


def test_few_sorters_are_kept(talk):
    for number in range(20):
        arriving.keep(1000 + number, 1, None)
    assert len(arriving._kept) == arriving.MOST_KEPT
    arriving._kept.clear()


def test_other_words_are_sorted_anew(talk, make, people, run_jobs):
    said = make.opinion("Több pad kell!", talk, author=people.ana)
    run_jobs()
    said.edit(people.ana, "Mégis inkább kutyafuttató kell!")
    db.session.commit()
    run_jobs()
    assert themes_of(said) == {"kutyák"}


def test_a_person_s_word_stands_when_the_words_change(talk, make, people, themes, run_jobs):
    said = make.opinion("Több pad kell!", talk, author=people.ana)
    run_jobs()
    operations.judge(talk, said, people.paul, {themes["padok"].id: True})
    said.edit(people.ana, "Mégis inkább kutyafuttató kell!")
    db.session.commit()
    run_jobs()
    assert themes_of(said) == {"padok"}


def test_the_hidden_are_not_sorted_and_come_back_sorted(talk, make, people, run_jobs):
    said = make.opinion("Több pad kell!", talk)
    said.hide(people.mira, "off_topic", "Nem ide való.")
    db.session.commit()
    run_jobs()
    assert themes_of(said) == set()
    said.restore(people.mira)
    db.session.commit()
    run_jobs()
    assert themes_of(said) == {"padok"}


def test_what_waits_is_sorted_once_it_may_appear(make, people, themes, run_jobs):
    talk = make.conversation(moderation="before")
    make.opinion("Pad!", talk, entered_by=people.mira)
    analyse(talk)
    said = make.opinion("Több pad kell!", talk)
    assert arrivals() == []
    said.approve(people.mira)
    db.session.commit()
    run_jobs()
    assert themes_of(said) == {"padok"}


def test_what_is_said_while_an_analysis_computes_is_not_lost(talk, make, run_jobs, monkeypatch):
    said = []

    def meanwhile(*arguments, **more):
        result = original(*arguments, **more)
        said.append(make.opinion("Pad kell, most rögtön!", talk))
        return result

    original = engine.analyse
    monkeypatch.setattr(engine, "analyse", meanwhile)
    analyse(talk)
    run_jobs()
    assert themes_of(said[0]) == {"padok"}


def test_a_theme_merged_meanwhile_is_followed(talk, make, people, themes, run_jobs):
    operations.merge(talk, themes["padok"], themes["kutyák"], people.paul)
    late = make.opinion("Pad kell!", talk)
    run_jobs()
    assert themes_of(late) == {"kutyák"}


def test_a_retired_theme_takes_nothing_in(talk, make, people, themes, run_jobs):
    themes["padok"].retire(by=people.paul)
    late = make.opinion("Pad kell!", talk)
    run_jobs()
    assert themes_of(late) == set()


class TestTheNight:
    def nights_work(self):
        jobs.pass_the_night()
        return len(db.session.scalars(select(Job).where(Job.kind == "analysis")).all())

    def test_what_changed_is_sorted_again(self, talk, make, run_jobs):
        make.opinion("Pad kell!", talk)
        assert self.nights_work() == 1
        run_jobs()
        assert newest(talk).opinions_count == 7

    def test_a_quiet_conversation_is_left_alone(self, talk, people):
        said = db.session.scalars(select(Membership)).first().opinion
        said.weigh(people.ana, 1)
        db.session.commit()
        assert self.nights_work() == 0

    def test_changed_words_and_decisions_are_changes(self, talk, people, themes, run_jobs):
        themes["padok"].edit(people.paul, {"seeds": ["pad", "szék"]})
        db.session.commit()
        assert self.nights_work() == 1
        run_jobs()
        said = db.session.scalars(select(Membership)).first().opinion
        operations.judge(talk, said, people.paul, {themes["padok"].id: True})
        db.session.commit()
        assert self.nights_work() == 2

    def test_closed_ones_and_those_never_analysed_are_left_alone(self, talk, make, people):
        make.opinion("Padot!", make.conversation())
        make.opinion("Padot!", talk)
        talk.close(by=people.mira, because="Vége.")
        db.session.commit()
        assert self.nights_work() == 0

    def test_one_failing_does_not_keep_the_others_from_it(self, app, monkeypatch):
        done = []

        def fails():
            raise RuntimeError("no")

        monkeypatch.setattr(jobs, "_nightly", [fails, lambda: done.append(1)])
        jobs.pass_the_night()
        assert done == [1]
