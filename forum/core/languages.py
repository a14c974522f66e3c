"""Words kept in both languages side by side, and chosen when they are read."""

from collections.abc import Callable
from typing import Any

from flask_babel import force_locale

from forum.core.i18n import LANGUAGES

Both = dict[str, str]


def both(say: Callable[[], object]) -> Both:
    """Return what ``say()`` says in each language: {"hu": ..., "en": ...}."""
    said = {}
    for code in LANGUAGES:
        with force_locale(code):
            said[code] = str(say())
    return said


def of(thing: object, attribute: str) -> Both:
    """Return the Hungarian and English words of ``thing``; a missing one stays empty."""
    return {code: getattr(thing, f"{attribute}_{code}", "") or "" for code in LANGUAGES}


class Words(str):
    """Words with the language they are really in."""

    lang: str

    def __new__(cls, text: str, lang: str) -> "Words":
        """Make words in ``lang``."""
        words = super().__new__(cls, text)
        words.lang = lang
        return words


def choose(words: Both, lang: str) -> Words:
    """Return ``words`` in ``lang``, or in Hungarian where they are missing."""
    code = lang if words.get(lang) else "hu"
    return Words(words.get(code, ""), code)


def is_both(value: object) -> bool:
    """Whether ``value`` holds the same words in every language."""
    return isinstance(value, dict) and set(value) == set(LANGUAGES)


def in_one(value: Any, lang: str) -> Any:
    """Return a copy of nested data where every pair of languages has become words in ``lang``."""
    if is_both(value):
        return choose(value, lang)
    if isinstance(value, dict):
        return {key: in_one(each, lang) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [in_one(each, lang) for each in value]
    return value


def marked(value: Any, lang: str) -> Any:
    """Return nested data where words of another language are {"text", "lang"}, as prints need."""
    if isinstance(value, Words) and value.lang != lang:
        return {"text": str(value), "lang": value.lang}
    if isinstance(value, dict):
        return {key: marked(each, lang) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [marked(each, lang) for each in value]
    return value
