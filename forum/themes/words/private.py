"""What would tell who or where somebody is: it is never quoted.

Ways to reach somebody (addresses, telephone numbers, links), the address of a house, the plate of
a car, long numbers, and names of people (persons.py).
"""

import re

from forum.themes.words.persons import names_somebody

# Repetitions are bounded, so that a post of 100,000 letters takes no longer than its length.
EMAIL = re.compile(r"[^\s@<>()\[\],;]{1,64}@[^\s@<>()\[\],;]{1,190}\.\w{1,20}")
#: +36 30 123 4567, 06-30/123-4567, 0036...; and without a prefix 30/123-4567 or 46/123-456.
PHONE = re.compile(
    r"(?:\+|\b0)[\d(][\d ()/.\-]{5,40}\d"
    r"|\b(?:20|30|31|50|70)[ /-]?\d{3}[ -]?\d{4}\b"
    r"|\b\d{2}/\d{3}[ -]\d{3,4}\b"
)
#: Anything that looks like an address on the web, an "@" or a long number.
_LINK = re.compile(
    r"\S@\S|(?<!\w)@\w{2,}|https?:|www\.|\d{7,}|\b\d{3}[ -]\d{3}[ -]\d{3}\b"
    r"|\w\.(?:hu|com|eu|org|net|info|io|at|de|ro|sk|app|me)\b",
    re.I,
)
_STREET = (
    r"(?:utca|utcai|utcában|utcában?|u|út|úti|útja|tér|téri|tere|krt|körút|körúti|sétány|köz|sor|fasor"
    r"|lépcső|dűlő|sugárút|rakpart|lakótelep|lakópark|telep|kapu|street|st|road|rd|avenue|ave|lane"
    r"|square|stra(?:ß|ss)e|str|platz|weg|allee)"
)
#: Petőfi utca 12., Petőfi u. 5/b, Győri kapu 23; not "a Petőfi utca 3 padja" in small letters.
_HOUSE = re.compile(
    rf"\b[^\W\d_a-záéíóöőúüű][\w-]{{1,30}}(?: [\w-]{{1,30}})? {_STREET}\b\.?,? ?\d{{1,4}}(?!\d)"
)
_HOUSE_LOWER = re.compile(r"\w{3} (?:utca|u|út|krt|körút|tér)\b\.? ?\d{1,4}\b", re.I)
_HOUSE_BEFORE = re.compile(
    r"\b\d{1,4}[a-z]? [A-Z]\w{1,30} (?:Street|St|Road|Rd|Avenue|Ave|Lane|Square)\b"
)
#: 4. emelet 12, 2. em. 5. ajtó, IV/12, fsz. 3, házszám 14; a postcode with its town.
_FLAT = re.compile(
    r"\b(?:\d{1,2}|[IVX]{1,4})\. ?(?:em|emelet)\b\.?,? ?\d{1,3}\b|\bajtó(?:szám)? ?:?\d{1,3}\b"
    r"|\b\d{1,3}\. ?ajtó\b|\bfsz\b\.? ?\d{1,3}\b|\b[IVX]{1,4}/\d{1,3}\b|\bházszám ?:? ?\d{1,4}\b"
    r"|\b[1-9]\d{3},? [A-ZÁÉÍÓÖŐÚÜŰ][a-záéíóöőúüű]{3,30},",
)
#: ABC-123 and ABC 123 (until 2022), AABB-123 and AA BB-123 (since); in small letters only with -.
_PLATE = re.compile(
    r"\b(?:[A-Z]{3}[ -]?\d{3}|[A-Z]{2}[ -]?[A-Z]{2}[ -]?\d{3})\b|\b[a-z]{3,4}-\d{3}\b(?!-)"
)
_PATTERNS = (EMAIL, PHONE, _LINK, _HOUSE, _HOUSE_LOWER, _HOUSE_BEFORE, _FLAT, _PLATE)


def reaches_somebody(text: str) -> bool:
    """Tell whether ``text`` holds something by which a person could be reached or visited."""
    return any(pattern.search(text) for pattern in _PATTERNS)


def is_private(text: str) -> bool:
    """Tell whether ``text`` names somebody, or holds a way to reach or find them."""
    return reaches_somebody(text) or names_somebody(text)
