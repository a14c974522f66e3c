"""Parts of a picture are filled."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.core.errors import Refused
from forum.core.pictures import Box, cover_parts
from forum.moderation.covering.redactions import Redaction

#: Boxes that can be drawn on one picture at once.
MOST_BOXES = 10
NOTHING = _l("Please mark what is to be covered: up to ten parts.")


def cover_picture(
    text: Any, by: Person, boxes: Sequence[Box], kind: str, because: str, reason: str = ""
) -> Redaction:
    """Fill parts of a picture, in the large and the small one. The caller commits."""
    row = Redaction.begin(text, by, "", kind, reason or "personal_data", because)
    if not boxes or len(boxes) > MOST_BOXES:
        raise Refused(NOTHING)
    row.spans = [list(box) for box in boxes]
    row.content, row.small, row.original = text.content, text.small, {"words": [], "earlier": []}
    text.content = cover_parts(text.content, boxes, text.media_type)
    text.small = cover_parts(text.small, boxes, "")
    return row.put_on(text, by, {})
