"""Staff are asked where an answer teaches most, and now and then by lot."""

from collections import Counter

from forum.themes.measuring.asking import Doubt, choose, draw, due, questions

DOUBTS = [
    Doubt(1, "busz késik", 1, 0.5),
    Doubt(2, "ritka járat", 1, 0.1),
    Doubt(3, "kiégett lámpa", 2, 0.9),
]


def test_the_narrowest_comes_first_whatever_the_order():
    assert choose(DOUBTS, 2) == choose(DOUBTS[::-1], 2) == (2, 1)


def test_a_doubtful_text_that_many_resemble_comes_before_an_oddity():
    usual = Doubt(1, "kevés a busz", 1, 0.2, common=2.0)
    odd = Doubt(2, "szürke zebra", 1, 0.1, common=0.3)
    assert choose([usual, odd], 2) == (1, 2)


def test_nobody_is_asked_twice_about_one_wording():
    text = "Legyen több padunk a parkban"
    doubts = [
        Doubt(1, text, 1, 0.1),
        Doubt(2, text + "!", 1, 0.2),
        Doubt(3, "Sötét az utca", 1, 0.3),
    ]
    assert choose(doubts, 3) == (1, 3)


def test_what_resembles_a_chosen_text_is_wanted_less():
    doubts = [
        Doubt(1, "nagyon sötét a park este", 1, 0.1),
        Doubt(2, "sötét a park, félek ott este", 1, 0.15),
        Doubt(3, "kevés a kosárlabdapálya", 2, 0.3),
    ]
    assert choose(doubts, 3)[:2] == (1, 3)


def test_a_campaign_does_not_use_up_the_questions():
    campaign = [Doubt(i, "Legyen több padunk a parkban" + "!" * i, 1, 0.0) for i in range(1, 60)]
    other = [Doubt(100, "Sötét az utca", 1, 0.9)]
    assert choose([*campaign, *other], 2) == (1, 100)


def test_nothing_to_ask_is_fine():
    assert choose([], 5) == ()
    assert choose(DOUBTS, 0) == ()
    assert questions([], [], 20, 2, 1) == ((), ())


def test_about_every_tenth_question_is_a_lot_and_a_debt_is_paid_slowly():
    assert due(0, 0, 20, 10) == 2
    assert due(20, 2, 20, 10) == 2
    assert due(0, 0, 5, 10) == 0
    assert due(5, 0, 5, 10) == 1
    assert due(500, 0, 20, 10) == 4
    assert due(20, 40, 20, 10) == 0
    assert due(20, 0, 20, 0) == 0


def test_lots_are_the_same_in_any_order_and_fall_evenly():
    ids = list(range(1, 1001))
    assert draw(ids, 5, 7) == draw(ids[::-1], 5, 7)
    assert draw(ids, 5, 7) != draw(ids, 5, 8)
    thirds = Counter(i // 334 for seed in range(30) for i in draw(ids, 10, seed))
    assert all(70 < thirds[part] < 130 for part in range(3))


def test_lots_stand_among_the_other_questions():
    doubts = [Doubt(i, chr(96 + i) * 9, 1, 0.1) for i in range(1, 27)]
    asked, samples = questions(doubts, range(1, 40), 10, 2, seed=3)
    assert len(asked) == len(set(asked)) == 10
    assert set(samples) <= set(asked)
    assert len(samples) == 2
    places = [questions(doubts, range(30, 60), 10, 1, seed) for seed in range(12)]
    assert len({asked.index(lots[0]) for asked, lots in places}) > 3
