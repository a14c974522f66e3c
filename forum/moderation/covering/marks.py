"""The words that stand where something is covered."""

from functools import cache

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from forum.core.i18n import LANGUAGES

#: What is covered, and the words that stand there instead.
KINDS = {
    "name": _l("name"),
    "address": _l("address"),
    "phone": _l("telephone number"),
    "place": _l("place"),
    "other": _l("covered"),
}
#: What is covered of a picture.
PICTURE_KINDS = {
    "face": _l("face"),
    "plate": _l("number plate"),
    "house": _l("house number"),
    "other": KINDS["other"],
}
#: Where the words of a kind would be too long for their column.
SHORT = "…"


def mark_of(kind: str) -> str:
    """Return what stands for covered words of a kind, in the language that is spoken."""
    return f"[{KINDS[kind]}]"


@cache
def marks() -> frozenset[str]:
    """Return everything that stands for covered words, in every language."""
    found = {SHORT}
    for code in LANGUAGES:
        with force_locale(code):
            found |= {mark_of(kind) for kind in KINDS}
    return frozenset(found)
