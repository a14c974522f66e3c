"""A person's word on where an opinion belongs: it counts at once and no program overrules it."""

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from forum.audit.models import AuditEntry
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.themes.board import operations
from forum.themes.board.answers import read_answers
from forum.themes.models import Membership, Theme, Verdict


@pytest.fixture
def talk(make):
    return make.conversation()


@pytest.fixture
def benches(make):
    return make.theme("padok")


@pytest.fixture
def shade(make):
    return make.theme("árnyék")


def placed(opinion):
    """The themes of an opinion as {name: by a person?}."""
    query = select(Theme.name_hu, Membership.by_staff).join(Membership)
    return dict(db.session.execute(query.where(Membership.opinion_id == opinion.id)).all())


def judge(opinion, by, answers):
    operations.judge(opinion.conversation, opinion, by, answers)
    db.session.commit()


def test_a_yes_puts_the_opinion_there_at_once(make, people, talk, benches):
    opinion = make.opinion("Padot!", talk)
    judge(opinion, people.paul, {benches.id: True})
    assert placed(opinion) == {"padok": True}


def test_a_no_takes_it_out_and_is_remembered(make, people, talk, benches):
    opinion = make.opinion("Padot!", talk)
    make.membership(opinion, benches, confidence=0.4)
    judge(opinion, people.paul, {benches.id: False})
    assert placed(opinion) == {}
    assert db.session.scalars(select(Verdict.belongs)).all() == [False]


def test_a_yes_settles_its_facet_and_leaves_the_other(make, people, talk, benches, shade):
    children = make.theme("gyerekek", facet="whom")
    opinion = make.opinion("Padot a gyerekeknek az árnyékba!", talk)
    for theme in (shade, children):
        make.membership(opinion, theme, confidence=0.5)
    judge(opinion, people.paul, {benches.id: True})
    assert placed(opinion) == {"padok": True, "gyerekek": False}


def test_two_yeses_stand_beside_each_other(make, people, talk, benches, shade):
    opinion = make.opinion("Padot az árnyékba!", talk)
    judge(opinion, people.paul, {benches.id: True})
    judge(opinion, people.paul, {shade.id: True})
    assert placed(opinion) == {"padok": True, "árnyék": True}


def test_the_last_word_wins_and_both_are_logged(make, people, talk, benches):
    opinion = make.opinion("Padot!", talk)
    judge(opinion, people.paul, {benches.id: True})
    judge(opinion, people.adam, {benches.id: False})
    assert placed(opinion) == {}
    said = select(AuditEntry).where(AuditEntry.act == "opinion.sorted").order_by(AuditEntry.id)
    entries = db.session.scalars(said).all()
    assert [entry.actor_name for entry in entries] == ["Paul", "Adam"]
    assert all(entry.reference == opinion.reference and not entry.public for entry in entries)


def test_the_log_holds_no_words_of_the_opinion(make, people, talk, benches):
    opinion = make.opinion("Titkos szavak.", talk)
    judge(opinion, people.paul, {benches.id: True})
    assert "Titkos" not in str([entry.details for entry in db.session.scalars(select(AuditEntry))])


def test_decisions_are_numbered_and_one_click_is_one_decision(make, people, talk, benches, shade):
    first, second = make.opinion("Padot!", talk), make.opinion("Árnyékot!", talk)
    judge(first, people.paul, {benches.id: False, shade.id: True})
    judge(second, people.paul, {shade.id: True})
    positions = select(Verdict.opinion_id, Verdict.position).order_by(Verdict.id)
    assert db.session.execute(positions).all() == [(first.id, 1), (first.id, 1), (second.id, 2)]


@pytest.mark.parametrize("state", ["retired", "merged", "foreign"])
def test_nothing_is_sorted_into_a_theme_that_is_not_in_use_here(make, people, talk, state):
    theme = make.theme("régi", project=make.project() if state == "foreign" else None)
    if state == "foreign":
        talk.project = make.project()
    else:
        theme.retired_at = now()
    if state == "merged":
        theme.merged_into_id = make.theme("új").id
    db.session.commit()
    with pytest.raises(Refused):
        operations.judge(talk, make.opinion("Padot!", talk), people.paul, {theme.id: True})


@pytest.mark.parametrize("answers", [{}, {987654: True}])
def test_an_answer_without_a_theme_is_refused(make, people, talk, answers):
    with pytest.raises(Refused):
        operations.judge(talk, make.opinion("Padot!", talk), people.paul, answers)


class TestReadingTheClick:
    """``read_answers`` turns the buttons of a page into answers."""

    @pytest.fixture
    def themes(self, make):
        return [make.theme("padok"), make.theme("árnyék"), make.theme("gyerekek", facet="whom")]

    def answers(self, themes, act, seen=(), **more):
        seen_ids = [("seen", str(themes[i].id)) for i in seen]
        sent = MultiDict([("act", act), *seen_ids, *more.items()])
        said = read_answers(sent, themes)
        return {theme.name_hu: said[theme.id] for theme in themes if theme.id in said}

    def test_yes_and_no_speak_of_what_was_seen(self, themes):
        assert self.answers(themes, "yes", [0, 2]) == {"padok": True, "gyerekek": True}
        assert self.answers(themes, "no", [0]) == {"padok": False}

    def test_all_speaks_of_the_others_too(self, themes):
        also = str(themes[1].id)
        assert self.answers(themes, "all", [0], also=also) == {"padok": True, "árnyék": True}
        assert self.answers(themes, "yes", [0], also=also) == {"padok": True}

    def test_what_was_unticked_is_denied(self, themes):
        said = self.answers(themes, "ticked", [0, 2], right=str(themes[2].id))
        assert said == {"padok": False, "gyerekek": True}

    def test_none_denies_every_theme(self, themes):
        assert set(self.answers(themes, "none").values()) == {False}
        assert len(self.answers(themes, "none")) == 3

    def test_only_one_denies_what_was_seen_of_its_facet(self, themes):
        said = self.answers(themes, f"only-{themes[1].id}", [0, 2])
        assert said == {"padok": False, "árnyék": True}

    def test_moving_denies_where_it_was(self, themes):
        said = self.answers(themes, "move", [2], theme=str(themes[0].id))
        assert said == {"gyerekek": False, "padok": True}

    @pytest.mark.parametrize("act", ["", "other", "move", "only-", "only-x", "only-0", "nonsense"])
    def test_nonsense_says_nothing(self, themes, act):
        assert self.answers(themes, act, [0]) == {}
