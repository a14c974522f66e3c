"""Words as HTML: escaped, and what is read as one word stays on one line."""

import pytest
from markupsafe import Markup

from forum.core.rendering import unbroken


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2026-00042 számú vélemény", "2026-00042"),
        ("Ötlet P-2026-00004", "P-2026-00004"),
        ("Hívja: 46/000-0001", "46/000-0001"),
        ("Adja meg e-mail-címét", "e-mail-címét"),
        ("Nézze meg, van-e hely", "van-e"),
    ],
)
def test_what_is_read_as_one_word_is_kept_together(text, word):
    assert f'<span class="nowrap">{word}</span>' in unbroken(text)


@pytest.mark.parametrize("text", ["2026-11-22", "tizenöt-húsz fő", "/opinions/2026-000421"])
def test_the_rest_may_break(text):
    assert unbroken(text) == text


def test_what_residents_typed_is_escaped():
    told = unbroken('<svg onload=alert(1)> "2026-00042"')
    assert "<svg" not in told
    assert '<span class="nowrap">2026-00042</span>' in told


def test_links_in_a_sentence_are_left_alone():
    link = Markup('<a href="/opinions/2026-00042">2026-00042</a>')
    assert unbroken(link) == link
