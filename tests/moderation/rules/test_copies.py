"""Near-copies: what is alike, and how little comparing costs."""

import pytest

from forum.moderation.rules import copies
from forum.moderation.rules.copies import nearest, similarity


def test_near_copies_are_alike_and_other_texts_are_not():
    one = "A játszótér kerítése évek óta törött, senki nem javítja meg."
    assert similarity(one, one.upper()) == 1.0
    assert (
        nearest(
            one, [(1, "Egészen más szöveg áll itt a padokról és a fákról."), (2, one + " Kérem!")]
        )
        == 2
    )
    assert nearest("Több padot!", [(1, "Több padot!")]) is None


def test_unlike_texts_cost_no_runs_and_alike_ones_are_found_among_them():

    words = "Az iskola elé zebra kell, mert reggelente veszélyes az átkelés a gyerekeknek."
    others = [(number, f"{number}. kérésem: több pad a {number}. buszmegállóba, az idősek miatt {number}.") for number in range(200)]  # fmt: skip
    copies._number_of_grams.cache_clear()
    assert nearest(words, others) is None
    assert copies._number_of_grams.cache_info().misses == 0, "runs of the others were made"
    assert nearest(words, [*others, (999, words + " Kérem!")]) == 999
    assert copies._number_of_grams.cache_info().misses == 1


@pytest.mark.parametrize("length", [60, 300])
def test_giving_up_early_finds_the_same_as_comparing_everything(length):
    from random import Random

    dice = Random(length)
    words = [
        "zebra",
        "iskola",
        "pad",
        "busz",
        "játszótér",
        "fa",
        "kerítés",
        "kérem",
        "utca",
        "lámpa",
        "Ügyes",
        "űr",
        "ő",
    ]
    base = " ".join(dice.choice(words) for _word in range(length // 6))
    others = []
    for number in range(80):
        mixed = base.split()
        for _change in range(dice.randrange(len(mixed) // 2)):
            mixed[dice.randrange(len(mixed))] = dice.choice(words)
        others.append((number, " ".join(mixed)))
    best, slow = copies.ALIKE, None
    for number, other in others:
        if similarity(base, other) >= best:
            best, slow = similarity(base, other), number
    assert nearest(base, others) == slow
    assert slow is not None
