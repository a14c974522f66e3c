"""The blocks of a draft: text that planners type between evidence that nobody types.

A block is {"key", "kind"}; a text has {"title_hu", "title_en", "hu", "en"} too and a theme
{"theme_id"}. All functions are pure: lists in, new lists out; an unknown key changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Block = dict[str, Any]

TEXT_WORDS = ("title_hu", "title_en", "hu", "en")
#: More texts than this would bury the evidence.
MOST_TEXTS = 30


def text(key: str, **words: str) -> Block:
    """Return a block of text; words not given are empty."""
    return {"key": key, "kind": "text", **{name: words.get(name, "") for name in TEXT_WORDS}}


def theme(theme_id: int) -> Block:
    """Return the block of evidence about a theme."""
    return {"key": f"theme-{theme_id}", "kind": "theme", "theme_id": theme_id}


FIGURES: Block = {"key": "figures", "kind": "figures"}
METHOD: Block = {"key": "method", "kind": "method"}


def starting(
    theme_ids: Iterable[int], foreword: Mapping[str, str], afterword: Mapping[str, str]
) -> list[Block]:
    """Return the blocks of a new draft: foreword, figures, themes, afterword, method."""
    return [
        text("text-1", **foreword),
        dict(FIGURES),
        *(theme(number) for number in theme_ids),
        text("text-2", **afterword),
        dict(METHOD),
    ]


def complete(blocks: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Give every block its key and every text its words; put in the evidence that must be there."""
    found = list(blocks)
    names = {str(block["key"]) for block in found if block.get("key")}
    done: list[Block] = []
    for block in found:
        if block["kind"] == "text":
            key = str(block.get("key") or _new_key(names))
            names.add(key)
            done.append(text(key, **{name: str(block.get(name) or "") for name in TEXT_WORDS}))
        elif block["kind"] == "theme":
            done.append(theme(int(block["theme_id"])))
        else:
            done.append({"key": str(block["kind"]), "kind": str(block["kind"])})
    kinds = {block["kind"] for block in done}
    if "figures" not in kinds:
        done.insert(0, dict(FIGURES))
    if "method" not in kinds:
        done.append(dict(METHOD))
    return done


def _new_key(names: set[str]) -> str:
    number = 1
    while f"text-{number}" in names:
        number += 1
    return f"text-{number}"


def theme_ids(blocks: Iterable[Block]) -> list[int]:
    """Return the themes that have a block, in its order."""
    return [block["theme_id"] for block in blocks if block["kind"] == "theme"]


def texts(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks that are text."""
    return [block for block in blocks if block["kind"] == "text"]


def reword(blocks: Sequence[Block], words: Mapping[str, Mapping[str, str]]) -> list[Block]:
    """Replace the words of the texts named in ``words`` (by key)."""
    return [
        text(block["key"], **words[block["key"]])
        if block["kind"] == "text" and block["key"] in words
        else block
        for block in blocks
    ]


def _place(blocks: Sequence[Block], key: str) -> int | None:
    return next((place for place, block in enumerate(blocks) if block["key"] == key), None)


def move(blocks: Sequence[Block], key: str, step: int) -> list[Block]:
    """Move a block ``step`` places down (or up, when negative), stopping at the ends."""
    place, moved = _place(blocks, key), list(blocks)
    if place is not None:
        block = moved.pop(place)
        moved.insert(min(max(place + step, 0), len(moved)), block)
    return moved


def remove(blocks: Sequence[Block], key: str) -> list[Block]:
    """Take out a text, or leave out a theme; the figures and the method stay."""
    return [b for b in blocks if b["key"] != key or b["kind"] in {"figures", "method"}]


def add_text(blocks: Sequence[Block], after: str) -> list[Block]:
    """Put an empty text after the block ``after``, unless there are very many already."""
    place, names = _place(blocks, after), {block["key"] for block in blocks}
    if place is None or len(texts(blocks)) >= MOST_TEXTS:
        return list(blocks)
    return [*blocks[: place + 1], text(_new_key(names)), *blocks[place + 1 :]]


def put_in(blocks: Sequence[Block], theme_id: int) -> list[Block]:
    """Put a theme that was left out behind the last theme."""
    if theme_id in theme_ids(blocks):
        return list(blocks)
    places = [p for p, block in enumerate(blocks) if block["kind"] in {"theme", "figures"}]
    at = (places[-1] + 1) if places else 0
    return [*blocks[:at], theme(theme_id), *blocks[at:]]


def arrange(blocks: Sequence[Block], act: str) -> list[Block]:
    """Do what a button of the editor says: ``up:KEY``, ``down:``, ``top:``, ``out:``, ``text:``.

    ``in:NUMBER`` puts in a theme that was left out.
    """
    verb, _, key = act.partition(":")
    if verb == "in":
        return put_in(blocks, int(key)) if key.isdigit() else list(blocks)
    if verb == "text":
        return add_text(blocks, key)
    if verb == "out":
        return remove(blocks, key)
    steps = {"up": -1, "down": 1, "top": -len(blocks)}
    return move(blocks, key, steps[verb]) if verb in steps else list(blocks)
