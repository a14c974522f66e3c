"""Watch words: kept by the office, found in every inflection; the matching is a pure function."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.once import unless_done
from forum.core.warming import at_start
from forum.moderation.rules import reading

LONGEST_WORD = 60
LEAST_WEIGHT, MOST_WEIGHT = 1, 100
LANGUAGES = {"hu": _l("Hungarian"), "en": _l("English"), "de": _l("German")}
#: More words than these would slow down whoever speaks, and nobody would know what is on the list.
MOST_WORDS = 500
ADDED = declare("watch_word.added", _l("%(actor)s put a word on the watch list."), public=False)
DROPPED = declare(
    "watch_word.dropped", _l("%(actor)s took a word off the watch list."), public=False
)


class WatchWord(db.Model):
    """A word (or a few words) somebody should look at, in whatever inflection it stands."""

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(String(LONGEST_WORD))
    language: Mapped[str] = mapped_column(String(5), default="hu")
    weight: Mapped[int] = mapped_column(default=20)
    #: Whether it takes a text off the page until somebody has looked.
    holds: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (UniqueConstraint("language", "word"),)

    @property
    def language_name(self) -> str:
        """Its language, in the language of the page."""
        return str(LANGUAGES.get(self.language, self.language))

    def drop(self, by: Person) -> None:
        """Take it off the list."""
        db.session.delete(self)
        record(DROPPED, by)


class Watched(NamedTuple):
    """A watch word as plain data."""

    word: str
    language: str
    weight: int
    holds: bool


def matching(text: str, words: Sequence[Watched]) -> list[Watched]:
    """Return the watch words that stand in a text, in any inflection, as whole words."""
    found: list[Watched] = []
    stems: dict[str, list[str]] = {}
    for word in words:
        if word.language not in stems:
            stems[word.language] = reading.stems(text, word.language)
        wanted = reading.stems(word.word, word.language)
        if wanted and _stands_in(wanted, stems[word.language]):
            found.append(word)
    return found


def _stands_in(wanted: list[str], text: list[str]) -> bool:
    if len(wanted) == 1:
        return wanted[0] in text
    ends = range(len(text) - len(wanted) + 1)
    return any(text[at : at + len(wanted)] == wanted for at in ends)


@at_start
def learn_languages() -> None:
    """Let the stems of every language of the list be learnt before somebody writes."""
    for language in {"hu", *(word.language for word in watched())}:
        reading.stems("szépségek", language)


def watched() -> list[Watched]:
    """Return the list as plain data."""
    query = select(WatchWord.word, WatchWord.language, WatchWord.weight, WatchWord.holds)
    return [Watched(*row) for row in db.session.execute(query.order_by(WatchWord.id))]


def all_words() -> list[WatchWord]:
    """Return the list in order of the alphabet."""
    return list(db.session.scalars(select(WatchWord).order_by(WatchWord.word, WatchWord.id)))


def add(word: str, language: str, weight: int, holds: bool, by: Person) -> WatchWord:
    """Put a word on the list; refused when it is there, or says nothing without its neighbours."""
    if not reading.stems(word, language):
        raise Refused(_l("This word stands in nearly every text. Please choose another."), 422)
    if len(watched()) >= MOST_WORDS:
        raise Refused(_l("The list is full. Please take a word off it first."))
    row = WatchWord(word=word, language=language, weight=weight, holds=holds, by_id=by.id)
    with unless_done(_l("This word is on the list already.")):
        db.session.add(row)
        db.session.flush()
    record(ADDED, by)
    return row
