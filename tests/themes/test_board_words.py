"""A theme's words on the board and in the codebook: one click each; and what else is told there."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Refused
from forum.themes import queries
from forum.themes.board import operations
from forum.themes.board.teaching import MOST_SEEDS, last_lesson, reworded, teach, wordlist
from forum.themes.models import Analysis, Membership, Proposal, Theme, ThemeVersion, Verdict

HOSTILE = '"><img src=x onerror=alert(1)><svg onload=alert(1)>'


@pytest.fixture
def talk(make):
    return make.conversation()


@pytest.fixture
def benches(make):
    return make.theme("padok", seeds=["pad", "tábla"])


@pytest.fixture
def lesson(make, talk, benches):
    """An analysis that says what the theme has learnt."""
    words = {
        str(benches.id): {
            "often": ["pad"],
            "learned": [["szék", 14, 5, 1], ["ülőke", 3, 0, 0]],
            "doubtful": [["tábla", 9, 1, 4]],
        }
    }
    make.membership(make.opinion("Padot!", talk), benches)
    return make.save(Analysis(conversation_id=talk.id, finished_at=talk.created_at, words=words))


@pytest.fixture
def desk(client, people):
    client.set_cookie("language", "en")
    return client.sign_in(people.paul)


def board(talk, theme):
    return f"/conversations/{talk.id}/board/themes/{theme.id}"


class TestOneClick:
    @pytest.mark.parametrize(
        ("act", "word", "seeds", "avoid"),
        [
            ("add", "szék", ["pad", "tábla", "szék"], []),
            ("add", " PAD ", ["tábla", "PAD"], []),
            ("remove", "tábla", ["pad"], []),
            ("remove", "nincs ilyen", ["pad", "tábla"], []),
            ("avoid", "tábla", ["pad"], ["tábla"]),
            ("avoid", "asztal", ["pad", "tábla"], ["asztal"]),
            ("allow", "asztal", ["pad", "tábla"], []),
        ],
    )
    def test_what_it_does(self, benches, act, word, seeds, avoid):
        assert reworded(benches, act, word) == {"seeds": seeds, "avoid": avoid}

    def test_adding_what_was_passed_over_lets_it_speak(self, benches):
        benches.avoid = ["szék"]
        assert reworded(benches, "add", "szék")["avoid"] == []

    def test_nonsense_is_refused(self, benches):
        for act, word in (("", "x"), ("drop", "x"), ("add", " "), ("add", "x" * 61)):
            with pytest.raises(Refused):
                reworded(benches, act, word)

    def test_a_theme_holds_so_many_words(self, benches):
        benches.seeds = [f"szó{n}" for n in range(MOST_SEEDS)]
        with pytest.raises(Refused):
            reworded(benches, "add", "még egy")
        assert len(reworded(benches, "remove", "szó3")["seeds"]) == MOST_SEEDS - 1

    def test_on_the_board_it_is_a_step_that_can_be_undone(self, desk, talk, benches, lesson):
        answer = desk.send(f"{board(talk, benches)}/words", {"add": "szék"})
        assert (answer.status_code, answer.location) == (303, f"{board(talk, benches)}#words")
        assert benches.seeds == ["pad", "tábla", "szék"]
        step = queries.last_steps(talk)[0]
        assert "became a word of" in desk.get(f"/conversations/{talk.id}/board/steps").text
        desk.send(f"/conversations/{talk.id}/board/steps/{step.id}/undoing")
        db.session.refresh(benches)
        assert benches.seeds == ["pad", "tábla"]
        assert db.session.scalars(select(ThemeVersion)).all() == []

    def test_in_the_codebook_what_it_was_is_kept(self, desk, benches):
        answer = desk.send(f"/codebook/{benches.id}/words", {"avoid": "tábla"})
        assert (answer.status_code, answer.location) == (303, f"/codebook/{benches.id}#words")
        assert (benches.seeds, benches.avoid) == (["pad"], ["tábla"])
        (version,) = db.session.scalars(select(ThemeVersion))
        assert version.before["seeds"] == ["pad", "tábla"]

    def test_no_button_and_no_word_do_nothing(self, desk, talk, benches):
        for data in ({}, {"add": ""}, {"drop": "pad"}):
            assert desk.send(f"{board(talk, benches)}/words", data).status_code == 422
            assert desk.send(f"/codebook/{benches.id}/words", data).status_code == 422

    def test_only_planners(self, app, people, talk, benches):
        browser = app.test_client().sign_in(people.mira)
        for path in (f"{board(talk, benches)}/words", f"/codebook/{benches.id}/words"):
            assert browser.send(path, {"add": "x"}).status_code == 403


class TestWhatIsShown:
    def test_learnt_and_doubtful_words_with_their_record(self, desk, talk, benches, lesson):
        for path in (board(talk, benches), f"/codebook/{benches.id}"):
            page = desk.get(path).text
            assert "decided about 14 opinions; staff agreed: 5, disagreed: 1" in page
            assert "decided about 3 opinions</span>" in page
            assert 'name="add" value="szék"' in page
            assert 'name="remove" value="tábla"' in page

    def test_words_decided_on_are_not_suggested_again(self, benches, lesson):
        benches.seeds, benches.avoid = ["pad", "szék"], ["tábla"]
        found = wordlist(benches, last_lesson(benches))
        assert [told.word for told in found.learned] == ["ülőke"]
        assert found.doubtful == []

    def test_hostile_words_stay_words(self, desk, make, talk, benches, lesson):
        lesson.words = {str(benches.id): {"learned": [[HOSTILE, 1, 0, 0]]}}
        benches.avoid = [HOSTILE]
        db.session.commit()
        for path in (board(talk, benches), f"/codebook/{benches.id}"):
            assert "<img src=x" not in desk.get(path).text

    def test_what_the_form_of_the_codebook_says_of_passed_over_words_is_kept(self, desk, benches):
        data = {"name_hu": "padok", "facet": "what", "seeds": "pad", "avoid": "tábla\nasztal"}
        assert desk.send(f"/codebook/{benches.id}", data).status_code == 303
        assert benches.avoid == ["tábla", "asztal"]

    def test_merging_takes_them_along_unless_they_tell_the_other(self, make, people, talk, benches):
        other = make.theme("székek", seeds=["szék"], avoid=["pad", "zsámoly"])
        operations.merge(talk, other, benches, people.paul)
        assert benches.avoid == ["zsámoly"]


class TestMeasuring:
    @pytest.fixture
    def drawn(self, make, talk, benches):
        """Two opinions to check, the second of which was drawn at random."""
        one, two = make.opinion("Padot!", talk), make.opinion("Padot kérünk!", talk)
        for opinion in (one, two):
            make.membership(opinion, benches, confidence=0.4)
        values = {"to_check": [one.id, two.id], "samples": [two.id]}
        make.save(Analysis(conversation_id=talk.id, finished_at=talk.created_at, **values))
        return one, two

    def test_an_answer_about_a_drawn_one_is_held_back(self, talk, people, benches, drawn):
        for opinion in drawn:
            operations.judge(talk, opinion, people.paul, {benches.id: True})
        held = select(Verdict.opinion_id, Verdict.held).order_by(Verdict.opinion_id)
        assert [row.held for row in db.session.execute(held)] == [False, True]
        operations.judge(talk, drawn[1], people.paul, {benches.id: False})
        assert [row.held for row in db.session.execute(held)] == [False, True]

    def test_a_drawn_one_is_asked_without_telling_what_the_program_thinks(self, desk, talk, drawn):
        first = desk.get(f"/conversations/{talk.id}/board/check").text
        second = desk.get(f"/conversations/{talk.id}/board/check?skip=1").text
        assert "Does it belong here?" in first
        assert "drawn at random" not in first
        assert "drawn at random" in second
        assert "Does it belong here?" not in second

    def test_the_board_says_how_often_staff_agreed_with_an_interval(self, desk, make, talk):
        values = {"sorting_agreed": 38, "sorting_checked": 50}
        make.save(Analysis(conversation_id=talk.id, finished_at=talk.created_at, **values))
        page = desk.get(f"/conversations/{talk.id}/board").text
        assert "agreed with staff in 38 of 50 (interval 63–86 %)" in page


class TestCounts:
    @pytest.mark.parametrize(
        ("count", "told"), [([7.4, 3, 12], True), ([1.2, 1, 2], False), (None, False)]
    )
    def test_the_estimate_stands_beside_the_sorted_number(
        self, desk, make, talk, benches, count, told
    ):
        make.membership(make.opinion("Padot!", talk), benches)
        counts = {str(benches.id): count} if count else {}
        make.save(Analysis(conversation_id=talk.id, finished_at=talk.created_at, counts=counts))
        for path in (f"/conversations/{talk.id}/board", board(talk, benches)):
            assert ("about 7 (between 3 and 12)" in desk.get(path).text) == told


class TestSplitting:
    @pytest.fixture
    def part(self, make, talk, benches):
        said = [make.opinion(f"Padot a {n}. megállóba!", talk) for n in range(4)]
        for opinion in said:
            make.membership(opinion, benches)
        return make.save(
            Proposal(
                conversation_id=talk.id,
                key="k",
                label="megálló",
                words=["megálló"],
                opinion_ids=[o.id for o in said[:3]],
                example_ids=[said[0].id],
                splits_id=benches.id,
            )
        )

    def path(self, talk, part, act):
        return f"/conversations/{talk.id}/proposals/{part.id}/{act}"

    def test_the_board_offers_both_ways(self, desk, make, talk, part):
        make.save(Analysis(conversation_id=talk.id, finished_at=talk.created_at))
        page = desk.get(f"/conversations/{talk.id}/board").text
        assert "Two themes in one?" in page
        assert "New themes?" not in page
        assert "Split it off as a theme of its own" in page
        assert "Leave them together" in page

    def test_splitting_off_takes_the_opinions_along_and_can_be_undone(
        self, desk, talk, benches, part
    ):
        desk.send(self.path(talk, part, "acceptance"), {"name_hu": "megállók"})
        new = db.session.scalars(select(Theme).where(Theme.name_hu == "megállók")).one()
        assert (new.facet, new.seeds) == ("what", ["megálló"])
        assert self.sizes(benches, new) == [1, 3]
        step = queries.last_steps(talk)[0]
        desk.send(f"/conversations/{talk.id}/board/steps/{step.id}/undoing")
        assert self.sizes(benches) == [4]
        assert queries.open_proposals(talk) == [part]

    def sizes(self, *themes):
        rows = [select(Membership).where(Membership.theme_id == theme.id) for theme in themes]
        return [len(db.session.scalars(each).all()) for each in rows]

    def test_what_left_the_theme_meanwhile_is_not_taken(self, desk, people, talk, benches, part):
        gone = queries.opinions(part.opinion_ids[:1])[0]
        operations.judge(talk, gone, people.paul, {benches.id: False})
        db.session.commit()
        desk.send(self.path(talk, part, "acceptance"), {"name_hu": "megállók"})
        assert db.session.scalars(select(Membership.id).filter_by(opinion_id=gone.id)).all() == []

    def test_leaving_together_is_remembered(self, desk, talk, part):
        desk.send(self.path(talk, part, "rejection"))
        assert queries.open_proposals(talk) == []
        assert db.session.get(Proposal, part.id).state == "rejected"


def test_steps_from_before_a_column_was_added_can_still_be_undone(make, people, talk, benches):
    opinion = make.opinion("Padot!", talk)
    operations.judge(talk, opinion, people.paul, {benches.id: True})
    db.session.commit()
    (step,) = queries.last_steps(talk)
    step.changes = [
        {**change, "after": {k: v for k, v in change["after"].items() if k != "held"}}
        for change in step.changes
    ]
    db.session.commit()
    from forum.themes.board.steps import undo

    undo(step, people.paul)
    assert db.session.scalars(select(Verdict)).all() == []


@pytest.mark.parametrize("typed", ["\x00", "\u202e", " \u200f ", "!!!"])
def test_what_is_no_word_is_refused(people, benches, typed):
    with pytest.raises(Refused):
        teach(benches, people.paul, "add", typed)


def test_a_word_keeps_only_what_can_be_read(people, benches):
    teach(benches, people.paul, "add", "szék\u202e\x00")
    assert benches.seeds == ["pad", "tábla", "szék"]


def test_a_retired_theme_learns_nothing_more(people, benches):
    benches.retire(people.paul)
    with pytest.raises(Refused):
        teach(benches, people.paul, "add", "szék")
