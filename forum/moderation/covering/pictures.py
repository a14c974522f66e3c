"""Parts of a picture are filled."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.core.errors import Refused
from forum.core.pictures import Box
from forum.moderation.covering.redactions import Redaction, redactions_of
from forum.moderation.covering.sealing import seal_picture

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
    row.spans, row.original = [list(box) for box in boxes], {"words": []}
    seal_picture(row, text, redactions_of(text, ""))
    return row.put_on(text, by, {})
