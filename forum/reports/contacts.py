"""Ways to reach somebody have no place in files that stay for good."""

import re

from forum.themes.words.private import EMAIL, PHONE

WITHHELD = "[…]"

#: A date such as 06.12.2026 has eight digits; a number with its prefix has more.
_LEAST_DIGITS = 9
_PREFIXED = ("+", "0")


def withhold(text: str) -> str:
    """Return ``text`` with e-mail addresses and telephone numbers replaced by WITHHELD."""
    return PHONE.sub(_cover, EMAIL.sub(WITHHELD, text))


def _cover(match: re.Match[str]) -> str:
    digits = sum(letter.isdigit() for letter in match[0])
    prefixed = match[0].startswith(_PREFIXED)
    return match[0] if prefixed and digits < _LEAST_DIGITS else WITHHELD
