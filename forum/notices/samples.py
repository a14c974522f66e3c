"""A sample of every kind of letter, so that administrators see how it reads before anybody does."""

from typing import Any, NamedTuple

from flask_babel import force_locale

from forum.core import news
from forum.core.db import now
from forum.core.i18n import LANGUAGES
from forum.core.news import Details
from forum.notices.digests import Letter, Reader, compose, signatures
from forum.notices.models import Notice
from forum.notices.sorts import SORTS, sort_of

#: What a sample of several things in one letter is called in addresses.
DIGEST = "digest"
#: Kinds told together in the sample of a digest.
_TOGETHER = ("program_for_you", "theme_decided", "summary_published", "conversation_phase")

_SAID: dict[str, Any] = {
    "count": 3,
    "number": 3,
    "members": 3,
    "sessions": 8,
    "came": 64,
    "late": 1,
    "days": 30,
    "starts_at": "2026-12-03T17:00:00+00:00",
    "ends_at": "2026-12-03T19:00:00+00:00",
    "accepted": True,
    "state": "accepted",
    "choice": "adopt",
    "reason": "abuse",
    "because": "Ide írja a munkatárs, hogy miért.",
}


class _Sample(dict[str, Any]):
    """Details of a kind that declares no sample: a plausible word for whatever is asked."""

    def __missing__(self, name: str) -> Any:
        return self.get(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a plausible word for ``name``."""
        if name in _SAID:
            return _SAID[name]
        if "title" in name or "name" in name or "lead" in name or "original" in name:
            return "Board games in Avas" if name.endswith("_en") else "Társasjáték az Avason"
        return "P-2026-00042" if "reference" in name else f"({name})"


class Sampled(NamedTuple):
    """A kind of letter: its sort, and its words by language; none when it has no sample."""

    kind: str
    sort: str
    letters: dict[str, Letter]


def everything() -> list[Sampled]:
    """Return a sample of every kind of news in both languages, and one of a digest."""
    signed = signatures()
    kinds = sorted(news.WORDS, key=lambda kind: (list(SORTS).index(sort_of(kind)), kind))
    return [
        Sampled(DIGEST, "", _letters(DIGEST, signed)),
        *(Sampled(kind, str(SORTS[sort_of(kind)]), _letters(kind, signed)) for kind in kinds),
    ]


def sample(_person: Any, kind: str, language: str) -> Letter | None:
    """Return the sample of one kind in one language; None when there is none."""
    return _letter(kind, language, signatures()) if kind in {DIGEST, *news.WORDS} else None


def _letters(kind: str, signed: dict[str, str]) -> dict[str, Letter]:
    made = {language: _letter(kind, language, signed) for language in LANGUAGES}
    return {language: letter for language, letter in made.items() if letter is not None}


def _letter(kind: str, language: str, signed: dict[str, str]) -> Letter | None:
    kinds = [each for each in _TOGETHER if each in news.WORDS] if kind == DIGEST else [kind]
    notices = [_notice(number, each) for number, each in enumerate(kinds, start=1)]
    reader = Reader(0, "eva@example.org", language, "Éva" if language == "hu" else "Eva")
    try:
        with force_locale(language):
            return compose(reader, notices, signed[language])
    except Exception:  # words that need details nobody has declared a sample of
        return None


def _notice(number: int, kind: str) -> Notice:
    details: Details | None = news.WORDS[kind].sample
    return Notice(
        id=number,
        person_id=0,
        kind=kind,
        key="sample",
        topic_kind="sample",
        topic_id=number,
        path="/help",
        details=_Sample() if details is None else details,
        at=now(),
    )
