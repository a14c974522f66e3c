"""Words as the engine and the site's search see them; the only place that uses nltk."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Literal

from forum.themes.words import stems, stopwords

Language = Literal["hu", "en", "de"]
LANGUAGES: tuple[Language, ...] = ("hu", "en", "de")

TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W\d_]+)*")
# A sentence ends at . ! ? … before a space, or at a line break; "3. emelet", "pl. pad" do not.
BREAK = re.compile(r"[.!?…]{1,8}[\"”»)]{0,4}(?=\s)|\n")
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:\d{1,4}|pl|kb|ill|ún|dr|stb|st|sz|em|u|ut|tel|z\.b|e\.g)$"
)
NO_DOUBT = 0.5  # marks Hungarian has before the first word
HEAD = 2000  # characters of a text that tell its language
LONGEST_TOKEN = 40  # no Hungarian word people write is longer; hostile input is cut here

HUNGARIAN_LETTERS = frozenset("őűíáóú")
GERMAN_LETTERS = frozenset("ßä")


def fold(text: str) -> str:
    """The text in lower case without accents: "Búcsú" and "bucsu" become equal."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in parts if not unicodedata.combining(c)).lower()


def tokens(text: str) -> list[str]:
    """Lower-case words and numbers in reading order, accents and inner hyphens kept."""
    return TOKEN.findall(unicodedata.normalize("NFC", text.lower()))


def terms(text: str, language: Language | None = None) -> list[str]:
    """Folded stems without stop words, in reading order: what sorting and search compare.

    Everything is computed from the folded word, so accents never matter: terms("bucsu") equals
    terms("búcsú"). Hyphenated words give their parts. Without a language the stop words are those
    of the language the text seems to be in, and the stems are the same in all: one word of a
    query cannot tell its language, and must still meet the documents.
    """
    if language is not None:
        return [term for _, term in words_and_terms(text, language)]
    stops = _folded_stops(language_of(text))
    folded = [fold(part) for part in parts(text)]
    return [term for word in folded if word not in stops and (term := _bare_stem(word))]


def word_stems(text: str, language: str) -> list[str]:
    """Folded stems of the words in reading order, stop words left out; an unknown language is
    read as Hungarian."""
    known: Language = language if language in LANGUAGES else "hu"
    return [term for _, term in words_and_terms(text, known)]


def words_and_terms(text: str, language: Language = "hu") -> list[tuple[str, str]]:
    """Pairs (word as written in lower case, its term), stop words left out."""
    pairs = ((part, stem(fold(part), language)) for part in parts(text))
    return [pair for pair in pairs if pair[1]]


def parts(text: str) -> list[str]:
    """The words in reading order, hyphenated ones in their parts, endless ones cut."""
    return [
        part[:LONGEST_TOKEN]
        for token in tokens(text)
        for part in (re.split(r"[-'’]", token) if not token.isalnum() else (token,))
    ]


def stem(folded: str, language: Language = "hu") -> str:
    """The stem of one folded word, endless ones cut; empty for stop words and single letters."""
    folded = folded[:LONGEST_TOKEN]
    return "" if folded in _folded_stops(language) else _bare_stem(folded, language)


@lru_cache(maxsize=200_000)
def _bare_stem(folded: str, language: Language = "hu") -> str:
    if len(folded) < 2:
        return ""
    if not folded.isalpha() or not folded.isascii():
        return folded
    if language == "hu":
        return stems.hungarian(folded)
    found: str = _stemmer(language).stem(folded)
    return found


@cache
def _stemmer(language: Language) -> Any:
    from nltk.stem import snowball

    kinds = {"en": snowball.EnglishStemmer, "de": snowball.GermanStemmer}
    return kinds[language]()


@cache
def _folded_stops(language: Language) -> frozenset[str]:
    lists = {"hu": stopwords.HUNGARIAN, "en": stopwords.ENGLISH, "de": stopwords.GERMAN}
    return frozenset(fold(word) for word in lists[language])


def language_of(text: str) -> Language:
    """Hungarian, English or German by function words and letters; Hungarian when in doubt."""
    return likeliest(marks(text[:HEAD]))


def marks(text: str) -> tuple[float, float, float]:
    """How many function words and letters of each of LANGUAGES a text has, letters of
    Hungarian by half: they are in every second word."""
    words = [fold(token) for token in tokens(text)]
    hu, en, de = (
        float(sum(word in _folded_stops(language) for word in words)) for language in LANGUAGES
    )
    if text.isascii():
        return hu, en, de
    letters = Counter(unicodedata.normalize("NFC", text.lower()))
    hu += 0.5 * sum(letters[c] for c in HUNGARIAN_LETTERS)
    return hu, en, de + sum(letters[c] for c in GERMAN_LETTERS)


def likeliest(points: Sequence[float]) -> Language:
    """The language of most marks; the first of LANGUAGES when they are equal."""
    hu, en, de = points
    best = max(hu + NO_DOUBT, en, de)
    return "hu" if hu + NO_DOUBT == best else "en" if en == best else "de"


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Character spans (start, end) of the sentences, without the white space around them."""
    spans, start = [], 0
    ends = [m.end() for m in BREAK.finditer(text) if not _abbreviated(text, m)] + [len(text)]
    for end in ends:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        if piece.strip():
            spans.append((left, left + len(piece.strip())))
        start = end
    return spans


def _abbreviated(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 12) : match.start()].lower()
    return match.group() == "." and bool(ABBREVIATION.search(before))


def sentences(text: str) -> list[str]:
    """The sentences of a text, each exactly as written."""
    return [text[start:end] for start, end in sentence_spans(text)]
