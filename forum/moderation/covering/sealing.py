"""What covers seal of earlier versions and of pictures, and what is shown of these instead.

Each cover seals them as they would stand without any cover whose original is still kept; what is
shown is that, with every cover in force drawn on it. Where an original is erased, its cover is
drawn for good into what the others have sealed. So covers come off in any order, and what was
erased does not come back. A cover is a row of ``Redaction``; ``others`` are those in force.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.core.errors import Refused
from forum.core.pictures import Box, cover_parts
from forum.moderation.covering.marks import marks
from forum.moderation.covering.spans import carried, shift, uncovered

GONE = _l("The time to appeal is over, and what was covered has been erased.")


def draw(words: str, covers: Iterable[Any]) -> str:
    """Return words with the mark of a cover wherever they say what it hides."""
    hidden = {each: cover.mark for cover in covers for each in cover.sealed_words}
    if not hidden:
        return words
    known = "|".join(map(re.escape, marks()))
    found = "|".join(map(re.escape, sorted(hidden, key=len, reverse=True)))
    pattern = rf"{known}|(?<!\w)(?:{found})(?!\w)"
    return re.sub(pattern, lambda each: hidden.get(each[0], each[0]), words)


def paint(content: bytes, covers: Iterable[Any], media_type: str) -> bytes:
    """Return a picture with the parts these covers hide filled."""
    boxes = [Box(*box) for cover in covers for box in cover.spans]
    return cover_parts(content, boxes, media_type) if boxes else content


def seal_versions(cover: Any, text: Any, others: Sequence[Any]) -> None:
    """Cover in earlier versions what a new cover hides."""
    for version in getattr(text, "revisions", []):
        kept = (other.earlier[version.id] for other in others if version.id in other.earlier)
        _seal(version, next(kept, version.text), [cover], [*others, cover])


def seal_replaced(text: Any, covers: Sequence[Any]) -> None:
    """Cover the version the author has just replaced, and follow the marks into the new words."""
    if not getattr(text, "revisions", []):
        return
    version, of_text = text.revisions[-1], [cover for cover in covers if cover.part == "text"]
    before = version.text
    _seal(version, uncovered(before, of_text), covers, covers)
    for cover in of_text:
        cover.spans = carried(cover.spans, before, text.text)


def seal_picture(cover: Any, text: Any, others: Sequence[Any]) -> None:
    """Fill the parts of a picture a new cover hides, in the large and the small one."""
    kept = next((other for other in others if other.content is not None), text)
    cover.content, cover.small = kept.content, kept.small
    _show(cover, text, [*others, cover])


def lift(cover: Any, text: Any, others: Sequence[Any]) -> dict[str, str]:
    """Show again what a cover hides, unless another one hides it too; the new words by column.

    Refused where the author has changed the words, or the original is gone.
    """
    if not cover.part:
        if cover.content is None or cover.small is None:
            raise Refused(GONE)
        _show(cover, text, [other for other in others if not other.part])
        return {}
    said = str(getattr(text, cover.part) or "")
    for (at, length), hidden in reversed(list(zip(cover.spans, cover.sealed_words, strict=True))):
        start, end = int(at), int(at + length)
        if said[start:end] != cover.mark:
            raise Refused(_l("The author has changed the words since; the cover is not there."))
        said = said[:start] + hidden + said[end:]
        same = [other for other in others if other.part == cover.part]
        shift(same, start, len(hidden) - (end - start))
    for version in getattr(text, "revisions", []):
        if version.id in cover.earlier:
            version.text = draw(cover.earlier[version.id], others)
    return {cover.part: said}


def erase_from(others: Iterable[Any], covers: Sequence[Any], text: Any) -> None:
    """Draw covers whose originals are erased into what the others of a text have sealed."""
    painted = [cover for cover in covers if not cover.part]
    for other in others:
        other.keep_earlier({number: draw(said, covers) for number, said in other.earlier.items()})
        if painted and other.content is not None:
            other.content = paint(other.content, painted, text.media_type)
            other.small = paint(other.small, painted, "")


def _seal(version: Any, whole: str, sealing: Iterable[Any], shown_under: Iterable[Any]) -> None:
    """Seal a version with those covers that hide something of it, and show it under all."""
    for cover in sealing:
        if draw(whole, [cover]) != whole:
            cover.keep_earlier({**cover.earlier, version.id: whole})
    version.text = draw(whole, shown_under)


def _show(cover: Any, text: Any, covers: Sequence[Any]) -> None:
    text.content = paint(cover.content, covers, text.media_type)
    text.small = paint(cover.small, covers, "")
