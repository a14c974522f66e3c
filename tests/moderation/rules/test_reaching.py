"""Links and telephone numbers as Hungarians write them."""

import pytest

from forum.moderation.rules import reaching


@pytest.mark.parametrize(
    "words",
    [
        "Hívjon: +36 30 123 4567",
        "06-30/123-4567",
        "0630 123 4567 a számom",
        "Tel.: 30/123-4567",
        "46/123-456",
        "(46) 123-456",
        "0036 1 234 5678",
        "+36301234567",
        "20 123 4567",
        "+43 660 1234567",
    ],
)
def test_phone_numbers_are_found(app, words):
    assert reaching.has_phone(words)


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-22-én 17:30-kor",
        "150 000 Ft-ba kerül",
        "12 500 000 forint",
        "Petőfi utca 12-14., 3525 Miskolc",
        "20-30 ember, 2025/2026",
        "A 101-es busz 10 percenként",
        "2 300 450 fő",
    ],
)
def test_other_numbers_are_not(app, words):
    assert not reaching.has_phone(words)


def test_links_are_found_and_ordinary_dots_are_not(app):
    for words in ("https://bolt.example", "www.bolt.hu", "Nézzék: bolt.hu/akcio", "HTTP://X.HU"):
        assert reaching.has_link(words)
    for words in ("Kérem.A park szép", "pl. pad", "3.emelet", "anna@pelda.hu", "kb. 5.000 Ft"):
        assert not reaching.has_link(words)
