"""What the engine drew from words that are erased: it goes with them, sums stay."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import delete, select, update

from forum.core.db import db
from forum.moderation.signals import text_decided
from forum.opinions.models import Opinion, opinion_erased
from forum.themes.models import (
    Analysis,
    BoardStep,
    Membership,
    Move,
    Proposal,
    Theme,
    ThemeVersion,
)

_WORD = re.compile(r"\w{3,}")


def _tokens(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text.casefold())}


def _only_here(opinion: Opinion, said: Iterable[str]) -> Callable[[str], bool]:
    """Return a test of whether a word or phrase comes from what was ``said`` in this opinion, and
    from no other opinion there."""
    others = select(Opinion.text).where(
        Opinion.conversation_id == opinion.conversation_id, Opinion.id != opinion.id
    )
    known, mine = _tokens(db.session.scalars(others)), _tokens(said)

    def tells(phrase: str) -> bool:
        return any(
            any(word.startswith(part) for word in mine)
            and not any(word.startswith(part) for word in known)
            for part in _WORD.findall(phrase.casefold())
        )

    return tells


def _without(value: Any, tells: Callable[[str], bool]) -> Any:
    """Return lists and tables of words without those that ``tells``."""
    if isinstance(value, dict):
        return {
            name: _without(part, tells)
            for name, part in value.items()
            if not (isinstance(name, str) and tells(name))
        }
    if isinstance(value, list):
        if value and isinstance(value[0], str) and tells(value[0]) and len(value) == 2:
            return []  # a word with its weight
        return (
            [
                _without(part, tells)
                for part in value
                if not (isinstance(part, str) and tells(part)) and _without(part, tells) != []
            ]
            if value
            else []
        )
    return "" if isinstance(value, str) and tells(value) else value


def forget(opinion: Opinion, **_more: Any) -> None:
    """Forget the words an opinion was sorted by, and what was quoted of it in a draft."""
    here = opinion.conversation_id
    _forget_words(opinion, [opinion.text])
    db.session.execute(delete(Move).where(Move.opinion_id == opinion.id))
    for found in db.session.scalars(select(Proposal).where(Proposal.conversation_id == here)):
        found.opinion_ids = [one for one in found.opinion_ids if one != opinion.id]
        found.example_ids = [one for one in found.example_ids if one != opinion.id]
    db.session.flush()


def _forget_words(opinion: Opinion, said: Iterable[str]) -> None:
    """Forget what the engine drew from words of an opinion, as far as nobody else said it."""
    tells, here = _only_here(opinion, said), opinion.conversation_id
    themes = select(Membership.theme_id).where(Membership.opinion_id == opinion.id)
    theme_ids = set(db.session.scalars(themes))
    of_it = Membership.opinion_id == opinion.id
    db.session.execute(update(Membership).where(of_it).values(words=[]))
    for run in db.session.scalars(select(Analysis).where(Analysis.conversation_id == here)):
        _clean_run(run, opinion.id, tells)
    for found in db.session.scalars(select(Proposal).where(Proposal.conversation_id == here)):
        found.words, found.label = _without(found.words, tells), _without(found.label, tells)
    for step in db.session.scalars(select(BoardStep).where(BoardStep.conversation_id == here)):
        step.changes = _without_words(step.changes, opinion.id)
    for theme in db.session.scalars(select(Theme).where(Theme.id.in_(theme_ids))):
        theme.seeds, theme.examples, theme.avoid = (
            [word for word in words if not tells(word)]
            for words in (theme.seeds, theme.examples, theme.avoid)
        )
    versions = select(ThemeVersion).where(ThemeVersion.theme_id.in_(theme_ids))
    for version in db.session.scalars(versions):
        version.before = {
            name: [word for word in value if not tells(str(word))]
            if isinstance(value, list)
            else value
            for name, value in version.before.items()
        }
    db.session.flush()


def _clean_run(run: Analysis, opinion_id: int, tells: Callable[[str], bool]) -> None:
    run.quotes = {
        theme: [quote for quote in quotes if not quote or quote[0] != opinion_id]
        for theme, quotes in run.quotes.items()
    }
    run.words = {theme: _without(words, tells) for theme, words in run.words.items()}
    run.codebook = {
        theme: [_without(part, tells) if isinstance(part, list | dict) else part for part in known]
        for theme, known in run.codebook.items()
    }


def _without_words(changes: list[dict[str, Any]], opinion_id: int) -> list[dict[str, Any]]:
    """Return what a click changed, without the words this opinion was sorted by."""

    def clean(row: Any) -> Any:
        named = isinstance(row, dict) and row.get("opinion_id") == opinion_id and "words" in row
        return {**row, "words": []} if named else row

    return [{name: clean(part) for name, part in change.items()} for change in changes]


def _covered(text: Any, act: str = "", row: Any = None, **_more: Any) -> None:
    """Forget what was drawn from words that are covered or removed; what they were is sealed."""
    if act not in {"redacted", "removed"} or not isinstance(text, Opinion):
        return
    _forget_words(text, row.sealed_words if row is not None else [])


opinion_erased.connect(forget)
text_decided.connect(_covered)
