"""Links and telephone numbers in a text; pure functions."""

import re

#: +36 30 123 4567, 06-30/123-4567, 0036 ...; without a prefix 30/123-4567, 46/123-456, (46) 123-456.
_PHONE = re.compile(
    r"(?<![\w/.-])(?:(?:\+|00) ?36|06)[ ()/.\-]{0,3}\d{1,2}[ ()/.\-]{0,3}\d{3}[ ./-]?\d{2,4}"
    r"(?:[ ./-]?\d{2})?(?!\d)"
    r"|(?<![\w/.-])\(?(?:1|20|30|31|50|70|[2-9]\d)\)?(?:/|-| /? ?)\d{3}[ ./-]\d{3,4}(?![\d.]|[ ]?(?:Ft|forint|fő|ezer|m2|méter))"
    r"|(?<![\w/.-])(?:20|30|31|50|70)[ /-]?\d{7}(?!\d)"
    r"|(?<![\w/])\+\d{2,3}[ ()/.\-]?\d[\d ()/.\-]{5,14}\d(?!\d)"
)
#: Not every word with a dot inside: an address begins with http or www, or ends as addresses do.
_LINK = re.compile(
    r"(?i)\bhttps?:/{0,2}\S|\bwww\.\S"
    r"|(?<![@\w.-])[a-z0-9][a-z0-9-]{1,60}\.(?:hu|com|eu|org|net|info|io|ru|shop|xyz|top|online|site|link|me|ly)\b(?:/|\b)"
)


def has_phone(text: str) -> bool:
    """Tell whether a text holds a telephone number as Hungarians write them."""
    return bool(_PHONE.search(text))


def has_link(text: str) -> bool:
    """Tell whether a text holds an address on the web."""
    return bool(_LINK.search(text))
