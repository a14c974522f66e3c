"""Ways to reach somebody: addresses, telephone numbers, links. They are never quoted or kept."""

import re

EMAIL = re.compile(r"[^\s@<>()\[\],;]+@[^\s@<>()\[\],;]+\.\w+")
#: +36 30 123 4567, 06-30/123-4567, 0036...; and without a prefix 30/123-4567 or 46/123-456.
PHONE = re.compile(
    r"(?:\+|\b0)[\d(][\d ()/.\-]{5,}\d"
    r"|\b(?:20|30|31|50|70)[ /-]?\d{3}[ -]?\d{4}\b"
    r"|\b\d{2}/\d{3}[ -]\d{3,4}\b"
)
#: Anything that looks like an address on the web, an "@" or a long number.
_LINK = re.compile(r"\S@\S|https?:|www\.|\b[\w-]+\.(?:hu|com|eu|org|net)\b|\d{7,}")


def reaches_somebody(text: str) -> bool:
    """Tell whether ``text`` holds something by which a person could be reached."""
    return any(pattern.search(text) for pattern in (EMAIL, PHONE, _LINK))
