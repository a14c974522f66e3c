"""How a part of the city is said in a sentence: az Avason, Diósgyőrben, a Szentpéteri kapuból.

Which names take -n/-on/-en/-ön and which -ban/-ben is custom, not rule (É. Kiss and others, Új
magyar nyelvtan, 1998): the forms are stored, these rules only suggest them, people correct them.
"""

from typing import NamedTuple

from forum.core.i18n import az

BACK, FRONT, ROUNDED = frozenset("aáoóuú"), frozenset("eéiíöőüű"), frozenset("öőüű")
VOWELS = BACK | FRONT
#: Low vowels grow long before an ending: Tapolca, Tapolcán.
LENGTHENED = {"a": "á", "e": "é"}
#: Common nouns in names: people stand in the gate, the works or the town, and say the article.
INSIDE = ("kapu", "gyár", "város", "telep", "negyed", "völgy", "kert", "liget", "központ")
#: Of these, such as Fehérvár or Kisszigeten, the surface is said, whatever the last letter.
ON_TOP = ("vár", "hely", "domb", "oldal", "part", "sor", "telep", "sziget", "tér", "major")
#: Last letters after which most Hungarian names of places take -ban/-ben.
INNER_ENDINGS = ("i", "j", "m", "n", "ny", "r")
#: What a form in English begins with; "from" takes its place when somebody comes from there.
PREPOSITIONS = ("in ", "on ", "at ")


class Forms(NamedTuple):
    """A name as it stands in a sentence: where something is, and where somebody is from."""

    place_hu: str
    source_hu: str
    place_en: str


def suggest(name_hu: str, name_en: str = "") -> Forms:
    """Suggest the forms of a name by vowel harmony and custom; right for most names, not all."""
    name = " ".join(name_hu.split())
    english = f"in {(name_en or name).partition(' (')[0]}" if name else ""
    if not _last_word(name).isalpha() or not VOWELS & set(_last_word(name)):
        return Forms("", "", english)
    said = az(name) if _has_article(name) else name
    stem = said[:-1] + LENGTHENED.get(said[-1], said[-1])
    back = _is_back(name)
    inside = _is_inside(name)
    place = f"{stem}{'ban' if back else 'ben'}" if inside else _on(stem, back)
    away = ("ból" if back else "ből") if inside else ("ról" if back else "ről")
    return Forms(place, f"{stem}{away}", english)


def _last_word(name: str) -> str:
    return (name.lower().replace("-", " ").split() or [""])[-1]


def _has_article(name: str) -> bool:
    """Names that are common nouns are said with the article: a Belvárosban, a Győri kapuban."""
    return _last_word(name).endswith(INSIDE) and "-" not in name


def _is_inside(name: str) -> bool:
    word = _last_word(name)
    if word.endswith(INSIDE) and not word.endswith("telep"):
        return True
    return word.endswith(INNER_ENDINGS) and not word.endswith(ON_TOP)


def _is_back(name: str) -> bool:
    """Whether endings with back vowels follow: the last vowel decides, i and é only alone."""
    vowels = [letter for letter in _last_word(name) if letter in VOWELS]
    if vowels and vowels[-1] in "ií":
        vowels = [letter for letter in vowels if letter not in "ií"] or vowels[-1:]
    return bool(vowels) and vowels[-1] in BACK


def _on(stem: str, back: bool) -> str:
    if stem[-1].lower() in VOWELS:
        return f"{stem}n"
    vowels = [letter for letter in stem.lower() if letter in VOWELS]
    return f"{stem}{'on' if back else 'ön' if vowels[-1] in ROUNDED else 'en'}"


def place_hu(name: str, stored: str) -> str:
    """Return where something is, in Hungarian; right for any name, if stiff without a form."""
    return stored or f"{az(name)} városrészben"


def source_hu(name: str, stored: str) -> str:
    """Return where somebody is from, in Hungarian; right for any name, if stiff without a form."""
    return stored or f"{az(name)} városrészből"


def place_en(name: str, stored: str) -> str:
    """Return where something is, in English."""
    return stored or f"in {name}"


def source_en(name: str, stored: str) -> str:
    """Return where somebody is from, in English: on the hill, from the hill."""
    words = place_en(name, stored)
    return "from " + words[3:] if words.lower().startswith(PREPOSITIONS) else f"from {name}"
