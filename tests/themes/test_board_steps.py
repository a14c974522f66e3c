"""Steps on the board: rename, merge, split, proposals; and every one of them undone."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Refused
from forum.themes.board import operations
from forum.themes.board.steps import undo
from forum.themes.models import BoardStep, Membership, Proposal, Theme, ThemeVersion, Verdict


@pytest.fixture
def talk(make):
    return make.conversation()


@pytest.fixture
def benches(make):
    return make.theme("padok", seeds=["pad", "ülőhely"])


@pytest.fixture
def shade(make):
    return make.theme("árnyék", seeds=["fa", "Pad"])


def everything():
    """All sortings and themes as plain values, whatever their numbers."""
    members = select(
        Membership.opinion_id, Membership.theme_id, Membership.by_staff, Membership.confidence
    )
    verdicts = select(Verdict.opinion_id, Verdict.theme_id, Verdict.belongs, Verdict.position)
    themes = select(
        Theme.id,
        Theme.name_hu,
        Theme.seeds,
        Theme.retired_at,
        Theme.merged_into_id,
        Theme.parent_id,
    )
    proposals = select(Proposal.id, Proposal.state, Proposal.theme_id)
    return [
        sorted(map(repr, db.session.execute(each)))
        for each in (members, verdicts, themes, proposals)
    ]


def last_step():
    return db.session.scalars(select(BoardStep).order_by(BoardStep.id.desc())).first()


def undo_last(by):
    undo(last_step(), by)
    db.session.commit()


@pytest.fixture
def undoable(people):
    """Do something, and check that undoing it brings everything back."""

    def check(act):
        before = everything()
        done = act()
        db.session.commit()
        after = everything()
        assert after != before
        undo_last(people.paul)
        db.session.expire_all()
        assert everything() == before
        return done

    return check


def test_sorting_can_be_undone(make, people, talk, benches, shade, undoable):
    opinion = make.opinion("Padot!", talk)
    make.membership(opinion, shade, confidence=0.37, words=["pad"])
    undoable(
        lambda: operations.judge(talk, opinion, people.paul, {shade.id: False, benches.id: True})
    )


def test_renaming_keeps_the_old_name_and_can_be_undone(people, talk, benches, undoable):
    names = {"name_hu": "ülőhelyek", "name_en": "seats"}
    undoable(lambda: operations.rename(talk, benches, people.paul, names))
    assert db.session.scalars(select(ThemeVersion)).all() == []
    operations.rename(talk, benches, people.paul, names)
    db.session.commit()
    (version,) = db.session.scalars(select(ThemeVersion))
    assert version.before["name_hu"] == "padok"


class TestMerging:
    def test_sortings_verdicts_and_seeds_go_along(self, make, people, talk, benches, shade):
        texts = ("Fát!", "Padot!", "Padot a fa alá!")
        one, two, both = (make.opinion(text, talk) for text in texts)
        make.membership(one, shade, confidence=0.6, words=["fát"])
        make.membership(both, shade, confidence=0.9)
        make.membership(both, benches, confidence=0.5)
        operations.judge(talk, two, people.paul, {benches.id: True})
        operations.judge(talk, one, people.paul, {shade.id: True})
        operations.merge(talk, shade, benches, people.paul)
        db.session.commit()
        members = select(Membership).where(Membership.theme_id == benches.id)
        found = {m.opinion_id: (m.by_staff, m.confidence) for m in db.session.scalars(members)}
        assert found == {one.id: (True, 1.0), two.id: (True, 1.0), both.id: (False, 0.9)}
        assert (shade.merged_into_id, shade.in_use) == (benches.id, False)
        assert benches.seeds == ["pad", "ülőhely", "árnyék", "fa"]
        assert set(db.session.scalars(select(Verdict.theme_id))) == {benches.id}

    def test_a_no_goes_along_only_where_nothing_speaks_for_the_other_theme(
        self, make, people, talk, benches, shade
    ):
        inside, outside = make.opinion("Padot!", talk), make.opinion("Kukát!", talk)
        make.membership(inside, benches, confidence=0.8)
        for opinion in (inside, outside):
            operations.judge(talk, opinion, people.paul, {shade.id: False})
        operations.merge(talk, shade, benches, people.paul)
        db.session.commit()
        (said,) = db.session.scalars(select(Verdict))
        assert (said.opinion_id, said.theme_id, said.belongs) == (outside.id, benches.id, False)

    def test_it_reaches_every_conversation_and_can_be_undone(
        self, make, people, talk, benches, shade, undoable
    ):
        elsewhere = make.conversation()
        for place in (talk, elsewhere):
            opinion = make.opinion("Fát!", place)
            make.membership(opinion, shade, confidence=0.6)
            operations.judge(place, opinion, people.paul, {shade.id: True})
        child = make.theme("lomb", parent_id=shade.id)
        ticks = elsewhere.tick
        undoable(lambda: operations.merge(talk, shade, benches, people.paul))
        assert elsewhere.tick > ticks
        assert child.parent_id == shade.id

    def test_only_themes_of_one_kind_can_be_merged(self, make, people, talk, benches):
        for other in (
            make.theme("idősek", facet="whom"),
            make.theme("más", project=make.project()),
            benches,
        ):
            with pytest.raises(Refused):
                operations.merge(talk, benches, other, people.paul)
            db.session.rollback()

    def test_what_was_merged_away_cannot_be_merged_again(self, people, talk, benches, shade):
        operations.merge(talk, shade, benches, people.paul)
        db.session.commit()
        with pytest.raises(Refused):
            operations.merge(talk, shade, benches, people.paul)


def test_splitting_makes_a_theme_of_chosen_opinions(make, people, talk, benches, undoable):
    opinions = [make.opinion(f"Padot ide: {n}!", talk) for n in range(3)]
    for opinion in opinions:
        make.membership(opinion, benches)

    def split():
        return operations.split(
            talk, benches, opinions[:2], people.paul, {"name_hu": "buszmegálló"}
        )

    undoable(split)
    new = split()
    db.session.commit()
    where = select(Membership.opinion_id).where(Membership.theme_id == new.id)
    assert set(db.session.scalars(where)) == {opinions[0].id, opinions[1].id}
    with pytest.raises(Refused):
        operations.split(talk, benches, [], people.paul, {"name_hu": "semmi"})


class TestProposals:
    @pytest.fixture
    def proposal(self, make, talk):
        texts = ("Kutyát!", "Kutyafuttatót!", "Kutya!")
        self.opinions = [make.opinion(text, talk) for text in texts]
        return make.save(
            Proposal(
                conversation_id=talk.id,
                key="k",
                label="kutyafuttató",
                words=["kutya", "futtató"],
                opinion_ids=[opinion.id for opinion in self.opinions],
            )
        )

    def test_accepting_confirms_only_what_the_planner_has_read(self, people, talk, proposal):
        proposal.example_ids = [self.opinions[0].id]
        theme = operations.accept(talk, proposal, people.paul, "kutyák")
        db.session.commit()
        members = db.session.scalars(select(Membership).filter_by(theme_id=theme.id))
        assert {one.opinion_id: one.by_staff for one in members} == {
            opinion.id: opinion is self.opinions[0] for opinion in self.opinions
        }
        verdicts = db.session.scalars(select(Verdict).filter_by(theme_id=theme.id))
        assert [one.opinion_id for one in verdicts] == [self.opinions[0].id]

    def test_accepting_makes_a_theme_with_its_words(self, people, talk, proposal, undoable):
        self.opinions[2].hide(by=people.mira, reason="abuse", because="Sértő.")
        db.session.commit()
        accept = lambda: operations.accept(talk, proposal, people.paul, "kutyák")  # noqa: E731
        undoable(accept)
        theme = accept()
        db.session.commit()
        assert (theme.name_hu, theme.facet, theme.seeds) == ("kutyák", "what", ["kutya", "futtató"])
        assert (proposal.state, proposal.theme_id) == ("accepted", theme.id)
        members = db.session.scalars(select(Membership.opinion_id).order_by(Membership.opinion_id))
        assert members.all() == [opinion.id for opinion in self.opinions[:2]]

    def test_rejecting_is_remembered(self, people, talk, proposal, undoable):
        undoable(lambda: operations.reject(talk, proposal, people.paul))
        operations.reject(talk, proposal, people.paul)
        db.session.commit()
        assert proposal.state == "rejected"
        with pytest.raises(Refused):
            operations.accept(talk, proposal, people.paul, "mégis")


class TestUndoing:
    def test_a_step_is_undone_once(self, make, people, talk, benches):
        operations.judge(talk, make.opinion("Padot!", talk), people.paul, {benches.id: True})
        db.session.commit()
        undo_last(people.paul)
        with pytest.raises(Refused):
            undo(last_step(), people.paul)

    def test_an_older_step_can_be_undone_too(self, make, people, talk, benches):
        first, second = make.opinion("Padot!", talk), make.opinion("Pad!", talk)
        for opinion in (first, second):
            operations.judge(talk, opinion, people.paul, {benches.id: True})
            db.session.commit()
        undo(db.session.get(BoardStep, last_step().id - 1), people.paul)
        db.session.commit()
        assert db.session.scalars(select(Membership.opinion_id)).all() == [second.id]

    def test_what_somebody_changed_since_is_not_touched(self, make, people, talk, benches):
        opinion = make.opinion("Padot!", talk)
        operations.judge(talk, opinion, people.paul, {benches.id: True})
        step = last_step_after_commit()
        operations.judge(talk, opinion, people.adam, {benches.id: False})
        db.session.commit()
        with pytest.raises(Refused, match="megváltozott"):
            undo(step, people.paul)
        db.session.rollback()
        assert db.session.scalars(select(Verdict.belongs)).all() == [False]

    def test_a_theme_that_was_built_on_stays(self, make, people, talk, benches):
        opinions = [make.opinion("Padot!", talk), make.opinion("Még egyet!", talk)]
        make.membership(opinions[0], benches)
        new = operations.split(talk, benches, opinions[:1], people.paul, {"name_hu": "új"})
        step = last_step_after_commit()
        operations.judge(talk, opinions[1], people.paul, {new.id: True})
        db.session.commit()
        with pytest.raises(Refused, match="épül"):
            undo(step, people.paul)
        db.session.rollback()
        assert new.name_hu == "új"


def last_step_after_commit():
    db.session.commit()
    return last_step()
