"""Ways to reach somebody have no place in files that stay for good."""

import re

WITHHELD = "[…]"

_EMAIL = re.compile(r"[^\s@<>()\[\],;]+@[^\s@<>()\[\],;]+\.\w+")
#: +36 30 123 4567, 06-30/123-4567, 0036...; and without a prefix 30/123-4567 or 46/123-456.
_PHONE = re.compile(
    r"(?:\+|\b0)[\d(][\d ()/.\-]{5,}\d"
    r"|\b(?:20|30|31|50|70)[ /-]?\d{3}[ -]?\d{4}\b"
    r"|\b\d{2}/\d{3}[ -]\d{3,4}\b"
)
#: A date such as 06.12.2026 has eight digits; a number with its prefix has more.
_LEAST_DIGITS = 9
_PREFIXED = ("+", "0")


def withhold(text: str) -> str:
    """Return ``text`` with e-mail addresses and telephone numbers replaced by WITHHELD."""
    return _PHONE.sub(_cover, _EMAIL.sub(WITHHELD, text))


def _cover(match: re.Match[str]) -> str:
    digits = sum(letter.isdigit() for letter in match[0])
    prefixed = match[0].startswith(_PREFIXED)
    return match[0] if prefixed and digits < _LEAST_DIGITS else WITHHELD
