"""Old opinions keep their theme; people, changed words and clear gains move them."""

from dataclasses import replace
from random import Random

import pytest

from forum.themes.analysis import analyse
from forum.themes.language import terms
from forum.themes.records import Assignment, Opinion, Settings, Theme, Verdict
from forum.themes.sorting import steadiness as keeping
from forum.themes.sorting.seeding import prepare
from forum.themes.sorting.steadiness import Previous, keep, known_themes, moves
from tests.themes.sample import OPINIONS, RIGHT, THEMES

SETTINGS = Settings()
BENCHES, LAMPS, OLD = (
    Theme(1, "padok", "what"),
    Theme(2, "lámpák", "what"),
    Theme(3, "idősek", "whom"),
)
CODEBOOK = [BENCHES, LAMPS, OLD]


def stood(*assignments, read=(), codebook=CODEBOOK, verdicts=()):
    known = known_themes(codebook, verdicts, 100, None, SETTINGS) if codebook else None
    return Previous(frozenset(read), tuple(assignments), known)


def kept(before, after, decided=(), free=()):
    """What opinion 1 is given when it had ``before`` and ``after`` is found."""
    previous = stood(*(Assignment(1, t, sure, ("régi",)) for t, sure in before.items()), read=[1])
    found = {1: {t: (sure, ("új",)) for t, sure in after.items()}}
    result = keep(found, previous, {}, decided, CODEBOOK, free, SETTINGS)[1]
    return {theme: sure for theme, (sure, _words) in sorted(result.items())}


class TestOneOpinion:
    def test_what_is_found_again_is_as_sure_as_it_is_found_now(self):
        assert kept({1: 0.5}, {1: 0.8}) == {1: 0.8}

    def test_a_little_surer_is_not_enough(self):
        assert kept({1: 0.5}, {2: 0.55}) == {1: 0.45}

    def test_clearly_surer_moves(self):
        assert kept({1: 0.5}, {2: 0.7}) == {2: 0.7}

    def test_nothing_is_no_gain(self):
        assert kept({1: 0.5}, {}) == {1: 0.5}

    def test_the_unsorted_wait_for_something_clear(self):
        assert kept({}, {1: 0.45}) == {}
        assert kept({}, {1: 0.7}) == {1: 0.7}

    def test_a_second_theme_joins_only_clearly_and_stays_while_the_first_does(self):
        assert kept({1: 0.6}, {1: 0.6, 2: 0.3}) == {1: 0.6}
        assert kept({1: 0.6, 2: 0.3}, {1: 0.8}) == {1: 0.8, 2: 0.3}

    def test_of_two_near_each_other_the_first_stays_first(self):
        result = kept({1: 0.5, 2: 0.4}, {2: 0.5, 1: 0.45})
        assert result[1] > result[2]

    def test_the_two_questions_do_not_disturb_each_other(self):
        assert kept({1: 0.5, 3: 0.5}, {2: 0.55, 3: 0.9}) == {1: 0.45, 3: 0.9}

    def test_what_people_decided_about_is_free(self):
        assert kept({1: 0.5}, {2: 0.3}, decided={1}) == {2: 0.3}

    def test_a_theme_sorted_freely_may_take_and_lose(self):
        assert kept({1: 0.5}, {2: 0.3}, free={2}) == {2: 0.3}
        assert kept({1: 0.5}, {2: 0.3}, free={1}) == {2: 0.3}
        assert kept({1: 0.5}, {}, free={1}) == {}
        assert kept({1: 0.5}, {2: 0.3}, free={3}) == {1: 0.5}

    def test_a_theme_that_is_gone_leaves_room(self):
        assert kept({9: 0.9}, {2: 0.3}) == {2: 0.3}

    def test_doing_it_again_changes_nothing_more(self):
        after = {2: 0.55, 1: 0.3}
        once = kept({1: 0.5}, after)
        assert kept(once, after) == once


class TestWhatIsSortedFreely:
    def test_a_theme_whose_words_changed_or_that_is_new(self):
        reworded = replace(BENCHES, seeds=("pad",))
        new = Theme(4, "fák", "what")
        previous = stood()
        assert keeping.freed([reworded, LAMPS, new], (), 100, previous, SETTINGS) == {1, 4}

    def test_a_theme_people_taught_several_times_since(self):
        few = [Verdict(n, 1, True, n) for n in range(SETTINGS.freeing_decisions - 1)]
        more = [*few, Verdict(99, 1, False, 99)]
        held = [*few, Verdict(99, 1, False, 99, held=True)]
        previous = stood()
        assert keeping.freed(CODEBOOK, few, 100, previous, SETTINGS) == set()
        assert keeping.freed(CODEBOOK, held, 100, previous, SETTINGS) == set()
        assert keeping.freed(CODEBOOK, more, 100, previous, SETTINGS) == {1}

    def test_few_decisions_a_night_add_up(self):
        previous, said = stood(), []
        for night in range(SETTINGS.freeing_decisions):
            assert keeping.freed(CODEBOOK, said, 100, previous, SETTINGS) == set()
            known = known_themes(CODEBOOK, said, 100, previous, SETTINGS)
            previous = Previous(frozenset(), (), known)
            said.append(Verdict(night, 1, True, night))
        assert keeping.freed(CODEBOOK, said, 100, previous, SETTINGS) == {1}

    def test_everything_when_there_are_twice_as_many_opinions(self):
        previous = stood()
        assert keeping.freed(CODEBOOK, (), 199, previous, SETTINGS) == set()
        assert keeping.freed(CODEBOOK, (), 200, previous, SETTINGS) == {1, 2, 3}
        known = known_themes(CODEBOOK, (), 150, previous, SETTINGS)
        grown = Previous(frozenset(), (), known)
        assert keeping.freed(CODEBOOK, (), 200, grown, SETTINGS) == {1, 2, 3}

    def test_nothing_while_nobody_knows_what_the_words_were(self):
        assert keeping.freed(CODEBOOK, (), 100, stood(codebook=None), SETTINGS) == set()


class TestMoves:
    def test_they_tell_from_where_to_where_and_why(self):
        previous = stood(Assignment(1, 1, 0.5), Assignment(2, 1, 0.5), read=[1, 2, 3])
        now = [Assignment(1, 2, 0.9, ("lámpa",)), Assignment(2, 1, 0.6), Assignment(4, 1, 0.9)]
        (move,) = moves(previous, [Opinion(n, "x", n) for n in (1, 2, 3, 4)], now)
        assert (move.opinion_id, move.left, move.joined) == (1, (1,), (2,))
        assert (move.words, move.gain) == (("lámpa",), 0.8)

    def test_what_is_not_read_any_more_has_not_moved(self):
        assert moves(stood(Assignment(1, 1, 0.5)), [], []) == ()


def refresh(share, seed=0, **more):
    """Analyse a part, then everything in view of the part; return both."""
    part = Random(seed).sample(OPINIONS, round(share * len(OPINIONS)))
    first = analyse(part, THEMES)
    known = known_themes(THEMES, (), len(OPINIONS), None, SETTINGS)
    previous = Previous(frozenset(o.id for o in part), first.assignments, known)
    return part, first, analyse(OPINIONS, **{"themes": THEMES, "previous": previous, **more})


def themes_of(result):
    found = {}
    for each in result.assignments:
        found.setdefault(each.opinion_id, set()).add(each.theme_id)
    return found


class TestARefresh:
    @pytest.mark.parametrize("seed", range(4))
    def test_old_opinions_keep_their_themes_unless_a_move_says_otherwise(self, seed):
        part, first, second = refresh(0.9, seed)
        before, after = themes_of(first), themes_of(second)
        moved = {move.opinion_id for move in second.moves}
        changed = {o.id for o in part if before.get(o.id, set()) != after.get(o.id, set())}
        assert changed == moved
        assert len(moved) <= 2

    def test_without_news_nothing_moves(self):
        first = analyse(OPINIONS, THEMES)
        known = known_themes(THEMES, (), len(OPINIONS), None, SETTINGS)
        previous = Previous(frozenset(o.id for o in OPINIONS), first.assignments, known)
        again = analyse(OPINIONS, THEMES, previous=previous)
        assert (again.assignments, again.moves) == (first.assignments, ())

    def test_decisions_always_hold(self):
        said = [Verdict(o.id, RIGHT[o.id] or 1, bool(RIGHT[o.id]), o.id) for o in OPINIONS[:20]]
        _part, _first, second = refresh(0.9, verdicts=said)
        after = themes_of(second)
        for verdict in said:
            assert (verdict.theme_id in after.get(verdict.opinion_id, set())) == verdict.belongs

    def test_copies_go_where_their_wording_was_kept(self):
        first = analyse(OPINIONS, THEMES)
        elsewhere = tuple(replace(a, theme_id=3 if a.theme_id == 1 else a.theme_id, confidence=0.5)
                          for a in first.assignments)  # fmt: skip
        known = known_themes(THEMES, (), len(OPINIONS), None, SETTINGS)
        previous = Previous(frozenset(o.id for o in OPINIONS), elsewhere, known)
        copies = [replace(o, id=o.id + 100, person=o.person + 100) for o in OPINIONS]
        after = themes_of(analyse([*OPINIONS, *copies], THEMES, previous=previous))
        for opinion in OPINIONS:
            assert after.get(opinion.id) == after.get(opinion.id + 100)

    def test_the_order_of_what_stood_changes_nothing(self):
        first = analyse(OPINIONS, THEMES)
        ids = frozenset(o.id for o in OPINIONS)
        one = analyse(OPINIONS, THEMES, previous=Previous(ids, first.assignments))
        other = analyse(OPINIONS, THEMES, previous=Previous(ids, first.assignments[::-1]))
        assert one == other


def test_words_to_avoid_tell_nothing():
    benches = Theme(1, "ülőhelyek", "what", seeds=("pad", "szék"))
    words = terms("szék padot", "hu")
    told = prepare([benches, LAMPS], ("hu",)).match(words)[:, 0]
    untold = prepare([replace(benches, avoid=("pad",)), LAMPS], ("hu",)).match(words)[:, 0]
    assert [bool(x) for x in told] == [True, True]
    assert [bool(x) for x in untold] == [True, False]
