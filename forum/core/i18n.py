"""Hungarian first, English beside it: language of the page, dates, numbers, articles, order."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, format_date, format_datetime, format_decimal, get_locale
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import Markup, escape
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.rendering import unbroken

LANGUAGES = {"hu": "Magyar", "en": "English"}

#: Hungarian alphabet; digraphs are letters of their own, long vowels sort with the short ones.
ALPHABET = [
    "a",
    "b",
    "c",
    "cs",
    "d",
    "dz",
    "dzs",
    "e",
    "f",
    "g",
    "gy",
    "h",
    "i",
    "j",
    "k",
    "l",
    "ly",
    "m",
    "n",
    "ny",
    "o",
    "ö",
    "p",
    "q",
    "r",
    "s",
    "sz",
    "t",
    "ty",
    "u",
    "ü",
    "v",
    "w",
    "x",
    "y",
    "z",
    "zs",
]
_RANK = {letter: rank for rank, letter in enumerate(ALPHABET, start=100)}
_SHORT = str.maketrans("áéíóőúű", "aeioöuü")
_VOWELS = frozenset("aáeéiíoóöőuúüű")

babel = Babel()


def choose_language() -> str:
    """Return the language the visitor chose, or the account's, or the browser's."""
    if not has_request_context():
        return "hu"
    chosen = request.cookies.get("language", "")
    if chosen in LANGUAGES:
        return chosen
    by_cookie = "token_holder" not in g and "_user_id" in session
    if by_cookie and getattr(current_user, "language", None) in LANGUAGES:
        return str(current_user.language)
    return request.accept_languages.best_match(list(LANGUAGES)) or "hu"


def language() -> str:
    """Return the language of the page being made, ``hu`` or ``en``."""
    locale = get_locale()
    return locale.language if locale else "hu"


@lru_cache(maxsize=4096)
def collation_key(text: str) -> tuple[Any, ...]:
    """Return a sort key in Hungarian order (AkH. 12, rules 14-16): cs, gy, sz are letters."""
    lowered = text.lower()
    short = lowered.translate(_SHORT)
    ranks: list[int] = []
    position = 0
    while position < len(short):
        for length in (3, 2, 1):
            letter = short[position : position + length]
            if letter in _RANK:
                ranks.append(_RANK[letter])
                position += length
                break
        else:
            ranks.append(min(ord(short[position]), 99))
            position += 1
    return tuple(ranks), lowered


def az(word: object, capital: bool = False) -> str:
    """Put the Hungarian definite article before ``word``: az alma, a körte, az 5., a 10."""
    text = str(word)
    article = "az" if _begins_with_vowel(text) else "a"
    return f"{article.capitalize() if capital else article} {text}"


def _begins_with_vowel(text: str) -> bool:
    first = next((letter for letter in text.lower() if letter.isalnum()), "")
    if not first.isdigit():
        return first in _VOWELS
    digits = ""
    for letter in text[text.index(first) :].replace(" ", "").replace("\xa0", ""):
        if not letter.isdigit():
            break
        digits += letter
    # One thousand begins with ezer and one with egy; ten and one hundred with consonants.
    return digits.startswith("5") or (digits.startswith("1") and len(digits) % 3 == 1)


class Named:
    """A thing with a Hungarian name and, beside it, an English one."""

    name_hu: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column(default="")

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self, "name")


def in_language(thing: object, attribute: str) -> str:
    """Return ``attribute`` of ``thing`` in the page's language, Hungarian when it is missing."""
    return (
        getattr(thing, f"{attribute}_{language()}", "") or getattr(thing, f"{attribute}_hu")
    ) or ""


def show_date(value: date | datetime | None) -> str:
    """Write a day: 2026. november 22. or November 22, 2026."""
    return format_date(value, "long") if value else ""


def show_datetime(value: datetime | None) -> str:
    """Write a moment in the city's time zone."""
    if not value:
        return ""
    pattern = "y. MMMM d. H:mm" if language() == "hu" else "MMMM d, y, H:mm"
    return format_datetime(value, pattern)


def _as_words(text: LazyString) -> Markup:
    """Escape a sentence in a page: what somebody typed may stand in it."""
    return escape(str(text))


def init_app(app: Flask) -> None:
    """Set up languages and the filters templates write dates and numbers with."""
    LazyString.__html__ = _as_words  # Flask-Babel would put it into pages as it is
    babel.init_app(app, locale_selector=choose_language)
    app.jinja_env.filters.update(
        date=show_date, datetime=show_datetime, number=format_decimal, az=az, unbroken=unbroken
    )

    @app.context_processor
    def helpers() -> dict[str, Any]:
        return {"lang": language(), "languages": LANGUAGES, "in_language": in_language}
