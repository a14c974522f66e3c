"""What a cover hid is put back where it stood, if nobody has changed it since."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.core.errors import Refused
from forum.core.pictures import Box, cover_parts
from forum.moderation.covering.spans import shift

GONE = _l("The time to appeal is over, and what was covered has been erased.")


def words(cover: Any, text: Any, others: Sequence[Any]) -> str:
    """Return the words of a part without this cover, and move the other covers to fit."""
    said, mark = str(getattr(text, cover.part) or ""), (cover.original or {}).get("mark")
    for (at, length), hidden in reversed(list(zip(cover.spans, cover.sealed_words, strict=True))):
        start, end = int(at), int(at + length)
        if said[start:end] != mark:
            raise Refused(_l("The author has changed the words since; the cover is not there."))
        said = said[:start] + hidden + said[end:]
        shift(others, start, len(hidden) - (end - start))
    return said


def picture(cover: Any, text: Any, others: Sequence[Any]) -> None:
    """Draw a picture without this cover; what was covered afterwards stays covered."""
    later = [other for other in others if other.id > cover.id]
    if cover.content is None or cover.small is None:
        raise Refused(GONE)
    content, small = cover.content, cover.small
    if later:
        later[0].content, later[0].small = content, small
    for other in later:
        boxes = [Box(*box) for box in other.spans]
        content = cover_parts(content, boxes, text.media_type)
        small = cover_parts(small, boxes, "")
    text.content, text.small = content, small
