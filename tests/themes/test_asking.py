"""Staff are asked where an answer teaches most."""

from forum.themes.asking import Doubt, choose


def test_the_narrowest_of_each_theme_comes_first():
    doubts = [
        Doubt(1, "busz késik", 1, 0.5),
        Doubt(2, "ritka járat", 1, 0.1),
        Doubt(3, "lámpa", 2, 0.9),
    ]
    assert choose(doubts, 2) == choose(doubts[::-1], 2) == (2, 3)


def test_nobody_is_asked_twice_about_one_wording():
    text = "Legyen több padunk a parkban"
    doubts = [
        Doubt(1, text, 1, 0.1),
        Doubt(2, text + "!", 1, 0.2),
        Doubt(3, "Sötét az utca", 1, 0.3),
    ]
    assert choose(doubts, 3) == (1, 3)


def test_nothing_to_ask_is_fine():
    assert choose([], 5) == ()
