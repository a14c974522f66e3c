"""The blocks of a draft: moving, adding and leaving out."""

import pytest

from forum.reports import blocks


def keys(found):
    return [block["key"] for block in found]


@pytest.fixture
def start():
    return blocks.starting([7, 9], {"hu": "Elöl"}, {"hu": "Hátul"})


def test_a_new_draft_is_text_around_evidence(start):
    assert keys(start) == ["text-1", "figures", "theme-7", "theme-9", "text-2", "method"]


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("up:theme-9", ["text-1", "figures", "theme-9", "theme-7", "text-2", "method"]),
        ("down:theme-7", ["text-1", "figures", "theme-9", "theme-7", "text-2", "method"]),
        ("top:theme-9", ["theme-9", "text-1", "figures", "theme-7", "text-2", "method"]),
        ("up:text-1", ["text-1", "figures", "theme-7", "theme-9", "text-2", "method"]),
        ("down:method", ["text-1", "figures", "theme-7", "theme-9", "text-2", "method"]),
        ("out:theme-7", ["text-1", "figures", "theme-9", "text-2", "method"]),
        ("out:text-1", ["figures", "theme-7", "theme-9", "text-2", "method"]),
        ("text:figures", ["text-1", "figures", "text-3", "theme-7", "theme-9", "text-2", "method"]),
        ("in:8", ["text-1", "figures", "theme-7", "theme-9", "theme-8", "text-2", "method"]),
    ],
)
def test_a_button_moves_adds_or_leaves_out(start, act, order):
    assert keys(blocks.arrange(start, act)) == order


@pytest.mark.parametrize(
    "act", ["", "out:figures", "out:method", "up:nothing", "in:9", "in:x", "fly:text-1", "text:no"]
)
def test_what_cannot_be_done_changes_nothing(start, act):
    assert blocks.arrange(start, act) == start


def test_there_is_an_end_to_texts(start):
    for _number in range(100):
        start = blocks.add_text(start, "figures")
    assert len(blocks.texts(start)) == blocks.MOST_TEXTS
    assert len(set(keys(start))) == len(start)


def test_blocks_from_outside_get_keys_and_the_evidence_that_must_be_there():
    done = blocks.complete([{"kind": "text", "hu": "Szia"}, {"kind": "theme", "theme_id": 3}])
    assert keys(done) == ["figures", "text-1", "theme-3", "method"]
    assert done[1] == blocks.text("text-1", hu="Szia")


def test_words_are_replaced_by_key(start):
    new = blocks.reword(start, {"text-2": {"hu": "Vége"}, "nowhere": {"hu": "x"}})
    assert [block["hu"] for block in blocks.texts(new)] == ["Elöl", "Vége"]
