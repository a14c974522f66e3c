"""Which characters the fonts of a PDF can print; the others become one white square."""

import re
import unicodedata
from typing import Any

#: PDF/UA must not hold text its fonts cannot show, and people write with faces and flags.
SQUARE = "□"

#: What Libertinus Serif and DejaVu Sans Mono, which come with typst, have between them: Latin,
#: Greek, Cyrillic, Hebrew, marks, signs and arrows. A test prints every one of them.
PRINTABLE = (
    (0x20, 0x7E), (0xA0, 0x484), (0x487, 0x4FF), (0x5D0, 0x5EA), (0x1E00, 0x200A),
    (0x2010, 0x2027), (0x202F, 0x2040), (0x2044, 0x2052), (0x2054, 0x205E), (0x2070, 0x20C0),
    (0x2100, 0x211E), (0x2122, 0x2122), (0x2126, 0x2151), (0x2153, 0x2184), (0x2190, 0x23FF),
    (0x2460, 0x2606), (0x2609, 0x262F), (0x2638, 0x268B), (0x2690, 0x269C), (0x26A0, 0x26A7),
    (0x2701, 0x2704), (0x2706, 0x2709), (0x270C, 0x2714), (0x2717, 0x2726), (0x272A, 0x274B),
    (0x2761, 0x277F), (0x27B1, 0x2BFF), (0x2C60, 0x2C7F), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD),
)  # fmt: skip
_ALLOWED = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in PRINTABLE)
_UNPRINTABLE = re.compile(f"[^\\n{_ALLOWED}]+")
_UNASSIGNED = {"Cn", "Cc", "Cs", "Co"}
#: They only say how a neighbour looks, or where to break; nothing is lost without them.
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF), "")
#: A word without a place to break would run off the sheet.
_LONG_WORD = re.compile(r"\S{40}(?=\S)")


def printable(text: str) -> str:
    """Return ``text`` with whatever the fonts cannot show replaced by SQUARE, runs by one."""
    kept = _UNPRINTABLE.sub(SQUARE, text.replace("\t", " ").translate(_INVISIBLE))
    if not kept.isascii():
        kept = "".join(_assigned(letter) for letter in kept)
    return _LONG_WORD.sub("\\g<0>\u200b", kept)


def _assigned(letter: str) -> str:
    return SQUARE if letter != "\n" and unicodedata.category(letter) in _UNASSIGNED else letter


def all_printable(value: Any) -> Any:
    """Return nested data with every text made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: all_printable(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [all_printable(each) for each in value]
    return value
