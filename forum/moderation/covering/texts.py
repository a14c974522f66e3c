"""Chosen words of a text give way to a mark."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.core.codes import token_hash
from forum.core.errors import Refused
from forum.core.holding import Stale
from forum.moderation.covering.marks import SHORT, mark_of, marks
from forum.moderation.covering.redactions import Redaction, redactions_of
from forum.moderation.covering.sealing import seal_versions
from forum.moderation.covering.spans import moved, runs, shift, words_of
from forum.moderation.subjects import in_language_of_author, kind_of, subject_for


def cover(
    text: Any,
    by: Person,
    part: str,
    numbers: Iterable[int],
    kind: str,
    because: str,
    reason: str = "personal_data",
    seen: str = "",
) -> Redaction:
    """Cover chosen words of one part of a text; the author is told. The caller commits."""
    row = Redaction.begin(text, by, part, kind, reason, because)
    words, stretches = _chosen(text, part, numbers, seen)
    mark = _mark(text, part, kind, words, stretches)
    hidden = [words[start:end] for start, end in stretches]
    row.original = {"words": hidden, "mark": mark}
    seal_versions(row, text, redactions_of(text))
    others = redactions_of(text, part)
    for start, end in reversed(stretches):
        words = words[:start] + mark + words[end:]
        shift(others, start, len(mark) - (end - start))
        row.spans = [[start, len(mark)], *moved(row.spans, len(mark) - (end - start))]
    return row.put_on(text, by, {part: words})


def _chosen(
    text: Any, part: str, numbers: Iterable[int], seen: str
) -> tuple[str, list[tuple[int, int]]]:
    """Return the words of a part and the stretches of them to cover, if they are as they were seen."""
    if part not in subject_for(text).words:
        raise ValueError(f"{kind_of(text)} has no words called {part}")
    if seen and seen != digest(text):
        raise Stale
    words = str(getattr(text, part) or "")
    stretches = runs(words_of(words, covers(text, part)), numbers)
    if not stretches:
        raise Refused(_l("Please choose the words to cover."))
    return words, stretches


def _mark(text: Any, part: str, kind: str, words: str, stretches: list[tuple[int, int]]) -> str:
    """Return what stands instead, in the author's language, short enough for its column."""
    with in_language_of_author(text):
        mark = mark_of(kind)
    longest = getattr(type(text).__table__.c[part].type, "length", None)
    grown = len(words) + sum(len(mark) - (end - start) for start, end in stretches)
    return SHORT if longest and grown > longest else mark


def covers(text: Any, part: str) -> list[Sequence[float]]:
    """Return where the words of one part are covered, and the author has not changed them since."""
    words, known = str(getattr(text, part) or ""), marks()
    spans = [span for row in redactions_of(text, part) for span in row.spans]
    return [(at, size) for at, size in spans if words[int(at) : int(at + size)] in known]


def digest(text: Any) -> str:
    """Return a fingerprint of the words, by which a page notices that they have changed."""
    parts = [str(getattr(text, name, "") or "") for name in subject_for(text).words]
    return token_hash("\x1f".join(parts))[:32]
