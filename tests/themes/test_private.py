"""What tells who or where somebody is, is recognised; streets and houses of everybody are not."""

import pytest

from forum.themes.words.private import is_private
from tests.themes.sample import HOSTILE


@pytest.mark.parametrize(
    "text",
    [
        "Kovács Jánosnak szóljanak", "kovács jános lopja a fát", "Szabóné mindig kiabál",
        "Jóska bácsi a boltból", "Dr. Kiss tudja", "Nagy úr a felelős", "Írta: Tóth Katalin", "Kati néni",
        "Erzsike nénit kérdezzék", "Zoli ellopta", "Péterék kutyája", "Mrs Smith said so", "John told us",
        "Petőfi u. 12", "Petőfi utca 12/b", "a petőfi utca 12. előtt", "Győri kapu 23", "12 Oak Street",
        "a 4. emelet 12-ben", "3. em. 5. ajtó", "3525 Miskolc, Minta tér", "ABC-123 autó", "AABB123 kocsi",
        "AA BB-123", "abc-123", "30/123-4567", "+36 30 123 4567", "a@b.hu", "@katika", "kalaka.hu oldalon",
        "https://pelda.hu", "123 456 789",
    ],
)  # fmt: skip
def test_somebody_could_be_found(text):
    assert is_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "A Petőfi Sándor utca kátyús", "a Széchenyi István úton", "Szent Anna templom", "Erzsébet tér",
        "Herman Ottó Múzeum mellett", "Kis pad kell", "Nagy szükség van rá", "idős néni", "a szomszéd bácsi",
        "polgármester úr", "Virágot ültessünk", "Martin-Kertváros", "a 12-es busz", "a 30-as villamos",
        "a 3. emelet", "5 pad kell a térre", "M30 autópálya", "Fekete lámpák", "Kerekes székkel nem lehet",
        "Több lámpa a Vologdán", "1950 óta", "Szeretné mindenki", "2026-12-24", "10 000 forint", "8-tól 16-ig",
        "Jó napot! Több pad kell", "Diósgyőrben 3 pad van",
    ],
)  # fmt: skip
def test_the_city_may_be_named(text):
    assert not is_private(text)


def test_no_text_is_too_strange_or_too_long():
    for text in (
        *HOSTILE,
        "a" * 100_000,
        "Kovács " * 14_000,
        "1 " * 50_000,
        "A-" * 50_000,
        "@" * 100_000,
    ):
        assert is_private(text) in {True, False}
