"""What says how to reach somebody is left out of files that stay."""

import pytest

from forum.reports.contacts import withhold


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Írjanak: kis.anna@pelda.hu!", "Írjanak: […]!"),
        ("Hívjanak: +36 30 123 4567", "Hívjanak: […]"),
        ("Hívjanak: 06-20/123-4567.", "Hívjanak: […]."),
        ("Hívjanak: 0036301234567", "Hívjanak: […]"),
        ("A 30/123-4567 számon", "A […] számon"),
        ("A 46/123-456 számon", "A […] számon"),
    ],
)
def test_contacts_are_withheld(said, kept):
    assert withhold(said) == kept


@pytest.mark.parametrize(
    "said",
    ["3000000 forintért", "06.12.2026-án", "a 14-es busz 6:30-kor", "2026-00042", "1-2-3, @ és #"],
)
def test_other_numbers_stay(said):
    assert withhold(said) == said
