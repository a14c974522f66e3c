"""Names of persons, and what only looks like one."""

import pytest

from forum.moderation.rules import reading


@pytest.mark.parametrize(
    "words",
    [
        "Kovács Béla lopta el.",
        "A Kovácsné látta.",
        "Dr. Kis Péterrel beszéltem",
        "Szabó Évát kérdezze",
    ],
)
def test_names_of_persons_are_found(app, words):
    assert reading.names_somebody(words)


@pytest.mark.parametrize(
    "words",
    ["A Kossuth Lajos utcában", "Nagy a sár.", "A kovács műhelye zárva.", "Petőfi Sándor tér"],
)
def test_streets_and_words_are_no_names(app, words):
    assert not reading.names_somebody(words)
